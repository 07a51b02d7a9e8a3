"""Entering a reward or a disciplinary measure, and taking one back."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center import clock
from rehab_center.admissions.queries import stay_page
from rehab_center.conduct import labels, queries, services
from rehab_center.conduct.forms import EventForm, TakeBackForm
from rehab_center.conduct.views.blueprint import bp
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.organisation.queries import letterhead_on
from rehab_center.permissions import Permission
from rehab_center.policies.queries import whole_on
from rehab_center.policies.rules import PolicyKind
from rehab_center.web.access import current_actor, current_scope, requires


@bp.route("/stays/<int:stay_id>/events/new", methods=["GET", "POST"])
@requires(Permission.CONDUCT_PROPOSE)
def enter(stay_id: int) -> ResponseReturnValue:
    """Enter a reward or measure by its paper."""
    session, today = db.session(), clock.today()
    page = stay_page(session, stay_id, scope=current_scope(), as_of=today)
    issuer = letterhead_on(session, page.facility_id, today).name
    form = EventForm(decided_on=today, issued_on=today, issuer=issuer)
    if form.validate_on_submit():
        try:
            with transaction() as writing:
                services.enter_event(
                    writing,
                    stay_id,
                    facts=form.facts(),
                    paper=form.paper(),
                    reason=form.given_reason,
                    actor=current_actor(),
                    now=clock.now(),
                )
        except DomainError as error:
            form.take(error)
        else:
            flash(_("Written down."))
            return redirect(url_for(".stay", stay_id=stay_id), 303)
    most = whole_on(db.session(), PolicyKind.ROOM_DAYS, today)
    return render_template("conduct/event.html", page=page, form=form, most=most), form.http_status


@bp.route("/stays/<int:stay_id>/events/<int:event_id>/void", methods=["GET", "POST"])
@requires(Permission.CONDUCT_PROPOSE)
def take_back(stay_id: int, event_id: int) -> ResponseReturnValue:
    """Say that a reward or measure was a mistake or is lifted."""
    page = stay_page(db.session(), stay_id, scope=current_scope(), as_of=clock.today())
    lines = queries.events_of(db.session(), [stay_id]).get(stay_id, ())
    line = next((one for one in lines if one.id == event_id), None) or abort(404)
    form = TakeBackForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                services.void_event(
                    session,
                    stay_id,
                    event_id,
                    reason=form.reason.data or "",
                    actor=current_actor(),
                    now=clock.now(),
                )
        except DomainError as error:
            form.take(error)
        else:
            flash(_("Taken back; it stays readable."))
            return redirect(url_for(".stay", stay_id=stay_id), 303)
    return render_template("conduct/take_back.html", page=page, form=form, line=line, labels=labels), form.http_status
