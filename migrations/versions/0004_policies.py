"""Dated values of the law."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from rehab_center.db import append_only

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "policy_value",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("citation", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Text(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.CheckConstraint("citation <> ''", name=op.f("ck_policy_value_cited")),
        sa.CheckConstraint(
            "confidence IN ('confirmed', 'to be confirmed')", name=op.f("ck_policy_value_confidence_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_value")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_policy_value_kind_valid_from"), "policy_value", ["kind", "valid_from"], unique=False)
    append_only(op, "policy_value", [["id"]])


def downgrade() -> None:
    op.drop_index(op.f("ix_policy_value_kind_valid_from"), table_name="policy_value")
    op.drop_table("policy_value")
