"""Reading a term to be computed from plain JSON: the stateless command. Bad input is refused in one sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NoReturn, TypeVar

from rehab_center.admissions.rules.regime import Regime, StayKind, regime_of
from rehab_center.admissions.rules.term import term_of
from rehab_center.admissions.rules.term_case import (
    Conventions,
    EscapeDays,
    Ground,
    Interruption,
    TermCase,
    TermResult,
)
from rehab_center.errors import DomainError
from rehab_center.policies.rules import TermEndConvention
from rehab_center.words import N_, message

MOST_MONTHS = 1200
_ABSENCES = {
    "escape": Ground.ESCAPE,
    "escaped": Ground.ESCAPE,
    "imprisonment": Ground.IMPRISONMENT,
    "imprisoned": Ground.IMPRISONMENT,
    "prison": Ground.IMPRISONMENT,
    "suspension": Ground.SUSPENSION_COUNTED,
    "suspended": Ground.SUSPENSION_COUNTED,
    "hospital": Ground.ABSENCE_COUNTED,
    "leave": Ground.ABSENCE_COUNTED,
    "taken-out": Ground.ABSENCE_COUNTED,
}

E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True)
class TermQuestion:
    """One term to compute: ``convention`` and ``escape_days`` None where the installation's own hold."""

    regime: Regime
    case: TermCase
    convention: TermEndConvention | None
    escape_days: EscapeDays | None

    def answer(self, conventions: Conventions) -> TermResult:
        """The term under ``conventions``.

        Raises DomainError for absences that overlap, credits longer than the term, an end past the calendar.
        """
        try:
            result = term_of(self.regime, self.case, conventions)
        except (ValueError, OverflowError):
            _refuse("start")
        if result.end_on is not None and result.end_on < self.case.start_on:
            raise DomainError(message(N_("The term would end before it begins")), field="credits")
        return result


def read_question(item: object) -> TermQuestion:
    """Read one item: start, months, credits or credit_days, and optionally regime, convention, escape_days, absences.

    Raises DomainError naming what is wrong.
    """
    if not isinstance(item, Mapping):
        raise DomainError(message(N_("A term is a JSON object with “start” and “months”")))
    start = _day(item, "start")
    months = _whole(item, "months", item.get("months"), least=1, most=MOST_MONTHS)
    regime = _choice(item, "regime", Regime)
    return TermQuestion(
        regime=regime or _regime_from(start),
        case=TermCase(start, months, _credits(item), _absences(item, start)),
        convention=_choice(item, "convention", TermEndConvention),
        escape_days=_choice(item, "escape_days", EscapeDays),
    )


def _regime_from(start: date) -> Regime:
    """Without a word on the law: that of somebody whose decision is as old as the term."""
    return regime_of(StayKind.COMPULSORY, decided_on=start, began_on=start).regime or Regime.LAW_2021


def _refuse(key: str) -> NoReturn:
    raise DomainError(message(N_("“%(key)s” is missing or makes no sense"), key=key), field=key)


def _day(item: Mapping[str, Any], key: str) -> date:
    value = item.get(key)
    try:
        return date.fromisoformat(value) if isinstance(value, str) else _refuse(key)
    except ValueError:
        _refuse(key)


def _whole(item: Mapping[str, Any], key: str, value: object, *, least: int, most: int = 100_000) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        _refuse(key)
    return value


def _choice(item: Mapping[str, Any], key: str, values: type[E]) -> E | None:
    value = item.get(key)
    if value is None:
        return None
    try:
        return values(value)
    except ValueError:
        _refuse(key)


def _credits(item: Mapping[str, Any]) -> tuple[int, ...]:
    key = "credits" if "credits" in item else "credit_days"
    value = item.get(key)
    if value is None:
        return ()
    entries = value if isinstance(value, list) else [value]
    days = (entry.get("days") if isinstance(entry, Mapping) else entry for entry in entries)
    return tuple(whole for whole in (_whole(item, key, one, least=0) for one in days) if whole)


def _absences(item: Mapping[str, Any], start: date) -> tuple[Interruption, ...]:
    value = item.get("absences")
    if value is None:
        return ()
    if not isinstance(value, Sequence) or isinstance(value, str):
        _refuse("absences")
    return tuple(_absence(one, start) for one in value)


def _absence(item: object, start: date) -> Interruption:
    ground = _ABSENCES.get(str(item.get("kind"))) if isinstance(item, Mapping) else None
    if ground is None or not isinstance(item, Mapping):
        _refuse("absences")
    first = _day(item, "from")
    last = _day(item, "to") if item.get("to") is not None else None
    if first < start or (last is not None and last < first):
        raise DomainError(
            message(N_("An absence from %(first)s lies before the term or ends before it begins"), first=first),
            field="absences",
        )
    return Interruption(ground, first, last)
