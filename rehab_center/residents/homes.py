"""The page on which a clerk says which unit an address is, where several may be meant."""

from __future__ import annotations

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center import clock
from rehab_center.communes.queries import gazetteer, recognised, unit_now
from rehab_center.communes.rules.units import Unit
from rehab_center.communes.rules.written import Written
from rehab_center.db import db, transaction
from rehab_center.permissions import Permission
from rehab_center.residents import queries, services
from rehab_center.residents.forms import HomeForm
from rehab_center.residents.views import bp, page_url
from rehab_center.web.access import current_actor, current_scope, requires

__all__ = ("bp",)

NO_UNIT = "none"
"""The choice of leaving an address as it is written."""


@bp.route("/<int:resident_id>/home", methods=["GET", "POST"])
@requires(Permission.PEOPLE_EDIT)
def choose_home(resident_id: int) -> ResponseReturnValue:
    """Which unit the address is: one of those it may mean, or none."""
    reading, today = db.session(), clock.today()
    page = queries.person_facts(reading, resident_id, scope=current_scope())
    facts = page.facts
    written = Written(facts.commune or "", facts.district or "", facts.province or "")
    candidates = list(recognised(reading, written, today=today).units)
    chosen = gazetteer(reading).find(page.commune_code) if page.commune_code else None
    if chosen and chosen not in candidates:
        candidates.append(chosen)
    form = HomeForm(unit=page.commune_code or NO_UNIT)
    form.unit.choices = [*((unit.key, _described(unit)) for unit in candidates), (NO_UNIT, _("None of these"))]
    if form.validate_on_submit():
        key = form.unit.data if form.unit.data != NO_UNIT else None
        with transaction() as session:
            services.choose_home(session, resident_id, key=key, actor=current_actor(), now=clock.now())
        flash(_("Saved."))
        return redirect(page_url(resident_id), 303)
    status = 422 if form.is_submitted() else 200
    return render_template("residents/choose_home.html", page=page, form=form, cancel_url=page_url(resident_id)), status


def _described(unit: Unit) -> str:
    now = unit_now(db.session(), unit.key, today=clock.today())
    if now is None or now.same:
        return now.label if now else unit.title
    return str(_("%(unit)s (today %(now)s)", unit=now.label, now=", ".join([*now.units, now.province])))
