"""What copies of a register before the last one said of each row, and the copy a row came with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("register_row", sa.Column("earlier", sa.JSON(), nullable=True))
    op.add_column("register_row", sa.Column("first_sha256", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("register_row", "first_sha256")
    op.drop_column("register_row", "earlier")
