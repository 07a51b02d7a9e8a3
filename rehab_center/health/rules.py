"""What looks and checks find, as one value each, and what a body cannot have; when the next check is due. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from rehab_center.dates import add_months
from rehab_center.errors import DomainError
from rehab_center.findings import Finding, Severity
from rehab_center.health.kinds import Answer, CheckResult, Clearance, Conclusion, InfectionGroup, NoteKind
from rehab_center.names import clean
from rehab_center.residents.kinds import Sex
from rehab_center.words import N_, message

#: The least and the most that is believed, as typed: beyond it a key was struck twice.
LIMITS: dict[str, tuple[int, int]] = {
    "height": (80, 230),
    "weight": (20, 250),
    "pulse": (20, 250),
    "temperature": (30, 45),
    "systolic": (50, 280),
    "diastolic": (20, 180),
}
_MEASURE = re.compile(r"\d{1,3}(?:[.,]\d)?")
_PRESSURE = re.compile(r"(\d{2,3})\s*/\s*(\d{2,3})")


@dataclass(frozen=True)
class LookFacts:
    """What a look found. Height in cm, weight in kg, temperature in °C, blood pressure in mmHg."""

    looked_on: date
    looked_by: str
    conclusion: Conclusion
    height: Decimal | None = None
    weight: Decimal | None = None
    pulse: int | None = None
    temperature: Decimal | None = None
    systolic: int | None = None
    diastolic: int | None = None
    injuries: str | None = None
    pregnant: Answer = Answer.NOT_CHECKED
    withdrawal_signs: str | None = None
    last_use: str | None = None
    drugs: str | None = None
    infection: Answer = Answer.NOT_CHECKED
    infection_note: str | None = None
    urgent_need: str | None = None
    note: str | None = None


_TEXTS = ("injuries", "withdrawal_signs", "last_use", "drugs", "infection_note", "urgent_need", "note")


def read_measure(text: str) -> Decimal:
    """A measure with one decimal at most: 36,7. Raises ValueError for anything else."""
    tidy = clean(text)
    if not _MEASURE.fullmatch(tidy):
        raise ValueError(text)
    return Decimal(tidy.replace(",", "."))


def read_pressure(text: str) -> tuple[int, int]:
    """Blood pressure as it is written: 120/80. Raises ValueError for anything else."""
    found = _PRESSURE.fullmatch(clean(text))
    if not found:
        raise ValueError(text)
    return int(found[1]), int(found[2])


def tidied(facts: LookFacts, *, admitted_on: date, today: date) -> LookFacts:
    """The facts cleaned.

    Raises DomainError without who looked, for a day to come or before the stay, or a measure nobody has.
    """
    texts: dict[str, Any] = {name: (getattr(facts, name) or "").strip() or None for name in _TEXTS}
    facts = replace(facts, looked_by=clean(facts.looked_by), **texts)
    if not facts.looked_by:
        raise DomainError(message(N_("Say who made the check")), field="looked_by")
    if facts.looked_on > today:
        raise DomainError(message(N_("%(day)s is still to come"), day=facts.looked_on), field="looked_on")
    if facts.looked_on < admitted_on:
        raise DomainError(message(N_("The stay only began on %(day)s"), day=admitted_on), field="looked_on")
    for name, (least, most) in LIMITS.items():
        value = getattr(facts, name)
        if value is not None and not least <= value <= most:
            words = message(
                N_("Between %(least)s and %(most)s, please: was a key struck twice?"), least=least, most=most
            )
            raise DomainError(words, field="pressure" if name.endswith("tolic") else name, code="unbelievable")
    _check_pressure(facts)
    return facts


def _check_pressure(facts: LookFacts) -> None:
    if facts.systolic is not None and facts.diastolic is not None and facts.systolic <= facts.diastolic:
        raise DomainError(message(N_("The first number of the blood pressure is the higher one")), field="pressure")


def check_look(facts: LookFacts, *, sex: Sex) -> tuple[Finding, ...]:
    """What the look means for the stay (rule 7) and where it contradicts itself."""
    found: list[Finding] = []
    if facts.pregnant is Answer.YES and sex is Sex.MALE:
        words = message(N_("Pregnant, though the paper says male"))
        found.append(Finding("pregnant-male", Severity.WARN, words, "", "pregnant"))
    if facts.pregnant is Answer.YES and facts.conclusion is Conclusion.FIT:
        words = message(N_("Pregnant: the measure is not applied, the court decides"))
        found.append(Finding("7", Severity.WARN, words, "L120 Đ35.2; L120 Đ39.2", "conclusion"))
    if facts.urgent_need and facts.conclusion is Conclusion.FIT:
        words = message(N_("An urgent need is named, and yet the person is simply fit to stay"))
        found.append(Finding("urgent-and-fit", Severity.WARN, words, "", "conclusion"))
    return tuple(found)


# --- checks, infections, clearances, notes ---------------------------------------------------------------------------


@dataclass(frozen=True)
class CheckFacts:
    """What a periodic check found; ``again_on`` where the doctor asks for the next one earlier."""

    checked_on: date
    checked_by: str
    result: CheckResult
    findings: str | None = None
    again_on: date | None = None


@dataclass(frozen=True)
class InfectionFacts:
    """A disease of group A or B from a day to a day. ``withdrawn``: the statement before was a mistake."""

    group: InfectionGroup
    from_on: date
    basis: str
    disease: str | None = None
    until_on: date | None = None
    withdrawn: bool = False

    def holds_on(self, day: date) -> bool:
        """Whether it asks for a place apart on a day (L73 Đ35.2đ, L120 Đ46.2h)."""
        return not self.withdrawn and self.from_on <= day and (self.until_on is None or day <= self.until_on)


@dataclass(frozen=True)
class ClearanceFacts:
    """What somebody may be assigned to, from a day to a day; the reason is for the medical post alone."""

    clearance: Clearance
    from_on: date
    until_on: date
    reason: str | None = None


@dataclass(frozen=True)
class NoteFacts:
    """A note of the medical record."""

    noted_on: date
    kind: NoteKind
    text: str


def next_check_on(last_on: date, *, months: int, again_on: date | None = None) -> date:
    """When the next check is due: so many months after the last (NĐ 116/2021 Đ67.1), or as the doctor asks, if earlier.

    ``last_on`` is the day of the last check; of whoever was never seen, the first day of the stay.
    """
    due = add_months(last_on, months)
    return min(due, again_on) if again_on else due


def check_days(first: date, until: date | None, *, admitted_on: date, today: date, field: str) -> None:
    """Raises DomainError for a beginning before the stay or to come, or an end before the beginning."""
    if first > today:
        raise DomainError(message(N_("%(day)s is still to come"), day=first), field=field)
    if first < admitted_on:
        raise DomainError(message(N_("The stay only began on %(day)s"), day=admitted_on), field=field)
    if until is not None and until < first:
        raise DomainError(message(N_("The last day comes before the first")), field="until_on")
