"""What else is asked about a movement: a closed list of questions, and which movement asks which.

A stay's ledger says what happened and when; this is the rest of the story (who was on duty, which hospital, when
somebody is to be back). Facts of health are marked: only whoever may see health reads the answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rehab_center.admissions.rules.movements import EFFECTS, MovementKind
from rehab_center.admissions.rules.relations import DOUBTFUL, relation_of
from rehab_center.findings import Finding, Severity
from rehab_center.names import clean, fold
from rehab_center.words import N_, message


class Detail(StrEnum):
    """Every question. The order is the order on forms and in the story."""

    NOTICED_AT = "noticed-at"
    LAST_SEEN = "last-seen"
    CIRCUMSTANCES = "circumstances"
    CLOTHES = "clothes"
    ON_DUTY = "on-duty"
    FOUND_AT = "found-at"
    BROUGHT_BY = "brought-by"
    HOSPITAL = "hospital"
    DECEASED = "deceased"
    RELATION = "relation"
    TRAVEL_DAYS = "travel-days"
    ORDERED_BY = "ordered-by"
    CONFIRMED_BY = "confirmed-by"
    IN_PATIENT_DAYS = "in-patient-days"
    PLANNED_RETURN = "planned-return"
    REVIEW_ON = "review-on"
    ACCOMPANIED_BY = "accompanied-by"
    TO_CENTRE = "to-centre"
    COURT = "court"
    SENTENCE_MONTHS = "sentence-months"
    PLACE = "place"
    TOLD = "told"
    CAUSE = "cause"


DAYS = frozenset({Detail.PLANNED_RETURN, Detail.REVIEW_ON})
COUNTS = frozenset({Detail.TRAVEL_DAYS, Detail.IN_PATIENT_DAYS, Detail.SENTENCE_MONTHS})
LONG = frozenset({Detail.CIRCUMSTANCES})
#: Answered out of a closed list (``rules.relations``); the answer is its code.
CHOICES = frozenset({Detail.RELATION})
#: Facts of health: for the medical post and the head of the centre.
HEALTH = frozenset({Detail.CAUSE})
#: Without this the movement says nothing: the page asks until it is answered.
REQUIRED = frozenset({Detail.PLANNED_RETURN, Detail.REVIEW_ON, Detail.TO_CENTRE})

Answer = str | date | int
Details = Mapping[Detail, Answer]

QUESTIONS: dict[MovementKind, tuple[Detail, ...]] = {
    MovementKind.ESCAPED: (
        Detail.NOTICED_AT,
        Detail.LAST_SEEN,
        Detail.CIRCUMSTANCES,
        Detail.CLOTHES,
        Detail.ON_DUTY,
    ),
    MovementKind.RETURNED: (Detail.FOUND_AT, Detail.BROUGHT_BY),
    MovementKind.TO_HOSPITAL: (Detail.HOSPITAL, Detail.ACCOMPANIED_BY),
    MovementKind.ON_LEAVE: (
        Detail.DECEASED,
        Detail.RELATION,
        Detail.PLANNED_RETURN,
        Detail.TRAVEL_DAYS,
        Detail.ACCOMPANIED_BY,
    ),
    MovementKind.TAKEN_OUT: (Detail.ORDERED_BY, Detail.ACCOMPANIED_BY),
    MovementKind.SUSPENDED: (Detail.CONFIRMED_BY, Detail.IN_PATIENT_DAYS, Detail.REVIEW_ON),
    MovementKind.IMPRISONED: (Detail.COURT, Detail.SENTENCE_MONTHS),
    MovementKind.TRANSFERRED_OUT: (Detail.TO_CENTRE, Detail.ACCOMPANIED_BY),
    MovementKind.TO_SOCIAL_PROTECTION: (Detail.TO_CENTRE, Detail.ACCOMPANIED_BY),
    MovementKind.DIED: (Detail.PLACE, Detail.TOLD, Detail.CAUSE),
}


def questions_of(kind: MovementKind) -> tuple[Detail, ...]:
    """What such a movement asks besides its day, its paper and a note."""
    return QUESTIONS.get(kind, ())


@dataclass(frozen=True)
class Told:
    """Answers about to be written, and what they are judged by.

    ``leave_days``: how long a leave may be without its travel, and whether that is still to be confirmed;
    ``own_names``: every name the centre has had.
    """

    kind: MovementKind
    effective_on: date
    details: Details
    leave_days: int
    own_names: tuple[str, ...]


def check_details(told: Told) -> tuple[Finding, ...]:
    """All findings about the answers: rule 35, days before the movement, a transfer to the centre itself."""
    return (*_days(told), *_leave(told), *_same_centre(told))


def _days(told: Told) -> Iterator[Finding]:
    source = EFFECTS[told.kind].source
    for item in DAYS:
        planned = told.details.get(item)
        if isinstance(planned, date) and planned < told.effective_on:
            words = N_("%(planned)s lies before the day of the movement, %(day)s: look at both days again")
            said = message(words, planned=planned, day=told.effective_on)
            yield Finding("details", Severity.BLOCK, said, source, field_of(item))


def _leave(told: Told) -> Iterator[Finding]:
    """Rule 35: for the near family, five days at most, the days of travel apart (NĐ 116/2021 Đ70)."""
    if told.kind is not MovementKind.ON_LEAVE:
        return
    back, travel = told.details.get(Detail.PLANNED_RETURN), told.details.get(Detail.TRAVEL_DAYS, 0)
    yield from check_leave(
        told.effective_on,
        back if isinstance(back, date) else None,
        travel=travel if isinstance(travel, int) else 0,
        leave_days=told.leave_days,
        relation=told.details.get(Detail.RELATION),
        until_field=field_of(Detail.PLANNED_RETURN),
    )


def check_leave(
    first: date, back: date | None, *, travel: int, leave_days: int, relation: object, until_field: str
) -> Iterator[Finding]:
    """Findings about a leave for a funeral, as it is planned or as its paper has it (rule 35, NĐ 116/2021 Đ70).

    ``leave_days``: how long it may be without its ``travel``, in days; ``relation``: a code of ``rules.relations``.
    """
    allowed = leave_days + travel
    if back is not None and (away := (back - first).days) > allowed:
        words = N_("Away for %(away)s days: a leave is at most %(days)s days, with the days of travel %(allowed)s")
        said = message(words, away=away, days=leave_days, allowed=allowed)
        yield Finding("35", Severity.WARN, said, "NĐ 116/2021 Đ70", until_field)
    if relation_of(relation) in DOUBTFUL:
        said = message(N_("Whether somebody may go home for this relative is to be confirmed: say why"))
        yield Finding("funeral-relation", Severity.WARN, said, "NĐ 116/2021 Đ70", field_of(Detail.RELATION))


def _same_centre(told: Told) -> Iterator[Finding]:
    named = told.details.get(Detail.TO_CENTRE)
    if told.kind is not MovementKind.TRANSFERRED_OUT or not isinstance(named, str):
        return
    if fold(clean(named)) in {fold(name) for name in told.own_names}:
        words = N_("“%(centre)s” is this centre itself: nobody is transferred to where they are already")
        said = message(words, centre=clean(named))
        yield Finding("same-centre", Severity.BLOCK, said, EFFECTS[told.kind].source, field_of(Detail.TO_CENTRE))


def field_of(item: Detail) -> str:
    """The name of its field in a form."""
    return item.value.replace("-", "_")
