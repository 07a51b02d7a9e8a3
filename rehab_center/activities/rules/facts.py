"""What a programme and its slots may be. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from rehab_center.activities.kinds import ActivityKind, ClearanceNeed, CourseLevel, Subject
from rehab_center.activities.rules.slots import MINUTES_OF_DAY, Slot, overlap
from rehab_center.errors import DomainError
from rehab_center.names import clean
from rehab_center.residents.kinds import Sex
from rehab_center.words import N_, message

MOST_PLACES = 999
MOST_WEEKS = 8
"""In how many weeks a rotation comes round at most."""
_TEXTS = ("place", "organiser", "employer", "trade", "provider", "licence", "certificate")
_OWN_FIELDS = {
    ActivityKind.LABOUR: ("employer",),
    ActivityKind.VOCATIONAL: ("trade", "level", "provider", "licence", "course_hours", "certificate"),
    ActivityKind.EDUCATION: ("subject",),
}


@dataclass(frozen=True)
class ActivityFacts:
    """A programme as somebody describes it. ``min_stage`` counts the five stages from 1; ages are whole years."""

    kind: ActivityKind
    name: str
    capacity: int
    begins_on: date
    ends_on: date | None = None
    place: str | None = None
    organiser: str | None = None
    employer: str | None = None
    min_stage: int | None = None
    clearance: ClearanceNeed | None = None
    sex: Sex | None = None
    min_age: int | None = None
    max_age: int | None = None
    hazardous: bool = False
    trade: str | None = None
    level: CourseLevel | None = None
    provider: str | None = None
    licence: str | None = None
    course_hours: int | None = None
    certificate: str | None = None
    subject: Subject | None = None
    note: str | None = None

    @property
    def search_words(self) -> str:
        """What it is looked for by."""
        words = (self.name, self.place, self.organiser, self.employer, self.trade, self.provider)
        return " ".join(word for word in words if word)

    def is_short_for_its_level(self, least_hours: int) -> bool:
        """Whether an elementary course has fewer hours than that level asks for (``least_hours``, domain 3.3)."""
        elementary = self.level is CourseLevel.ELEMENTARY
        return elementary and self.course_hours is not None and self.course_hours < least_hours


def tidied(facts: ActivityFacts) -> ActivityFacts:
    """The facts cleaned, without what belongs to another kind.

    Raises DomainError without a name, for what its kind must say, and for days, ages or places that cannot be.
    """
    texts: dict[str, Any] = {name: clean(getattr(facts, name) or "") or None for name in _TEXTS}
    foreign = {name: None for kind, names in _OWN_FIELDS.items() if kind is not facts.kind for name in names}
    note = (facts.note or "").strip() or None
    facts = replace(facts, **texts | foreign | {"name": clean(facts.name), "note": note})
    if not facts.name:
        raise DomainError(message(N_("The programme needs a name")), field="name")
    if not 1 <= facts.capacity <= MOST_PLACES:
        raise DomainError(message(N_("From 1 to %(most)s places, please"), most=MOST_PLACES), field="capacity")
    if facts.ends_on is not None and facts.ends_on < facts.begins_on:
        raise DomainError(message(N_("It cannot end before it begins")), field="ends_on")
    if facts.min_age is not None and facts.max_age is not None and facts.max_age < facts.min_age:
        raise DomainError(message(N_("The highest age is below the lowest")), field="max_age")
    _check_own(facts)
    return facts


def _check_own(facts: ActivityFacts) -> None:
    if facts.kind is ActivityKind.VOCATIONAL:
        if not facts.trade:
            raise DomainError(message(N_("A course needs its trade")), field="trade")
        if facts.level is None:
            raise DomainError(message(N_("A course needs its level")), field="level")
    if facts.kind is ActivityKind.EDUCATION and facts.subject is None:
        raise DomainError(message(N_("A class needs its subject")), field="subject")


def check_slot(slot: Slot, others: Iterable[Slot], *, begins_on: date, ends_on: date | None) -> None:
    """Whether a programme that lasts from ``begins_on`` to ``ends_on`` may meet at that time too.

    Raises DomainError for a time that cannot be, one outside the programme, and one that meets another of ``others``.
    """
    if not 1 <= slot.every_weeks <= MOST_WEEKS or not 0 <= slot.week_offset < slot.every_weeks:
        raise DomainError(message(N_("Such a rotation of weeks does not exist")), field="rotation")
    check_times(slot.begins, slot.ends)
    if slot.valid_from < begins_on:
        words = message(N_("The programme only begins on %(day)s"), day=begins_on)
        raise DomainError(words, field="valid_from")
    if ends_on is not None and slot.valid_from > ends_on:
        raise DomainError(message(N_("The programme ends on %(day)s"), day=ends_on), field="valid_from")
    if slot.valid_until is not None and slot.valid_until < slot.valid_from:
        raise DomainError(message(N_("It cannot end before it begins")), field="valid_until")
    if overlap([slot], others):
        raise DomainError(message(N_("The programme meets at that time already")), field="begins")


def check_times(begins: int, ends: int) -> None:
    """Whether something may last from ``begins`` to ``ends`` (minutes after midnight). Raises DomainError."""
    if not 0 <= begins < MINUTES_OF_DAY:
        raise DomainError(message(N_("There is no such time of day")), field="begins")
    if not begins < ends <= MINUTES_OF_DAY:
        words = message(N_("The end must come after the beginning, on the same day"))
        raise DomainError(words, field="ends")
