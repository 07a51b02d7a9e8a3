"""Norms and rates of pay: dated lines by decision."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from rehab_center.db import append_only

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pay_norm",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("norm", sa.Text(), nullable=False),
        sa.Column("rate", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.CheckConstraint("basis IN ('day', 'hour', 'output')", name=op.f("ck_pay_norm_basis_known")),
        sa.CheckConstraint("(basis = 'output') = (unit IS NOT NULL)", name=op.f("ck_pay_norm_output_has_unit")),
        sa.CheckConstraint("rate >= 1 AND rate <= 100000000", name=op.f("ck_pay_norm_rate_paid")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_pay_norm_counted_from_one")),
        sa.CheckConstraint("NOT withdrawn OR note IS NOT NULL", name=op.f("ck_pay_norm_withdrawn_for_a_reason")),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_pay_norm_activity_id_activity")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_pay_norm_document_id_document")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pay_norm")),
        sa.UniqueConstraint("activity_id", "number", name=op.f("uq_pay_norm_activity_id_number")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_pay_norm_document_id"), "pay_norm", ["document_id"])
    append_only(op, "pay_norm", [["id"], ["activity_id", "number"]])


def downgrade() -> None:
    op.drop_table("pay_norm")
