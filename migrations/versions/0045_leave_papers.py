"""What a decision on leave for a funeral says: who died, what they were to the person, the days of travel."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("issued_paper", sa.Column("relation", sa.Text(), nullable=True))
    op.add_column("issued_paper", sa.Column("deceased", sa.Text(), nullable=True))
    op.add_column("issued_paper", sa.Column("travel_days", sa.Integer(), nullable=True))


def downgrade() -> None:
    for column in ("travel_days", "deceased", "relation"):
        op.drop_column("issued_paper", column)
