"""What a sheet shows: its names as they were printed; of sheets from before names were kept, as they are now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.attendance.models import Sheet, SheetName
from rehab_center.attendance.queries.days import goings_of
from rehab_center.attendance.queries.sessions import meeting_page
from rehab_center.attendance.queries.sheets import SheetRow
from rehab_center.permissions import Scope


@dataclass(frozen=True)
class PrintedName:
    """A line of a sheet. ``stops``: where they go in a day, empty on the sheet of a session."""

    stay_id: int
    full_name: str
    file_code: str
    stops: tuple[str, ...] = ()


@dataclass(frozen=True)
class Printed:
    """The words and names of a sheet. ``kept``: they are those of the paper, not those of today; ``unit``: in which
    output is written beside each name, None where none is counted.
    """

    programme: str | None
    held_at: str | None
    led_by: str | None
    names: tuple[PrintedName, ...]
    kept: bool = True
    unit: str | None = None


def printed(session: Session, row: SheetRow, *, scope: Scope) -> Printed:
    """What a sheet within the reader's reach shows."""
    sheet = session.get_one(Sheet, row.id)
    if sheet.names_count is None:
        return names_now(session, row.session_id, row.facility_id, row.on, scope=scope)
    names = session.scalars(select(SheetName).where(SheetName.sheet_id == row.id).order_by(SheetName.position))
    lines = tuple(
        PrintedName(one.admission_id, one.full_name, one.file_code, tuple((one.stops or "").splitlines()))
        for one in names
    )
    return Printed(sheet.programme, sheet.held_at, sheet.led_by, lines, unit=sheet.unit)


def names_now(session: Session, session_id: int | None, facility_id: int, on: date, *, scope: Scope) -> Printed:
    """What a sheet of a session, or of a centre's day, would show if it were printed now."""
    if session_id is None:
        found = goings_of(session, on, scope=Scope(frozenset({facility_id}), medical=scope.medical))
        names = tuple(
            PrintedName(one.stay_id, one.full_name, one.file_code, tuple(_stop(*stop) for stop in one.stops))
            for one in found
        )
        return Printed(None, None, None, names, kept=False)
    page = meeting_page(session, session_id, scope=scope)
    meeting = page.meeting
    expected = tuple(PrintedName(one.stay_id, one.full_name, one.file_code) for one in page.people if one.expected)
    return Printed(meeting.name, meeting.place, meeting.organiser, expected, kept=False, unit=page.unit)


def _stop(times: str, name: str, place: str) -> str:
    return f"{times}: {name} ({place})" if place else f"{times}: {name}"
