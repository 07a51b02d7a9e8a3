"""Proposing stages, deciding on what is proposed, and setting a stage without a proposal: for one or for many."""

from __future__ import annotations

from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center import clock
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.organisation.choosing import scope_asked
from rehab_center.permissions import Permission
from rehab_center.stages import labels, queries, services
from rehab_center.stages.forms import ChangeForm, WhyForm, chosen_in, field_of
from rehab_center.stages.kinds import Stage, Step
from rehab_center.stages.listing import BOARD, chosen
from rehab_center.stages.queries import Board
from rehab_center.stages.rules.intervals import Change
from rehab_center.stages.services import ChangePlan, Wish
from rehab_center.stages.services.change import next_change
from rehab_center.stages.views.blueprint import bp
from rehab_center.stages.views.index import address
from rehab_center.web.access import current_actor, current_scope, requires

_NAMED = 100
"""How many people a page before the act names one by one."""


@bp.post("/propose")
@requires(Permission.STAGES_PROPOSE)
def propose() -> ResponseReturnValue:
    """Propose a stage for the people chosen on the list, or for everybody of it."""
    return _change(Step.PROPOSED)


@bp.post("/set")
@requires(Permission.STAGES_DECIDE)
def set_stage() -> ResponseReturnValue:
    """Decide a stage for the people chosen on the list that nobody has proposed."""
    return _change(Step.DECIDED)


def _change(step: Step) -> ResponseReturnValue:
    """First the form with whom it is about; then what it would do, person by person; then the act."""
    found = _board()
    seen = _chosen(found)
    if not seen:
        return _nobody()
    asked = request.form.get("step", "")
    typed = asked in ("check", "save")
    form = ChangeForm(
        request.form if typed else None,
        begins_on=clock.today(),
        evaluated_by=current_actor().label if step is Step.PROPOSED else "",
    )
    plan = None
    if typed and form.validate():
        wishes = _wishes(found, form, seen)
        plan = services.plan_changes(db.session(), step, wishes, scope=current_scope(), now=clock.now())
        if asked == "save" and plan.asked:
            try:
                said = _write(step, plan, form)
            except DomainError as error:
                form.take(error)
            else:
                flash(said)
                return redirect(_after(seen), 303)
    answer = render_template(
        "stages/change.html",
        form=form,
        step=step,
        decided=step is Step.DECIDED,
        plan=plan,
        rows=[row for row in found.rows if row.stay_id in seen],
        held=[(field_of(stay_id), last) for stay_id, last in (plan.seen if plan else seen).items()],
        labels=labels,
        most=_NAMED,
        back=address(".index"),
        target=address(".set_stage" if step is Step.DECIDED else ".propose"),
    )
    return answer, 422 if form.summary() else 200


def _after(seen: dict[int, int]) -> str:
    """Where it goes on: with one person, their stages; with many, the list they came from."""
    one = next(iter(seen)) if len(seen) == 1 else None
    return url_for(".stay", stay_id=one) if one is not None else address(".index")


def _board() -> Board:
    return queries.board(db.session(), scope=scope_asked(), as_of=clock.today())


def _chosen(found: Board, *, waiting: bool = False) -> dict[int, int]:
    """By stay, the newest row seen: those ticked, or with step ``all`` the whole list as it is filtered."""
    rows = {row.stay_id: row for row in found.rows}
    if request.form.get("step") == "all":
        listed = chosen(found.rows, BOARD.read(request.args))
        return {row.stay_id: row.book.last_id for row in listed if row.book.proposal or not waiting}
    return {stay_id: seen for stay_id, seen in chosen_in(request.form).items() if stay_id in rows}


def _nobody() -> ResponseReturnValue:
    flash(_("Nobody was chosen: tick people in the list first."))
    return redirect(address(".index"), 303)


def _wishes(found: Board, form: ChangeForm, seen: dict[int, int]) -> dict[int, Wish]:
    change = form.change()
    wishes = {}
    for row in found.rows:
        if row.stay_id in seen:
            own = next_change(row.book, change, form.asked)
            if form.from_admission.data:
                own = replace(own, begins_on=row.here.admitted_on)
            wishes[row.stay_id] = Wish(own, seen[row.stay_id])
    return wishes


def _write(step: Step, plan: ChangePlan, form: ChangeForm | WhyForm) -> str:
    with transaction() as session:
        count = services.write_changes(
            session, step, plan.asked, why=form.why.data, actor=current_actor(), now=clock.now()
        )
    if step is Step.DECIDED:
        return str(_("Decided: the stages of %(count)s people.", count=count))
    return str(_("Proposed: the stages of %(count)s people.", count=count))


@bp.post("/decide")
@requires(Permission.STAGES_DECIDE)
def decide() -> ResponseReturnValue:
    """Follow or decline the proposals chosen on the list, or all that wait in it.

    What a rule stops is not followed and can be declined; what somebody else has written meanwhile is neither.
    """
    found = _board()
    seen = _chosen(found, waiting=True)
    proposals = {row.stay_id: row.book.proposal.change for row in found.rows if row.book.proposal}
    wishes = {stay_id: Wish(proposals[stay_id], last) for stay_id, last in seen.items() if stay_id in proposals}
    if not wishes:
        flash(_("Nothing to decide: none of the people chosen has a proposal that waits."))
        return redirect(address(".index"), 303)
    plan = services.plan_changes(db.session(), Step.DECIDED, wishes, scope=current_scope(), now=clock.now())
    form, step = WhyForm(), request.form.get("step")
    if step in ("save", "decline") and form.validate():
        try:
            said = _decline(wishes, form) if step == "decline" else _write(Step.DECIDED, plan, form)
        except DomainError as error:
            form.take(error)
        else:
            flash(said)
            return redirect(_after(seen), 303)
    answer = render_template(
        "stages/decide.html",
        form=form,
        plan=plan,
        held=[(field_of(stay_id), last) for stay_id, last in plan.seen.items()],
        labels=labels,
        counts=_counts([line.wish.change for line in plan.written]),
        most=_NAMED,
        back=address(".index"),
        target=address(".decide"),
    )
    return answer, 422 if form.summary() else 200


def _counts(changes: list[Change]) -> dict[Stage, int]:
    return {stage: sum(change.stage is stage for change in changes) for stage in Stage}


def _decline(wishes: dict[int, Wish], form: WhyForm) -> str:
    seen = {stay_id: wish.seen for stay_id, wish in wishes.items()}
    with transaction() as session:
        count = services.decline(session, seen, why=form.why.data, actor=current_actor(), now=clock.now())
    return str(_("Declined: the proposed stages of %(count)s people.", count=count))
