"""Sheets for signature: the list, printing one, taking it back, settling what differs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.attendance import labels
from rehab_center.attendance.forms.sheets import CancelForm, ReturnForm, SettleForm
from rehab_center.attendance.kinds import SheetKind, SheetState
from rehab_center.attendance.queries.printed import printed
from rehab_center.attendance.queries.sheets import SheetPage, SheetRow, sheet_list, sheet_page
from rehab_center.attendance.services import sheets as services
from rehab_center.attendance.services.sheets import Returned
from rehab_center.attendance.views.blueprint import bp
from rehab_center.attendance.views.corrections import note_export
from rehab_center.attendance.views.marking import asked_day
from rehab_center.audit.recorder import record
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.organisation.choosing import chosen_centre
from rehab_center.organisation.queries import letterhead_on
from rehab_center.permissions import Permission
from rehab_center.policies.queries import is_open
from rehab_center.policies.rules import PolicyKind
from rehab_center.web.access import current_actor, current_scope, may, requires
from rehab_center.web.forms import BaseForm
from rehab_center.web.headers import from_outside
from rehab_center.web.listing import Choice, Column, Days, Listing, Search, list_page
from rehab_center.web.paper import Paper

_TITLES = {
    SheetKind.ROLL: "Phiếu điểm danh buổi lao động, học tập",
    SheetKind.WORK_SLIP: "Phiếu giao việc",
    SheetKind.MOVEMENTS: "Danh sách học viên đi lao động, học tập trong ngày",
}

_TEMPLATES = {
    SheetKind.ROLL: "attendance/roll_paper.html",
    SheetKind.WORK_SLIP: "attendance/slip_paper.html",
    SheetKind.MOVEMENTS: "attendance/day_paper.html",
}

_FILES = {
    SheetKind.ROLL: "phieu-diem-danh-buoi",
    SheetKind.WORK_SLIP: "phieu-giao-viec",
    SheetKind.MOVEMENTS: "danh-sach-di-trong-ngay",
}
"""File names in plain letters: a header takes no others."""


def _url(row: SheetRow) -> str:
    return url_for("attendance.sheet", sheet_id=row.id)


def _states(row: SheetRow) -> str:
    return "; ".join(str(labels.SHEET_STATES[one][0]) for one in row.states)


SHEETS = Listing(
    "attendance-sheets",
    _l("Sheets for signature"),
    columns=(
        Column("number", _l("Number"), sortable=True, cell=lambda row: row.number_text, link=_url),
        Column("kind", _l("Kind of sheet"), cell=lambda row: labels.SHEET_KINDS[row.kind]),
        Column("on", _l("Day"), sortable=True),
        Column("what", _l("For")),
        Column("state", _l("State"), cell=_states),
        Column("due_at", _l("Back by")),
        Column("marked", _l("There, on the screen"), number=True),
        Column("on_paper", _l("There, on the paper"), number=True),
        Column("printed_by", _l("Printed by"), on_page=False),
        Column("returned_at", _l("Came back at"), on_page=False),
        Column("difference", _l("What paper and screen disagree on"), on_page=False),
        Column("settled_how", _l("How it was settled"), on_page=False),
    ),
    sort="on",
    descending=True,
    search=Search(_l("Number of the sheet")),
    filters=(
        Choice(
            "where",
            _l("State"),
            [
                ("lacking", _l("Somebody has to see to it")),
                *((one.value, words) for one, (words, _tone, _icon) in labels.SHEET_STATES.items()),
            ],
        ),
        Choice("kind", _l("Kind of sheet"), [(one.value, words) for one, words in labels.SHEET_KINDS.items()]),
        Days("on", _l("Day")),
    ),
    empty=_l("No sheet has been printed yet. Open a session and print its sheet."),
    export_permission=Permission.WORK_EXPORT,
)


@bp.get("/sheets")
@requires(Permission.ACTIVITIES_VIEW)
def sheets() -> ResponseReturnValue:
    """Every sheet, the latest day first."""
    return list_page(
        SHEETS,
        lambda state: sheet_list(db.session(), state, scope=current_scope(), now=clock.now()),
        "attendance/sheets.html",
        on_export=lambda form, rows: note_export("attendance.sheets-exported", form, rows),
    )


@bp.post("/sessions/<int:session_id>/sheets")
@requires(Permission.ATTENDANCE_MARK)
def print_sheet(session_id: int) -> ResponseReturnValue:
    """Give a sheet of a session its number; what prints is looked at next."""
    kind = SheetKind.WORK_SLIP if request.form.get("kind") == SheetKind.WORK_SLIP else SheetKind.ROLL
    try:
        with transaction() as session:
            sheet_id = services.print_sheet(session, kind, session_id, actor=current_actor(), now=clock.now())
    except DomainError as error:
        if error.code is None:
            raise
        flash(_("Nothing was printed: the session is cancelled, or it is no labour."), "warning")
        return redirect(url_for(".session", session_id=session_id), 303)
    return redirect(url_for(".paper", sheet_id=sheet_id), 303)


@bp.post("/days/sheets")
@requires(Permission.ATTENDANCE_MARK)
def print_day() -> ResponseReturnValue:
    """Give the list of who goes where on a day its number; what prints is looked at next."""
    with transaction() as session:
        sheet_id = services.print_day(session, chosen_centre().id, asked_day(), actor=current_actor(), now=clock.now())
    return redirect(url_for(".paper", sheet_id=sheet_id), 303)


# --- one sheet --------------------------------------------------------------------------------------------------------


@bp.route("/sheets/<int:sheet_id>", methods=["GET", "POST"])
@requires(Permission.ACTIVITIES_VIEW)
def sheet(sheet_id: int) -> ResponseReturnValue:
    """A sheet: taken back, settled where it differs, its scans."""
    page = _page(sheet_id)
    if request.method == "POST" and not may(Permission.ATTENDANCE_MARK):
        return render_template("errors/403.html"), 403
    row = page.row
    form = ReturnForm(
        version=row.version,
        signed="yes" if row.signed or row.returned_at is None else "no",
        on_paper=row.on_paper,
        difference=row.difference,
    )
    if form.validate_on_submit():
        try:
            state = _take_back(sheet_id, form)
        except DomainError as error:
            form.take(error)
        else:
            flash(_("Written down."), "message" if state is SheetState.BACK else "warning")
            return redirect(url_for(".sheet", sheet_id=sheet_id), 303)
    return _answer(page, form)


def _take_back(sheet_id: int, form: ReturnForm) -> SheetState:
    given = Returned(form.signed.data == "yes", form.on_paper.data, form.difference.data)
    with transaction() as session:
        state = services.take_back(
            session,
            sheet_id,
            given,
            expected_version=form.version.data or 0,
            actor=current_actor(),
            now=clock.now(),
        )
        if form.scan.data is not None:
            services.attach_scan(
                session,
                sheet_id,
                content=form.scan.data.read(),
                name=form.scan.data.filename or "",
                folder=_scans(),
                actor=current_actor(),
                now=clock.now(),
            )
    return state


@bp.route("/sheets/<int:sheet_id>/settle", methods=["GET", "POST"])
@requires(Permission.ATTENDANCE_CORRECT)
def settle_sheet(sheet_id: int) -> ResponseReturnValue:
    """Say how a difference between paper and screen was settled."""
    page = _page(sheet_id)
    form = SettleForm(version=page.row.version)

    def settle(session: Session) -> None:
        services.settle_difference(
            session,
            sheet_id,
            form.how.data or "",
            expected_version=form.version.data or 0,
            actor=current_actor(),
            now=clock.now(),
        )

    return _done(page, form, settle, "attendance/settle_sheet.html")


@bp.route("/sheets/<int:sheet_id>/cancel", methods=["GET", "POST"])
@requires(Permission.ATTENDANCE_MARK)
def cancel_sheet(sheet_id: int) -> ResponseReturnValue:
    """Cancel a spoilt or lost sheet."""
    page = _page(sheet_id)
    form = CancelForm(version=page.row.version)

    def cancel(session: Session) -> None:
        services.cancel_sheet(
            session,
            sheet_id,
            form.reason.data or "",
            expected_version=form.version.data or 0,
            actor=current_actor(),
            now=clock.now(),
        )

    return _done(page, form, cancel, "attendance/cancel_sheet.html")


def _done(page: SheetPage, form: BaseForm, act: Callable[[Session], None], template: str) -> ResponseReturnValue:
    if form.validate_on_submit():
        try:
            with transaction() as session:
                act(session)
        except DomainError as error:
            form.take(error)
        else:
            flash(_("Written down."))
            return redirect(url_for(".sheet", sheet_id=page.row.id), 303)
    return render_template(template, page=page, form=form, labels=labels), form.http_status


def _page(sheet_id: int) -> SheetPage:
    return sheet_page(db.session(), sheet_id, scope=current_scope(), now=clock.now())


def _answer(page: SheetPage, form: ReturnForm) -> ResponseReturnValue:
    return (
        render_template(
            "attendance/sheet.html",
            page=page,
            form=form,
            labels=labels,
            takes=may(Permission.ATTENDANCE_MARK) and page.row.state is not SheetState.CANCELLED,
            settles=may(Permission.ATTENDANCE_CORRECT) and page.row.state is SheetState.DIFFERS,
            counts=page.row.kind is not SheetKind.MOVEMENTS,
            due_open=is_open(db.session(), PolicyKind.SHEET_BACK_HOURS, clock.today()),
        ),
        form.http_status,
    )


@bp.get("/sheets/<int:sheet_id>/scans/<int:scan_id>")
@requires(Permission.ACTIVITIES_VIEW)
def scan(sheet_id: int, scan_id: int) -> ResponseReturnValue:
    """The bytes of a scan. Opening one is in the log."""
    with transaction() as session:
        opened = services.open_scan(session, sheet_id, scan_id, folder=_scans(), actor=current_actor(), now=clock.now())
    return from_outside(opened.content, media_type=opened.media_type, name=opened.name)


def _scans() -> Path:
    return Path(current_app.config["INSTANCE"]) / "scans"


# --- on paper ---------------------------------------------------------------------------------------------------------


@bp.get("/sheets/<int:sheet_id>/paper")
@requires(Permission.ACTIVITIES_VIEW)
def paper(sheet_id: int) -> ResponseReturnValue:
    """A sheet as it will print. Looking at it is in the log."""
    page = _page(sheet_id)
    _note("attendance.sheet-viewed", page)
    return _paper(page).preview()


@bp.get("/sheets/<int:sheet_id>/paper/file")
@requires(Permission.ACTIVITIES_VIEW)
def paper_file(sheet_id: int) -> Response:
    """A sheet as PDF. That it was made is in the log."""
    page = _page(sheet_id)
    _note("attendance.sheet-file-printed", page)
    return _paper(page).answer(made_at=page.row.printed_at)


def _note(act: str, page: SheetPage) -> None:
    with transaction():
        record(act, actor=current_actor(), at=clock.now(), about=services.subject_of(page))


def _paper(page: SheetPage) -> Paper:
    row, session = page.row, db.session()
    given: dict[str, object] = {"sheet": row}
    given["shown"] = printed(session, row, scope=current_scope())
    return Paper(
        template=_TEMPLATES[row.kind],
        title=_TITLES[row.kind],
        name=f"{_FILES[row.kind]}-{row.year}-{row.number:04d}",
        letterhead=letterhead_on(session, row.facility_id, row.on),
        day=row.on,
        given=given,
    )
