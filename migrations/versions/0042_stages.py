"""Stages of rehabilitation."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from rehab_center.db import append_only

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

_T = "stage_change"


def upgrade() -> None:
    op.create_table(
        _T,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("admission_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("answers_id", sa.Integer(), nullable=True),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("alongside", sa.Boolean(), nullable=False),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("evaluated_by", sa.Text(), nullable=True),
        sa.Column("evaluation", sa.Text(), nullable=True),
        sa.Column("goals", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "step IN ('proposed', 'decided', 'declined', 'cancelled')", name=op.f("ck_stage_change_step_known")
        ),
        sa.CheckConstraint(
            "stage IN ('intake', 'treatment', 'education', 'labour', 'reintegration')",
            name=op.f("ck_stage_change_stage_known"),
        ),
        sa.CheckConstraint("result IN ('met', 'not-met')", name=op.f("ck_stage_change_result_known")),
        sa.CheckConstraint(
            "replaces_id IS NULL OR reason IS NOT NULL", name=op.f("ck_stage_change_replacement_says_why")
        ),
        sa.CheckConstraint(
            "replaces_id IS NULL OR replaces_id < id", name=op.f("ck_stage_change_replacement_comes_later")
        ),
        sa.CheckConstraint("answers_id IS NULL OR answers_id < id", name=op.f("ck_stage_change_answer_comes_later")),
        sa.CheckConstraint(
            "step <> 'declined' OR (answers_id IS NOT NULL AND reason IS NOT NULL)",
            name=op.f("ck_stage_change_refusal_says_why"),
        ),
        sa.CheckConstraint(
            "step <> 'cancelled' OR replaces_id IS NOT NULL", name=op.f("ck_stage_change_cancelled_names_its_row")
        ),
        sa.ForeignKeyConstraint(
            ["admission_id"], ["admission.id"], name=op.f("fk_stage_change_admission_id_admission")
        ),
        sa.ForeignKeyConstraint(
            ["answers_id"], ["stage_change.id"], name=op.f("fk_stage_change_answers_id_stage_change")
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["stage_change.id"], name=op.f("fk_stage_change_replaces_id_stage_change")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_change")),
        sa.UniqueConstraint("answers_id", name=op.f("uq_stage_change_answers_id")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_stage_change_replaces_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_stage_change_admission_id"), _T, ["admission_id"])
    append_only(op, _T, [["id"], ["answers_id"], ["replaces_id"]])


def downgrade() -> None:
    op.drop_table(_T)
