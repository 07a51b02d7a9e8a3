"""Writing an individual plan, and what became of its goals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.models import Admission
from rehab_center.admissions.queries import load_stay
from rehab_center.admissions.services.admit import log_subject
from rehab_center.audit.recorder import record
from rehab_center.dossiers.kinds import PaperState
from rehab_center.dossiers.queries import live_papers
from rehab_center.dossiers.rules.papers import PaperFacts
from rehab_center.dossiers.services.owing import handling
from rehab_center.dossiers.services.papers import write_paper
from rehab_center.errors import Conflict, DomainError, NotFound, NotPermitted
from rehab_center.names import clean
from rehab_center.permissions import Actor, Permission
from rehab_center.stages.models import GoalMark, PlanGoal, TreatmentPlan
from rehab_center.stages.queries import stages_on
from rehab_center.stages.queries.plans import Goal, plans_of
from rehab_center.words import N_, message

PAPER = "plan"
"""The line of a file's checklist that the plan is."""


@dataclass(frozen=True)
class PlanFacts:
    """What a plan says. ``seen`` is the version it was written upon, 0 for the first."""

    officer: str
    aims: str
    goals: Sequence[Goal]
    seen: int
    why: str | None = None


def write_plan(session: Session, stay_id: int, *, facts: PlanFacts, actor: Actor, now: datetime) -> int:
    """Keep a new version of a stay's plan and give its id; the file's checklist then has its individual plan.

    Raises NotPermitted, NotFound, Conflict where somebody wrote a version meanwhile, DomainError (field ``why``) where
    a version is replaced without a ground, or (field ``goals``) without a single goal.
    """
    if not actor.may(Permission.STAGES_PROPOSE):
        raise NotPermitted(message(N_("This is for somebody else to do")))
    stay = load_stay(session, stay_id, scope=actor.scope)
    known = plans_of(session, stay_id)
    last, why = known[0].version if known else 0, clean(facts.why or "") or None
    if facts.seen != last:
        words = message(N_("Somebody else has written this plan anew in the meantime: look at it first"))
        raise Conflict(words, code="changed-meanwhile")
    if last and not why:
        raise DomainError(message(N_("Say why the plan is written anew")), field="why")
    if not facts.goals:
        raise DomainError(message(N_("A plan has at least one goal")), field="goal_1")
    today = clock.day_of(now)
    at = stages_on(session, [stay_id], today).get(stay_id)
    plan = TreatmentPlan(
        admission_id=stay_id,
        version=last + 1,
        made_on=today,
        stage=at.stage if at else None,
        officer=facts.officer,
        aims=facts.aims,
        reason=why if last else None,
        recorded_at=now,
        actor=actor.label,
    )
    session.add(plan)
    session.flush()
    session.add_all(
        PlanGoal(plan_id=plan.id, place=place, goal=one.goal, steps=one.steps, officer=one.officer, due_on=one.due_on)
        for place, one in enumerate(facts.goals, start=1)
    )
    _tick_in_file(session, stay, actor=actor, now=now)
    session.flush()
    about = log_subject(session, stay)
    record("stage.plan-written", actor=actor, at=now, about=about, reason=why, details={"plan_version": last + 1})
    return plan.id


def _tick_in_file(session: Session, stay: Admission, *, actor: Actor, now: datetime) -> None:
    """The plan is in the file, where it was missing or never looked for."""
    row = next((one for one in live_papers(session, stay.id) if one.line == PAPER), None)
    if row is None or row.state == PaperState.MISSING:
        act = handling(session, stay, actor=actor, now=now)
        facts = PaperFacts(PaperState.RECEIVED, received_on=clock.day_of(now))
        write_paper(act, PAPER, facts, paper=row)


def mark_goal(
    session: Session, stay_id: int, goal_id: int, *, done: bool, note: str | None, actor: Actor, now: datetime
) -> None:
    """Note whether a goal of the plan that counts is reached. Raises NotPermitted, NotFound."""
    if not actor.may(Permission.STAGES_PROPOSE):
        raise NotPermitted(message(N_("This is for somebody else to do")))
    stay = load_stay(session, stay_id, scope=actor.scope)
    known = plans_of(session, stay_id)
    if not known or goal_id not in {one.id for one in known[0].goals}:
        raise NotFound(message(N_("There is no such goal in the plan that counts")))
    session.add(
        GoalMark(goal_id=goal_id, done=done, note=clean(note or "") or None, recorded_at=now, actor=actor.label)
    )
    session.flush()
    record("stage.goal-marked", actor=actor, at=now, about=log_subject(session, stay))
