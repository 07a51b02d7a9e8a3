"""The classification of a stay: how it stands, how it stood, and a new one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center import clock
from rehab_center.admissions.queries import StayPage, stay_page
from rehab_center.audit.recorder import Subject, record
from rehab_center.classification import labels, services
from rehab_center.classification.forms import ClassifyForm
from rehab_center.classification.queries import ClassificationLine, classifications
from rehab_center.classification.rules import age_group_on, times_of
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.permissions import Permission
from rehab_center.residents.labels import SEXES
from rehab_center.residents.queries import person_facts
from rehab_center.web.access import current_actor, current_scope, requires

bp = Blueprint("classification", __name__, url_prefix="/admissions")


@bp.get("/<int:stay_id>/classification")
@requires(Permission.PEOPLE_VIEW)
def show(stay_id: int) -> ResponseReturnValue:
    """How the stay is and was classified. That it was opened is in the log."""
    page = stay_page(db.session(), stay_id, scope=current_scope(), as_of=clock.today())
    lines = classifications(db.session(), stay_id, scope=current_scope())
    with transaction():
        about = Subject("resident", page.person.id, f"{page.person.full_name} ({page.file_code})")
        record("classification.opened", actor=current_actor(), at=clock.now(), about=about)
    return render_template("classification/show.html", page=page, lines=lines, labels=labels, sexes=SEXES)


@bp.route("/<int:stay_id>/classification/new", methods=["GET", "POST"])
@requires(Permission.CLASSIFICATION_EDIT)
def classify(stay_id: int) -> ResponseReturnValue:
    """Classify the person of a stay; the form begins with how it stands."""
    page = stay_page(db.session(), stay_id, scope=current_scope(), as_of=clock.today())
    lines = classifications(db.session(), stay_id, scope=current_scope())
    form = ClassifyForm(**_at_first(page, lines))
    if form.validate_on_submit():
        try:
            with transaction() as session:
                services.classify(
                    session,
                    stay_id,
                    facts=form.facts(),
                    reason=form.given_reason,
                    actor=current_actor(),
                    now=clock.now(),
                )
        except DomainError as error:
            form.take(error)
        else:
            flash(_("The classification is kept."))
            return redirect(url_for("admissions.show", stay_id=stay_id), 303)
    answer = render_template("classification/classify.html", page=page, form=form, lines=lines, sexes=SEXES)
    return answer, 422 if form.is_submitted() else 200


def _at_first(page: StayPage, lines: Sequence[ClassificationLine]) -> dict[str, Any]:
    """How it stands; of a stay never classified, what its own row and the person's tell."""
    today = clock.today()
    if lines:
        given = {name: value or "" for name, value in vars(lines[0].facts).items()}
        return given | {"classified_on": today, "lives_as": page.person.lives_as.value}
    return {
        "classified_on": today,
        "times": times_of(page.times_treated).value,
        "age_group": age_group_on(page.person.birth, page.admitted_on) or "",
        "lives_as": page.person.lives_as.value,
        "drug": person_facts(db.session(), page.person.id, scope=current_scope()).facts.drug_used,
    }
