"""Marks at sessions, how far sessions are marked, corrections by two people, sheets for signature."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from rehab_center.db import append_only
from rehab_center.widening import narrow, widen

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None

_KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_TASKS = ("sheet-owed",)


def upgrade() -> None:
    op.create_table(
        "attendance_correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_session_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposer", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decider", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_attendance_correction_reasoned")),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (confirmed IS NULL)", name=op.f("ck_attendance_correction_decided_one_way")
        ),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (decider IS NULL)", name=op.f("ck_attendance_correction_decided_by_somebody")
        ),
        sa.CheckConstraint(
            "confirmed IS NULL OR confirmed OR answer IS NOT NULL",
            name=op.f("ck_attendance_correction_refused_with_a_word"),
        ),
        sa.CheckConstraint("decider IS NULL OR decider <> proposer", name=op.f("ck_attendance_correction_two_people")),
        sa.ForeignKeyConstraint(
            ["activity_session_id"],
            ["activity_session.id"],
            name=op.f("fk_attendance_correction_activity_session_id_activity_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_correction")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_attendance_correction_open",
        "attendance_correction",
        ["activity_session_id"],
        unique=True,
        sqlite_where=sa.text("decided_at IS NULL"),
        postgresql_where=sa.text("decided_at IS NULL"),
    )
    op.create_table(
        "attendance_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("number_key", _KEY, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("activity_session_id", sa.Integer(), nullable=True),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("printed_by", sa.Text(), nullable=False),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_to", sa.Text(), nullable=True),
        sa.Column("signed", sa.Boolean(), nullable=False),
        sa.Column("on_paper", sa.Integer(), nullable=True),
        sa.Column("difference", sa.Text(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Text(), nullable=True),
        sa.Column("settled_how", sa.Text(), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_by", sa.Text(), nullable=True),
        sa.Column("cancelled_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'movements') = (activity_session_id IS NULL)",
            name=op.f("ck_attendance_sheet_of_a_session_or_a_day"),
        ),
        sa.CheckConstraint("kind IN ('roll', 'movements', 'work-slip')", name=op.f("ck_attendance_sheet_kind_known")),
        sa.CheckConstraint(
            "(cancelled_at IS NULL) = (cancelled_by IS NULL) AND (cancelled_at IS NULL) = (cancelled_reason IS NULL)",
            name=op.f("ck_attendance_sheet_cancelled_with_a_word"),
        ),
        sa.CheckConstraint(
            "(returned_at IS NULL) = (returned_to IS NULL)", name=op.f("ck_attendance_sheet_returned_to_somebody")
        ),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (settled_by IS NULL)", name=op.f("ck_attendance_sheet_settled_by_somebody")
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_attendance_sheet_counted_from_one")),
        sa.CheckConstraint("on_paper IS NULL OR on_paper >= 0", name=op.f("ck_attendance_sheet_count_not_negative")),
        sa.ForeignKeyConstraint(
            ["activity_session_id"],
            ["activity_session.id"],
            name=op.f("fk_attendance_sheet_activity_session_id_activity_session"),
        ),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_attendance_sheet_facility_id_facility")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_sheet")),
        sa.UniqueConstraint(
            "facility_id", "kind", "year", "number", name=op.f("uq_attendance_sheet_facility_id_kind_year_number")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_attendance_sheet_activity_session_id"), "attendance_sheet", ["activity_session_id"], unique=False
    )
    op.create_index(op.f("ix_attendance_sheet_facility_id_on"), "attendance_sheet", ["facility_id", "on"], unique=False)
    op.create_table(
        "session_roll",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_session_id", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Text(), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (closed_by IS NULL)", name=op.f("ck_session_roll_closed_by_somebody")
        ),
        sa.ForeignKeyConstraint(
            ["activity_session_id"],
            ["activity_session.id"],
            name=op.f("fk_session_roll_activity_session_id_activity_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_roll")),
        sa.UniqueConstraint("activity_session_id", name=op.f("uq_session_roll_activity_session_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "attendance_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_session_id", sa.Integer(), nullable=False),
        sa.Column("admission_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("correction_id", sa.Integer(), nullable=True),
        sa.Column("marked_by", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attended", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("output", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "attended IN ('present', 'late', 'left-early', 'refused', 'unexcused', 'sick', 'treatment', 'visit', 'authorities', 'other-duty', 'discipline', 'not-required')",
            name=op.f("ck_attendance_mark_attended_known"),
        ),
        sa.CheckConstraint(
            "minutes IS NOT NULL AND minutes >= 0 AND minutes <= 1440", name=op.f("ck_attendance_mark_minutes_of_a_day")
        ),
        sa.ForeignKeyConstraint(
            ["activity_session_id"],
            ["activity_session.id"],
            name=op.f("fk_attendance_mark_activity_session_id_activity_session"),
        ),
        sa.ForeignKeyConstraint(
            ["admission_id"], ["admission.id"], name=op.f("fk_attendance_mark_admission_id_admission")
        ),
        sa.ForeignKeyConstraint(
            ["correction_id"],
            ["attendance_correction.id"],
            name=op.f("fk_attendance_mark_correction_id_attendance_correction"),
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["attendance_mark.id"], name=op.f("fk_attendance_mark_replaces_id_attendance_mark")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_mark")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_attendance_mark_replaces_id")),
        sa.UniqueConstraint(
            "activity_session_id",
            "admission_id",
            "revision",
            name=op.f("uq_attendance_mark_activity_session_id_admission_id_revision"),
        ),
        sa.CheckConstraint(
            "(revision = 1) = (replaces_id IS NULL) AND revision >= 1",
            name=op.f("ck_attendance_mark_first_replaces_none"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_attendance_mark_admission_id_activity_session_id"),
        "attendance_mark",
        ["admission_id", "activity_session_id"],
        unique=False,
    )
    op.create_table(
        "attendance_sheet_scan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "media_type IN ('application/pdf', 'image/jpeg', 'image/png')",
            name=op.f("ck_attendance_sheet_scan_media_type_known"),
        ),
        sa.CheckConstraint("size > 0", name=op.f("ck_attendance_sheet_scan_not_empty")),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["attendance_sheet.id"], name=op.f("fk_attendance_sheet_scan_sheet_id_attendance_sheet")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_sheet_scan")),
        sa.UniqueConstraint("sheet_id", "sha256", name=op.f("uq_attendance_sheet_scan_sheet_id_sha256")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "attendance_correction_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("correction_id", sa.Integer(), nullable=False),
        sa.Column("admission_id", sa.Integer(), nullable=False),
        sa.Column("base_id", sa.Integer(), nullable=True),
        sa.Column("attended", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("output", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "attended IN ('present', 'late', 'left-early', 'refused', 'unexcused', 'sick', 'treatment', 'visit', 'authorities', 'other-duty', 'discipline', 'not-required')",
            name=op.f("ck_attendance_correction_line_attended_known"),
        ),
        sa.CheckConstraint(
            "minutes IS NULL OR minutes >= 0", name=op.f("ck_attendance_correction_line_minutes_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["admission_id"], ["admission.id"], name=op.f("fk_attendance_correction_line_admission_id_admission")
        ),
        sa.ForeignKeyConstraint(
            ["base_id"], ["attendance_mark.id"], name=op.f("fk_attendance_correction_line_base_id_attendance_mark")
        ),
        sa.ForeignKeyConstraint(
            ["correction_id"],
            ["attendance_correction.id"],
            name=op.f("fk_attendance_correction_line_correction_id_attendance_correction"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_correction_line")),
        sa.UniqueConstraint(
            "correction_id", "admission_id", name=op.f("uq_attendance_correction_line_correction_id_admission_id")
        ),
        sqlite_autoincrement=True,
    )
    append_only(op, "attendance_mark", [["id"], ["activity_session_id", "admission_id", "revision"], ["replaces_id"]])
    append_only(op, "attendance_correction_line", [["id"], ["correction_id", "admission_id"]])
    widen(op, "task", "kind", _TASKS)


def downgrade() -> None:
    narrow(op, "task", "kind", _TASKS)
    for table in (
        "attendance_correction_line",
        "attendance_sheet_scan",
        "attendance_mark",
        "session_roll",
        "attendance_sheet",
        "attendance_correction",
    ):
        op.drop_table(table)
