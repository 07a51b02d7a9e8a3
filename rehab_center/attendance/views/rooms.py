"""Marking by room: the people who sleep there, at every session of a day."""

from __future__ import annotations

from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center import clock
from rehab_center.attendance import labels
from rehab_center.attendance.forms.marking import RoomForm, room_form
from rehab_center.attendance.queries.rooms import RoomPage, room_choices, room_page
from rehab_center.attendance.rules.reasons import note_shown
from rehab_center.attendance.services.marking import mark_room
from rehab_center.attendance.views.blueprint import bp
from rehab_center.attendance.views.marking import asked_day
from rehab_center.audit.recorder import Subject, record
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.organisation.choosing import chosen_centre
from rehab_center.permissions import Permission
from rehab_center.web.access import current_actor, current_scope, may, requires


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
    on, now = asked_day(), clock.now()
    page = room_page(db.session(), chosen_centre().id, room_id, on, today=clock.today(), scope=current_scope())
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
        with transaction():
            record("attendance.room-viewed", actor=current_actor(), at=now, about=_subject(page))
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
