"""An end of a term that a paper puts in the place of the computed one: for a reason from a closed list, and dated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.findings import Finding, Severity
from rehab_center.words import N_, Message, message

BY_PAPER = "theo văn bản ghi ở dòng này"
"""In the place of an article, where a line rests on a paper alone."""


class OverrideReason(StrEnum):
    """Why the computed end does not hold; no other reason exists, and the last one is written out."""

    COURT_CORRECTED = "court-corrected"
    DECISION_DIFFERS = "decision-differs"
    OLD_BOOK_ERROR = "old-book-error"
    AUTHORITY_ORDER = "authority-order"
    OTHER = "other"


class OverrideAct(StrEnum):
    """What a row does: give another end, end an override from its day on, or void one that was written by mistake."""

    SET = "set"
    ENDED = "ended"
    VOIDED = "voided"


@dataclass(frozen=True)
class Override:
    """One override. ``made_on``: the day of writing; it answers everything up to then, ``seen_movement_id`` included.

    ``ended_on`` and ``ended_document_id`` where it was ended; one that was voided is none and is left out.
    """

    made_on: date
    end_on: date
    reason: OverrideReason
    note: str | None = None
    document_id: int | None = None
    seen_movement_id: int = 0
    ended_on: date | None = None
    ended_document_id: int | None = None


_MOVES_THE_END = frozenset(
    {MovementKind.ESCAPED, MovementKind.IMPRISONED, MovementKind.TERM_REDUCED, MovementKind.TERM_EXTENDED}
)


def check_answered(overrides: Sequence[Override], kind: MovementKind, on: date) -> tuple[Finding, ...]:
    """What is to be said of a movement of a day before the paper that gives the end: that answers it already."""
    paper = standing(overrides)
    if paper is None or kind not in _MOVES_THE_END or on >= paper.made_on:
        return ()
    words = N_(
        "A paper gives the end %(end)s since %(made)s: this movement of %(on)s is taken as known to it and does not "
        "move the end; where the paper did not know of it, end what the paper gave and have it given anew"
    )
    said = message(words, end=paper.end_on, made=paper.made_on, on=on)
    return (Finding("override", Severity.WARN, said, BY_PAPER, "effective_on"),)


def overrides_on(overrides: Sequence[Override], day: date) -> tuple[Override, ...]:
    """What of them there was at the end of ``day``: one ended later still stood."""
    return tuple(
        replace(one, ended_on=None, ended_document_id=None) if one.ended_on is not None and one.ended_on > day else one
        for one in overrides
        if one.made_on <= day
    )


def standing(overrides: Sequence[Override]) -> Override | None:
    """The override that holds now, where there is one: nobody has ended it."""
    return next((one for one in reversed(overrides) if one.ended_on is None), None)


def override_words(one: Override, computed: date) -> Message:
    """The line of the override: both ends and the reason."""
    words = {
        OverrideReason.COURT_CORRECTED: N_(
            "computed end %(computed)s, by the paper %(end)s: the court has corrected its decision"
        ),
        OverrideReason.DECISION_DIFFERS: N_(
            "computed end %(computed)s, by the paper %(end)s: the decision itself states another end"
        ),
        OverrideReason.OLD_BOOK_ERROR: N_(
            "computed end %(computed)s, by the paper %(end)s: the old book is wrong, as papers prove"
        ),
        OverrideReason.AUTHORITY_ORDER: N_(
            "computed end %(computed)s, by the paper %(end)s: the managing authority has ordered it"
        ),
        OverrideReason.OTHER: N_("computed end %(computed)s, by the paper %(end)s: %(note)s"),
    }[one.reason]
    note = {"note": one.note} if one.reason is OverrideReason.OTHER else {}
    return message(words, computed=computed, end=one.end_on, **note)


def ended_words(one: Override, on: date, computed: date) -> Message:
    """The line that ends an override: what is computed holds again."""
    return message(
        N_(
            "the end %(end)s given by the paper no longer holds since %(on)s: "
            "what is computed holds again = %(computed)s"
        ),
        end=one.end_on,
        on=on,
        computed=computed,
    )
