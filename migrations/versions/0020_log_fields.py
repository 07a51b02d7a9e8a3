"""The log is asked which fields changed: its changes by table and operation, the newest first.

Revision ID: 0014
Revises: 0013
"""

from __future__ import annotations

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index."""
    op.create_index(
        op.f("ix_audit_change_table_name_operation_entry_id"), "audit_change", ["table_name", "operation", "entry_id"]
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_index(op.f("ix_audit_change_table_name_operation_entry_id"), table_name="audit_change")
