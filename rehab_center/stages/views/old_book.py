"""Stages pasted from an old book: what would be written, what is refused, then the act."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center import clock
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.organisation.choosing import chosen_centre
from rehab_center.permissions import Permission
from rehab_center.stages import labels, services
from rehab_center.stages.forms import OldBookForm
from rehab_center.stages.rules.old_book import BadLine, BookLine, read_lines
from rehab_center.stages.services import BookPlan
from rehab_center.stages.views.blueprint import bp
from rehab_center.web.access import current_actor, current_scope, requires


@bp.route("/old-book", methods=["GET", "POST"])
@requires(Permission.STAGES_DECIDE)
def old_book() -> ResponseReturnValue:
    """Paste lines of a code, a stage and a day; refused ones are named and stay in the box."""
    form, plan = OldBookForm(), None
    if form.validate_on_submit():
        centre = chosen_centre()
        plan = services.plan_old_book(db.session(), centre.id, _lines(form), scope=current_scope(), now=clock.now())
        if request.form.get("step") == "save":
            try:
                with transaction() as session:
                    plan = services.key_old_book(
                        session, centre.id, _lines(form), why=form.why.data, actor=current_actor(), now=clock.now()
                    )
            except DomainError as error:
                form.take(error)
            else:
                flash(_("Written: %(count)s lines of the old book.", count=len(plan.written)))
                if not plan.refused:
                    return redirect(url_for(".index"), 303)
                return _page(_what_is_left(form, plan), BookPlan((), plan.refused, plan.there)), 200
    return _page(form, plan), 422 if form.summary() else 200


def _lines(form: OldBookForm) -> list[BookLine | BadLine]:
    return list(read_lines(form.lines.data or "", pivot=clock.today().year))


def _what_is_left(form: OldBookForm, plan: BookPlan) -> OldBookForm:
    """The form with only the refused lines in it, to be mended and sent again."""
    return OldBookForm(None, lines="\n".join(line.text for line in plan.refused), why=form.why.data)


def _page(form: OldBookForm, plan: BookPlan | None) -> str:
    return render_template("stages/old_book.html", form=form, plan=plan, labels=labels)
