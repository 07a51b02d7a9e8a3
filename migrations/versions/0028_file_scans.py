"""Scans of the papers of a file that have no number of their own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "file_scan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "media_type IN ('application/pdf', 'image/jpeg', 'image/png')",
            name=op.f("ck_file_scan_media_type_known"),
        ),
        sa.CheckConstraint("size > 0", name=op.f("ck_file_scan_not_empty")),
        sa.ForeignKeyConstraint(["paper_id"], ["file_paper.id"], name=op.f("fk_file_scan_paper_id_file_paper")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_scan")),
        sa.UniqueConstraint("paper_id", "sha256", name=op.f("uq_file_scan_paper_id_sha256")),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("file_scan")
