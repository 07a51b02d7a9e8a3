"""In which unit output is written on a sheet; those printed before had no column for it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("attendance_sheet", sa.Column("unit", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("attendance_sheet", "unit")
