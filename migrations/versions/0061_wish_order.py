"""Which wishes come first; pauses that are changed or withdrawn by a later row."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None

_AUTO = {"sqlite_autoincrement": True}


def upgrade() -> None:
    with op.batch_alter_table("assignment_pause", table_kwargs=_AUTO) as pause:
        pause.add_column(sa.Column("replaces_id", sa.Integer(), nullable=True))
        pause.add_column(sa.Column("withdrawn", sa.Boolean(), nullable=True))
        pause.create_foreign_key(
            op.f("fk_assignment_pause_replaces_id_assignment_pause"), "assignment_pause", ["replaces_id"], ["id"]
        )
        pause.create_unique_constraint(op.f("uq_assignment_pause_replaces_id"), ["replaces_id"])
        pause.create_check_constraint(
            op.f("ck_assignment_pause_withdraws_something"), "withdrawn IS NULL OR replaces_id IS NOT NULL"
        )
    with op.batch_alter_table("activity_wish", table_kwargs=_AUTO) as wish:
        wish.add_column(sa.Column("priority", sa.Text(), nullable=True))
        wish.create_check_constraint(op.f("ck_activity_wish_priority_known"), "priority IN ('first', 'before-others')")


def downgrade() -> None:
    with op.batch_alter_table("activity_wish", table_kwargs=_AUTO) as wish:
        wish.drop_constraint(op.f("ck_activity_wish_priority_known"), type_="check")
        wish.drop_column("priority")
    with op.batch_alter_table("assignment_pause", table_kwargs=_AUTO) as pause:
        pause.drop_constraint(op.f("ck_assignment_pause_withdraws_something"), type_="check")
        pause.drop_constraint(op.f("uq_assignment_pause_replaces_id"), type_="unique")
        pause.drop_constraint(op.f("fk_assignment_pause_replaces_id_assignment_pause"), type_="foreignkey")
        pause.drop_column("withdrawn")
        pause.drop_column("replaces_id")
