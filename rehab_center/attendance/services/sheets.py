"""Sheets of paper: a number when one is printed, what came back, and what paper and screen disagree on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.activities.kinds import ActivityKind
from rehab_center.activities.queries import Meeting, meeting
from rehab_center.attendance.kinds import SheetKind, SheetState
from rehab_center.attendance.models import Sheet, SheetName, SheetScan
from rehab_center.attendance.queries.printed import names_now
from rehab_center.attendance.queries.sheets import SheetPage, load_sheet, scan_of, sheet_page
from rehab_center.attendance.rules.sheets import number_text
from rehab_center.audit.recorder import Subject, record
from rehab_center.audit.second_saver import refuse_stale
from rehab_center.documents import scans
from rehab_center.documents.services import Scan
from rehab_center.errors import Conflict, DomainError, NotFound
from rehab_center.names import clean, fold
from rehab_center.permissions import Actor, Role
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.rules import TaskSubject
from rehab_center.tasks.services import close_exceptions, open_exception
from rehab_center.words import N_, Message, message

_TASK = "attendance_sheet"


@dataclass(frozen=True)
class Returned:
    """What came back: ``signed``: both signatures are on it; ``on_paper``: how many were there as it says."""

    signed: bool
    on_paper: int | None = None
    difference: str | None = None


def print_sheet(session: Session, kind: SheetKind, session_id: int, *, actor: Actor, now: datetime) -> int:
    """Give a sheet of a session the next number of its kind's book of the year; gives its id. It is owed from now on.

    Raises Conflict for a cancelled session, DomainError for a work slip of what is no labour, NotFound.
    """
    found = meeting(session, session_id, scope=actor.scope)
    if not found.is_planned:
        raise Conflict(message(N_("This session is cancelled: nothing is printed for it")), code="cancelled")
    if kind is SheetKind.WORK_SLIP and found.kind is not ActivityKind.LABOUR:
        raise DomainError(message(N_("A work slip is for labour")), code="not-labour")
    return _number(session, kind, found.facility_id, found.on, found, actor=actor, now=now)


def print_day(session: Session, facility_id: int, on: date, *, actor: Actor, now: datetime) -> int:
    """Give the list of who goes where on a day its number; gives its id. Raises NotFound for a stranger's centre."""
    if not actor.scope.covers(facility_id):
        raise NotFound(message(N_("There is no such centre")))
    return _number(session, SheetKind.MOVEMENTS, facility_id, on, None, actor=actor, now=now)


def _number(
    session: Session,
    kind: SheetKind,
    facility_id: int,
    on: date,
    of: Meeting | None,
    *,
    actor: Actor,
    now: datetime,
) -> int:
    # Inside the one writing transaction: two who print at once get two numbers, and none is left out.
    year = clock.day_of(now).year
    last = session.scalar(
        select(func.max(Sheet.number)).where(
            Sheet.facility_id == facility_id, Sheet.kind == kind.value, Sheet.year == year
        )
    )
    number = (last or 0) + 1
    shown = names_now(session, of.id if of else None, facility_id, on, scope=actor.scope)
    sheet = Sheet(
        facility_id=facility_id,
        kind=kind.value,
        year=year,
        number=number,
        number_key=fold(number_text(kind, number, year)),
        on=on,
        activity_session_id=of.id if of else None,
        printed_at=now,
        printed_by=actor.label,
        names_count=len(shown.names),
        programme=shown.programme,
        held_at=shown.held_at,
        led_by=shown.led_by,
        unit=shown.unit,
    )
    session.add(sheet)
    session.flush()
    for place, one in enumerate(shown.names, start=1):
        line = SheetName(sheet_id=sheet.id, position=place, admission_id=one.stay_id, full_name=one.full_name)
        line.file_code, line.stops = one.file_code, "\n".join(one.stops) or None
        session.add(line)
    page = _after(session, sheet, actor=actor, now=now)
    record("attendance.sheet-printed", actor=actor, at=now, about=subject_of(page))
    return sheet.id


def take_back(
    session: Session, sheet_id: int, given: Returned, *, expected_version: int, actor: Actor, now: datetime
) -> SheetState:
    """Write down that a sheet came back, and what it says; entered again it stands in place of the earlier words.

    Gives where the sheet is now: what is signed and agrees with the screen is owed no more. Raises Conflict for a
    second saver and a cancelled sheet, DomainError for a count below nought, NotFound.
    """
    sheet = _open(session, sheet_id, expected_version=expected_version, actor=actor)
    if given.on_paper is not None and given.on_paper < 0:
        raise DomainError(message(N_("A count is not below nought")), field="on_paper")
    if sheet.returned_at is None:
        sheet.returned_at, sheet.returned_to = now, actor.label
    sheet.signed, sheet.on_paper = given.signed, given.on_paper
    sheet.difference = clean(given.difference or "") or None
    sheet.settled_at = sheet.settled_by = sheet.settled_how = None
    page = _after(session, sheet, actor=actor, now=now)
    record("attendance.sheet-returned", actor=actor, at=now, about=subject_of(page))
    return page.row.state


def settle_difference(
    session: Session, sheet_id: int, how: str, *, expected_version: int, actor: Actor, now: datetime
) -> None:
    """Say how a difference of paper and screen was settled. Raises DomainError (field "how"), Conflict, NotFound."""
    sheet = _open(session, sheet_id, expected_version=expected_version, actor=actor)
    how = clean(how)
    if not how:
        raise DomainError(message(N_("Say how it was settled")), field="how", code="no-reason")
    if sheet_page(session, sheet_id, scope=actor.scope, now=now).row.state is not SheetState.DIFFERS:
        raise Conflict(message(N_("Paper and screen agree already")), code="no-difference")
    sheet.settled_at, sheet.settled_by, sheet.settled_how = now, actor.label, how
    page = _after(session, sheet, actor=actor, now=now)
    record("attendance.difference-settled", actor=actor, at=now, about=subject_of(page), reason=how)


