"""Two records of one person merged or kept apart, until when a former name was borne, requests to take an entry back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_KINDS = (
    "'paper-missing', 'paper-incomplete', 'search-decision', 'commune-notice', 'term-overrun', 'term-ending', "
    "'identity-paper', 'possible-duplicate', 'health-look', 'belongings', "
)
_STANDS = sa.text("undone_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "resident_merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survivor_id", sa.Integer(), nullable=False),
        sa.Column("into_id", sa.Integer(), nullable=False),
        sa.Column("merged_id", sa.Integer(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("merged_by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.Text(), nullable=True),
        sa.Column("undone_reason", sa.Text(), nullable=True),
        sa.CheckConstraint("merged_id <> survivor_id", name=op.f("ck_resident_merge_two_records")),
        sa.CheckConstraint(
            "(undone_at IS NULL) = (undone_by IS NULL)", name=op.f("ck_resident_merge_undone_by_somebody")
        ),
        sa.CheckConstraint(
            "undone_at IS NULL OR undone_reason IS NOT NULL", name=op.f("ck_resident_merge_undone_says_why")
        ),
        sa.ForeignKeyConstraint(["survivor_id"], ["resident.id"], name=op.f("fk_resident_merge_survivor_id_resident")),
        sa.ForeignKeyConstraint(["into_id"], ["resident.id"], name=op.f("fk_resident_merge_into_id_resident")),
        sa.ForeignKeyConstraint(["merged_id"], ["resident.id"], name=op.f("fk_resident_merge_merged_id_resident")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resident_merge")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_resident_merge_survivor_id"), "resident_merge", ["survivor_id"], unique=False)
    op.create_index(
        "uq_resident_merge_standing",
        "resident_merge",
        ["merged_id"],
        unique=True,
        sqlite_where=_STANDS,
        postgresql_where=_STANDS,
    )
    op.create_table(
        "not_same_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("one_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.CheckConstraint("one_id < other_id", name=op.f("ck_not_same_person_in_order")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_not_same_person_says_why")),
        sa.ForeignKeyConstraint(["one_id"], ["resident.id"], name=op.f("fk_not_same_person_one_id_resident")),
        sa.ForeignKeyConstraint(["other_id"], ["resident.id"], name=op.f("fk_not_same_person_other_id_resident")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_not_same_person")),
        sa.UniqueConstraint("one_id", "other_id", name=op.f("uq_not_same_person_one_id_other_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_not_same_person_other_id"), "not_same_person", ["other_id"], unique=False)
    op.add_column("alias", sa.Column("until_on", sa.Date(), nullable=True))
    _know_kinds(f"{_KINDS}'void-request', 'other'")


def downgrade() -> None:
    _know_kinds(f"{_KINDS}'other'")
    op.drop_column("alias", "until_on")
    op.drop_table("not_same_person")
    op.drop_table("resident_merge")


def _know_kinds(kinds: str) -> None:
    """Let the CHECK of a task's kind name these. SQLite makes the table anew; it has no trigger to lose."""
    with op.batch_alter_table("task", table_kwargs={"sqlite_autoincrement": True}) as table:
        table.drop_constraint(op.f("ck_task_kind_known"), type_="check")
        table.create_check_constraint(op.f("ck_task_kind_known"), f"kind IN ({kinds})")
