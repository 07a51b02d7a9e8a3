"""Corrections by two people: the list, and the second person's answer."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from rehab_center import clock
from rehab_center.attendance import labels
from rehab_center.attendance.forms.marking import DecideForm
from rehab_center.attendance.queries.corrections import CorrectionRow, correction_list, correction_page
from rehab_center.attendance.rules.marking import may_confirm
from rehab_center.attendance.rules.reasons import note_shown
from rehab_center.attendance.services import corrections as services
from rehab_center.attendance.views.blueprint import bp
from rehab_center.audit.recorder import record
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.permissions import Permission
from rehab_center.web.access import current_actor, current_scope, may, requires
from rehab_center.web.listing import Choice, Column, Days, Listing, list_page


def _url(row: CorrectionRow) -> str:
    return url_for("attendance.correction", correction_id=row.id)


def _outcome(row: CorrectionRow) -> str:
    if row.confirmed is None:
        return str(_("Waits for the second person"))
    return str(_("Confirmed (correction)") if row.confirmed else _("Refused (correction)"))


CORRECTIONS = Listing(
    "attendance-corrections",
    _l("Corrections of attendance"),
    columns=(
        Column("proposed_at", _l("Proposed at"), sortable=True, link=_url),
        Column("activity", _l("Programme")),
        Column("on", _l("Day of the session"), sortable=True),
        Column("people", _l("People concerned"), number=True),
        Column("reason", _l("Why it is changed")),
        Column("proposed_by", _l("Proposed by")),
        Column("outcome", _l("State"), cell=_outcome),
        Column("decided_by", _l("Second person")),
        Column("answer", _l("Answer")),
    ),
    sort="proposed_at",
    descending=True,
    filters=(
        Choice(
            "state",
            _l("State"),
            (
                ("waits", _l("Waits for the second person")),
                ("confirmed", _l("Confirmed (correction)")),
                ("refused", _l("Refused (correction)")),
            ),
        ),
        Days("on", _l("Day of the session")),
    ),
    empty=_l("Nobody has corrected attendance after its time yet."),
    export_permission=Permission.WORK_EXPORT,
)


@bp.get("/corrections")
@requires(Permission.ACTIVITIES_VIEW)
def corrections() -> ResponseReturnValue:
    """Every correction, the latest first."""
    return list_page(
        CORRECTIONS,
        lambda state: correction_list(db.session(), state, scope=current_scope()),
        "attendance/corrections.html",
        on_export=lambda form, rows: note_export("attendance.corrections-exported", form, rows),
    )


def note_export(act: str, form: str, rows: int) -> None:
    """That a list left the program is in the log."""
    with transaction():
        record(act, actor=current_actor(), at=clock.now(), details={"rows": rows, "form": form})


@bp.route("/corrections/<int:correction_id>", methods=["GET", "POST"])
@requires(Permission.ACTIVITIES_VIEW)
def correction(correction_id: int) -> ResponseReturnValue:
    """What a correction would change; its second person confirms or refuses it."""
    page = correction_page(db.session(), correction_id, scope=current_scope())
    if request.method == "POST" and not may(Permission.ATTENDANCE_CORRECT):
        return render_template("errors/403.html"), 403
    form = DecideForm()
    if form.validate_on_submit():
        confirms = request.form.get("step") == "confirm"
        try:
            with transaction() as session:
                if confirms:
                    services.confirm_correction(session, correction_id, actor=current_actor(), now=clock.now())
                else:
                    services.refuse_correction(
                        session,
                        correction_id,
                        answer=form.answer.data or "",
                        actor=current_actor(),
                        now=clock.now(),
                    )
        except DomainError as error:
            form.take(error)
        else:
            flash(_("The correction counts now.") if confirms else _("The correction is refused; the marks stay."))
            return redirect(url_for(".session", session_id=page.row.session_id), 303)
    rights = current_actor().permissions
    return (
        render_template(
            "attendance/correction.html",
            page=page,
            form=form,
            labels=labels,
            outcome=_outcome(page.row),
            decides=page.row.confirmed is None
            and may(Permission.ATTENDANCE_CORRECT)
            and may_confirm(page.row.proposer, current_actor().name),
            note_of=lambda mark: note_shown(mark.attended, mark.note, rights),
        ),
        form.http_status,
    )
