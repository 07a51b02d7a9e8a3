"""What a day and a week look like: sessions with their places, and the holidays among the days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy.orm import Session

from rehab_center.activities.hooks import taken_of
from rehab_center.activities.kinds import ActivityKind, FixedHoliday
from rehab_center.activities.queries.calendar import holidays_between
from rehab_center.activities.queries.sessions import Meeting, sessions_of
from rehab_center.activities.rules.holidays import DayOff
from rehab_center.activities.rules.slots import monday_of
from rehab_center.permissions import Scope


@dataclass(frozen=True)
class BoardLine:
    """One session of the day; ``taken`` None where nobody keeps who takes part."""

    meeting: Meeting
    taken: int | None

    @property
    def free(self) -> int | None:
        """Places left in a session that takes place; below none where there are too many people."""
        return None if self.taken is None or not self.meeting.is_planned else self.meeting.capacity - self.taken


@dataclass(frozen=True)
class DayBoard:
    """The sessions of a centre's day by time; ``holiday`` where it is one."""

    on: date
    lines: tuple[BoardLine, ...]
    holiday: FixedHoliday | DayOff | None

    @property
    def planned(self) -> tuple[BoardLine, ...]:
        """The sessions that take place."""
        return tuple(line for line in self.lines if line.meeting.is_planned)

    def of_kind(self, kind: ActivityKind | None) -> DayBoard:
        """The same day with the sessions of one kind only; of every kind for None."""
        return replace(self, lines=tuple(line for line in self.lines if kind in (None, line.meeting.kind)))

    def count(self, kind: ActivityKind) -> int:
        """How many sessions of a kind take place."""
        return sum(line.meeting.kind is kind for line in self.planned)

    @property
    def free(self) -> int | None:
        """Places left in all the sessions that take place, None where nobody keeps that."""
        known = [line.free for line in self.planned if line.free is not None]
        return sum(max(0, free) for free in known) if known else None


@dataclass(frozen=True)
class WeekDay:
    """A day of a week with its sessions by time."""

    on: date
    meetings: tuple[Meeting, ...]
    holiday: FixedHoliday | DayOff | None


@dataclass(frozen=True)
class Week:
    """Seven days from a Monday."""

    monday: date
    days: tuple[WeekDay, ...]

    @property
    def sunday(self) -> date:
        """Its last day."""
        return self.monday + timedelta(days=6)

    @property
    def before(self) -> date:
        """The Monday before."""
        return self.monday - timedelta(days=7)

    @property
    def after(self) -> date:
        """The Monday after."""
        return self.monday + timedelta(days=7)

    @property
    def meetings(self) -> tuple[Meeting, ...]:
        """Every session of the week."""
        return tuple(one for day in self.days for one in day.meetings)

    @property
    def places(self) -> tuple[str, ...]:
        """Where something is held in it, by name."""
        return tuple(sorted({one.place for one in self.meetings if one.place}))

    def at(self, place: str) -> Week:
        """The same week with the sessions held at one place only."""
        days = (replace(day, meetings=tuple(one for one in day.meetings if one.place == place)) for day in self.days)
        return Week(self.monday, tuple(days))

    @property
    def minutes(self) -> int:
        """How long the sessions that take place last together."""
        return sum(one.minutes for one in self.meetings if one.is_planned)


def day_board(session: Session, facility_id: int, on: date) -> DayBoard:
    """The board of a centre's day, in a few statements however many sessions. The caller has checked the reach."""
    meetings = sessions_of(session, on, scope=Scope(frozenset({facility_id})))
    taken = taken_of(session, sorted({one.activity_id for one in meetings}), on)
    lines = tuple(BoardLine(one, None if taken is None else taken[one.activity_id]) for one in meetings)
    return DayBoard(on, lines, holidays_between(session, facility_id, on, on).get(on))


def week_of(session: Session, facility_id: int, day: date, *, activity_id: int | None = None) -> Week:
    """The week of a day, of a centre or of one of its programmes: two statements. The caller has checked the reach."""
    monday = monday_of(day)
    sunday = monday + timedelta(days=6)
    scope = Scope(frozenset({facility_id}))
    off: Mapping[date, FixedHoliday | DayOff] = holidays_between(session, facility_id, monday, sunday)
    found = sessions_of(session, monday, sunday, scope=scope, activity_id=activity_id)
    days = [monday + timedelta(days=step) for step in range(7)]
    return Week(monday, tuple(WeekDay(on, tuple(one for one in found if one.on == on), off.get(on)) for on in days))
