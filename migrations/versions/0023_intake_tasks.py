"""What of an intake is done after the gate: more kinds of tasks."""

from __future__ import annotations

import re
from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_ADDED = ("photo", "belongings-list", "classification", "family-notice", "person-record")


def _known() -> list[str]:
    """The kinds that are allowed now, as the database says: other steps add theirs."""
    checks = sa.inspect(op.get_bind()).get_check_constraints("task")
    text = next(check["sqltext"] for check in checks if check["name"] == "ck_task_kind_known")
    return re.findall(r"'([^']+)'", text)


def _allow(kinds: Sequence[str]) -> None:
    words = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("task") as task:
        task.drop_constraint(op.f("ck_task_kind_known"), type_="check")
        task.create_check_constraint(op.f("ck_task_kind_known"), f"kind IN ({words})")


def upgrade() -> None:
    known = _known()
    _allow([*known[:-1], *_ADDED, known[-1]])


def downgrade() -> None:
    gone = ", ".join(f"'{kind}'" for kind in _ADDED)
    op.execute(f"DELETE FROM task WHERE kind IN ({gone})")
    _allow([kind for kind in _known() if kind not in _ADDED])
