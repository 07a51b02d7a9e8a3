"""What an old book says of a stay that began before the program: written after checking the answers, and voided."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center import clock
from rehab_center.admissions import queries, services
from rehab_center.admissions.forms.openings import OpeningForm, VoidOpeningForm, opening_form
from rehab_center.admissions.labels import GROUNDS, MOVEMENT_KINDS, STATES
from rehab_center.admissions.opening_parts import OpeningQuestion, opening_parts
from rehab_center.admissions.queries import StayPage
from rehab_center.admissions.views.answers import paper_words
from rehab_center.admissions.views.blueprint import bp
from rehab_center.db import db, transaction
from rehab_center.documents.queries import document_line
from rehab_center.errors import Blocked, DomainError, ReasonNeeded
from rehab_center.findings import Severity
from rehab_center.permissions import Permission
from rehab_center.web.access import current_actor, current_scope, requires

Parts = Sequence[tuple[Any, tuple[OpeningQuestion, ...]]]


@bp.route("/<int:stay_id>/opening", methods=["GET", "POST"])
@requires(Permission.ADMISSIONS_ADMIT)
def opening(stay_id: int) -> ResponseReturnValue:
    """Days not counted, months reduced and the end by the old book; what other rooms know from before besides."""
    page = _page(stay_id)
    if page.opening is None and not queries.may_be_opened(db.session(), stay_id, scope=current_scope()):
        abort(404)
    stay = queries.load_stay(db.session(), stay_id, scope=current_scope())
    parts = opening_parts(db.session(), stay, today=clock.today())
    form = opening_form(_questions(parts), **_held(page))
    step = request.form.get("step", "") if request.method == "POST" else ""
    if step in ("", "edit"):
        return _fill(page, form, parts)
    if not form.validate():
        return _fill(page, form, parts), 422
    return _confirm(page, form, parts) if step == "confirm" else _check(page, form, parts)


def _page(stay_id: int) -> StayPage:
    return queries.stay_page(db.session(), stay_id, scope=current_scope(), as_of=clock.today())


def _questions(parts: Parts) -> list[OpeningQuestion]:
    return list(chain.from_iterable(questions for _title, questions in parts))


def _held(page: StayPage) -> dict[str, Any]:
    """What the empty form holds: the opening that stands, or where the register has the person."""
    if page.opening is None:
        return {"version": 0, "state": page.state.state.value}
    one = page.opening.opening
    held: dict[str, Any] = {
        "version": one.id,
        "until_on": one.facts.until_on,
        "days": one.facts.days,
        "months": one.facts.months,
        "book_end_on": one.facts.book_end_on,
        "state": one.facts.state.value if one.facts.state else "",
        "note": one.facts.note,
    }
    if one.document_id is not None:
        paper = document_line(db.session(), one.document_id)
        held |= {"paper_number": paper.number, "paper_on": paper.issued_on, "paper_issuer": paper.issuer}
    return held


def _fill(page: StayPage, form: OpeningForm, parts: Parts) -> str:
    return render_template("admissions/opening.html", page=page, form=form, parts=parts, states=STATES)


def _check(page: StayPage, form: OpeningForm, parts: Parts, *, status: int = 200) -> ResponseReturnValue:
    facts = form.facts()
    try:
        plan = queries.plan_opening(db.session(), page.id, facts=facts, scope=current_scope(), now=clock.now())
        blocks = [finding for finding in plan.findings if finding.severity is Severity.BLOCK]
        if blocks:
            raise Blocked(blocks)
    except DomainError as error:
        form.take(error)
        return _fill(page, form, parts), form.http_status
    form.findings = tuple(finding for finding in plan.findings if finding.severity is Severity.WARN)
    answers: list[tuple[Any, object]] = [
        (form.until_on.label.text, facts.until_on),
        (form.days.label.text, facts.days),
        (form.months.label.text, facts.months),
        (form.book_end_on.label.text, facts.book_end_on),
        (form.state.label.text, STATES[facts.state] if facts.state else None),
        (_("The old book"), paper_words(facts.paper) if facts.paper else None),
        *([(form.note.label.text, facts.note)] if facts.note else []),
    ]
    for one in _questions(parts):
        value = form[one.name].data
        if value:
            answers.append((one.label, dict(one.choices).get(value, value)))
    return render_template(
        "admissions/opening_check.html",
        page=page,
        form=form,
        plan=plan,
        book_end_on=facts.book_end_on,
        lines=queries.lines_of(db.session(), plan.after),
        answers=answers,
        grounds=GROUNDS,
        states=STATES,
        moves=MOVEMENT_KINDS,
        told=STATES[facts.state] if facts.state else "",
    ), status


def _confirm(page: StayPage, form: OpeningForm, parts: Parts) -> ResponseReturnValue:
    try:
        with transaction() as session:
            services.state_opening(
                session,
                page.id,
                facts=form.facts(),
                seen_id=form.version.data or 0,
                answers=form.answers(_questions(parts)),
                reason=form.given_reason,
                actor=current_actor(),
                now=clock.now(),
            )
    except ReasonNeeded:
        return _check(page, form, parts, status=422)
    except DomainError as error:
        form.take(error)
        return _fill(page, form, parts), form.http_status
    flash(_("Written down. Both ends stand until a second person has checked."))
    return redirect(url_for("admissions.show", stay_id=page.id, _anchor="opening"), 303)


@bp.route("/<int:stay_id>/opening/void", methods=["GET", "POST"])
@requires(Permission.ADMISSIONS_ADMIT)
def void_opening(stay_id: int) -> ResponseReturnValue:
    """An opening was written by mistake: none holds any more. What it would change is shown first."""
    page = _page(stay_id)
    if page.opening is None:
        flash(_("No opening holds for this stay."))
        return redirect(url_for("admissions.show", stay_id=stay_id, _anchor="term"), 303)
    form = VoidOpeningForm(version=page.opening.opening.id)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                services.void_opening(
                    session,
                    stay_id,
                    seen_id=form.version.data or 0,
                    note=form.note.data or "",
                    actor=current_actor(),
                    now=clock.now(),
                )
        except DomainError as error:
            form.take(error)
        else:
            flash(_("Voided."))
            return redirect(url_for("admissions.show", stay_id=stay_id, _anchor="term"), 303)
    plan = queries.plan_without_opening(db.session(), stay_id, scope=current_scope())
    return render_template(
        "admissions/opening_void.html",
        page=page,
        form=form,
        plan=plan,
        lines=queries.lines_of(db.session(), plan.after),
        grounds=GROUNDS,
        states=STATES,
    ), form.http_status
