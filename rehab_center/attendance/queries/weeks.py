"""A person's week, day by day: the sessions they are assigned to, what was marked, where they were, the days off."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.activities.kinds import ActivityKind, FixedHoliday
from rehab_center.activities.queries import Meeting, holidays_between, sessions_of
from rehab_center.activities.rules import DayOff, monday_of
from rehab_center.admissions.rules.movements import PRESENT_STATES, State
from rehab_center.assignments.kinds import Standing
from rehab_center.assignments.queries import Assigned, assigned
from rehab_center.attendance.models import AttendanceMark
from rehab_center.attendance.queries.expected import Move, moves_between, standing_at, state_at
from rehab_center.attendance.queries.sessions import current, mark_of, times_of
from rehab_center.attendance.rules.marking import Mark
from rehab_center.attendance.rules.reasons import BEHAVIOUR, note_shown
from rehab_center.permissions import Permission, Scope
from rehab_center.placements.queries.house import House, house

_HELD = (Standing.ACTIVE, Standing.AWAY, Standing.PAUSED, Standing.LAPSED)


@dataclass(frozen=True)
class WeekPerson:
    """Whose week it is. ``room`` and ``zone`` are None where they have no bed."""

    stay_id: int
    resident_id: int
    full_name: str
    file_code: str
    zone_id: int | None = None
    room_id: int | None = None
    place: str | None = None


@dataclass(frozen=True)
class WeekItem:
    """A session of a person's week. ``standing`` None: not assigned, but marked all the same."""

    meeting: Meeting
    standing: Standing | None
    mark: Mark | None

    @property
    def times(self) -> str:
        """ "07:30–11:00"."""
        return times_of(self.meeting)

    @property
    def expected(self) -> bool:
        """Whether they have to come: it takes place, and nothing suspends the assignment."""
        return self.meeting.is_planned and self.standing is Standing.ACTIVE

    @property
    def minutes(self) -> int:
        """What it takes of the week: what was marked, else what is planned."""
        if not self.meeting.is_planned:
            return 0
        if self.mark is not None:
            return self.mark.minutes or 0
        return self.meeting.minutes if self.expected else 0

    @property
    def minutes_marked(self) -> int:
        """What counts as hours so far."""
        return (self.mark.minutes or 0) if self.mark is not None and self.meeting.is_planned else 0


@dataclass(frozen=True)
class PersonDay:
    """One day of it. ``state``: where they are at its end."""

    on: date
    holiday: FixedHoliday | DayOff | None
    state: State
    items: tuple[WeekItem, ...]

    @property
    def away(self) -> bool:
        """Whether they are not in the building at the end of the day."""
        return self.state not in PRESENT_STATES

    @property
    def planned(self) -> tuple[WeekItem, ...]:
        """What they have to come to."""
        return tuple(one for one in self.items if one.expected)

    @property
    def is_rest(self) -> bool:
        """Whether it is free of labour from its beginning to its end (BLLĐ 2019 Đ111)."""
        return not any(one.minutes and one.meeting.kind is ActivityKind.LABOUR for one in self.items)


@dataclass(frozen=True)
class PersonWeek:
    """Seven days from a Monday."""

    who: WeekPerson
    monday: date
    days: tuple[PersonDay, ...]

    @property
    def items(self) -> tuple[WeekItem, ...]:
        """Everything in it."""
        return tuple(one for day in self.days for one in day.items)

    @property
    def sunday(self) -> date:
        """Its last day."""
        return self.monday + timedelta(days=6)

    @property
    def labour(self) -> int:
        """Minutes of labour, marked or planned."""
        return sum(one.minutes for one in self.items if one.meeting.kind is ActivityKind.LABOUR)

    @property
    def learning(self) -> int:
        """Minutes of courses and classes, marked or planned."""
        return sum(one.minutes for one in self.items if one.meeting.kind is not ActivityKind.LABOUR)

    @property
    def marked(self) -> int:
        """Minutes that count as hours so far."""
        return sum(one.minutes_marked for one in self.items)

    @property
    def refusals(self) -> int:
        """How often they refused."""
        return sum(one.mark is not None and BEHAVIOUR[one.mark.attended].refusal for one in self.items)

    @property
    def rest_days(self) -> int:
        """How many days are free of labour; a week without one is against the law."""
        return sum(day.is_rest for day in self.days)


