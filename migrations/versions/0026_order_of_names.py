"""A second order of lists of people: by the name as it is written."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_KEY_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """The key is filled by an act of the program afterwards, so that the log knows what each row holds."""
    op.add_column("resident", sa.Column("written_key", _KEY_TEXT, nullable=True))
    op.create_index(op.f("ix_resident_written_key"), "resident", ["written_key"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_resident_written_key"), table_name="resident")
    op.drop_column("resident", "written_key")
