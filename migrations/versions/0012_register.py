"""What is remembered of the headings of registers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_FIELDS = (
    "'ordinal', 'code', 'name', 'family-name', 'given-name', 'alias', 'birth', 'sex', 'identity', "
    "'identity-issued-on', 'identity-issuer', 'ethnicity', 'religion', 'nationality', 'street', 'commune', "
    "'district', 'province', 'address', 'education', 'occupation', 'drug', 'times-treated', 'kind', "
    "'decision', 'decision-number', 'decision-date', 'decision-issuer', 'months', 'entered-on', 'term-end', "
    "'left-on', 'exit-reason', 'exit-number', 'exit-date', 'exit-issuer', 'contact', 'contact-relation', "
    "'contact-phone', 'father', 'mother', 'spouse', 'note', 'entry', 'term-start', 'refused-because', "
    "'ignored'"
)


def upgrade() -> None:
    op.create_table(
        "column_mapping",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("heading_key", sa.Text(), nullable=False),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("mapped_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mapped_by", sa.Text(), nullable=False),
        sa.CheckConstraint(f"field IN ({_FIELDS})", name=op.f("ck_column_mapping_field_known")),
        sa.CheckConstraint("heading_key <> ''", name=op.f("ck_column_mapping_headed")),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_column_mapping_facility_id_facility")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_column_mapping")),
        sa.UniqueConstraint("facility_id", "heading_key", name=op.f("uq_column_mapping_facility_id_heading_key")),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("column_mapping")
