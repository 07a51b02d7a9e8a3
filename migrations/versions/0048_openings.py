"""What old books say of stays that began before the program, and what was answered where their end is another one."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from rehab_center.db import append_only

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

_GROUNDS = (
    "term", "credit", "escape", "imprisonment", "suspension-counted", "absence-counted", "reduction", "extension",
    "override", "override-ended",
)  # fmt: skip
_ADDED = ("opening-months", "opening-days")
_STATES = (
    "not-entered", "present", "in-hospital", "on-leave", "taken-out", "suspended", "escaped", "imprisoned", "left",
)  # fmt: skip


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
    op.add_column("admission", sa.Column("opening", sa.JSON(none_as_null=True), nullable=True))
    states = ", ".join(f"'{state}'" for state in _STATES)
    op.create_table(
        "term_opening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("admission_id", sa.Integer(), nullable=False),
        sa.Column("voided", sa.Boolean(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("uncounted_days", sa.Integer(), nullable=False),
        sa.Column("reduced_months", sa.Integer(), nullable=False),
        sa.Column("book_end_on", sa.Date(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("computed_on", sa.Date(), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(f"state IN ({states})", name=op.f("ck_term_opening_state_known")),
        sa.CheckConstraint("uncounted_days >= 0 AND reduced_months >= 0", name=op.f("ck_term_opening_not_negative")),
        sa.CheckConstraint(
            "until_on IS NOT NULL OR (uncounted_days = 0 AND reduced_months = 0)",
            name=op.f("ck_term_opening_counts_to_a_day"),
        ),
        sa.CheckConstraint("NOT voided OR note IS NOT NULL", name=op.f("ck_term_opening_void_says_why")),
        sa.CheckConstraint(
            "voided OR document_id IS NOT NULL OR source IS NOT NULL",
            name=op.f("ck_term_opening_read_somewhere"),
        ),
        sa.ForeignKeyConstraint(
            ["admission_id"], ["admission.id"], name=op.f("fk_term_opening_admission_id_admission")
        ),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_term_opening_document_id_document")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term_opening")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_term_opening_admission_id_id"), "term_opening", ["admission_id", "id"], unique=False)
    append_only(op, "term_opening", [["id"]])
    op.create_table(
        "book_end_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("opening_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("answers_id", sa.Integer(), nullable=True),
        sa.Column("computed_on", sa.Date(), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("delegation_id", sa.Integer(), nullable=True),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("act IN ('accepted', 'confirmed', 'withdrawn')", name=op.f("ck_book_end_answer_act_known")),
        sa.CheckConstraint(
            "(act = 'accepted') = (answers_id IS NULL) AND (act = 'accepted') = (document_id IS NOT NULL)",
            name=op.f("ck_book_end_answer_accepts_or_answers"),
        ),
        sa.CheckConstraint("act = 'confirmed' OR note IS NOT NULL", name=op.f("ck_book_end_answer_says_why")),
        sa.ForeignKeyConstraint(
            ["opening_id"], ["term_opening.id"], name=op.f("fk_book_end_answer_opening_id_term_opening")
        ),
        sa.ForeignKeyConstraint(
            ["answers_id"], ["book_end_answer.id"], name=op.f("fk_book_end_answer_answers_id_book_end_answer")
        ),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_book_end_answer_document_id_document")),
        sa.ForeignKeyConstraint(
            ["delegation_id"], ["term_delegation.id"], name=op.f("fk_book_end_answer_delegation_id_term_delegation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_book_end_answer")),
        sa.UniqueConstraint("answers_id", name=op.f("uq_book_end_answer_answers_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_book_end_answer_opening_id"), "book_end_answer", ["opening_id"], unique=False)
    append_only(op, "book_end_answer", [["id"], ["answers_id"]])


def downgrade() -> None:
    op.drop_table("book_end_answer")
    op.drop_table("term_opening")
    op.drop_column("admission", "opening")
    _allow(_GROUNDS)
