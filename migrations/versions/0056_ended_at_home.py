"""Tasks about a term that ended while somebody was suspended at home."""

from __future__ import annotations

from alembic import op

from rehab_center.widening import narrow, widen

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None

_ADDED = ("ended-at-home",)


def upgrade() -> None:
    widen(op, "task", "kind", _ADDED)


def downgrade() -> None:
    narrow(op, "task", "kind", _ADDED)
