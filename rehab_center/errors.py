"""What the domain refuses, and why. No Flask: the edge decides which page or exit code follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rehab_center.words import Message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rehab_center.findings import Finding


class DomainError(Exception):
    """An act refused. ``field`` names the form field or workbook column it concerns, where there is one."""

    def __init__(self, message: Message | str, *, field: str | None = None, code: str | None = None) -> None:
        self.message = message if isinstance(message, Message) else Message(message)
        self.field = field
        self.code = code
        super().__init__(str(self.message))


class NotFound(DomainError):
    """No such thing, or not in the reader's scope: both look alike to a stranger (404)."""


class NotPermitted(DomainError):
    """The actor may not do this (403)."""


@dataclass(frozen=True)
class Difference:
    """One field on which two savers disagree: what stands there now, and what the second one typed."""

    field: str
    theirs: object
    yours: object


class Conflict(DomainError):
    """Somebody else saved first, or the thing exists already. ``differences``: both values of each field in dispute."""

    def __init__(
        self,
        message: Message | str,
        *,
        field: str | None = None,
        code: str | None = None,
        differences: Sequence[Difference] = (),
    ) -> None:
        self.differences = tuple(differences)
        super().__init__(message, field=field, code=code)


class Blocked(DomainError):
    """Rules refuse the act; ``findings`` say which and by what law."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(self.findings[0].message, field=self.findings[0].field)


class ReasonNeeded(DomainError):
    """Rules warn; the act goes through once a reason is given. ``findings`` are the warnings."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(self.findings[0].message, field=self.findings[0].field)
