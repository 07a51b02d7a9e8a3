"""What a figure of a report counts that is no person, and what it adds up of each."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from rehab_center.db import append_only

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("report_cell", sa.Column("items_count", sa.Integer(), nullable=True))
    op.add_column("cell_member", sa.Column("amount", sa.Integer(), nullable=True))
    op.create_table(
        "cell_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cell_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("counted", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("day_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("note_params", sa.JSON(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("reason_params", sa.JSON(), nullable=True),
        sa.CheckConstraint("counted = (reason IS NULL)", name=op.f("ck_cell_item_outside_says_why")),
        sa.CheckConstraint(
            "kind IN ('session', 'override', 'correction', 'sheet')", name=op.f("ck_cell_item_kind_known")
        ),
        sa.ForeignKeyConstraint(["cell_id"], ["report_cell.id"], name=op.f("fk_cell_item_cell_id_report_cell")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cell_item")),
        sa.UniqueConstraint("cell_id", "position", name=op.f("uq_cell_item_cell_id_position")),
        sqlite_autoincrement=True,
    )
    append_only(op, "cell_item", [["id"], ["cell_id", "position"]])


def downgrade() -> None:
    op.drop_table("cell_item")
    op.drop_column("cell_member", "amount")
    op.drop_column("report_cell", "items_count")
