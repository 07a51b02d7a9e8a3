"""Handovers of shifts, kept and confirmed by a second officer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shift_handover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("giver", sa.Text(), nullable=False),
        sa.Column("receiver", sa.Text(), nullable=True),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.Column("difference", sa.Text(), nullable=True),
        sa.Column("equipment", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("sheet", sa.JSON(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("keeper", sa.Text(), nullable=False),
        sa.Column("kept_by", sa.Text(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmer", sa.Text(), nullable=True),
        sa.Column("confirmed_by", sa.Text(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("search_key", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("giver <> ''", name=op.f("ck_shift_handover_somebody_gives")),
        sa.CheckConstraint(
            "(confirmed_at IS NULL) = (confirmed_by IS NULL)", name=op.f("ck_shift_handover_confirmed_by_somebody")
        ),
        sa.CheckConstraint("begins_at < ends_at", name=op.f("ck_shift_handover_ends_later")),
        sa.CheckConstraint("confirmer IS NULL OR confirmer <> keeper", name=op.f("ck_shift_handover_two_officers")),
        sa.CheckConstraint(
            "expected = counted OR difference IS NOT NULL", name=op.f("ck_shift_handover_difference_explained")
        ),
        sa.CheckConstraint("expected >= 0 AND counted >= 0", name=op.f("ck_shift_handover_counts_not_negative")),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_shift_handover_facility_id_facility")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift_handover")),
        sa.UniqueConstraint("facility_id", "begins_at", name=op.f("uq_shift_handover_facility_id_begins_at")),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("shift_handover")
