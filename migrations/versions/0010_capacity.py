"""The annual plan."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from rehab_center.db import append_only

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "annual_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("target", sa.Integer(), nullable=False),
        sa.Column("phasing", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "indicator IN ('new-compulsory-admissions', 'new-voluntary-admissions')",
            name=op.f("ck_annual_plan_indicator_known"),
        ),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_annual_plan_counted_from_one")),
        sa.CheckConstraint("target >= 0", name=op.f("ck_annual_plan_target_not_negative")),
        sa.CheckConstraint("year BETWEEN 1990 AND 2200", name=op.f("ck_annual_plan_year_plausible")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_annual_plan_document_id_document")),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_annual_plan_facility_id_facility")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annual_plan")),
        sa.UniqueConstraint(
            "facility_id",
            "year",
            "indicator",
            "revision",
            name=op.f("uq_annual_plan_facility_id_year_indicator_revision"),
        ),
        sqlite_autoincrement=True,
    )
    append_only(op, "annual_plan", [["id"], ["facility_id", "year", "indicator", "revision"]])


def downgrade() -> None:
    op.drop_table("annual_plan")
