"""The people of a room on a day, and the sessions they are expected at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from rehab_center.activities.queries import sessions_of
from rehab_center.attendance.queries.sessions import Attendee, MeetingPage, meeting_pages
from rehab_center.permissions import Scope
from rehab_center.placements.queries.house import RoomView, house


@dataclass(frozen=True)
class RoomChoice:
    """A room in which somebody has a bed."""

    id: int
    name: str
    people: int


@dataclass(frozen=True)
class RoomPage:
    """A room's sessions of a day, each with the people of the room only."""

    room: RoomChoice
    on: date
    pages: tuple[MeetingPage, ...]

    @property
    def version(self) -> int:
        """The savings of all these sessions: it grows with each."""
        return sum(page.version for page in self.pages)

    @property
    def rows(self) -> tuple[tuple[MeetingPage, Attendee], ...]:
        """Session after session, in the order of the day, then of lists."""
        return tuple((page, one) for page in self.pages for one in page.people)


def room_choices(session: Session, facility_id: int, on: date, *, scope: Scope) -> tuple[RoomChoice, ...]:
    """The rooms in which anybody has a bed on a day, in the order of the map."""
    found = house(session, facility_id, as_of=on, scope=scope)
    return tuple(_choice(room) for zone in found.zones for room in zone.rooms if room.people)


def room_page(session: Session, facility_id: int, room_id: int, on: date, *, today: date, scope: Scope) -> RoomPage:
    """The people who have a bed in a room, at the sessions of a day that take place. Raises NotFound.

    For a day to come the beds are those of today.
    """
    found = house(session, facility_id, as_of=min(on, today), scope=scope)
    room = found.room(room_id)
    stays = {one.stay_id for one in room.people}
    pages = meeting_pages(session, sessions_of(session, on, scope=scope, planned_only=True))
    cut = (replace(page, people=tuple(one for one in page.people if one.stay_id in stays)) for page in pages)
    return RoomPage(_choice(room), on, tuple(page for page in cut if page.people))


def _choice(room: RoomView) -> RoomChoice:
    return RoomChoice(room.id, f"{room.zone_name} · {room.name}", len(room.people))
