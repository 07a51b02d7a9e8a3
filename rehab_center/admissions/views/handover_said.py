"""What the minutes say of somebody decided about already, put right while they are open."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center import clock
from rehab_center.admissions.forms import SaidForm, who_fields
from rehab_center.admissions.queries.handover_rows import handover_of_line
from rehab_center.admissions.queries.handover_said import said_of_line
from rehab_center.admissions.services import handovers as services
from rehab_center.admissions.views.blueprint import bp
from rehab_center.admissions.views.handover_lines import too_late
from rehab_center.admissions.views.handovers import known_words, page_of
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.permissions import Permission
from rehab_center.web.access import current_actor, current_scope, requires


@bp.route("/handovers/lines/<int:line_id>/said", methods=["GET", "POST"])
@requires(Permission.ADMISSIONS_ADMIT)
def restate(line_id: int) -> ResponseReturnValue:
    """Name, birth, number and home as the minutes print them; the person and the stay keep what they have."""
    page = page_of(handover_of_line(db.session(), line_id, scope=current_scope()))
    line = page.line(line_id)
    if not page.is_open:
        return too_late(page, line)
    if line.waits:
        return redirect(url_for(".revise_line", line_id=line_id), 303)
    facts = said_of_line(db.session(), line_id, scope=current_scope())
    form = SaidForm(version=line.version, note=facts.note, **who_fields(facts))
    if form.validate_on_submit():
        try:
            with transaction() as session:
                services.restate_line(
                    session,
                    line_id,
                    facts=form.said(facts),
                    expected_version=form.version.data or 0,
                    actor=current_actor(),
                    now=clock.now(),
                )
        except DomainError as error:
            form.take(error)
        else:
            flash(_("Put right."))
            return redirect(url_for(".handover", handover_id=page.id), 303)
    answer = render_template("admissions/handover_line_said.html", page=page, line=line, form=form, known=known_words())
    return answer, form.http_status
