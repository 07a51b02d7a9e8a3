"""Roll checks: zones counted, who was missing; a difference as something owed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from rehab_center.widening import narrow, widen

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


_ADDED = ("roll-difference",)


def upgrade() -> None:
    widen(op, "task", "kind", _ADDED)
    op.create_table(
        "roll_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("began_by", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Text(), nullable=True),
        sa.Column("signed_by", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("search_key", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(closed_at IS NULL) = (signed_by IS NULL)", name=op.f("ck_roll_check_signed_when_closed")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_roll_check_counted_from_one")),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_roll_check_facility_id_facility")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roll_check")),
        sa.UniqueConstraint(
            "facility_id", "taken_on", "number", name=op.f("uq_roll_check_facility_id_taken_on_number")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_roll_check_facility_id_began_at"), "roll_check", ["facility_id", "began_at"], unique=False)

    op.create_table(
        "roll_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roll_check_id", sa.Integer(), nullable=False),
        sa.Column("zone_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("expected_ids", sa.JSON(), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.CheckConstraint("counted IS NULL OR counted >= 0", name=op.f("ck_roll_line_counted_not_negative")),
        sa.CheckConstraint("expected >= 0", name=op.f("ck_roll_line_expected_not_negative")),
        sa.ForeignKeyConstraint(
            ["roll_check_id"], ["roll_check.id"], name=op.f("fk_roll_line_roll_check_id_roll_check")
        ),
        sa.ForeignKeyConstraint(["zone_id"], ["zone.id"], name=op.f("fk_roll_line_zone_id_zone")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roll_line")),
        sa.UniqueConstraint("roll_check_id", "position", name=op.f("uq_roll_line_roll_check_id_position")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "roll_missing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roll_line_id", sa.Integer(), nullable=False),
        sa.Column("admission_id", sa.Integer(), nullable=False),
        sa.Column("absence", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "absence IN ('hospital', 'leave', 'taken-out', 'escaped', 'elsewhere', 'miscounted', 'unexplained')",
            name=op.f("ck_roll_missing_absence_known"),
        ),
        sa.ForeignKeyConstraint(
            ["admission_id"], ["admission.id"], name=op.f("fk_roll_missing_admission_id_admission")
        ),
        sa.ForeignKeyConstraint(
            ["roll_line_id"], ["roll_line.id"], name=op.f("fk_roll_missing_roll_line_id_roll_line")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roll_missing")),
        sa.UniqueConstraint("roll_line_id", "admission_id", name=op.f("uq_roll_missing_roll_line_id_admission_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_roll_missing_admission_id"), "roll_missing", ["admission_id"], unique=False)


def downgrade() -> None:

    op.drop_table("roll_missing")
    op.drop_table("roll_line")

    op.drop_table("roll_check")
    narrow(op, "task", "kind", _ADDED)
