"""Stored values that follow from others, each with the check that says whether it still does.

A feature that keeps such a value registers its check at import; ``flask verify`` runs all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sqlalchemy.orm import Session

from rehab_center.audit.problems import Problem

Check = Callable[[Session], Iterator[Problem]]
"""Reads the rows and gives a problem for each that does not hold what it should; ``where`` is "table key"."""

_checks: dict[str, Check] = {}


def register_check(name: str, check: Check) -> None:
    """Have ``flask verify`` run ``check``. Raises ValueError when the name is taken by another."""
    if _checks.setdefault(name, check) is not check:
        raise ValueError(f"two checks named {name}")


def registered() -> tuple[str, ...]:
    """The names of all checks, in order."""
    return tuple(sorted(_checks))


def cache_problems(session: Session) -> list[Problem]:
    """Everything that any check finds."""
    return [problem for name in registered() for problem in _checks[name](session)]
