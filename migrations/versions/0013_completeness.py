"""From which day on a centre's book is complete, and figures of earlier periods from signed reports."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from rehab_center.db import append_only

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "facility_completeness",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("complete_from", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_facility_completeness_reasoned")),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_facility_completeness_facility_id_facility")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facility_completeness")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_facility_completeness_facility_id"), "facility_completeness", ["facility_id"])
    append_only(op, "facility_completeness", [["id"]])
    op.create_table(
        "earlier_figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.CheckConstraint("code IN ('new_compulsory')", name=op.f("ck_earlier_figure_code_known")),
        sa.CheckConstraint(
            "kind IN ('month', 'quarter', 'half-year', 'nine-months', 'year')",
            name=op.f("ck_earlier_figure_kind_known"),
        ),
        sa.CheckConstraint("value IS NULL OR value >= 0", name=op.f("ck_earlier_figure_not_negative")),
        sa.CheckConstraint("(value IS NULL) = (document_id IS NULL)", name=op.f("ck_earlier_figure_rests_on_paper")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_earlier_figure_document_id_document")),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_earlier_figure_facility_id_facility")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_figure")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_earlier_figure_facility_id_code_kind_period"),
        "earlier_figure",
        ["facility_id", "code", "kind", "period"],
    )
    append_only(op, "earlier_figure", [["id"]])
    op.add_column("report", sa.Column("complete_from", sa.Date(), nullable=True))
    op.add_column("report_cell", sa.Column("note", sa.Text(), nullable=True))
    op.add_column("report_cell", sa.Column("note_params", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("report_cell", "note_params")
    op.drop_column("report_cell", "note")
    op.drop_column("report", "complete_from")
    op.drop_index(op.f("ix_earlier_figure_facility_id_code_kind_period"), table_name="earlier_figure")
    op.drop_table("earlier_figure")
    op.drop_index(op.f("ix_facility_completeness_facility_id"), table_name="facility_completeness")
    op.drop_table("facility_completeness")
