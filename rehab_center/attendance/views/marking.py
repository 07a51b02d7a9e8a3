"""The sessions of a day, and marking one."""

from __future__ import annotations

from datetime import date, timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center import clock
from rehab_center.attendance import labels
from rehab_center.attendance.forms.marking import MarkForm, mark_form
from rehab_center.attendance.kinds import RollState
from rehab_center.attendance.queries.days import day_lines
from rehab_center.attendance.queries.history import changes_of, marking_of
from rehab_center.attendance.queries.sessions import MeetingPage, meeting_page
from rehab_center.attendance.queries.sheets import sheets_of
from rehab_center.attendance.rules.reasons import note_shown
from rehab_center.attendance.services import corrections, marking
from rehab_center.attendance.views.blueprint import bp
from rehab_center.audit.recorder import Subject, record
from rehab_center.dates import BadDate, in_the_calendar, parse_date
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.permissions import Permission
from rehab_center.policies.queries import is_open
from rehab_center.policies.rules import PolicyKind
from rehab_center.web.access import current_actor, current_scope, may, requires


def asked_day() -> date:
    """The day in the address, else today; what cannot be read is today."""
    try:
        found = parse_date(request.values.get("on", ""), pivot=clock.today().year + 20)
    except BadDate:
        return clock.today()
    return found if in_the_calendar(found) else clock.today()


@bp.get("")
@requires(Permission.ACTIVITIES_VIEW)
def index() -> ResponseReturnValue:
    """The sessions of a day, with those that nobody has marked."""
    on = asked_day()
    lines = day_lines(db.session(), on, scope=current_scope(), now=clock.now())
    return render_template(
        "attendance/index.html",
        on=on,
        before=on - timedelta(days=1),
        after=on + timedelta(days=1),
        lines=lines,
        owed=sum(one.state in (RollState.NOT_MARKED, RollState.PARTLY) for one in lines),
        labels=labels,
    )


@bp.route("/sessions/<int:session_id>", methods=["GET", "POST"])
@requires(Permission.ACTIVITIES_VIEW)
def session(session_id: int) -> ResponseReturnValue:
    """Everybody at a session: marked while the edit window is open, corrected by two people afterwards."""
    page = meeting_page(db.session(), session_id, scope=current_scope())
    if request.method == "POST" and not may(Permission.ATTENDANCE_MARK):
        return render_template("errors/403.html"), 403
    now = clock.now()
    form = mark_form(page, now=now)
    if form.validate_on_submit():
        try:
            said = _keep(page, form)
        except DomainError as error:
            form.take(error)
        else:
            flash(said)
            return redirect(url_for(".session", session_id=session_id), 303)
    if request.method == "GET":
        note_viewed(page)
    editable = page.editable(now)
    rights = current_actor().permissions
    return (
        render_template(
            "attendance/session.html",
            page=page,
            form=form,
            labels=labels,
            state=page.state(now),
            ahead=now < page.span.begins_at,
            editable=editable,
            marks=may(Permission.ATTENDANCE_MARK) and page.meeting.is_planned,
            note_of=lambda mark: note_shown(mark.attended, mark.note, rights),
            window_open=is_open(db.session(), PolicyKind.ATTENDANCE_EDIT_HOURS, page.meeting.on),
            marking=marking_of(db.session(), page),
            changes=changes_of(db.session(), session_id, rights=rights),
            sheets=sheets_of(db.session(), session_id, scope=current_scope(), now=now),
        ),
        form.http_status,
    )


def _keep(page: MeetingPage, form: MarkForm) -> str:
    """Write what was chosen, or propose it once the window is over; the words for it."""
    marks, version = form.marks(page), form.version.data or 0
    with transaction() as writing:
        now = clock.now()  # after whoever was writing before: a payroll signed meanwhile is older than these marks
        if page.editable(now):
            count = marking.mark_session(
                writing, page.meeting.id, marks, expected_version=version, actor=current_actor(), now=now
            )
            return str(_("%(count)s people marked.", count=count) if count else _("Everything stands so already."))
        corrections.propose_correction(
            writing,
            page.meeting.id,
            marks,
            reason=form.reason.data or "",
            expected_version=version,
            actor=current_actor(),
            now=now,
        )
    return str(_("The correction waits for its second person."))


def note_viewed(page: MeetingPage) -> None:
    """That somebody looked at the names of a session is in the log."""
    with transaction():
        about = Subject("attendance", page.meeting.id, page.label)
        record("attendance.viewed", actor=current_actor(), at=clock.now(), about=about)
