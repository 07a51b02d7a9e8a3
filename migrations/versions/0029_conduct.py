"""Monthly ratings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from rehab_center.db import append_only

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "conduct_rating",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("admission_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("rating", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.CheckConstraint("stage IN ('proposed', 'decided')", name=op.f("ck_conduct_rating_stage_known")),
        sa.CheckConstraint(
            "rating IN ('good', 'fair', 'average', 'poor')", name=op.f("ck_conduct_rating_rating_known")
        ),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_conduct_rating_counted_from_one")),
        sa.ForeignKeyConstraint(
            ["admission_id"], ["admission.id"], name=op.f("fk_conduct_rating_admission_id_admission")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conduct_rating")),
        sa.UniqueConstraint(
            "admission_id", "month", "revision", name=op.f("uq_conduct_rating_admission_id_month_revision")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_conduct_rating_month"), "conduct_rating", ["month"])
    append_only(op, "conduct_rating", [["id"], ["admission_id", "month", "revision"]])


def downgrade() -> None:
    op.drop_table("conduct_rating")
