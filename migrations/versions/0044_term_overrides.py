"""Ends of terms that a paper puts in the place of the computed ones, and their lines in the ledger."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from rehab_center.db import append_only

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

_GROUNDS = (
    "term", "credit", "escape", "imprisonment", "suspension-counted", "absence-counted", "reduction", "extension",
)  # fmt: skip
_ADDED = ("override", "override-ended")


def _allow(grounds: Sequence[str]) -> None:
    """The grounds a line may have. On SQLite the table is built anew and loses its triggers: they are put back."""
    words = ", ".join(f"'{ground}'" for ground in grounds)
    with op.batch_alter_table("term_entry") as entry:
        entry.drop_constraint(op.f("ck_term_entry_ground_known"), type_="check")
        entry.create_check_constraint(op.f("ck_term_entry_ground_known"), f"ground IN ({words})")
    if op.get_bind().dialect.name == "sqlite":
        append_only(op, "term_entry", [["id"], ["admission_id", "calculation", "position"]])


def upgrade() -> None:
    _allow([*_GROUNDS, *_ADDED])
    op.create_table(
        "term_override",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("admission_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("closes_id", sa.Integer(), nullable=True),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("end_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("seen_movement_id", sa.Integer(), nullable=False),
        sa.Column("delegation_id", sa.Integer(), nullable=True),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("act IN ('set', 'ended', 'voided')", name=op.f("ck_term_override_act_known")),
        sa.CheckConstraint(
            "reason IN ('court-corrected', 'decision-differs', 'old-book-error', 'authority-order', 'other')",
            name=op.f("ck_term_override_reason_known"),
        ),
        sa.CheckConstraint(
            "(act = 'set') = (closes_id IS NULL) AND (act = 'set') = (end_on IS NOT NULL)"
            " AND (act = 'set') = (reason IS NOT NULL)",
            name=op.f("ck_term_override_sets_or_closes"),
        ),
        sa.CheckConstraint("(act = 'voided') = (document_id IS NULL)", name=op.f("ck_term_override_by_a_paper")),
        sa.CheckConstraint(
            "(act = 'set' AND reason <> 'other') OR note IS NOT NULL", name=op.f("ck_term_override_in_words")
        ),
        sa.ForeignKeyConstraint(
            ["admission_id"], ["admission.id"], name=op.f("fk_term_override_admission_id_admission")
        ),
        sa.ForeignKeyConstraint(
            ["closes_id"], ["term_override.id"], name=op.f("fk_term_override_closes_id_term_override")
        ),
        sa.ForeignKeyConstraint(
            ["delegation_id"], ["term_delegation.id"], name=op.f("fk_term_override_delegation_id_term_delegation")
        ),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_term_override_document_id_document")),
        sa.ForeignKeyConstraint(
            ["seen_movement_id"], ["movement.id"], name=op.f("fk_term_override_seen_movement_id_movement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term_override")),
        sa.UniqueConstraint("closes_id", name=op.f("uq_term_override_closes_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_term_override_admission_id"), "term_override", ["admission_id"], unique=False)
    append_only(op, "term_override", [["id"], ["closes_id"]])


def downgrade() -> None:
    op.drop_table("term_override")
    _allow(_GROUNDS)
