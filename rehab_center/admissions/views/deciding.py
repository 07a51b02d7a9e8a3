"""The director decides on a convention: only for new terms or for those that run too, by a paper, asked once more."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center import clock
from rehab_center.admissions import applying
from rehab_center.admissions.forms.conventions import CheckAllForm, DecisionForm
from rehab_center.admissions.queries import may_check
from rehab_center.admissions.queries.applied_conventions import change_page, reach_of
from rehab_center.admissions.queries.convention_changes import Proposal
from rehab_center.admissions.services import check_terms as check_them
from rehab_center.admissions.services.conventions import ConventionFacts, decide_convention, enter_convention
from rehab_center.admissions.views.answers import paper_words
from rehab_center.admissions.views.blueprint import bp
from rehab_center.admissions.views.conventions import WORDS, asked_for
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.jobs.queries import result_of
from rehab_center.jobs.services import enqueue
from rehab_center.organisation.choosing import chosen_centre
from rehab_center.organisation.queries import facilities
from rehab_center.permissions import Permission
from rehab_center.web.access import current_actor, current_scope, requires
from rehab_center.web.formatting import day


@bp.route("/terms/conventions/<string:kind>/decide", methods=["GET", "POST"])
@requires(Permission.TERMS_CONVENTIONS)
def convention_decide(kind: str) -> ResponseReturnValue:
    """Which terms the value is for and by which paper; how many stays it reaches is said before it is written."""
    asked = asked_for(kind)
    if asked.proposal is None:
        return redirect(url_for("admissions.convention_change", kind=kind), 303)
    form = DecisionForm()
    if form.validate_on_submit() and "edit" not in request.form and "confirmed" in request.form:
        try:
            job_id = _decide(form, asked.proposal)
        except DomainError as error:
            form.take(error)
        else:
            if job_id is not None:
                return redirect(url_for("jobs.show", job_id=job_id), 303)
            flash(_("Entered: in force from %(day)s.", day=day(asked.proposal.valid_from)), "success")
            return redirect(url_for("policies.show", kind=kind), 303)
    checked = form.is_submitted() and not form.errors and "edit" not in request.form and "confirmed" not in request.form
    reach = reach_of(db.session(), asked.proposal, scope=current_scope(), today=clock.today())
    return render_template(
        "admissions/convention_check.html" if checked else "admissions/convention_decide.html",
        asked=asked,
        form=form,
        reach=reach,
        paper=paper_words(form.paper()) if checked else "",
        query=asked.arguments,
        **WORDS,
    ), 200 if checked or "edit" in request.form else form.http_status


def _decide(form: DecisionForm, proposal: Proposal) -> int | None:
    """The job that applies it; None where only new terms are meant."""
    paper, now, actor = form.paper(), clock.now(), current_actor()
    facts = ConventionFacts(proposal.kind, proposal.value, proposal.valid_from, paper_words(paper), paper)
    facility_id = chosen_centre().id
    with transaction() as session:
        if not form.running:
            enter_convention(session, facts, actor=actor, now=now)
            return None
        change_id = decide_convention(session, facts, facility_id=facility_id, actor=actor, now=now)
        return enqueue(session, applying.KIND, {"change": change_id}, actor=actor, now=now)


@bp.get("/terms/conventions/jobs/<int:job_id>")
@requires(Permission.TERMS_CONVENTIONS)
def convention_applied(job_id: int) -> ResponseReturnValue:
    """The work is done: on to what was decided and how far it came."""
    result = result_of(db.session(), job_id, applying.KIND, actor=current_actor())
    return redirect(url_for("admissions.convention_decision", change_id=result["change"]), 303)


@bp.route("/terms/changes/<int:change_id>", methods=["GET", "POST"])
@requires(Permission.PEOPLE_VIEW)
def convention_decision(change_id: int) -> ResponseReturnValue:
    """What was decided and whom it reached; the second person finds all its calculations right in one act."""
    form = CheckAllForm()
    page = change_page(db.session(), change_id, scope=current_scope())
    if form.validate_on_submit():
        try:
            with transaction() as session:
                count = check_them(session, page.waiting, actor=current_actor(), now=clock.now())
        except DomainError as error:
            form.take(error)
        else:
            flash(_("Checked: %(count)s terms.", count=count))
            return redirect(url_for("admissions.convention_decision", change_id=change_id), 303)
    centres = facilities(db.session(), scope=current_scope(), day=clock.today())
    may = any(may_check(db.session(), current_actor(), one.id, clock.today()) for one in centres)
    return render_template(
        "admissions/convention_applied.html", form=form, page=page, may_check=may, **WORDS
    ), form.http_status
