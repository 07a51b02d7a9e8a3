"""At the gate the sex of a person may stay unsaid: somebody known has it in the records, somebody refused needs none."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("handover_person") as person:
        person.alter_column("sex", existing_type=sa.Text(), nullable=True)


def downgrade() -> None:
    """Whose sex nobody said takes it from the record; whoever has none goes, as nothing could stand in its place."""
    op.execute(
        "UPDATE handover_person SET sex = (SELECT resident.sex FROM resident WHERE resident.id = resident_id)"
        " WHERE sex IS NULL"
    )
    op.execute("DELETE FROM handover_person WHERE sex IS NULL")
    with op.batch_alter_table("handover_person") as person:
        person.alter_column("sex", existing_type=sa.Text(), nullable=False)
