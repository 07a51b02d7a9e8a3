"""The decisions of a delivery, and changing over everybody that one of them names."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center import clock
from rehab_center.admissions.forms import DecisionForm, ReviseDecisionForm, TogetherForm
from rehab_center.admissions.queries.handover_rows import handover_of_decision
from rehab_center.admissions.queries.handovers import HandoverDecisionLine, HandoverPage
from rehab_center.admissions.queries.held import Held, held_people
from rehab_center.admissions.rules.handover_facts import DecisionFacts
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.admissions.services import handovers as services
from rehab_center.admissions.views.blueprint import bp
from rehab_center.admissions.views.handovers import known_words, page_of, take, words
from rehab_center.db import db, transaction
from rehab_center.documents.kinds import DocumentKind
from rehab_center.documents.rules import DocumentFacts
from rehab_center.errors import DomainError, ReasonNeeded
from rehab_center.permissions import Permission
from rehab_center.web.access import current_actor, current_scope, requires


@bp.route("/handovers/<int:handover_id>/decisions/new", methods=["GET", "POST"])
@requires(Permission.ADMISSIONS_ADMIT)
def add_decision(handover_id: int) -> ResponseReturnValue:
    """One more decision, typed once for everybody it names; court and term go on from the one before."""
    page = page_of(handover_id)
    last = page.decisions[-1] if page.decisions else None
    form = DecisionForm(
        decision_issuer=last.document.issuer if last else None,
        months=last.months if last else None,
        decision_kind=last.kind.value if last else StayKind.COMPULSORY.value,
    )
    if form.validate_on_submit():
        decision = form.decision()
        try:
            with transaction() as session:
                if decision is not None:
                    services.add_decision(session, handover_id, facts=decision, actor=current_actor(), now=clock.now())
        except DomainError as error:
            take(form, error)
        else:
            return redirect(url_for(".handover", handover_id=handover_id), 303)
    answer = render_template(
        "admissions/handover_decision.html", page=page, decision=None, form=form, known=known_words()
    )
    return answer, 422 if form.is_submitted() else 200


def _page_and_decision(decision_id: int) -> tuple[HandoverPage, HandoverDecisionLine]:
    page = page_of(handover_of_decision(db.session(), decision_id, scope=current_scope()))
    return page, page.decision(decision_id)


@bp.route("/handovers/decisions/<int:decision_id>/edit", methods=["GET", "POST"])
@requires(Permission.ADMISSIONS_ADMIT)
def revise_decision(decision_id: int) -> ResponseReturnValue:
    """What the decision gives those it names and who are still to be taken in."""
    page, decision = _page_and_decision(decision_id)
    form = ReviseDecisionForm(
        version=decision.version,
        decision_kind=decision.kind.value,
        months=decision.months,
        decision_effective_on=decision.effective_on,
        police_unit=decision.police_unit,
    )
    if form.validate_on_submit():
        try:
            _revise(decision, form)
        except DomainError as error:
            form.take(error)
        else:
            flash(_("Put right."))
            return redirect(url_for(".handover", handover_id=page.id), 303)
    answer = render_template(
        "admissions/handover_decision.html",
        page=page,
        decision=decision,
        form=form,
        known=known_words(),
    )
    return answer, form.http_status


def _revise(decision: HandoverDecisionLine, form: ReviseDecisionForm) -> None:
    facts = DecisionFacts(
        paper=DocumentFacts(DocumentKind.DECISION, decision.document.number),
        kind=StayKind(form.decision_kind.data),
        months=form.months.data or None,
        effective_on=form.decision_effective_on.data,
        police_unit=form.police_unit.data,
    )
    with transaction() as session:
        services.revise_decision(
            session,
            decision.id,
            facts=facts,
            expected_version=form.version.data or 0,
            actor=current_actor(),
            now=clock.now(),
        )


@bp.route("/handovers/decisions/<int:decision_id>/change-over", methods=["GET", "POST"])
@requires(Permission.ADMISSIONS_ADMIT)
def change_over(decision_id: int) -> ResponseReturnValue:
    """Chuyển diện together: everybody held temporarily, with the days each is credited; those named are ticked."""
    page, decision = _page_and_decision(decision_id)
    people = held_people(db.session(), page.facility_id, scope=current_scope(), day=page.delivered_on)
    form = TogetherForm()
    form.stays.choices = [(one.stay_id, one.person.label) for one in people]
    if form.validate_on_submit():
        answer = _change_over(page, decision, form)
        if answer is not None:
            return answer
    return _change_over_page(page, decision, form, people), 422 if form.is_submitted() else 200


def _change_over(page: HandoverPage, decision: HandoverDecisionLine, form: TogetherForm) -> ResponseReturnValue | None:
    try:
        with transaction() as session:
            done = services.change_over_together(
                session,
                decision.id,
                stay_ids=form.stays.data or [],
                reason=form.given_reason,
                regime=form.chosen_regime,
                actor=current_actor(),
                now=clock.now(),
            )
    except ReasonNeeded as error:
        form.take(error)
        return None
    except DomainError as error:
        form.take(error)
        return None
    flash(_("Changed over: %(count)s persons.", count=len(done)))
    return redirect(url_for(".handover", handover_id=page.id), 303)


def _change_over_page(
    page: HandoverPage, decision: HandoverDecisionLine, form: TogetherForm, people: tuple[Held, ...]
) -> str:
    return render_template(
        "admissions/handover_change_over.html", page=page, decision=decision, form=form, people=people, **words()
    )
