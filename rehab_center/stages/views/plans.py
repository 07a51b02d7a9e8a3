"""The individual plan of a stay: read, written anew, its goals marked, on paper."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center import clock
from rehab_center.admissions.queries import StayPage, stay_page
from rehab_center.audit.recorder import Subject, record
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.organisation.queries import letterhead_on
from rehab_center.permissions import Permission
from rehab_center.stages import labels, queries
from rehab_center.stages.forms import GOALS, MarkForm, PlanFields, PlanForm
from rehab_center.stages.kinds import LETTERS
from rehab_center.stages.queries.plans import Goal, Plan, plans_of
from rehab_center.stages.services.plans import PlanFacts, mark_goal, write_plan
from rehab_center.stages.views.blueprint import bp
from rehab_center.web.access import current_actor, current_scope, requires
from rehab_center.web.paper import pdf_answer


def _page(stay_id: int) -> StayPage:
    return stay_page(db.session(), stay_id, scope=current_scope(), as_of=clock.today())


def _about(page: StayPage) -> Subject:
    return Subject("resident", page.person.id, f"{page.person.full_name} ({page.file_code})")


@bp.get("/stays/<int:stay_id>/plan")
@requires(Permission.PEOPLE_VIEW)
def plan(stay_id: int) -> ResponseReturnValue:
    """The plan that counts with its goals, and the versions before it. That it was opened is in the log."""
    page = _page(stay_id)
    plans = plans_of(db.session(), stay_id)
    now = queries.stages_of_stays(db.session(), [page])[stay_id].now
    with transaction():
        record("stage.plan-opened", actor=current_actor(), at=clock.now(), about=_about(page))
    return render_template(
        "stages/plan.html",
        page=page,
        plans=plans,
        now=now,
        unreviewed=bool(plans and now and now.since > plans[0].made_on),
        checked_on=clock.today(),
        labels=labels,
    )


@bp.route("/stays/<int:stay_id>/plan/new", methods=["GET", "POST"])
@requires(Permission.STAGES_PROPOSE)
def write(stay_id: int) -> ResponseReturnValue:
    """Write the plan, or a new version of it that begins with what stands."""
    page = _page(stay_id)
    plans = plans_of(db.session(), stay_id)
    form = PlanForm(**_at_first(plans[0] if plans else None))
    if form.validate_on_submit():
        facts = PlanFacts(
            form.officer.data or "", form.aims.data or "", _goals(form), form.seen.data or 0, form.why.data
        )
        try:
            with transaction() as session:
                write_plan(session, stay_id, facts=facts, actor=current_actor(), now=clock.now())
        except DomainError as error:
            form.take(error)
        else:
            flash(_("The plan is kept."))
            return redirect(url_for(".plan", stay_id=stay_id), 303)
    answer = render_template("stages/plan_form.html", page=page, form=form, plans=plans, places=range(1, GOALS + 1))
    return answer, 422 if form.is_submitted() else 200


def _at_first(known: Plan | None) -> dict[str, Any]:
    if known is None:
        return {"officer": current_actor().label, "seen": 0}
    given: dict[str, Any] = {"officer": known.officer, "aims": known.aims, "seen": known.version}
    for place, one in enumerate(known.goals, start=1):
        given |= {f"goal_{place}": one.goal, f"steps_{place}": one.steps, f"who_{place}": one.officer,
                  f"due_{place}": one.due_on}  # fmt: skip
    return given


def _goals(form: PlanFields) -> list[Goal]:
    found = []
    for place in range(1, GOALS + 1):
        goal = form[f"goal_{place}"].data
        if goal:
            rest = (form[f"{name}_{place}"].data for name in ("steps", "who", "due"))
            found.append(Goal(goal, *rest))
    return found


@bp.post("/stays/<int:stay_id>/plan/goals/<int:goal_id>")
@requires(Permission.STAGES_PROPOSE)
def mark(stay_id: int, goal_id: int) -> ResponseReturnValue:
    """Note whether a goal is reached."""
    form = MarkForm()
    if form.validate():
        done = request.form.get("done") == "yes"
        with transaction() as session:
            mark_goal(session, stay_id, goal_id, done=done, note=form.note.data, actor=current_actor(), now=clock.now())
        flash(_("The goal is marked."))
    else:
        flash(_("The note is too long: nothing was written."))
    return redirect(url_for(".plan", stay_id=stay_id), 303)


@bp.get("/stays/<int:stay_id>/plan/paper")
@requires(Permission.PEOPLE_VIEW)
def plan_paper(stay_id: int) -> ResponseReturnValue:
    """The plan as it will print; without one, an empty form for the hand."""
    return _paper("layouts/paper.html", _page(stay_id))


@bp.get("/stays/<int:stay_id>/plan/paper/file")
@requires(Permission.PEOPLE_VIEW)
def plan_file(stay_id: int) -> ResponseReturnValue:
    """The plan as PDF. That it left the program is in the log."""
    page, now = _page(stay_id), clock.now()
    html = _paper("layouts/document.html", page)
    title = f"Kế hoạch cai nghiện cá nhân {page.file_code}"
    answer = pdf_answer(html, title=title, name=f"ke-hoach-{page.file_code}", made_at=now)
    with transaction():
        record("stage.plan-printed", actor=current_actor(), at=now, about=_about(page))
    return answer


def _paper(layout: str, page: StayPage) -> str:
    plans = plans_of(db.session(), page.id)
    found = queries.stages_of_stays(db.session(), [page])[page.id]
    return render_template(
        "stages/plan_paper.html",
        layout=layout,
        page=page,
        plan=plans[0] if plans else None,
        found=found,
        letters=LETTERS,
        letterhead=letterhead_on(db.session(), page.facility_id, clock.today()),
        day=clock.today(),
        known_at=clock.now(),
    )
