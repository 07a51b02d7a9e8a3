"""What of an intake is done after the gate: more kinds of tasks."""

from __future__ import annotations

from alembic import op

from rehab_center.widening import narrow, widen

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_ADDED = ("photo", "belongings-list", "classification", "family-notice", "person-record")


def upgrade() -> None:
    widen(op, "task", "kind", _ADDED)


def downgrade() -> None:
    narrow(op, "task", "kind", _ADDED)