def people_of_house(found: House) -> tuple[WeekPerson, ...]:
    """Everybody on the books of a centre, with their rooms, in the order of lists."""
    rooms = {bed.id: room for room in found.rooms for bed in room.beds}
    people = []
    for one in found.dwellers.values():
        room = rooms.get(one.bed_id) if one.bed_id is not None else None
        where = (room.zone_id, room.id, room.title) if room else (None, None, None)
        people.append(WeekPerson(one.stay_id, one.resident_id, one.full_name, one.file_code, *where))
    return tuple(people)


def house_of(session: Session, facility_id: int, on: date, *, today: date, scope: Scope) -> House:
    """Who sleeps where on a day; for one to come as it is today."""
    return house(session, facility_id, as_of=min(on, today), scope=scope)


def stays_of_programme(session: Session, activity_id: int, day: date, *, scope: Scope) -> frozenset[int]:
    """The stays with a part in a programme at any time of a day's week, decided."""
    first = monday_of(day)
    last = first + timedelta(days=6)
    found = assigned(session, last, scope=scope, activity_ids=[activity_id], since=first)
    return frozenset(one.stay_id for one in found if one.dates.held_since(first) and one.dates.starts_on <= last)


def weeks_of(
    session: Session,
    people: Sequence[WeekPerson],
    day: date,
    *,
    facility_id: int,
    rights: frozenset[Permission],
) -> tuple[PersonWeek, ...]:
    """The weeks of these people of a centre, in their order: eight statements whatever their number.

    Notes as the reader may read them. The caller has checked the reach.
    """
    monday = monday_of(day)
    sunday = monday + timedelta(days=6)
    scope = Scope(frozenset({facility_id}))
    stays = [one.stay_id for one in people]
    meetings = sessions_of(session, monday, sunday, scope=scope)
    off = holidays_between(session, facility_id, monday, sunday)
    held: dict[int, list[Assigned]] = defaultdict(list)
    for one in assigned(session, monday, scope=scope, stay_ids=stays, over=True) if stays else ():
        held[one.stay_id].append(one)
    moves = moves_between(session, monday, sunday, stays)
    marks = _marks(session, stays, monday, meetings, rights)
    by_programme: dict[int, list[Meeting]] = defaultdict(list)
    for meeting in meetings:
        by_programme[meeting.activity_id].append(meeting)
    by_id = {one.id: one for one in meetings}
    found = []
    for who in people:
        mine = _items(held[who.stay_id], by_programme, moves.get(who.stay_id, ()), marks[who.stay_id], by_id)
        days = tuple(
            PersonDay(
                on,
                off.get(on),
                state_at(moves.get(who.stay_id, ()), on),
                tuple(one for one in mine if one.meeting.on == on),
            )
            for on in (monday + timedelta(days=step) for step in range(7))
        )
        found.append(PersonWeek(who, monday, days))
    return tuple(found)


def _items(
    held: Sequence[Assigned],
    by_programme: Mapping[int, Sequence[Meeting]],
    moves: Sequence[Move],
    marks: Mapping[int, Mark],
    by_id: Mapping[int, Meeting],
) -> list[WeekItem]:
    standings: dict[int, Standing] = {}
    for one in held:
        for meeting in by_programme.get(one.activity_id, ()):
            standing = standing_at(one, meeting, moves)
            if standing in _HELD:
                standings[meeting.id] = standing
    found = [WeekItem(by_id[key], standings.get(key), marks.get(key)) for key in {*standings, *marks}]
    return sorted(found, key=lambda one: (one.meeting.on, one.meeting.begins, one.meeting.id))


def _marks(
    session: Session,
    stays: Collection[int],
    monday: date,
    meetings: Sequence[Meeting],
    rights: frozenset[Permission],
) -> dict[int, dict[int, Mark]]:
    found: dict[int, dict[int, Mark]] = {stay: {} for stay in stays}
    query = select(AttendanceMark).where(
        AttendanceMark.admission_id.in_(sorted(stays)),
        AttendanceMark.activity_session_id.in_([one.id for one in meetings]),
        current(),
    )
    for row in session.scalars(query) if meetings else ():
        mark = mark_of(row)
        note = note_shown(mark.attended, mark.note, rights)
        found[row.admission_id][row.activity_session_id] = Mark(mark.attended, mark.minutes, mark.output, note)
    return found
