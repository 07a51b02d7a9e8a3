"""Issued reports."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from rehab_center.db import append_only

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("period_rule", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("known_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("built_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("built_by", sa.Text(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=True),
        sa.Column("plan_decision", sa.Text(), nullable=True),
        sa.Column("letterhead", sa.JSON(), nullable=False),
        sa.Column("policies", sa.JSON(), nullable=False),
        sa.Column("log_entry", sa.Integer(), nullable=False),
        sa.Column("log_head", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('month', 'quarter', 'half-year', 'nine-months', 'year')", name=op.f("ck_report_kind_known")
        ),
        sa.CheckConstraint("period_rule IN ('administrative', 'calendar')", name=op.f("ck_report_period_rule_known")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_report_counted_from_one")),
        sa.CheckConstraint("to_on >= from_on", name=op.f("ck_report_right_way_round")),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_report_facility_id_facility")),
        sa.ForeignKeyConstraint(["plan_id"], ["annual_plan.id"], name=op.f("fk_report_plan_id_annual_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint(
            "facility_id", "kind", "period", "number", name=op.f("uq_report_facility_id_kind_period_number")
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "report_cell",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("label_params", sa.JSON(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("printed", sa.Text(), nullable=False),
        sa.Column("people_count", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_cell_report_id_report")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_cell")),
        sa.UniqueConstraint("report_id", "code", name=op.f("uq_report_cell_report_id_code")),
        sa.UniqueConstraint("report_id", "position", name=op.f("uq_report_cell_report_id_position")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "report_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_report_file_not_empty")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_file_report_id_report")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_file")),
        sa.UniqueConstraint("report_id", name=op.f("uq_report_file_report_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "cell_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cell_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("counted", sa.Boolean(), nullable=False),
        sa.Column("admission_id", sa.Integer(), nullable=False),
        sa.Column("resident_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("day_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("reason_params", sa.JSON(), nullable=True),
        sa.CheckConstraint("counted = (reason IS NULL)", name=op.f("ck_cell_member_outside_says_why")),
        sa.ForeignKeyConstraint(["admission_id"], ["admission.id"], name=op.f("fk_cell_member_admission_id_admission")),
        sa.ForeignKeyConstraint(["cell_id"], ["report_cell.id"], name=op.f("fk_cell_member_cell_id_report_cell")),
        sa.ForeignKeyConstraint(["resident_id"], ["resident.id"], name=op.f("fk_cell_member_resident_id_resident")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cell_member")),
        sa.UniqueConstraint("cell_id", "position", name=op.f("uq_cell_member_cell_id_position")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_cell_member_admission_id"), "cell_member", ["admission_id"], unique=False)
    append_only(op, "report", [["id"], ["facility_id", "kind", "period", "number"]])
    append_only(op, "report_cell", [["id"], ["report_id", "code"], ["report_id", "position"]])
    append_only(op, "report_file", [["id"], ["report_id"]])
    append_only(op, "cell_member", [["id"], ["cell_id", "position"]])


def downgrade() -> None:
    op.drop_index(op.f("ix_cell_member_admission_id"), table_name="cell_member")
    op.drop_table("cell_member")
    op.drop_table("report_file")
    op.drop_table("report_cell")
    op.drop_table("report")
