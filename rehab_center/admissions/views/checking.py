"""Who may check terms by a dated paper."""

from __future__ import annotations

from datetime import date
from typing import cast

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center import clock
from rehab_center.admissions import queries, services
from rehab_center.admissions.forms.checking import DelegateForm
from rehab_center.admissions.labels.terms import SIGNS
from rehab_center.admissions.rules.signs import Signs
from rehab_center.admissions.views.blueprint import bp
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.organisation.queries import facilities
from rehab_center.permissions import Permission
from rehab_center.web.access import current_actor, current_scope, requires
from rehab_center.web.formatting import say


@bp.route("/terms/delegations", methods=["GET", "POST"])
@requires(Permission.TERMS_CHECK)
def delegate() -> ResponseReturnValue:
    """Who may check terms in the head's place, by which paper, from when to when."""
    centres = facilities(db.session(), scope=current_scope(), day=clock.today())
    form = DelegateForm(valid_from=clock.today())
    form.account.choices = list(queries.possible_delegates(db.session(), scope=current_scope()))
    form.facility.choices = [(one.id, one.name) for one in centres]
    if len(centres) == 1:
        form.facility.data = centres[0].id
    if form.validate_on_submit():
        try:
            with transaction() as session:
                services.delegate_checking(
                    session,
                    account_id=form.account.data,
                    facility_id=form.facility.data,
                    paper=form.paper(),
                    valid_from=cast(date, form.valid_from.data),
                    valid_to=cast(date, form.valid_to.data),
                    signs=Signs(form.signs.data) if form.signs.data else None,
                    title=form.title.data or "",
                    actor=current_actor(),
                    now=clock.now(),
                )
        except DomainError as error:
            form.take(error)
        else:
            flash(_("Written down."))
            return redirect(url_for("admissions.delegate"), 303)
    return render_template(
        "admissions/delegations.html",
        form=form,
        several=len(centres) > 1,
        signs=SIGNS,
        lines=queries.delegations(db.session(), scope=current_scope(), today=clock.today()),
    ), 422 if form.is_submitted() else 200


@bp.route("/terms/delegations/<int:delegation_id>/take-back", methods=["GET", "POST"])
@requires(Permission.TERMS_CHECK)
def take_back_delegation(delegation_id: int) -> ResponseReturnValue:
    """A delegation ends now; the page asks before and says what that does."""
    lines = queries.delegations(db.session(), scope=current_scope(), today=clock.today())
    line = next((one for one in lines if one.id == delegation_id), None)
    if line is None:
        abort(404)
    if request.method == "GET":
        return render_template("admissions/delegation_take_back.html", line=line)
    try:
        with transaction() as session:
            services.take_back_delegation(session, delegation_id, actor=current_actor(), now=clock.now())
    except DomainError as error:
        flash(say(error))
    else:
        flash(_("Taken back: it gives no right any more."))
    return redirect(url_for("admissions.delegate"), 303)
