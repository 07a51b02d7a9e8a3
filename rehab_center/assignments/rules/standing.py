"""How an assignment stands on a day: from its dates, its pauses, what was signed, and where the person is. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from rehab_center.admissions.rules.movements import BOOKS_STATES, CARE_STATES, PRESENT_STATES, State
from rehab_center.assignments.kinds import EndReason, PauseReason, Standing
from rehab_center.permissions import Permission


@dataclass(frozen=True)
class Dates:
    """The dated columns; ``programme_ends_on`` is the last day of the programme, where it has one.

    ``left_on``: the day on which the stay left the books, where it has.
    """

    starts_on: date
    decided_on: date | None = None
    ends_on: date | None = None
    end_reason: EndReason | None = None
    programme_ends_on: date | None = None
    left_on: date | None = None

    @property
    def over_on(self) -> date | None:
        """The last day it can have had, the end of the stay counted; None where none is known."""
        return min((day for day in (self.last_on, self.left_on) if day), default=None)

    @property
    def last_on(self) -> date | None:
        """The last day it can have, None where none is known."""
        return min((day for day in (self.ends_on, self.programme_ends_on) if day), default=None)

    def held_since(self, day: date) -> bool:
        """Whether it was decided and had a day from then on: not one that was written by mistake."""
        over = self.over_on
        return self.decided_on is not None and (over is None or over >= max(day, self.starts_on))


@dataclass(frozen=True)
class Pause:
    """Days on which it stands still, both counted; None: nobody knows until when."""

    from_on: date
    until_on: date | None = None
    id: int | None = None
    reason: PauseReason | None = None
    note: str | None = None

    def covers(self, day: date) -> bool:
        """Whether it stands still on a day."""
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)


def pause_shown(pause: Pause, rights: Collection[Permission]) -> Pause:
    """The pause as somebody with these rights may read it: why a person cannot work for their health is not for all."""
    hidden = pause.reason is PauseReason.HEALTH and Permission.CLEARANCE_VIEW not in rights
    return replace(pause, reason=None, note=None) if hidden else pause


@dataclass(frozen=True)
class Signed:
    """A rule that the director lets stand, with the last day on which that holds."""

    rule: str
    expires_on: date


def lapses_on(signed: Iterable[Signed]) -> date | None:
    """The last day on which every rule that was signed for is still covered; None where nothing was signed."""
    last: dict[str, date] = {}
    for one in signed:
        last[one.rule] = max(last.get(one.rule, one.expires_on), one.expires_on)
    return min(last.values(), default=None)


def standing_on(
    dates: Dates, day: date, state: State, *, pauses: Iterable[Pause] = (), signed: Iterable[Signed] = ()
) -> Standing:
    """How it stands at the end of a day. ``state``: where the stay is then.

    Who is away by a movement is suspended by that and active again with the return: nothing is written for either.
    """
    if dates.end_reason is EndReason.DECLINED:
        return Standing.DECLINED
    if (dates.last_on is not None and dates.last_on < day) or state not in BOOKS_STATES:
        return Standing.ENDED
    if dates.decided_on is None:
        return Standing.PROPOSED
    if day < dates.starts_on:
        return Standing.PLANNED
    if state not in PRESENT_STATES:
        return Standing.AWAY
    if any(pause.covers(day) for pause in pauses):
        return Standing.PAUSED
    lapse = lapses_on(signed)
    return Standing.LAPSED if lapse is not None and lapse < day else Standing.ACTIVE


def why_ended(dates: Dates) -> EndReason:
    """Why an assignment that is over is over: what was written, else what came first of its plan, programme and stay.

    Who leaves the centre after the last day, or on it, was there to the end.
    """
    if dates.end_reason is not None:
        return dates.end_reason
    if dates.last_on is None or (dates.left_on is not None and dates.left_on < dates.last_on):
        return EndReason.LEFT_CENTRE
    return EndReason.FINISHED if dates.ends_on == dates.last_on else EndReason.PROGRAMME_CLOSED


def holds_place(standing: Standing, state: State) -> bool:
    """Whether a place is kept: for whoever is under care, decided and not ended; not for who is at large or in prison.

    By the same convention as beds (giữ giường): hospital, leave and an order keep it.
    """
    decided = standing in (Standing.PLANNED, Standing.ACTIVE, Standing.AWAY, Standing.PAUSED, Standing.LAPSED)
    return decided and state in CARE_STATES