def cancel_sheet(
    session: Session, sheet_id: int, reason: str, *, expected_version: int, actor: Actor, now: datetime
) -> None:
    """Cancel a spoilt or lost sheet; its number stays used. Raises DomainError (field "reason"), Conflict, NotFound."""
    sheet = _open(session, sheet_id, expected_version=expected_version, actor=actor)
    reason = clean(reason)
    if not reason:
        raise DomainError(message(N_("Say why this sheet is cancelled")), field="reason", code="no-reason")
    sheet.cancelled_at, sheet.cancelled_by, sheet.cancelled_reason = now, actor.label, reason
    page = _after(session, sheet, actor=actor, now=now)
    record("attendance.sheet-cancelled", actor=actor, at=now, about=subject_of(page), reason=reason)


def attach_scan(
    session: Session, sheet_id: int, *, content: bytes, name: str, folder: Path, actor: Actor, now: datetime
) -> int:
    """Keep the scan of a signed sheet; the same bytes again give the scan that is there.

    Raises DomainError for a wrong or too large file, Conflict while the sheet is not back, NotFound.
    """
    sheet = load_sheet(session, sheet_id, scope=actor.scope)
    if sheet.returned_at is None:
        raise Conflict(message(N_("Say first that the sheet is back")), code="not-back")
    stored = scans.store(folder, content)
    there = session.scalar(select(SheetScan).where(SheetScan.sheet_id == sheet_id, SheetScan.sha256 == stored.sha256))
    if there is None:
        there = SheetScan(
            sheet_id=sheet_id,
            sha256=stored.sha256,
            name=scans.scan_name(name, stored.media_type),
            media_type=stored.media_type,
            size=stored.size,
            stored_at=now,
        )
        session.add(there)
    there.withdrawn_at = None
    session.flush()
    page = sheet_page(session, sheet_id, scope=actor.scope, now=now)
    record("attendance.scan-attached", actor=actor, at=now, about=subject_of(page), details={"scan": there.id})
    return there.id


def open_scan(session: Session, sheet_id: int, scan_id: int, *, folder: Path, actor: Actor, now: datetime) -> Scan:
    """The bytes of a scan; who opened it is in the log. Raises NotFound."""
    page = sheet_page(session, sheet_id, scope=actor.scope, now=now)
    scan = scan_of(session, sheet_id, scan_id)
    opened = Scan(scan.name, scan.media_type, scans.read(folder, scan.sha256))
    record("attendance.scan-opened", actor=actor, at=now, about=subject_of(page), details={"scan": scan_id})
    return opened


def subject_of(page: SheetPage) -> Subject:
    """A sheet as the log names it."""
    return Subject(_TASK, page.row.id, page.row.number_text)


def _open(session: Session, sheet_id: int, *, expected_version: int, actor: Actor) -> Sheet:
    sheet = load_sheet(session, sheet_id, scope=actor.scope)
    if sheet.cancelled_at is not None:
        raise Conflict(message(N_("This sheet is cancelled")), code="cancelled")
    refuse_stale(session, sheet, expected_version)
    return sheet


def follow_marks(session: Session, session_id: int, *, actor: Actor, now: datetime) -> None:
    """Let the sheets of a session that are back be owed again, or no more, after its marks were changed.

    Part of an act. A sheet that agreed and differs now has its task, and so somebody who owns it.
    """
    for sheet in session.scalars(select(Sheet).where(Sheet.activity_session_id == session_id, is_back())).all():
        _after(session, sheet, actor=actor, now=now)


def is_back() -> ColumnElement[bool]:
    """Whether a sheet came back and is not cancelled."""
    return and_(Sheet.returned_at.is_not(None), Sheet.cancelled_at.is_(None))


def _after(session: Session, sheet: Sheet, *, actor: Actor, now: datetime) -> SheetPage:
    """The sheet as it is after an act, and what follows of it for what is owed."""
    session.flush()
    page = sheet_page(session, sheet.id, scope=actor.scope, now=now)
    if page.row.state in (SheetState.BACK, SheetState.CANCELLED):
        close_exceptions(
            session,
            subject_kind=_TASK,
            subject_id=sheet.id,
            kinds=[TaskKind.SHEET_OWED],
            reason="Phiếu đã về, đủ chữ ký, khớp với máy" if page.row.state is SheetState.BACK else "Phiếu đã hủy",
            actor=actor,
            now=now,
        )
    else:
        _owe(session, page, actor=actor, now=now)
    return page


def _owe(session: Session, page: SheetPage, *, actor: Actor, now: datetime) -> None:
    open_exception(
        session,
        facility_id=page.row.facility_id,
        kind=TaskKind.SHEET_OWED,
        subject=TaskSubject(_TASK, page.row.id, page.row.number_text),
        what=_owed(page),
        owner_role=Role.TRAINING,
        due_at=page.row.due_at,
        actor=actor,
        now=now,
    )


def _owed(page: SheetPage) -> Message:
    number, day = page.row.number_text, page.row.on
    if page.row.activity is None:
        words = N_("Sheet %(number)s of %(day)s comes back signed and agrees with the screen")
        return message(words, number=number, day=day)
    words = N_("Sheet %(number)s of %(day)s, %(what)s, comes back signed and agrees with the screen")
    return message(words, number=number, day=day, what=page.row.what)
