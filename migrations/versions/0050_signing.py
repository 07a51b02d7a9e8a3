"""Whom a paper lets issue the centre's papers, and how they sign."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("term_delegation", sa.Column("issues", sa.Boolean(), nullable=True))
    op.add_column("term_delegation", sa.Column("as_deputy", sa.Boolean(), nullable=True))
    op.add_column("term_delegation", sa.Column("title", sa.Text(), nullable=True))
    op.add_column("issued_paper", sa.Column("authorised", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("issued_paper", "authorised")
    for column in ("title", "as_deputy", "issues"):
        op.drop_column("term_delegation", column)
