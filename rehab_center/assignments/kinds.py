"""The closed lists of this feature. Pure."""

from __future__ import annotations

from enum import StrEnum


class Standing(StrEnum):
    """How an assignment stands on a day; the order is the order of lists."""

    PROPOSED = "proposed"
    PLANNED = "planned"  # decided, its first day is to come
    ACTIVE = "active"
    AWAY = "away"  # suspended by a movement: hospital, leave, escape …
    PAUSED = "paused"  # suspended by a planned pause
    LAPSED = "lapsed"  # what allowed it against a rule has expired
    ENDED = "ended"
    DECLINED = "declined"


class EndReason(StrEnum):
    """Why an assignment ended; who it lay with is told by ``SIDE``."""

    ASKED = "asked"  # wanted to stop
    REFUSED = "refused"  # refused to work or learn
    ILL = "ill"
    CONDUCT = "conduct"  # broke the rules of the workshop or class
    MOVED = "moved"  # moved to another programme
    STAGE = "stage"  # the stage of rehabilitation has changed
    SAFETY = "safety"
    DECLINED = "declined"  # a proposal that was not followed
    MISTAKE = "mistake"  # entered by mistake: never began
    FINISHED = "finished"  # the course is over
    PROGRAMME_CLOSED = "programme-closed"
    LEFT_CENTRE = "left-centre"


class Side(StrEnum):
    """With whom the reason of an end lies."""

    PERSON = "person"
    STAFF = "staff"
    SYSTEM = "system"


SIDE: dict[EndReason, Side] = {
    EndReason.ASKED: Side.PERSON,
    EndReason.REFUSED: Side.PERSON,
    EndReason.ILL: Side.PERSON,
    EndReason.CONDUCT: Side.PERSON,
    EndReason.MOVED: Side.STAFF,
    EndReason.STAGE: Side.STAFF,
    EndReason.SAFETY: Side.STAFF,
    EndReason.DECLINED: Side.STAFF,
    EndReason.MISTAKE: Side.STAFF,
    EndReason.FINISHED: Side.SYSTEM,
    EndReason.PROGRAMME_CLOSED: Side.SYSTEM,
    EndReason.LEFT_CENTRE: Side.SYSTEM,
}
REMOVALS = frozenset({EndReason.REFUSED, EndReason.CONDUCT, EndReason.SAFETY})
"""Ends after which whoever assigns again is told of the earlier one."""
CHOSEN_ENDS = tuple(
    reason for reason in EndReason if reason not in (EndReason.DECLINED, EndReason.LEFT_CENTRE, EndReason.MOVED)
)
"""What somebody who ends an assignment may say; the others are said by the act itself, or follow from the stay."""


class PauseReason(StrEnum):
    """Why an assignment stands still though the person is there."""

    HEALTH = "health"
    VISIT = "visit"  # visits, a family matter
    DISCIPLINE = "discipline"
    NO_WORK = "no-work"  # no material, no teacher
    OTHER = "other"


class OverrideReason(StrEnum):
    """Why the director lets something stand against a rule."""

    URGENT_WORK = "urgent-work"
    EMPLOYER_AGREEMENT = "employer-agreement"
    MEDICAL_ADVICE = "medical-advice"
    SUPERVISED = "supervised"
    OTHER = "other"


class Asker(StrEnum):
    """Who asked for a place."""

    PERSON = "person"
    FAMILY = "family"
    STAFF = "staff"


class WishPriority(StrEnum):
    """Which wishes come before the others; without one a wish waits in the order of asking."""

    FIRST = "first"
    BEFORE_OTHERS = "before-others"


class Answer(StrEnum):
    """What became of a wish; without one it waits."""

    GRANTED = "granted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
