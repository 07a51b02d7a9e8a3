"""What each way of attending a session means: one table that every page, count and paper reads. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from rehab_center.attendance.kinds import Attended, WalkInReason
from rehab_center.permissions import Permission


@dataclass(frozen=True)
class Behaviour:
    """What follows from a mark.

    ``counts``: the person was there, and the minutes count as hours. ``partial``: less than the whole session, so the
    minutes must be told. ``refusal``: stands on the list of refusals. ``note``: nobody may set it without saying more.
    ``ahead``: may be set before the session begins. ``note_for``: the right without which the note is not shown (what
    keeps somebody at the medical post is nobody's business in the workshop); None: whoever sees the person sees it.
    """

    counts: bool = False
    partial: bool = False
    refusal: bool = False
    note: bool = False
    ahead: bool = False
    note_for: Permission | None = None


BEHAVIOUR: dict[Attended, Behaviour] = {
    Attended.PRESENT: Behaviour(counts=True),
    Attended.LATE: Behaviour(counts=True, partial=True),
    Attended.LEFT_EARLY: Behaviour(counts=True, partial=True),
    Attended.REFUSED: Behaviour(refusal=True, note=True),
    Attended.UNEXCUSED: Behaviour(note=True),
    Attended.SICK: Behaviour(ahead=True, note_for=Permission.CLEARANCE_VIEW),
    Attended.TREATMENT: Behaviour(ahead=True, note_for=Permission.CLEARANCE_VIEW),
    Attended.VISIT: Behaviour(ahead=True),
    Attended.AUTHORITIES: Behaviour(ahead=True),
    Attended.OTHER_DUTY: Behaviour(note=True, ahead=True),
    Attended.DISCIPLINE: Behaviour(ahead=True),
    Attended.NOT_REQUIRED: Behaviour(note=True, ahead=True),
}


@dataclass(frozen=True)
class WalkInBehaviour:
    """What follows from the reason of somebody who was there without an assignment. ``counts``: the minutes count as
    hours like anybody's (NĐ 116/2021 Đ68 limits what is worked, not what is planned). ``note``: say more."""

    counts: bool = True
    note: bool = False


WALK_IN: dict[WalkInReason, WalkInBehaviour] = {
    WalkInReason.REPLACING: WalkInBehaviour(),
    WalkInReason.ORDERED: WalkInBehaviour(),
    WalkInReason.TRIAL: WalkInBehaviour(),
    WalkInReason.GUEST: WalkInBehaviour(counts=False),
    WalkInReason.BY_MISTAKE: WalkInBehaviour(counts=False, note=True),
    WalkInReason.OTHER: WalkInBehaviour(note=True),
}

COUNTING = tuple(one for one, behaviour in BEHAVIOUR.items() if behaviour.counts)
"""Ways of having been there."""
NOT_COUNTING = tuple(one for one, behaviour in WALK_IN.items() if not behaviour.counts)
"""Why somebody was at a session without taking part in it."""
REFUSALS = tuple(one for one, behaviour in BEHAVIOUR.items() if behaviour.refusal)
AHEAD = tuple(one for one, behaviour in BEHAVIOUR.items() if behaviour.ahead)
"""What may be said of a session that has not begun."""


def note_shown(attended: Attended, note: str | None, rights: Collection[Permission]) -> str | None:
    """The note as somebody with these rights may read it."""
    needed = BEHAVIOUR[attended].note_for
    return note if needed is None or needed in rights else None
