"""The first look at a newcomer: what it found, and the form that keeps it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center import clock
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.health import labels, queries, services
from rehab_center.health.forms import LookForm
from rehab_center.health.queries import LookLine
from rehab_center.health.views.blueprint import OF_STAY, bp, note_look, stay_of
from rehab_center.permissions import Permission
from rehab_center.web.access import current_actor, current_scope, requires


@bp.get(OF_STAY)
@requires(Permission.HEALTH_VIEW)
def show(stay_id: int) -> ResponseReturnValue:
    """What looks and checks found, infections, what the person may be assigned to. Each viewing is recorded."""
    page, session, scope = stay_of(stay_id), db.session(), current_scope()
    lines = queries.looks(session, stay_id, scope=scope)
    checks = queries.checks(session, stay_id, scope=scope)
    infections = queries.infections(session, stay_id, scope=scope)
    clearances = queries.clearances(session, stay_id, scope=scope)
    opens_record = queries.reads_record(session, stay_id, actor=current_actor(), day=clock.today())
    note_look(page)
    return render_template(
        "health/show.html",
        page=page,
        lines=lines,
        checks=checks,
        infections=infections,
        clearances=clearances,
        opens_record=opens_record,
        labels=labels,
    )


@bp.route(f"{OF_STAY}/new", methods=["GET", "POST"])
@requires(Permission.HEALTH_EDIT)
def look(stay_id: int) -> ResponseReturnValue:
    """Keep a first look; where there is one, the form begins with it and the new one replaces it."""
    page = stay_of(stay_id)
    lines = queries.looks(db.session(), stay_id, scope=current_scope())
    form = LookForm(**_at_first(lines[0] if lines else None))
    if not form.is_submitted() and lines:
        note_look(page)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                services.record_look(
                    session,
                    stay_id,
                    facts=form.facts(),
                    replaces=form.replaces.data,
                    why=form.why.data,
                    reason=form.given_reason,
                    actor=current_actor(),
                    now=clock.now(),
                )
        except DomainError as error:
            form.take(error)
        else:
            flash(_("The health check is kept."))
            return redirect(url_for(".show", stay_id=stay_id), 303)
    answer = render_template("health/look.html", page=page, form=form, lines=lines)
    return answer, 422 if form.is_submitted() else 200


def _at_first(line: LookLine | None) -> dict[str, Any]:
    """What the form holds at first: today and whoever is signed in, or the look that is to be replaced."""
    if line is None:
        return {"looked_on": clock.today(), "looked_by": current_actor().label}
    facts = line.facts
    pressure = (facts.systolic, facts.diastolic) if facts.systolic and facts.diastolic else None
    return vars(facts) | {"replaces": line.id, "pressure": pressure}
