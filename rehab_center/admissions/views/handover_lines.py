"""One person of a delivery: who it is, taken in or refused, put right, taken out."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center import clock
from rehab_center.admissions import queries
from rehab_center.admissions.forms import LineForm, RefuseForm, TakeInForm, who_fields
from rehab_center.admissions.labels import GROUNDS, MOVEMENT_KINDS, STATES
from rehab_center.admissions.queries.alike import line_facts_of
from rehab_center.admissions.queries.assessments import Assessment, assess
from rehab_center.admissions.queries.handover_rows import handover_of_line
from rehab_center.admissions.queries.handovers import HandoverPage, HandoverPersonLine
from rehab_center.admissions.rules.gate import of_decision
from rehab_center.admissions.rules.handover import WayIn
from rehab_center.admissions.rules.refusals import suggested_refusal
from rehab_center.admissions.services import handovers as services
from rehab_center.admissions.views.blueprint import bp
from rehab_center.admissions.views.handover_entry import say_taken_in, take_in_where_clear
from rehab_center.admissions.views.handovers import known_words, page_of, words
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError, ReasonNeeded
from rehab_center.permissions import Permission
from rehab_center.residents.labels import SEXES
from rehab_center.web.access import current_actor, current_scope, requires
from rehab_center.web.formatting import say
from rehab_center.words import N_, message


def _page_and_line(line_id: int) -> tuple[HandoverPage, HandoverPersonLine]:
    page = page_of(handover_of_line(db.session(), line_id, scope=current_scope()))
    return page, page.line(line_id)


def _back(page: HandoverPage) -> ResponseReturnValue:
    return redirect(url_for(".handover", handover_id=page.id), 303)


def too_late(page: HandoverPage, line: HandoverPersonLine) -> ResponseReturnValue:
    """Back to the handover, with who was quicker: nothing has been written."""
    if page.is_open:
        words = message(N_("%(who)s has decided about %(name)s already"), who=line.decided_by, name=line.full_name)
    else:
        words = message(N_("%(who)s closed these minutes on %(day)s"), who=page.closed_by, day=page.closed_at)
    flash(say(words), "warning")
    return _back(page)


@bp.route("/handovers/lines/<int:line_id>", methods=["GET", "POST"])
@requires(Permission.ADMISSIONS_ADMIT)
def take_in(line_id: int) -> ResponseReturnValue:
    """Those alike side by side; then what taking in would be, and what rules ask."""
    page, line = _page_and_line(line_id)
    if not line.waits or not page.is_open:
        return too_late(page, line)
    form = TakeInForm()
    if not form.is_submitted():
        return _answer(page, line, form, _assessed(line_id, form))
    step = request.form.get("step", "")
    if step == "confirm":
        return _confirm(page, line, form)
    try:
        _say_who(line_id, step)
    except DomainError as error:
        form.take(error)
        return _answer(page, line, form, _assessed(line_id, form)), 422
    return take_in_where_clear(page.id, line_id) if step != "compare-again" else _ask_again(line_id)


def _ask_again(line_id: int) -> ResponseReturnValue:
    return redirect(url_for(".take_in", line_id=line_id), 303)


def _say_who(line_id: int, step: str) -> None:
    actor, now = current_actor(), clock.now()
    chosen = request.form.get("resident", type=int)
    with transaction() as session:
        if chosen is not None:
            services.identify(session, line_id, resident_id=chosen, actor=actor, now=now)
        elif step == "somebody-else":
            services.somebody_else(session, line_id, actor=actor, now=now)
        elif step == "compare-again":
            services.compare_again(session, line_id, actor=actor, now=now)


def _assessed(line_id: int, form: TakeInForm) -> Assessment:
    return assess(db.session(), line_id, scope=current_scope(), now=clock.now(), regime=form.chosen_regime)


def _confirm(page: HandoverPage, line: HandoverPersonLine, form: TakeInForm) -> ResponseReturnValue:
    if not form.validate():
        return _answer(page, line, form, _assessed(line.id, form)), 422
    try:
        with transaction() as session:
            services.take_in(
                session,
                line.id,
                reason=form.given_reason,
                for_all=bool(form.for_all.data),
                regime=form.chosen_regime,
                sex=form.chosen_sex,
                actor=current_actor(),
                now=clock.now(),
            )
    except ReasonNeeded:
        return _answer(page, line, form, _assessed(line.id, form)), 422
    except DomainError as error:
        form.take(error)
        return _answer(page, line, form, _assessed(line.id, form)), 422
    say_taken_in(line.id)
    return _back(page)


def _answer(page: HandoverPage, line: HandoverPersonLine, form: TakeInForm, found: Assessment) -> str:
    form.findings = found.warnings
    return render_template(
        "admissions/handover_line.html",
        page=page,
        line=line,
        form=form,
        found=found,
        WayIn=WayIn,
        lines=queries.lines_of(db.session(), found.plan.term) if found.plan else (),
        about_decision=any(of_decision(one) for one in found.warnings),
        states=STATES,
        exits=MOVEMENT_KINDS,
        grounds=GROUNDS,
        sexes=SEXES,
        **words(),
    )


@bp.route("/handovers/lines/<int:line_id>/refuse", methods=["GET", "POST"])
@requires(Permission.ADMISSIONS_ADMIT)
def refuse(line_id: int) -> ResponseReturnValue:
    """A reason of the closed list, and words of one's own; the reason that rules speak of is chosen already."""
    page, line = _page_and_line(line_id)
    if not line.waits or not page.is_open:
        return too_late(page, line)
    found = assess(db.session(), line_id, scope=current_scope(), now=clock.now())
    form = RefuseForm(refusal=suggested_refusal(found.findings))
    if form.validate_on_submit():
        try:
            with transaction() as session:
                services.refuse(
                    session,
                    line_id,
                    refusal=form.reason,
                    note=form.note.data,
                    actor=current_actor(),
                    now=clock.now(),
                )
        except DomainError as error:
            form.take(error)
        else:
            flash(_("Refused: %(name)s.", name=line.full_name))
            return _back(page)
    answer = render_template("admissions/handover_refuse.html", page=page, line=line, form=form, found=found, **words())
    return answer, 422 if form.is_submitted() else 200


