"""Marking by room: the people who sleep there, at every session of a day; that day on paper."""

from __future__ import annotations

from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from rehab_center import clock
from rehab_center.attendance import labels
from rehab_center.attendance.forms.marking import RoomForm, room_form
from rehab_center.attendance.queries.rooms import RoomPage, room_choices, room_page
from rehab_center.attendance.queries.sessions import Attendee, MeetingPage
from rehab_center.attendance.rules.reasons import note_shown
from rehab_center.attendance.services.marking import mark_room
from rehab_center.attendance.views.blueprint import bp
from rehab_center.attendance.views.marking import asked_day
from rehab_center.audit.recorder import Subject, record
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.names import slug
from rehab_center.organisation.choosing import chosen_centre
from rehab_center.organisation.queries import letterhead_on
from rehab_center.permissions import Permission
from rehab_center.web.access import current_actor, current_scope, may, requires
from rehab_center.web.formatting import day
from rehab_center.web.list_paper import ListSheet, list_paper
from rehab_center.web.listing import Column, Listing
from rehab_center.web.paper import Paper

_Line = tuple[MeetingPage, Attendee]


def _note_of(line: _Line) -> str | None:
    mark = line[1].mark
    return note_shown(mark.attended, mark.note, current_actor().permissions) if mark else None


def _attended(line: _Line) -> object:
    mark = line[1].mark
    return labels.ATTENDED[mark.attended] if mark else _("Not marked yet")


ROOM_DAY = Listing(
    "attendance-room",
    _l("Attendance of a room"),
    columns=(
        Column("times", _l("Hours of the session"), cell=lambda line: line[0].times),
        Column("activity", _l("Programme"), cell=lambda line: line[0].meeting.name),
        Column("name", _l("Full name"), cell=lambda line: line[1].full_name),
        Column("code", _l("File code"), cell=lambda line: line[1].file_code),
        Column("attended", _l("Attendance"), cell=_attended),
        Column("minutes", _l("Minutes there"), cell=lambda line: line[1].mark and line[1].mark.minutes, number=True),
        Column("note", _l("Note"), cell=_note_of),
        Column("marked_by", _l("Marked by"), cell=lambda line: line[1].marked_by),
    ),
    sort="",
    exports=False,
)
"""A room's day as it prints: its page is the form of marks."""


@bp.get("/rooms")
@requires(Permission.ACTIVITIES_VIEW)
def rooms() -> ResponseReturnValue:
    """The rooms in which somebody has a bed."""
    on = asked_day()
    found = room_choices(db.session(), chosen_centre().id, min(on, clock.today()), scope=current_scope())
    return render_template("attendance/rooms.html", rooms=found, on=on)


@bp.route("/rooms/<int:room_id>", methods=["GET", "POST"])
@requires(Permission.ACTIVITIES_VIEW)
def room(room_id: int) -> ResponseReturnValue:
    """Everybody of a room at the sessions of a day: marked where the edit window is open, shown where it is not."""
    now = clock.now()
    page = _asked(room_id)
    marks = may(Permission.ATTENDANCE_MARK)
    if request.method == "POST" and not marks:
        return render_template("errors/403.html"), 403
    open_ones = replace(page, pages=tuple(one for one in page.pages if marks and one.editable(now)))
    form = room_form(open_ones.pages, version=open_ones.version, now=now)
    if form.validate_on_submit():
        try:
            count = _keep(open_ones, form)
        except DomainError as error:
            form.take(error)
        else:
            flash(_("%(count)s people marked.", count=count) if count else _("Everything stands so already."))
            return redirect(url_for(".room", room_id=room_id, on=request.values.get("on")), 303)
    if request.method == "GET":
        _note("attendance.room-viewed", page)
    rights = current_actor().permissions
    return (
        render_template(
            "attendance/room.html",
            page=page,
            form=form,
            labels=labels,
            open_ids={one.meeting.id for one in open_ones.pages},
            note_of=lambda mark: note_shown(mark.attended, mark.note, rights),
        ),
        form.http_status,
    )


def _keep(page: RoomPage, form: RoomForm) -> int:
    wanted = {one.meeting.id: form.marks(one, f"{one.meeting.id}_") for one in page.pages}
    with transaction() as session:
        return mark_room(
            session,
            page.on,
            wanted,
            room=_subject(page),
            expected_version=form.version.data or 0,
            actor=current_actor(),
            now=clock.now(),
        )


def _subject(page: RoomPage) -> Subject:
    return Subject("room", page.room.id, page.room.name)


@bp.get("/rooms/<int:room_id>/paper")
@requires(Permission.ACTIVITIES_VIEW)
def room_paper(room_id: int) -> ResponseReturnValue:
    """The day of a room as it prints: everybody of it at each session. That it was opened is in the log."""
    page = _asked(room_id)
    _note("attendance.room-viewed", page)
    on = day(page.on)
    way = [
        (str(_("Work and classes")), url_for("activities.index")),
        (str(_("Attendance")), url_for(".index", on=on)),
        (page.room.name, url_for(".room", room_id=room_id, on=on)),
    ]
    return _paper(page).preview(way=way, file_url=url_for(".room_file", room_id=room_id, on=on))


@bp.get("/rooms/<int:room_id>/paper/file")
@requires(Permission.ACTIVITIES_VIEW)
def room_file(room_id: int) -> ResponseReturnValue:
    """The same as PDF. That it left the program is in the log."""
    page = _asked(room_id)
    paper = _paper(page)
    _note("attendance.room-printed", page)
    return paper.answer(made_at=clock.now())


def _asked(room_id: int) -> RoomPage:
    centre = chosen_centre().id
    return room_page(db.session(), centre, room_id, asked_day(), today=clock.today(), scope=current_scope())


def _note(act: str, page: RoomPage) -> None:
    with transaction():
        record(act, actor=current_actor(), at=clock.now(), about=_subject(page), details={"day_of_work": day(page.on)})


def _paper(page: RoomPage) -> Paper:
    sheet = ListSheet(
        f"Điểm danh lao động, học tập của phòng: {page.room.name}",
        "diem-danh-phong",
        (("times", "sheet-time"), ("activity", ""), ("name", "sheet-name"), ("code", "file-code"),
         ("attended", "paper-number"), ("minutes", "sheet-time"), ("note", ""), ("marked_by", "paper-number")),
    )  # fmt: skip
    letterhead = letterhead_on(db.session(), chosen_centre().id, page.on)
    paper = list_paper(
        ROOM_DAY, lambda state: (page.rows, len(page.rows)), sheet, letterhead=letterhead, paper_day=page.on
    )
    return replace(paper, name=f"{sheet.file}-{slug(page.room.name, '-')}-{page.on:%Y-%m-%d}")
