"""What another convention does to a term, and how much harm it shows: whoever is still held first. Pure.

A person may go on the day the term ends; every day after it is a day without ground (Luật Xử lý vi phạm hành chính,
Điều 8 and 111; Luật 120/2025/QH15, Điều 29).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.sequence import StayState
from rehab_center.admissions.rules.term_case import TermResult


class Harm(StrEnum):
    """What another end means for somebody, the worst first."""

    HELD_TOO_LONG = "held-too-long"  # under care after the new end
    RELEASED_TOO_EARLY = "released-too-early"  # left before the new end: only for information
    EARLIER = "earlier"  # will leave earlier
    LATER = "later"  # will leave later
    STANDING = "standing"  # the clock stands still before or after: what is left changes
    BY_PAPER = "by-paper"  # only what is computed moves: the end that a paper gives stands


RANK = {harm: place for place, harm in enumerate(Harm)}


@dataclass(frozen=True)
class Effect:
    """How a term comes out before and after. An end is None while the clock stands still; ``left`` days remain then.

    ``days``: held or released too early by so many (above zero); an end that moves, by how many days forward (above
    zero) or back; the change of what is left. None where a clock that stood still would run, or the other way round.
    ``paper_on``: the end that a standing paper gives; ``computed_before`` and ``computed_after`` are then the ends
    without it. Where later facts move the end on from the paper's, that end moves like any other.
    """

    harm: Harm
    days: int | None
    end_before: date | None
    end_after: date | None
    left_before: int | None = None
    left_after: int | None = None
    paper_on: date | None = None
    computed_before: date | None = None
    computed_after: date | None = None

    @property
    def order(self) -> tuple[int, int]:
        """The place on a list that is ranked by harm: by kind, then by how many days."""
        return RANK[self.harm], -abs(self.days or 0)


def effect_of(before: TermResult, after: TermResult, state: StayState, today: date) -> Effect | None:
    """What it means that a term comes out as ``after`` instead of ``before``; None where nothing is to be said.

    ``state`` is where the stay stands at the end of ``today``. Of those who have left only they matter whom the end of
    the term let go, and only where the new end lies later than the day they went.
    """
    if (before.end_on, before.remaining_days) == (after.end_on, after.remaining_days):
        return None
    harm, days = _harm(before, after, state, today)
    if harm is None:
        return None
    return Effect(harm, days, before.end_on, after.end_on, before.remaining_days, after.remaining_days)


def by_paper(
    effect: Effect | None, paper_on: date, without: tuple[TermResult, TermResult], end: TermResult, state: StayState
) -> Effect | None:
    """The same for a term whose end a paper gives: nothing of it moves silently.

    ``effect`` is what :func:`effect_of` says with the paper, ``without`` the term before and after without it, ``end``
    as it stands. A person on the books whose computed end alone would move is told of, apart.
    """
    ends = (without[0].end_on, without[1].end_on)
    if effect is not None:
        return replace(effect, paper_on=paper_on, computed_before=ends[0], computed_after=ends[1])
    if ends[0] == ends[1] or not state.on_books:
        return None
    left = end.remaining_days
    return Effect(Harm.BY_PAPER, None, end.end_on, end.end_on, left, left, paper_on, *ends)


def _harm(before: TermResult, after: TermResult, state: StayState, today: date) -> tuple[Harm | None, int | None]:
    if not state.on_books:
        left_on = state.since if state.exit_kind is MovementKind.COMPLETED else None
        if left_on is None or after.end_on is None or after.end_on <= left_on:
            return None, None
        return Harm.RELEASED_TOO_EARLY, (after.end_on - left_on).days
    if before.end_on is None or after.end_on is None:
        left = (before.remaining_days, after.remaining_days)
        return Harm.STANDING, None if None in left else (left[1] or 0) - (left[0] or 0)
    if state.under_care and after.end_on < today:
        return Harm.HELD_TOO_LONG, (today - after.end_on).days
    moved = (after.end_on - before.end_on).days
    return (Harm.LATER if moved > 0 else Harm.EARLIER), moved
