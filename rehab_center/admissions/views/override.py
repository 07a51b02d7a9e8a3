"""An end of a term by a paper: written after checking the answers, ended, voided."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions import queries, services
from rehab_center.admissions.forms.checking import EndOverrideForm, OverrideForm, VoidOverrideForm
from rehab_center.admissions.labels import GROUNDS, OVERRIDE_REASONS, STATES
from rehab_center.admissions.queries import StayPage
from rehab_center.admissions.rules.term_override import OverrideAct
from rehab_center.admissions.views.answers import paper_words
from rehab_center.admissions.views.blueprint import bp
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.permissions import Permission
from rehab_center.web.access import current_actor, current_scope, requires


@bp.route("/<int:stay_id>/term/override", methods=["GET", "POST"])
@requires(Permission.PEOPLE_VIEW)
def override(stay_id: int) -> ResponseReturnValue:
    """Another end than the computed one, by a paper: for the head of the centre, or whom a dated paper names."""
    page = _page(stay_id)
    why = _why_not(page) if request.method == "GET" else None
    if why is not None:
        return render_template("admissions/override_none.html", page=page, why=why, states=STATES)
    form = OverrideForm(version=page.term.calculation if page.term else 0, end_on=page.term_end_on)
    step = request.form.get("step", "") if request.method == "POST" else ""
    if step in ("", "edit"):
        return _fill(page, form)
    if not form.validate():
        return _fill(page, form), 422
    return _confirm(page, form) if step == "confirm" else _check(page, form)


def _why_not(page: StayPage) -> str | None:
    """Why no paper can give another end now; None where one can."""
    if page.term is None:
        return str(_("This stay has no term to be counted"))
    if page.term_end_on is None:
        return str(_("The clock stands still: there is no end that could be overridden before the person is back"))
    if any(not one.closed for one in page.overrides):
        return str(_("The end of this term is overridden already: end that first, or void it"))
    return None


def _page(stay_id: int) -> StayPage:
    page = queries.stay_page(db.session(), stay_id, scope=current_scope(), as_of=clock.today())
    if not queries.may_check(db.session(), current_actor(), page.facility_id, clock.today()):
        abort(403)
    return page


def _fill(page: StayPage, form: OverrideForm) -> str:
    return render_template("admissions/override.html", page=page, form=form, states=STATES)


def _check(page: StayPage, form: OverrideForm) -> ResponseReturnValue:
    facts = form.facts()
    try:
        plan = queries.plan_override(
            db.session(),
            page.id,
            end_on=facts.end_on,
            reason=facts.reason,
            note=facts.note,
            scope=current_scope(),
            now=clock.now(),
        )
    except DomainError as error:
        form.take(error)
        return _fill(page, form), form.http_status
    answers = [
        (form.end_on.label.text, facts.end_on),
        (form.reason_kind.label.text, OVERRIDE_REASONS[facts.reason]),
        *([(form.note.label.text, facts.note)] if facts.note else []),
        (_("Paper"), paper_words(facts.paper)),
    ]
    return render_template(
        "admissions/override_check.html",
        page=page,
        form=form,
        plan=plan,
        lines=queries.lines_of(db.session(), plan.after),
        answers=answers,
        grounds=GROUNDS,
        states=STATES,
    )


def _confirm(page: StayPage, form: OverrideForm) -> ResponseReturnValue:
    try:
        with transaction() as session:
            services.override_term(
                session,
                page.id,
                facts=form.facts(),
                seen_calculation=form.version.data or 0,
                actor=current_actor(),
                now=clock.now(),
            )
    except DomainError as error:
        form.take(error)
        return _fill(page, form), form.http_status
    flash(_("Written down. Both ends stand until a second person has checked."))
    return redirect(url_for("admissions.show", stay_id=page.id, _anchor="term"), 303)


@bp.route("/terms/overrides/<int:override_id>/<any(ended, voided):act>", methods=["GET", "POST"])
@requires(Permission.PEOPLE_VIEW)
def close_override(override_id: int, act: str) -> ResponseReturnValue:
    """End an override, so that the computed end holds again, or void one that was written by mistake."""
    stay_id = queries.stay_of_override(db.session(), override_id, scope=current_scope())
    page = _page(stay_id)
    done = OverrideAct(act)
    form = EndOverrideForm() if done is OverrideAct.ENDED else VoidOverrideForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                _close(session, override_id, form)
        except DomainError as error:
            form.take(error)
        else:
            flash(_("The computed end holds again.") if done is OverrideAct.ENDED else _("Voided."))
            return redirect(url_for("admissions.show", stay_id=stay_id, _anchor="term"), 303)
    line = next(one for one in page.overrides if one.id == override_id)
    if line.closed:
        flash(_("This override has been ended or voided already"))
        return redirect(url_for("admissions.show", stay_id=stay_id, _anchor="term"), 303)
    plan = queries.plan_close(db.session(), override_id, act=done, scope=current_scope(), now=clock.now())
    return render_template(
        "admissions/override_close.html",
        page=page,
        form=form,
        act=act,
        line=line,
        plan=plan,
        lines=queries.lines_of(db.session(), plan.after),
        grounds=GROUNDS,
        states=STATES,
        why_overridden=OVERRIDE_REASONS,
    ), form.http_status


def _close(session: Session, override_id: int, form: EndOverrideForm | VoidOverrideForm) -> None:
    note, actor, now = form.note.data or "", current_actor(), clock.now()
    if isinstance(form, EndOverrideForm):
        services.end_override(session, override_id, paper=form.paper(), note=note, actor=actor, now=now)
    else:
        services.void_override(session, override_id, note=note, actor=actor, now=now)
