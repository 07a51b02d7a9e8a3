"""Tasks about an end of a term that has come and that nobody has checked."""

from __future__ import annotations

from alembic import op

from rehab_center.widening import narrow, widen

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None

_ADDED = ("unchecked-end",)


def upgrade() -> None:
    widen(op, "task", "kind", _ADDED)


def downgrade() -> None:
    narrow(op, "task", "kind", _ADDED)
