"""What of an intake is done after the gate: more kinds of tasks."""

from __future__ import annotations

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_BEFORE = (
    "'paper-missing', 'paper-incomplete', 'search-decision', 'commune-notice', 'term-overrun', 'term-ending', "
    "'identity-paper', 'possible-duplicate'"
)
_ADDED = "'first-health-look', 'photo', 'belongings', 'classification', 'family-notice', 'person-record'"


def _allow(kinds: str) -> None:
    with op.batch_alter_table("task") as task:
        task.drop_constraint(op.f("ck_task_kind_known"), type_="check")
        task.create_check_constraint(op.f("ck_task_kind_known"), f"kind IN ({kinds})")


def upgrade() -> None:
    _allow(f"{_BEFORE}, {_ADDED}, 'other'")


def downgrade() -> None:
    _allow(f"{_BEFORE}, 'other'")
