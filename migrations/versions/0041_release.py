"""The clock of releases: its kinds of tasks, and what has been prepared for whom."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from rehab_center.db import append_only
from rehab_center.widening import narrow, widen

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

_ADDED = ("release-today", "left-early")


def upgrade() -> None:
    widen(op, "task", "kind", _ADDED)
    op.create_table(
        "release_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("admission_id", sa.Integer(), nullable=False),
        sa.Column("paper", sa.Text(), nullable=False),
        sa.Column("term_end_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("withdraws_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "paper IN ('family-notice', 'commune-notice', 'certificate', 'handover')",
            name=op.f("ck_release_mark_paper_known"),
        ),
        sa.CheckConstraint("withdraws_id IS NULL OR withdraws_id < id", name=op.f("ck_release_mark_withdrawn_later")),
        sa.ForeignKeyConstraint(
            ["admission_id"], ["admission.id"], name=op.f("fk_release_mark_admission_id_admission")
        ),
        sa.ForeignKeyConstraint(
            ["withdraws_id"], ["release_mark.id"], name=op.f("fk_release_mark_withdraws_id_release_mark")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release_mark")),
        sa.UniqueConstraint("withdraws_id", name=op.f("uq_release_mark_withdraws_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_release_mark_admission_id"), "release_mark", ["admission_id"])
    append_only(op, "release_mark", [["id"], ["withdraws_id"]])


def downgrade() -> None:
    op.drop_table("release_mark")
    narrow(op, "task", "kind", _ADDED)
