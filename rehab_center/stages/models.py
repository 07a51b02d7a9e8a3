"""Changes of stage. Append-only."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rehab_center.db import Model, one_of
from rehab_center.stages.kinds import Result, Stage, Step


class StageChange(Model):
    """One row about the stage of a stay.

    A decided row that no other replaces counts; ``answers_id`` names the proposal that a decision, a refusal or a newer
    proposal ends; ``reason`` says why something was replaced, declined or cancelled, or goes against a warning.
    """

    __tablename__ = "stage_change"
    __table_args__ = (
        one_of("step", Step),
        one_of("stage", Stage),
        one_of("result", Result),
        UniqueConstraint("answers_id"),
        UniqueConstraint("replaces_id"),
        CheckConstraint("replaces_id IS NULL OR reason IS NOT NULL", name="replacement_says_why"),
        CheckConstraint("replaces_id IS NULL OR replaces_id < id", name="replacement_comes_later"),
        CheckConstraint("answers_id IS NULL OR answers_id < id", name="answer_comes_later"),
        CheckConstraint(
            "step <> 'declined' OR (answers_id IS NOT NULL AND reason IS NOT NULL)", name="refusal_says_why"
        ),
        CheckConstraint("step <> 'cancelled' OR replaces_id IS NOT NULL", name="cancelled_names_its_row"),
        Index(None, "admission_id"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    admission_id: Mapped[int] = mapped_column(ForeignKey("admission.id"))
    step: Mapped[str]
    answers_id: Mapped[int | None] = mapped_column(ForeignKey("stage_change.id"))
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("stage_change.id"))
    stage: Mapped[str]
    #: The first day in the stage; of a stage that goes on, the day of its evaluation.
    begins_on: Mapped[date]
    #: Whether the stage before goes on beside this one.
    alongside: Mapped[bool]
    result: Mapped[str | None]
    #: Who evaluated, as they sign.
    evaluated_by: Mapped[str | None]
    evaluation: Mapped[str | None]
    goals: Mapped[str | None]
    reason: Mapped[str | None]
    recorded_at: Mapped[datetime]
    #: Who wrote it, in the words a person knows them by.
    actor: Mapped[str]


class TreatmentPlan(Model):
    """One version of the individual plan of a stay. Append-only: the highest ``version`` counts."""

    __tablename__ = "treatment_plan"
    __table_args__ = (
        one_of("stage", Stage),
        UniqueConstraint("admission_id", "version"),
        CheckConstraint("version >= 1", name="counted_from_one"),
        CheckConstraint("(version = 1) = (reason IS NULL)", name="later_version_says_why"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    admission_id: Mapped[int] = mapped_column(ForeignKey("admission.id"))
    version: Mapped[int]
    made_on: Mapped[date]
    #: The stage it was made in; null where none was known.
    stage: Mapped[str | None]
    #: Who is responsible, as they sign.
    officer: Mapped[str]
    aims: Mapped[str]
    reason: Mapped[str | None]
    recorded_at: Mapped[datetime]
    #: Who wrote it, in the words a person knows them by.
    actor: Mapped[str]


class PlanGoal(Model):
    """A goal of a version of a plan. Append-only."""

    __tablename__ = "plan_goal"
    __table_args__ = (UniqueConstraint("plan_id", "place"), {"info": {"append_only": True}})

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("treatment_plan.id"))
    #: Its place in the plan, from 1.
    place: Mapped[int]
    goal: Mapped[str]
    steps: Mapped[str | None]
    officer: Mapped[str | None]
    due_on: Mapped[date | None]


class GoalMark(Model):
    """What became of a goal. Append-only: the last row counts."""

    __tablename__ = "goal_mark"
    __table_args__ = (Index(None, "goal_id"), {"info": {"append_only": True}})

    id: Mapped[int] = mapped_column(primary_key=True)
    goal_id: Mapped[int] = mapped_column(ForeignKey("plan_goal.id"))
    done: Mapped[bool]
    note: Mapped[str | None]
    recorded_at: Mapped[datetime]
    #: Who wrote it, in the words a person knows them by.
    actor: Mapped[str]
