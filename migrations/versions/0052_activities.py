"""Programmes of work and classes, their weekly slots, holidays and sessions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

_REASONS = (
    "'teacher', 'no-work', 'weather', 'power', 'safety', 'epidemic', 'centre', 'other', 'holiday', 'schedule', 'closed'"
)
_SUBJECTS = "'law', 'behaviour', 'life-skills', 'relapse', 'hiv', 'literacy', 'schooling', 'counselling', 'sport'"
_KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "activity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("organiser", sa.Text(), nullable=True),
        sa.Column("employer", sa.Text(), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("min_stage", sa.Integer(), nullable=True),
        sa.Column("clearance", sa.Text(), nullable=True),
        sa.Column("sex", sa.Text(), nullable=True),
        sa.Column("min_age", sa.Integer(), nullable=True),
        sa.Column("max_age", sa.Integer(), nullable=True),
        sa.Column("hazardous", sa.Boolean(), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("trade", sa.Text(), nullable=True),
        sa.Column("level", sa.Text(), nullable=True),
        sa.Column("provider", sa.Text(), nullable=True),
        sa.Column("licence", sa.Text(), nullable=True),
        sa.Column("course_hours", sa.Integer(), nullable=True),
        sa.Column("certificate", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_reason", sa.Text(), nullable=True),
        sa.Column("search_key", _KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('labour', 'vocational', 'education')", name=op.f("ck_activity_kind_known")),
        sa.CheckConstraint("clearance IN ('work', 'class')", name=op.f("ck_activity_clearance_known")),
        sa.CheckConstraint("sex IN ('male', 'female')", name=op.f("ck_activity_sex_known")),
        sa.CheckConstraint("level IN ('short', 'elementary')", name=op.f("ck_activity_level_known")),
        sa.CheckConstraint(f"subject IN ({_SUBJECTS})", name=op.f("ck_activity_subject_known")),
        sa.CheckConstraint("name <> ''", name=op.f("ck_activity_named")),
        sa.CheckConstraint("capacity >= 1", name=op.f("ck_activity_holds_somebody")),
        sa.CheckConstraint("min_stage IS NULL OR min_stage BETWEEN 1 AND 5", name=op.f("ck_activity_stage_known")),
        sa.CheckConstraint(
            "min_age IS NULL OR max_age IS NULL OR min_age <= max_age", name=op.f("ck_activity_ages_right_way_round")
        ),
        sa.CheckConstraint("ends_on IS NULL OR begins_on <= ends_on", name=op.f("ck_activity_right_way_round")),
        sa.CheckConstraint("employer IS NULL OR kind = 'labour'", name=op.f("ck_activity_employer_gives_labour")),
        sa.CheckConstraint("(kind = 'vocational') = (level IS NOT NULL)", name=op.f("ck_activity_course_has_level")),
        sa.CheckConstraint("(kind = 'vocational') = (trade IS NOT NULL)", name=op.f("ck_activity_course_has_trade")),
        sa.CheckConstraint("(kind = 'education') = (subject IS NOT NULL)", name=op.f("ck_activity_class_has_subject")),
        sa.CheckConstraint("course_hours IS NULL OR course_hours >= 1", name=op.f("ck_activity_course_lasts")),
        sa.CheckConstraint(
            "(closed_on IS NULL) = (closed_reason IS NULL)", name=op.f("ck_activity_closed_for_a_reason")
        ),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_activity_facility_id_facility")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_activity_document_id_document")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity")),
        sqlite_autoincrement=True,
    )
    still = sa.text("closed_on IS NULL")
    op.create_index(
        "uq_activity_open",
        "activity",
        ["facility_id", "name"],
        unique=True,
        sqlite_where=still,
        postgresql_where=still,
    )
    op.create_index(op.f("ix_activity_document_id"), "activity", ["document_id"])
    op.create_table(
        "slot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("begins", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("every_weeks", sa.Integer(), nullable=False),
        sa.Column("week_offset", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.CheckConstraint("weekday BETWEEN 1 AND 7", name=op.f("ck_slot_weekday_known")),
        sa.CheckConstraint("begins >= 0 AND begins < ends AND ends <= 1440", name=op.f("ck_slot_within_a_day")),
        sa.CheckConstraint("every_weeks BETWEEN 1 AND 8", name=op.f("ck_slot_rotation_known")),
        sa.CheckConstraint("week_offset >= 0 AND week_offset < every_weeks", name=op.f("ck_slot_offset_in_rotation")),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_slot_activity_id_activity")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slot")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_slot_activity_id"), "slot", ["activity_id"])
    op.create_table(
        "holiday",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("moved_from", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Text(), nullable=True),
        sa.CheckConstraint("name <> ''", name=op.f("ck_holiday_named")),
        sa.CheckConstraint('moved_from IS NULL OR moved_from <> "on"', name=op.f("ck_holiday_moved_elsewhere")),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by IS NULL)", name=op.f("ck_holiday_withdrawn_by_somebody")
        ),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_holiday_facility_id_facility")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_holiday_document_id_document")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holiday")),
        sqlite_autoincrement=True,
    )
    stands = sa.text("withdrawn_at IS NULL")
    op.create_index(
        "uq_holiday_centre",
        "holiday",
        ["facility_id", "on"],
        unique=True,
        sqlite_where=stands,
        postgresql_where=stands,
    )
    op.create_index(op.f("ix_holiday_on"), "holiday", ["on"])
    op.create_index(op.f("ix_holiday_document_id"), "holiday", ["document_id"])
    op.create_table(
        "activity_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("begins", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("cancelled_reason", sa.Text(), nullable=True),
        sa.Column("cancelled_note", sa.Text(), nullable=True),
        sa.CheckConstraint("state IN ('planned', 'cancelled')", name=op.f("ck_activity_session_state_known")),
        sa.CheckConstraint(
            f"cancelled_reason IN ({_REASONS})", name=op.f("ck_activity_session_cancelled_reason_known")
        ),
        sa.CheckConstraint(
            "begins >= 0 AND begins < ends AND ends <= 1440", name=op.f("ck_activity_session_within_a_day")
        ),
        sa.CheckConstraint(
            "(state = 'cancelled') = (cancelled_reason IS NOT NULL)",
            name=op.f("ck_activity_session_cancelled_for_a_reason"),
        ),
        sa.CheckConstraint(
            "cancelled_note IS NULL OR state = 'cancelled'", name=op.f("ck_activity_session_note_of_cancelled")
        ),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_activity_session_activity_id_activity")
        ),
        sa.ForeignKeyConstraint(["slot_id"], ["slot.id"], name=op.f("fk_activity_session_slot_id_slot")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_session")),
        sa.UniqueConstraint("slot_id", "on", name=op.f("uq_activity_session_slot_id_on")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_activity_session_activity_id_on"), "activity_session", ["activity_id", "on"])
    op.create_index(op.f("ix_activity_session_on"), "activity_session", ["on"])


def downgrade() -> None:
    op.drop_table("activity_session")
    op.drop_table("holiday")
    op.drop_table("slot")
    op.drop_table("activity")
