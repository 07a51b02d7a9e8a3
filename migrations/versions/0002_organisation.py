"""The centre and its dated names."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from rehab_center.db import append_only

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "facility",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facility")),
        sa.UniqueConstraint("code", name=op.f("uq_facility_code")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "facility_capacity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("citation", sa.Text(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.CheckConstraint("people > 0", name=op.f("ck_facility_capacity_positive")),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_facility_capacity_facility_id_facility")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facility_capacity")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_facility_capacity_facility_id_valid_from"),
        "facility_capacity",
        ["facility_id", "valid_from"],
        unique=False,
    )
    op.create_table(
        "facility_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("short_name", sa.Text(), nullable=False),
        sa.Column("superior", sa.Text(), nullable=False),
        sa.Column("head_title", sa.Text(), nullable=False),
        sa.Column("deputy_title", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("recipients", sa.Text(), nullable=False),
        sa.Column("citation", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Text(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "confidence IN ('confirmed', 'to be confirmed')", name=op.f("ck_facility_name_confidence_known")
        ),
        sa.CheckConstraint("name <> ''", name=op.f("ck_facility_name_named")),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_facility_name_facility_id_facility")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facility_name")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_facility_name_facility_id_valid_from"), "facility_name", ["facility_id", "valid_from"], unique=False
    )
    append_only(op, "facility_capacity", [["id"]])
    append_only(op, "facility_name", [["id"]])


def downgrade() -> None:
    op.drop_index(op.f("ix_facility_name_facility_id_valid_from"), table_name="facility_name")
    op.drop_table("facility_name")
    op.drop_index(op.f("ix_facility_capacity_facility_id_valid_from"), table_name="facility_capacity")
    op.drop_table("facility_capacity")
    op.drop_table("facility")
