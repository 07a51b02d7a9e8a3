"""What a movement leaves to be done by a day: more kinds of tasks."""

from __future__ import annotations

from alembic import op

from rehab_center.widening import narrow, widen

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

_ADDED = ("return-due", "review-due", "turns-adult", "temporary-long", "certificate-copies")


def upgrade() -> None:
    widen(op, "task", "kind", _ADDED)


def downgrade() -> None:
    narrow(op, "task", "kind", _ADDED)
