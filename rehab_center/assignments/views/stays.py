"""One person: may they be assigned, to what, and what they hold; assigning; the person's wishes."""

from __future__ import annotations

from datetime import date

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center import clock
from rehab_center.activities.labels import KINDS
from rehab_center.activities.queries import activities_on
from rehab_center.admissions.queries import StayPage, stay_page
from rehab_center.admissions.views.sections import Section
from rehab_center.assignments import labels, queries, services
from rehab_center.assignments.forms import AnswerForm, AssignForm, RankForm, WishForm
from rehab_center.assignments.rules.facts import Plan
from rehab_center.assignments.rules.hours import heaviest_week, hours
from rehab_center.assignments.rules.limits import limit_on
from rehab_center.assignments.rules.roster import Wanted
from rehab_center.assignments.services import Planned
from rehab_center.assignments.views.blueprint import bp
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError, NotFound
from rehab_center.health.labels import CLEARANCES
from rehab_center.permissions import Permission, Role, Scope
from rehab_center.web.access import current_actor, current_scope, may, requires
from rehab_center.words import N_, message


@bp.get("/stays/<int:stay_id>")
@requires(Permission.ACTIVITIES_VIEW)
def stay(stay_id: int) -> ResponseReturnValue:
    """What bears on an assignment of a person, on one screen: the person, what they hold, and each programme."""
    session, today = db.session(), clock.today()
    page = stay_page(session, stay_id, scope=current_scope(), as_of=today)
    programmes = activities_on(session, today, scope=_centre(page))
    book = queries.roster(session, {stay_id}, {one.id for one in programmes}, today=today, scope=current_scope())
    plans = [_planned(stay_id, one.id, today) for one in programmes]
    person, held = book.people[stay_id], tuple(book.held.get(stay_id, {}).values())
    week = heaviest_week(held, today)
    return render_template(
        "assignments/stay.html",
        page=page,
        person=person,
        week=week,
        hours=hours,
        most=limit_on(person, week.monday).week,
        days_left=(page.term_end_on - today).days if page.term_end_on else None,
        held=queries.assigned(session, today, scope=current_scope(), stay_ids=[stay_id], over=True),
        wishes=queries.wish_lines(session, scope=current_scope(), stay_ids=[stay_id]),
        pairs=len(book.members[stay_id].apart),
        choices=list(zip(programmes, services.plan_each(book, plans), strict=True)),
        labels=labels,
        kinds=KINDS,
        clearances=CLEARANCES,
    )


def _centre(page: StayPage) -> Scope:
    return Scope(frozenset({page.facility_id}), medical=current_scope().medical)


def _planned(stay_id: int, activity_id: int, day: date) -> Wanted:
    return Wanted(stay_id, activity_id, Plan(day))


def section_of_stay(page: StayPage) -> Section:
    """What somebody takes part in, for the page of a stay."""
    held = queries.assigned(db.session(), page.as_of, scope=current_scope(), stay_ids=[page.id])
    return Section("assignments/_on_stay.html", {"page": page, "held": held, "labels": labels})


@bp.route("/stays/<int:stay_id>/programmes/<int:activity_id>", methods=["GET", "POST"])
@requires(Permission.ASSIGNMENTS_PROPOSE)
def assign(stay_id: int, activity_id: int) -> ResponseReturnValue:
    """Propose or decide one assignment; what rules say of it stands above the form."""
    session, today = db.session(), clock.today()
    page = stay_page(session, stay_id, scope=current_scope(), as_of=today)
    programme = next((one for one in activities_on(session, today, scope=_centre(page)) if one.id == activity_id), None)
    if programme is None:
        raise NotFound(message(N_("There is no such programme")))
    form = AssignForm(starts_on=max(today, programme.facts.begins_on), ends_on=programme.last_on)
    step = request.form.get("step", "")
    if form.validate_on_submit() and step != "check":
        decided = step == "decide"
        if decided and not may(Permission.ASSIGNMENTS_DECIDE):
            abort(403)
        try:
            with transaction() as writing:
                services.assign(
                    writing,
                    [Wanted(stay_id, activity_id, form.plan)],
                    decided=decided,
                    why=form.why.data,
                    override=form.override if decided else None,
                    to_director=True,
                    actor=current_actor(),
                    now=clock.now(),
                )
        except DomainError as error:
            form.take(error)
        else:
            flash(_("Assigned: %(name)s.", name=programme.name) if decided else
                  _("Proposed: %(name)s. The director decides.", name=programme.name))  # fmt: skip
            return redirect(url_for(".stay", stay_id=stay_id), 303)
    plan = form.plan if form.starts_on.data else Plan(today)
    said = services.plan_assignments(
        db.session(), [Wanted(stay_id, activity_id, plan)], today=today, scope=current_scope()
    )[0]
    answer = render_template(
        "assignments/assign.html",
        page=page,
        programme=programme,
        form=form,
        said=said,
        longest=queries.longest_override(db.session(), today),
        **_may_sign(said),
    )
    return answer, 200 if step == "check" and not form.errors else form.http_status


