"""Writing down a check, an infection, a clearance; and the clearance in short for whoever assigns work."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.queries import StayPage
from rehab_center.admissions.views.sections import Section
from rehab_center.dates import add_months
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.health import labels, queries, services
from rehab_center.health.forms import CheckForm, ClearanceForm, InfectionForm, ReplacingForm
from rehab_center.health.views.blueprint import OF_STAY, bp, note_look, replaced, stay_of
from rehab_center.permissions import Permission
from rehab_center.policies.queries import whole_on
from rehab_center.policies.rules import PolicyKind
from rehab_center.web.access import current_actor, current_scope, requires
from rehab_center.web.forms import BaseForm

TITLES = {
    "check": _l("Health check"),
    "infection": _l("Disease of group A or B"),
    "clearance": _l("Clearance for work and classes"),
}


@bp.route(f"{OF_STAY}/checks/new", methods=["GET", "POST"])
@requires(Permission.HEALTH_EDIT)
def check(stay_id: int) -> ResponseReturnValue:
    """Keep a periodic check, or replace one."""
    page, asked = stay_of(stay_id), replaced()
    form = CheckForm(checked_on=clock.today(), checked_by=current_actor().label)
    if asked:
        found = queries.checks(db.session(), stay_id, scope=current_scope())
        line = next((one for one in found if one.id == asked), None) or abort(404)
        form = CheckForm(**vars(line.facts) | {"found": line.facts.findings, "replaces": line.id})

    def act(session: Session) -> int:
        return services.keep_check(
            session,
            stay_id,
            facts=form.facts(),
            replaces=form.replaces.data,
            why=form.why.data,
            actor=current_actor(),
            now=clock.now(),
        )

    return _answer(page, form, "check", act)


@bp.route(f"{OF_STAY}/infections/new", methods=["GET", "POST"])
@requires(Permission.HEALTH_EDIT)
def infection(stay_id: int) -> ResponseReturnValue:
    """State a disease of group A or B, or what replaces a statement."""
    page, asked = stay_of(stay_id), replaced()
    form = InfectionForm(from_on=clock.today())
    if asked:
        found = queries.infections(db.session(), stay_id, scope=current_scope())
        line = next((one for one in found if one.id == asked), None) or abort(404)
        form = InfectionForm(**vars(line.facts) | {"replaces": line.id})

    def act(session: Session) -> int:
        return services.state_infection(
            session,
            stay_id,
            facts=form.facts(),
            replaces=form.replaces.data,
            why=form.why.data,
            actor=current_actor(),
            now=clock.now(),
        )

    return _answer(page, form, "infection", act)


@bp.route(f"{OF_STAY}/clearance/new", methods=["GET", "POST"])
@requires(Permission.HEALTH_EDIT)
def clear(stay_id: int) -> ResponseReturnValue:
    """Say what somebody may be assigned to, and until when."""
    page, today = stay_of(stay_id), clock.today()
    until_on = add_months(today, whole_on(db.session(), PolicyKind.CLEARANCE_MONTHS, today))
    form = ClearanceForm(from_on=today, until_on=until_on)

    def act(session: Session) -> int:
        return services.clear_for_work(session, stay_id, facts=form.facts(), actor=current_actor(), now=clock.now())

    return _answer(page, form, "clearance", act)


def _answer(page: StayPage, form: BaseForm, what: str, act: Callable[[Session], int]) -> ResponseReturnValue:
    takes_place = isinstance(form, ReplacingForm) and form.replaces.data is not None
    if takes_place and not form.is_submitted():
        note_look(page)
    back = url_for(".show", stay_id=page.id)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                act(session)
        except DomainError as error:
            form.take(error)
        else:
            flash(_("Written down."))
            return redirect(back, 303)
    answer = render_template(
        "health/statement.html", page=page, form=form, what=what, title=TITLES[what], takes_place=takes_place, back=back
    )
    return answer, form.http_status


def section_of_stay(page: StayPage) -> Section:
    """What somebody may be assigned to, for the page of a stay."""
    today = clock.today()
    found = queries.clearances_on(db.session(), [page.id], day=today, scope=current_scope())
    return Section("health/_on_stay.html", {"page": page, "line": found.get(page.id), "today": today, "labels": labels})
