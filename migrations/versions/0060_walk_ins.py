"""Who was at a session without an assignment; the names of a sheet as it was printed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from rehab_center.db import append_only

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None

_KEPT = ("names_count", "programme", "held_at", "led_by")


def upgrade() -> None:
    op.create_table(
        "attendance_walk_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_session_id", sa.Integer(), nullable=False),
        sa.Column("admission_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("against_rule", sa.Boolean(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "reason IN ('replacing', 'ordered', 'trial', 'guest', 'by-mistake', 'other')",
            name=op.f("ck_attendance_walk_in_reason_known"),
        ),
        sa.CheckConstraint(
            "NOT against_rule OR note IS NOT NULL", name=op.f("ck_attendance_walk_in_against_a_rule_says_why")
        ),
        sa.ForeignKeyConstraint(
            ["activity_session_id"],
            ["activity_session.id"],
            name=op.f("fk_attendance_walk_in_activity_session_id_activity_session"),
        ),
        sa.ForeignKeyConstraint(
            ["admission_id"], ["admission.id"], name=op.f("fk_attendance_walk_in_admission_id_admission")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_walk_in")),
        sa.UniqueConstraint(
            "activity_session_id", "admission_id", name=op.f("uq_attendance_walk_in_activity_session_id_admission_id")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_attendance_walk_in_admission_id"), "attendance_walk_in", ["admission_id"])
    append_only(op, "attendance_walk_in", [["id"], ["activity_session_id", "admission_id"]])
    op.create_table(
        "attendance_sheet_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("admission_id", sa.Integer(), nullable=False),
        sa.Column("full_name", sa.Text(), nullable=False),
        sa.Column("file_code", sa.Text(), nullable=False),
        sa.Column("stops", sa.Text(), nullable=True),
        sa.CheckConstraint("position >= 1", name=op.f("ck_attendance_sheet_name_counted_from_one")),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["attendance_sheet.id"], name=op.f("fk_attendance_sheet_name_sheet_id_attendance_sheet")
        ),
        sa.ForeignKeyConstraint(
            ["admission_id"], ["admission.id"], name=op.f("fk_attendance_sheet_name_admission_id_admission")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_sheet_name")),
        sa.UniqueConstraint("sheet_id", "position", name=op.f("uq_attendance_sheet_name_sheet_id_position")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_attendance_sheet_name_admission_id"), "attendance_sheet_name", ["admission_id"])
    append_only(op, "attendance_sheet_name", [["id"], ["sheet_id", "position"]])
    op.add_column("attendance_sheet", sa.Column("names_count", sa.Integer(), nullable=True))
    for name in _KEPT[1:]:
        op.add_column("attendance_sheet", sa.Column(name, sa.Text(), nullable=True))


def downgrade() -> None:
    for name in reversed(_KEPT):
        op.drop_column("attendance_sheet", name)
    op.drop_table("attendance_sheet_name")
    op.drop_table("attendance_walk_in")
