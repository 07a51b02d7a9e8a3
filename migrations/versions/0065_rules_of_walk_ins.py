"""Which rules spoke against somebody who was there without an assignment; what was written before keeps yes or no."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None

_TABLES = ("attendance_walk_in", "attendance_correction_line")


def upgrade() -> None:
    for table in _TABLES:
        op.add_column(table, sa.Column("rules", sa.Text(), nullable=True))


def downgrade() -> None:
    for table in reversed(_TABLES):
        op.drop_column(table, "rules")
