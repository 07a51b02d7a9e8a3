"""The individual plan of a stay."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from rehab_center.db import append_only

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "treatment_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("admission_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=True),
        sa.Column("officer", sa.Text(), nullable=False),
        sa.Column("aims", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "stage IN ('intake', 'treatment', 'education', 'labour', 'reintegration')",
            name=op.f("ck_treatment_plan_stage_known"),
        ),
        sa.CheckConstraint("version >= 1", name=op.f("ck_treatment_plan_counted_from_one")),
        sa.CheckConstraint("(version = 1) = (reason IS NULL)", name=op.f("ck_treatment_plan_later_version_says_why")),
        sa.ForeignKeyConstraint(
            ["admission_id"], ["admission.id"], name=op.f("fk_treatment_plan_admission_id_admission")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_treatment_plan")),
        sa.UniqueConstraint("admission_id", "version", name=op.f("uq_treatment_plan_admission_id_version")),
        sqlite_autoincrement=True,
    )
    append_only(op, "treatment_plan", [["id"], ["admission_id", "version"]])
    op.create_table(
        "plan_goal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("goal", sa.Text(), nullable=False),
        sa.Column("steps", sa.Text(), nullable=True),
        sa.Column("officer", sa.Text(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["treatment_plan.id"], name=op.f("fk_plan_goal_plan_id_treatment_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_goal")),
        sa.UniqueConstraint("plan_id", "place", name=op.f("uq_plan_goal_plan_id_place")),
        sqlite_autoincrement=True,
    )
    append_only(op, "plan_goal", [["id"], ["plan_id", "place"]])
    op.create_table(
        "goal_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("goal_id", sa.Integer(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["goal_id"], ["plan_goal.id"], name=op.f("fk_goal_mark_goal_id_plan_goal")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_mark")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_goal_mark_goal_id"), "goal_mark", ["goal_id"])
    append_only(op, "goal_mark", [["id"]])


def downgrade() -> None:
    op.drop_table("goal_mark")
    op.drop_table("plan_goal")
    op.drop_table("treatment_plan")
