"""What else is told about a movement: who was on duty, which hospital, when somebody is to be back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from rehab_center.db import append_only

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

_ITEMS = (
    "noticed-at", "last-seen", "circumstances", "clothes", "on-duty", "found-at", "brought-by", "hospital", "deceased",
    "relation", "travel-days", "ordered-by", "confirmed-by", "in-patient-days", "planned-return", "review-on",
    "accompanied-by", "to-centre", "court", "sentence-months", "place", "told", "cause",
)  # fmt: skip
_ONE = (
    "(CASE WHEN words IS NULL THEN 0 ELSE 1 END) + (CASE WHEN day IS NULL THEN 0 ELSE 1 END)"
    " + (CASE WHEN number IS NULL THEN 0 ELSE 1 END) + (CASE WHEN health_words IS NULL THEN 0 ELSE 1 END) = 1"
)


def upgrade() -> None:
    items = ", ".join(f"'{item}'" for item in _ITEMS)
    op.create_table(
        "movement_detail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("movement_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("health_words", sa.Text(), nullable=True),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(f"item IN ({items})", name=op.f("ck_movement_detail_item_known")),
        sa.CheckConstraint(_ONE, name=op.f("ck_movement_detail_one_answer")),
        sa.CheckConstraint(
            "(item = 'cause') = (health_words IS NOT NULL)", name=op.f("ck_movement_detail_health_apart")
        ),
        sa.ForeignKeyConstraint(["movement_id"], ["movement.id"], name=op.f("fk_movement_detail_movement_id_movement")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_movement_detail")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_movement_detail_movement_id_id"), "movement_detail", ["movement_id", "id"])
    append_only(op, "movement_detail", [["id"]])


def downgrade() -> None:
    op.drop_table("movement_detail")
