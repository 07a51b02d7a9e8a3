"""Which shift a handover is about, and what has to be said of it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from rehab_center.errors import DomainError
from rehab_center.words import N_, message

HALF_A_DAY = timedelta(hours=12)
_DAY_BEGINS, _DAY_ENDS = 6, 18
_LONGEST = timedelta(hours=36)
_AHEAD = timedelta(hours=2)


@dataclass(frozen=True)
class ShiftFacts:
    """What the giver says: which shift, between whom, how many were counted, what differs, what else to know."""

    begins_at: datetime
    ends_at: datetime
    giver: str
    counted: int
    receiver: str | None = None
    difference: str | None = None
    equipment: str | None = None
    note: str | None = None


def usual_shift(now: datetime, last_ended: datetime | None) -> tuple[datetime, datetime]:
    """The shift a handover written at ``now`` (in local time) is most likely about.

    It goes on from the one before, where that ended within two days; else it is the half of a day, from 6 or from 18
    o'clock, whose end is the nearest.
    """
    noon = now.replace(hour=12, minute=0, second=0, microsecond=0)
    half = noon - HALF_A_DAY + timedelta(hours=_DAY_BEGINS if now < noon else _DAY_ENDS)
    if last_ended is not None and timedelta(0) < half - last_ended <= 4 * HALF_A_DAY:
        return last_ended, half
    return half - HALF_A_DAY, half


def check_shift(facts: ShiftFacts, *, expected: int, now: datetime) -> None:
    """Refuse what cannot be. Raises DomainError with its field."""
    if not facts.giver:
        raise DomainError(message(N_("Type the name of whoever hands over")), field="giver")
    if facts.ends_at - facts.begins_at > _LONGEST:
        raise DomainError(message(N_("A shift of more than 36 hours is none: look at its day and hours")), field="ends")
    if facts.ends_at > now + _AHEAD:
        words = message(N_("This shift ends at %(moment)s: it is handed over when it is over"), moment=facts.ends_at)
        raise DomainError(words, field="ends")
    if facts.counted != expected and not facts.difference:
        words = message(
            N_("Counted %(counted)s, expected %(expected)s: say who is missing or too many, and why"),
            counted=facts.counted,
            expected=expected,
        )
        raise DomainError(words, field="difference")
