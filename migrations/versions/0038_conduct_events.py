"""Rewards and discipline."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from rehab_center.db import append_only

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

_KINDS = "'commended', 'praised', 'rewarded', 'reduction-proposed', 'reprimanded', 'warned', 'room'"


def upgrade() -> None:
    op.create_table(
        "conduct_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("admission_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("merit", sa.Boolean(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.CheckConstraint(f"kind IN ({_KINDS})", name=op.f("ck_conduct_event_kind_known")),
        sa.CheckConstraint("(kind = 'room') = (days IS NOT NULL)", name=op.f("ck_conduct_event_room_has_days")),
        sa.CheckConstraint("days IS NULL OR days >= 1", name=op.f("ck_conduct_event_at_least_a_day")),
        sa.CheckConstraint("ground <> ''", name=op.f("ck_conduct_event_says_what_for")),
        sa.ForeignKeyConstraint(
            ["admission_id"], ["admission.id"], name=op.f("fk_conduct_event_admission_id_admission")
        ),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_conduct_event_document_id_document")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conduct_event")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_conduct_event_admission_id"), "conduct_event", ["admission_id"])
    op.create_index(op.f("ix_conduct_event_document_id"), "conduct_event", ["document_id"])
    append_only(op, "conduct_event", [["id"]])
    op.create_table(
        "conduct_void",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["conduct_event.id"], name=op.f("fk_conduct_void_event_id_conduct_event")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conduct_void")),
        sa.UniqueConstraint("event_id", name=op.f("uq_conduct_void_event_id")),
        sqlite_autoincrement=True,
    )
    append_only(op, "conduct_void", [["id"], ["event_id"]])


def downgrade() -> None:
    op.drop_table("conduct_void")
    op.drop_table("conduct_event")
