"""The clock of releases: its kinds of tasks, and what has been prepared for whom."""

from __future__ import annotations

import re
from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from rehab_center.db import append_only

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

_ADDED = ("release-today", "left-early")


def _known() -> list[str]:
    """The kinds of tasks that are allowed now, as the database says: other steps add theirs."""
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
    op.create_table(
        "release_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("admission_id", sa.Integer(), nullable=False),
        sa.Column("paper", sa.Text(), nullable=False),
        sa.Column("term_end_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("withdraws_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "paper IN ('family-notice', 'commune-notice', 'certificate', 'handover')",
            name=op.f("ck_release_mark_paper_known"),
        ),
        sa.CheckConstraint("withdraws_id IS NULL OR withdraws_id < id", name=op.f("ck_release_mark_withdrawn_later")),
        sa.ForeignKeyConstraint(
            ["admission_id"], ["admission.id"], name=op.f("fk_release_mark_admission_id_admission")
        ),
        sa.ForeignKeyConstraint(
            ["withdraws_id"], ["release_mark.id"], name=op.f("fk_release_mark_withdraws_id_release_mark")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release_mark")),
        sa.UniqueConstraint("withdraws_id", name=op.f("uq_release_mark_withdraws_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_release_mark_admission_id"), "release_mark", ["admission_id"])
    append_only(op, "release_mark", [["id"], ["withdraws_id"]])


def downgrade() -> None:
    op.drop_table("release_mark")
    gone = ", ".join(f"'{kind}'" for kind in _ADDED)
    op.execute(f"DELETE FROM task WHERE kind IN ({gone})")
    _allow([kind for kind in _known() if kind not in _ADDED])
