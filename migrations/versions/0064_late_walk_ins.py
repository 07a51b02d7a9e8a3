"""What a correction asks for may be the mark of somebody who was there without an assignment."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from rehab_center.db import append_only

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None

_LINE = "attendance_correction_line"
_CHECKS = {
    "walked_known": "walked IN ('replacing', 'ordered', 'trial', 'guest', 'by-mistake', 'other')",
    "walked_in_whole": "(walked IS NULL) = (against_rule IS NULL)",
}


def _refuse_again() -> None:
    """On SQLite the table is built anew and loses its triggers: they are put back."""
    if op.get_bind().dialect.name == "sqlite":
        append_only(op, _LINE, [["id"], ["correction_id", "admission_id"]])


def upgrade() -> None:
    with op.batch_alter_table(_LINE, table_kwargs={"sqlite_autoincrement": True}) as line:
        line.add_column(sa.Column("walked", sa.Text(), nullable=True))
        line.add_column(sa.Column("against_rule", sa.Boolean(), nullable=True))
        for name, holds in _CHECKS.items():
            line.create_check_constraint(op.f(f"ck_{_LINE}_{name}"), holds)
    _refuse_again()


def downgrade() -> None:
    with op.batch_alter_table(_LINE, table_kwargs={"sqlite_autoincrement": True}) as line:
        for name in _CHECKS:
            line.drop_constraint(op.f(f"ck_{_LINE}_{name}"), type_="check")
        line.drop_column("against_rule")
        line.drop_column("walked")
    _refuse_again()
