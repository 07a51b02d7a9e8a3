"""Classification: the facts as one value, the age group a birth gives, and what of a day cannot be. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rehab_center.classification.kinds import AgeGroup, Degree, HealthGroup, Times
from rehab_center.errors import DomainError
from rehab_center.residents.kinds import Sex
from rehab_center.residents.rules.births import PartialBirth, age_on
from rehab_center.words import N_, message

_FROM = ((45, AgeGroup.OLDER), (30, AgeGroup.MIDDLE), (18, AgeGroup.YOUNG))


@dataclass(frozen=True)
class ClassificationFacts:
    """How somebody is classified."""

    classified_on: date
    lives_as: Sex
    degree: Degree = Degree.NOT_DETERMINED
    drug: str | None = None
    times: Times = Times.UNKNOWN
    health_group: HealthGroup | None = None
    age_group: AgeGroup | None = None
    note: str | None = None


def age_group_on(birth: PartialBirth, day: date) -> AgeGroup | None:
    """The group by the completed years on ``day``; None where the birth does not tell it for certain."""
    age = age_on(birth, day)
    if age is None:
        return None
    least, most = _group(age.least), _group(age.most)
    return least if least is most else None


def _group(years: int) -> AgeGroup:
    return next((group for least, group in _FROM if years >= least), AgeGroup.MINOR)


def times_of(times_treated: int | None) -> Times:
    """First time or again, by which treatment the stay is."""
    if times_treated is None:
        return Times.UNKNOWN
    return Times.FIRST if times_treated <= 1 else Times.AGAIN


def check_day(classified_on: date, *, admitted_on: date, today: date) -> None:
    """Raises DomainError for a day to come or one before the stay."""
    if classified_on > today:
        raise DomainError(message(N_("%(day)s is still to come"), day=classified_on), field="classified_on")
    if classified_on < admitted_on:
        raise DomainError(
            message(N_("The stay only began on %(day)s"), day=admitted_on), field="classified_on", code="before-stay"
        )
