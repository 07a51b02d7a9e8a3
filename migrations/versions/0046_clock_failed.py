"""Tasks about a stay that the clock of releases cannot judge, and about a discipline room past its last day."""

from __future__ import annotations

from alembic import op

from rehab_center.widening import narrow, widen

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

_ADDED = ("clock-failed", "discipline-ended")


def upgrade() -> None:
    widen(op, "task", "kind", _ADDED)


def downgrade() -> None:
    narrow(op, "task", "kind", _ADDED)
