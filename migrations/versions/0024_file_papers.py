"""The papers of a file."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_LIVE = sa.text("withdrawn_at IS NULL AND line <> 'other'")


def upgrade() -> None:
    op.create_table(
        "file_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("admission_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("copy_form", sa.Text(), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("leaf_first", sa.Integer(), nullable=True),
        sa.Column("leaf_last", sa.Integer(), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Text(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "line IN ('decision', 'assignment', 'custody', 'transfer', 'application', 'summary', 'violation', 'addiction', 'statement', 'guardian', 'proposal', 'request', 'attachments', 'handover', 'identity', 'belongings', 'medical', 'prints', 'classification', 'rules', 'plan', 'notice', 'other')",
            name=op.f("ck_file_paper_line_known"),
        ),
        sa.CheckConstraint("state IN ('missing', 'received', 'not-needed')", name=op.f("ck_file_paper_state_known")),
        sa.CheckConstraint(
            "copy_form IN ('original', 'certified-copy', 'copy')", name=op.f("ck_file_paper_copy_form_known")
        ),
        sa.CheckConstraint("(line = 'other') = (title IS NOT NULL)", name=op.f("ck_file_paper_titled")),
        sa.CheckConstraint(
            "(state = 'received') = (received_on IS NOT NULL)", name=op.f("ck_file_paper_received_on_a_day")
        ),
        sa.CheckConstraint(
            "(state = 'missing') = (due_on IS NOT NULL)", name=op.f("ck_file_paper_missing_until_a_day")
        ),
        sa.CheckConstraint("state <> 'not-needed' OR note IS NOT NULL", name=op.f("ck_file_paper_not_needed_says_why")),
        sa.CheckConstraint("pages IS NULL OR pages > 0", name=op.f("ck_file_paper_pages_positive")),
        sa.CheckConstraint(
            "(leaf_first IS NULL) = (leaf_last IS NULL) AND (leaf_first IS NULL OR leaf_first BETWEEN 1 AND leaf_last)",
            name=op.f("ck_file_paper_leaves_right_way_round"),
        ),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by IS NULL) AND (withdrawn_at IS NULL) = (withdrawn_reason IS NULL)",
            name=op.f("ck_file_paper_withdrawn_whole"),
        ),
        sa.ForeignKeyConstraint(["admission_id"], ["admission.id"], name=op.f("fk_file_paper_admission_id_admission")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_file_paper_document_id_document")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_paper")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_file_paper_state_due_on"), "file_paper", ["state", "due_on"], unique=False)
    op.create_index(
        "uq_file_paper_live",
        "file_paper",
        ["admission_id", "line"],
        unique=True,
        sqlite_where=_LIVE,
        postgresql_where=_LIVE,
    )


def downgrade() -> None:
    op.drop_index("uq_file_paper_live", table_name="file_paper", sqlite_where=_LIVE, postgresql_where=_LIVE)
    op.drop_index(op.f("ix_file_paper_state_due_on"), table_name="file_paper")
    op.drop_table("file_paper")
