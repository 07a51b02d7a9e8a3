"""To-dos and open exceptions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("resident_id", sa.Integer(), nullable=True),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("search_key", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("owner_role", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Text(), nullable=True),
        sa.Column("closed_by_document_id", sa.Integer(), nullable=True),
        sa.Column("closed_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('paper-missing', 'paper-incomplete', 'search-decision', 'commune-notice', 'term-overrun', 'term-ending', 'identity-paper', 'possible-duplicate', 'other')",
            name=op.f("ck_task_kind_known"),
        ),
        sa.CheckConstraint(
            "owner_role IN ('administrator', 'intake', 'duty', 'medical', 'training', 'director', 'inspector')",
            name=op.f("ck_task_owner_role_known"),
        ),
        sa.CheckConstraint("(closed_at IS NULL) = (closed_by IS NULL)", name=op.f("ck_task_closed_by_somebody")),
        sa.CheckConstraint(
            "closed_at IS NULL OR closed_by_document_id IS NOT NULL OR closed_reason IS NOT NULL",
            name=op.f("ck_task_closed_by_what"),
        ),
        sa.ForeignKeyConstraint(
            ["closed_by_document_id"], ["document.id"], name=op.f("fk_task_closed_by_document_id_document")
        ),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_task_facility_id_facility")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_task_facility_id_closed_at_due_at"), "task", ["facility_id", "closed_at", "due_at"], unique=False
    )
    op.create_index(op.f("ix_task_resident_id"), "task", ["resident_id"], unique=False)
    op.create_index(op.f("ix_task_subject_kind_subject_id"), "task", ["subject_kind", "subject_id"], unique=False)
    op.create_index(
        "uq_task_open",
        "task",
        ["kind", "subject_kind", "subject_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_task_facility_id_closed_at_due_at"), table_name="task")
    op.drop_index(op.f("ix_task_resident_id"), table_name="task")
    op.drop_index(op.f("ix_task_subject_kind_subject_id"), table_name="task")
    op.drop_index(
        "uq_task_open",
        table_name="task",
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.drop_table("task")
