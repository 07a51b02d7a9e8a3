"""Lists of communes that were loaded, and the unit a person's address was recognised as."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from rehab_center.db import KeyText, append_only

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "commune_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("citation", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.CheckConstraint("(mode = 'withdrawn') = (content = '')", name=op.f("ck_commune_list_has_content")),
        sa.CheckConstraint("mode IN ('replaces', 'extends', 'withdrawn')", name=op.f("ck_commune_list_mode_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commune_list")),
        sqlite_autoincrement=True,
    )
    append_only(op, "commune_list", [["id"]])
    op.add_column("resident", sa.Column("commune_code", KeyText, nullable=True))
    op.create_index(op.f("ix_resident_commune_code"), "resident", ["commune_code"])


def downgrade() -> None:
    op.drop_index(op.f("ix_resident_commune_code"), table_name="resident")
    op.drop_column("resident", "commune_code")
    op.drop_table("commune_list")
