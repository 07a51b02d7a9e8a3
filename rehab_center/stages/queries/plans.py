"""Individual plans: every version of a stay's plan, with its goals and what became of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.stages.kinds import Stage
from rehab_center.stages.models import GoalMark, PlanGoal, TreatmentPlan


@dataclass(frozen=True)
class Goal:
    """A goal of a plan; ``id`` None for one that is only typed. ``done`` and ``note`` are the last that was marked."""

    goal: str
    steps: str | None = None
    officer: str | None = None
    due_on: date | None = None
    id: int | None = None
    done: bool = False
    note: str | None = None

    def late_on(self, day: date) -> bool:
        """Whether it is past its day and not done."""
        return not self.done and self.due_on is not None and self.due_on < day


@dataclass(frozen=True)
class Plan:
    """A version of a plan; ``stage`` is the one it was made in."""

    id: int
    version: int
    made_on: date
    stage: Stage | None
    officer: str
    aims: str
    reason: str | None
    recorded_at: datetime
    actor: str
    goals: tuple[Goal, ...]


def plans_of(session: Session, stay_id: int) -> tuple[Plan, ...]:
    """Every version of a stay's plan, the one that counts first. The caller has checked the reach."""
    query = select(TreatmentPlan).where(TreatmentPlan.admission_id == stay_id)
    rows = session.scalars(query.order_by(TreatmentPlan.version.desc())).all()
    goals = _goals(session, [row.id for row in rows])
    return tuple(
        Plan(
            row.id,
            row.version,
            row.made_on,
            Stage(row.stage) if row.stage else None,
            row.officer,
            row.aims,
            row.reason,
            row.recorded_at,
            row.actor,
            tuple(goals[row.id]),
        )
        for row in rows
    )


def _goals(session: Session, plan_ids: list[int]) -> dict[int, list[Goal]]:
    found: dict[int, list[Goal]] = defaultdict(list)
    rows = session.scalars(select(PlanGoal).where(PlanGoal.plan_id.in_(plan_ids)).order_by(PlanGoal.place)).all()
    query = select(GoalMark).where(GoalMark.goal_id.in_([row.id for row in rows])).order_by(GoalMark.id)
    marks = {mark.goal_id: mark for mark in session.scalars(query)}
    for row in rows:
        mark = marks.get(row.id)
        goal = Goal(
            row.goal, row.steps, row.officer, row.due_on, row.id, bool(mark and mark.done), mark.note if mark else None
        )
        found[row.plan_id].append(goal)
    return found
