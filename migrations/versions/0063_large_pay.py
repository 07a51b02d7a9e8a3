"""What a person is paid may be more than two milliard đồng: a slip of the finger is refused by a rule, not by a type."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from rehab_center.db import append_only

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None

_AMOUNTS = {
    "payroll_person": ("gross", "deducted", "fund", "custody", "net", "carried"),
    "pay_line": ("amount", "remaining"),
}
_KEYS = {
    "payroll_person": [["id"], ["payroll_id", "admission_id"]],
    "pay_line": [["id"], ["payroll_id", "admission_id", "position"]],
}


def _become(kind: type[sa.Integer], existing: type[sa.Integer]) -> None:
    """On SQLite the tables are built anew and lose their triggers: they are put back."""
    for table, columns in _AMOUNTS.items():
        with op.batch_alter_table(table) as changed:
            for column in columns:
                changed.alter_column(column, type_=kind(), existing_type=existing(), existing_nullable=False)
        if op.get_bind().dialect.name == "sqlite":
            append_only(op, table, _KEYS[table])


def upgrade() -> None:
    _become(sa.BigInteger, sa.Integer)


def downgrade() -> None:
    _become(sa.Integer, sa.BigInteger)