@bp.route("/handovers/lines/<int:line_id>/edit", methods=["GET", "POST"])
@requires(Permission.ADMISSIONS_ADMIT)
def revise_line(line_id: int) -> ResponseReturnValue:
    """What was written about somebody still waiting; a second saver sees both values."""
    page, line = _page_and_line(line_id)
    if not line.waits or not page.is_open:
        return too_late(page, line)
    form = _line_form(page, line)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                services.revise_line(
                    session,
                    line_id,
                    facts=form.line(),
                    expected_version=form.version.data or 0,
                    actor=current_actor(),
                    now=clock.now(),
                )
        except DomainError as error:
            form.take(error)
        else:
            if _takes_in():
                return take_in_where_clear(page.id, line_id)
            flash(_("Put right."))
            return _back(page)
    answer = render_template(
        "admissions/handover_line_edit.html",
        page=page,
        line=line,
        form=form,
        known=known_words(),
    )
    return answer, form.http_status


def _takes_in() -> bool:
    return request.form.get("step") == "take-in"


def _line_form(page: HandoverPage, line: HandoverPersonLine) -> LineForm:
    facts = line_facts_of(db.session(), line.id, scope=current_scope())
    form = LineForm(
        version=line.version,
        **who_fields(facts),
        line_decision=str(facts.decision_id or ""),
        kind=facts.kind.value,
        own_months=facts.months,
        credit_days=facts.credit_days,
        times_treated=facts.times_treated,
        term_start_on=facts.term_start_on,
        addiction_proof_on=facts.addiction_proof_on,
        pregnant_or_nursing=facts.pregnant_or_nursing,
        note=facts.note,
    )
    form.offer(page.decisions)
    return form


@bp.route("/handovers/lines/<int:line_id>/remove", methods=["GET", "POST"])
@requires(Permission.ADMISSIONS_ADMIT)
def remove_line(line_id: int) -> ResponseReturnValue:
    """Take out a line about somebody who was not delivered; asked first."""
    page, line = _page_and_line(line_id)
    if not line.waits or not page.is_open:
        return too_late(page, line)
    if request.method == "POST":
        with transaction() as session:
            services.remove_line(session, line_id, actor=current_actor(), now=clock.now())
        flash(_("Taken out: %(name)s.", name=line.full_name))
        return _back(page)
    return render_template("admissions/handover_line_remove.html", page=page, line=line)


@bp.route("/handovers/lines/<int:line_id>/again", methods=["POST"])
@requires(Permission.ADMISSIONS_ADMIT)
def decide_again(line_id: int) -> ResponseReturnValue:
    """Somebody refused, or whose admission was voided, waits again."""
    page, line = _page_and_line(line_id)
    with transaction() as session:
        services.decide_again(session, line_id, actor=current_actor(), now=clock.now())
    flash(_("%(name)s waits for an answer again.", name=line.full_name))
    return redirect(url_for(".take_in", line_id=line_id), 303)
