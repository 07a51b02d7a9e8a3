"""What was learned about a movement after it was written."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center import clock
from rehab_center.admissions import queries, services
from rehab_center.admissions.forms import DetailsForm
from rehab_center.admissions.labels import MOVEMENT_KINDS, STATES
from rehab_center.admissions.rules.details import HEALTH, LONG, field_of
from rehab_center.admissions.views.blueprint import bp
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.permissions import Permission
from rehab_center.web.access import current_actor, current_scope, requires


@bp.route("/movements/<int:movement_id>/details", methods=["GET", "POST"])
@requires(Permission.ADMISSIONS_MOVE)
def details(movement_id: int) -> ResponseReturnValue:
    """The movement's own questions with what is known; another answer is a new line, the old one stays in the log."""
    scope = current_scope()
    stay_id, kind = queries.kind_of_movement(db.session(), movement_id, scope=scope)
    known = queries.details_of(db.session(), [movement_id], scope=scope)[movement_id]
    answers: dict[str, Any] = {field_of(line.item): line.answer for line in known if line.answer is not None}
    form = DetailsForm(**answers)
    form.ask(kind)
    if not scope.medical:
        form.leave_out(HEALTH)
    status = 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                with transaction() as session:
                    services.add_details(
                        session, movement_id, details=form.details(), actor=current_actor(), now=clock.now()
                    )
            except DomainError as error:
                form.take(error)
            else:
                flash(_("The details are written."))
                return redirect(url_for("admissions.show", stay_id=stay_id), 303)
    page = queries.stay_page(db.session(), stay_id, scope=scope, as_of=clock.today())
    return render_template(
        "admissions/details.html",
        page=page,
        form=form,
        what=MOVEMENT_KINDS[kind],
        questions=form.questions(),
        long_fields=[field_of(item) for item in LONG],
        states=STATES,
    ), status