def _may_sign(said: Planned) -> dict[str, bool]:
    signs = said.for_director and current_actor().holds(Role.DIRECTOR)
    return {
        "signs": signs,
        "decides": may(Permission.ASSIGNMENTS_DECIDE) and (not said.stopped or signs),
        "proposes": not said.stopped or said.for_director,
    }


# --- wishes ----------------------------------------------------------------------------------------------------------


@bp.route("/stays/<int:stay_id>/wishes/new", methods=["GET", "POST"])
@requires(Permission.ASSIGNMENTS_PROPOSE)
def wish(stay_id: int) -> ResponseReturnValue:
    """Put somebody on the waiting list."""
    page = stay_page(db.session(), stay_id, scope=current_scope(), as_of=clock.today())
    form = WishForm(asked_on=clock.today(), wanted=request.args.get("activity", ""))
    form.offer([(one.id, one.name) for one in activities_on(db.session(), clock.today(), scope=_centre(page))])
    if not may(Permission.ASSIGNMENTS_DECIDE):
        del form["priority"]
    if form.validate_on_submit():
        try:
            with transaction() as writing:
                services.ask(writing, stay_id, facts=form.facts(), actor=current_actor(), now=clock.now())
        except DomainError as error:
            form.take(error)
        else:
            flash(_("On the waiting list."))
            return redirect(url_for(".stay", stay_id=stay_id), 303)
    return render_template("assignments/wish.html", page=page, form=form), form.http_status


@bp.route("/wishes/<int:wish_id>/place", methods=["GET", "POST"])
@requires(Permission.ASSIGNMENTS_DECIDE)
def rank(wish_id: int) -> ResponseReturnValue:
    """Let a wish come before others, or wait in the order of asking again."""
    row = queries.load_wish(db.session(), wish_id, scope=current_scope())
    lines = queries.wish_lines(db.session(), scope=current_scope(), stay_ids=[row.admission_id])
    line = next(one for one in lines if one.id == wish_id)
    form = RankForm(priority=line.priority or "", version=line.version)
    if form.validate_on_submit():
        try:
            with transaction() as writing:
                services.rank_wish(
                    writing,
                    wish_id,
                    form.chosen,
                    reason=form.reason.data,
                    expected_version=form.version.data or line.version,
                    actor=current_actor(),
                    now=clock.now(),
                )
        except DomainError as error:
            form.take(error)
        else:
            flash(_("The place on the waiting list is changed."))
            return redirect(url_for(".waiting", answer="none"), 303)
    wants = line.activity or KINDS[line.kind]
    return render_template("assignments/rank.html", form=form, line=line, wants=wants), form.http_status


@bp.route("/wishes/<int:wish_id>", methods=["GET", "POST"])
@requires(Permission.ASSIGNMENTS_PROPOSE)
def answer(wish_id: int) -> ResponseReturnValue:
    """Answer a wish: granted, declined, withdrawn."""
    row = queries.load_wish(db.session(), wish_id, scope=current_scope())
    lines = queries.wish_lines(db.session(), scope=current_scope(), stay_ids=[row.admission_id])
    line = next(one for one in lines if one.id == wish_id)
    page = stay_page(db.session(), line.stay_id, scope=current_scope(), as_of=clock.today())
    form = AnswerForm(version=line.version)
    if form.validate_on_submit():
        try:
            with transaction() as writing:
                services.answer(
                    writing,
                    wish_id,
                    decision=form.answer,
                    reason=form.reason.data,
                    expected_version=form.version.data,
                    actor=current_actor(),
                    now=clock.now(),
                )
        except DomainError as error:
            form.take(error)
        else:
            flash(_("The wish is answered."))
            return redirect(url_for(".waiting"), 303)
    wants = line.activity or KINDS[line.kind]
    return render_template("assignments/answer.html", page=page, form=form, line=line, wants=wants), form.http_status
