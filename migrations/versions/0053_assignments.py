"""Who works and learns where: assignments, their pauses, the director's overrides, the waiting list."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from rehab_center.db import append_only

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

_ENDS = (
    "'asked', 'refused', 'ill', 'conduct', 'moved', 'stage', 'safety', 'declined', 'mistake', 'finished', "
    "'programme-closed', 'left-centre'"
)


def upgrade() -> None:
    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("admission_id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=True),
        sa.Column("end_note", sa.Text(), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "end_reason <> 'declined' OR decided_on IS NULL", name=op.f("ck_assignment_declined_is_undecided")
        ),
        sa.CheckConstraint(
            f"end_reason IN ({_ENDS})",
            name=op.f("ck_assignment_end_reason_known"),
        ),
        sa.CheckConstraint(
            "(decided_on IS NULL) = (decided_by IS NULL)", name=op.f("ck_assignment_decided_by_somebody")
        ),
        sa.CheckConstraint(
            "end_reason IS NULL OR (ends_on IS NOT NULL AND ended_by IS NOT NULL)",
            name=op.f("ck_assignment_ended_on_a_day"),
        ),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_assignment_activity_id_activity")),
        sa.ForeignKeyConstraint(["admission_id"], ["admission.id"], name=op.f("fk_assignment_admission_id_admission")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_assignment_activity_id"), "assignment", ["activity_id"], unique=False)
    op.create_index(
        "uq_assignment_open",
        "assignment",
        ["admission_id", "activity_id"],
        unique=True,
        sqlite_where=sa.text("ends_on IS NULL"),
        postgresql_where=sa.text("ends_on IS NULL"),
    )
    op.create_table(
        "assignment_pause",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "reason IN ('health', 'visit', 'discipline', 'no-work', 'other')",
            name=op.f("ck_assignment_pause_reason_known"),
        ),
        sa.CheckConstraint("until_on IS NULL OR until_on >= from_on", name=op.f("ck_assignment_pause_right_way_round")),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_assignment_pause_assignment_id_assignment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment_pause")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_assignment_pause_assignment_id"), "assignment_pause", ["assignment_id"], unique=False)
    op.create_table(
        "assignment_override",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("signed_by", sa.Text(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("note <> ''", name=op.f("ck_assignment_override_says_why")),
        sa.CheckConstraint(
            "reason IN ('urgent-work', 'employer-agreement', 'medical-advice', 'supervised', 'other')",
            name=op.f("ck_assignment_override_reason_known"),
        ),
        sa.CheckConstraint(
            "rule IN ('apart', 'day-hours', 'full', 'holiday', 'min-stage', 'programme-age', 'rest-day', 'week-hours')",
            name=op.f("ck_assignment_override_rule_known"),
        ),
        sa.CheckConstraint("expires_on >= signed_on", name=op.f("ck_assignment_override_expires_later")),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_assignment_override_assignment_id_assignment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment_override")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_assignment_override_assignment_id"), "assignment_override", ["assignment_id"], unique=False
    )
    op.create_table(
        "activity_wish",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("admission_id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("trade", sa.Text(), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("asker", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("assignment_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("asker IN ('person', 'family', 'staff')", name=op.f("ck_activity_wish_asker_known")),
        sa.CheckConstraint(
            "decision IN ('granted', 'declined', 'withdrawn')", name=op.f("ck_activity_wish_decision_known")
        ),
        sa.CheckConstraint(
            "decision IS NULL OR decision = 'granted' OR reason IS NOT NULL",
            name=op.f("ck_activity_wish_refusal_says_why"),
        ),
        sa.CheckConstraint("kind IN ('labour', 'vocational', 'education')", name=op.f("ck_activity_wish_kind_known")),
        sa.CheckConstraint(
            "(decision IS NULL) = (decided_on IS NULL) AND (decision IS NULL) = (decided_by IS NULL)",
            name=op.f("ck_activity_wish_decided_by_somebody"),
        ),
        sa.CheckConstraint(
            "activity_id IS NOT NULL OR kind IS NOT NULL", name=op.f("ck_activity_wish_asks_for_something")
        ),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_activity_wish_activity_id_activity")),
        sa.ForeignKeyConstraint(
            ["admission_id"], ["admission.id"], name=op.f("fk_activity_wish_admission_id_admission")
        ),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_activity_wish_assignment_id_assignment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_wish")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_activity_wish_activity_id"), "activity_wish", ["activity_id"], unique=False)
    op.create_index(op.f("ix_activity_wish_admission_id"), "activity_wish", ["admission_id"], unique=False)
    append_only(op, "assignment_override", [["id"]])


def downgrade() -> None:
    for table in ("activity_wish", "assignment_override", "assignment_pause", "assignment"):
        op.drop_table(table)
