"""Columns of a register that say what the old book counts."""

from __future__ import annotations

from alembic import op

from rehab_center.widening import narrow, widen

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

_ADDED = ("book-end", "opening-until", "uncounted-days", "reduced-months")


def upgrade() -> None:
    widen(op, "column_mapping", "field", _ADDED)


def downgrade() -> None:
    narrow(op, "column_mapping", "field", _ADDED)
