"""Assigning from a workbook: first what each row would do, then the act; refused rows are named with their reason."""

from __future__ import annotations

from flask import abort, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center import clock
from rehab_center.activities.queries import activities_on
from rehab_center.assignments import services
from rehab_center.assignments.forms import FileForm
from rehab_center.assignments.hooks import read_sheet
from rehab_center.assignments.rules.workbook import HEADINGS
from rehab_center.assignments.services import FileResult
from rehab_center.assignments.views.blueprint import bp
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.organisation.choosing import chosen_centre
from rehab_center.permissions import Permission, Scope
from rehab_center.web.access import current_actor, current_scope, may, requires
from rehab_center.web.export import download


@bp.route("/workbook", methods=["GET", "POST"])
@requires(Permission.ASSIGNMENTS_PROPOSE)
def workbook() -> ResponseReturnValue:
    """Assign or propose the rows of a workbook."""
    form, step = FileForm(), request.form.get("step", "")
    decides = may(Permission.ASSIGNMENTS_DECIDE)
    if step == "decide" and not decides:
        abort(403)
    written = step in ("decide", "propose")
    result: FileResult | None = None
    if form.validate_on_submit():
        try:
            result = _result(form, step if written else "")
        except DomainError as error:
            form.take(error)
    if result is not None and written:
        flash(_("Written: %(count)s people.", count=result.assigned))
        form = FileForm(None)
    answer = render_template(
        "assignments/workbook.html",
        form=form,
        result=result,
        written=written and result is not None,
        decides=decides,
        headings=HEADINGS,
    )
    return answer, 422 if form.summary() else 200


@bp.get("/workbook.xlsx")
@requires(Permission.ASSIGNMENTS_PROPOSE)
def workbook_sample() -> ResponseReturnValue:
    """An empty sheet with the headings; beside them the names of the programmes that go on, to copy from."""
    within = Scope(frozenset({chosen_centre().id}))
    names = [one.name for one in activities_on(db.session(), clock.today(), scope=within)]
    rows = [[*("" for _heading in HEADINGS), name] for name in names]
    return download("xlsx", "mau-phan-cong", "Phân công", [*HEADINGS, "Tên các chương trình đang diễn ra"], rows)


def _result(form: FileForm, step: str) -> FileResult:
    """What the file would do, or with a step has done."""
    sent = form.file.data
    if sent is None:
        raise AssertionError("the form asks for a file")
    facility_id = chosen_centre().id
    cells = read_sheet(sent.stream.read(), sent.filename or "")
    if not step:
        today, scope = clock.today(), current_scope()
        return services.plan_file(db.session(), facility_id, cells, today=today, scope=scope)
    with transaction() as session:
        return services.assign_file(
            session, facility_id, cells, decided=step == "decide", actor=current_actor(), now=clock.now()
        )
