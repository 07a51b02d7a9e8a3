"""What the last copy of a register said, and columns of a sheet of movements."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_FIELDS = (
    "'ordinal', 'code', 'name', 'family-name', 'given-name', 'alias', 'birth', 'sex', 'identity', "
    "'identity-issued-on', 'identity-issuer', 'ethnicity', 'religion', 'nationality', 'street', 'commune', "
    "'district', 'province', 'address', 'education', 'occupation', 'drug', 'times-treated', 'kind', "
    "'decision', 'decision-number', 'decision-date', 'decision-issuer', 'months', 'entered-on', 'term-end', "
    "'left-on', 'exit-reason', 'exit-number', 'exit-date', 'exit-issuer', 'contact', 'contact-relation', "
    "'contact-phone', 'father', 'mother', 'spouse', 'note', 'entry', 'term-start', {more}'refused-because', "
    "'ignored'"
)
_MORE = "'moved-kind', 'moved-from', 'moved-to', 'moved-days', "
_CHECK = "ck_column_mapping_field_known"


def _fields_are(fields: str) -> None:
    with op.batch_alter_table("column_mapping", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.drop_constraint(op.f(_CHECK), type_="check")
        batch.create_check_constraint(op.f(_CHECK), sa.text(f"field IN ({fields})"))


def upgrade() -> None:
    _fields_are(_FIELDS.format(more=_MORE))
    op.create_table(
        "register_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("admission_id", sa.Integer(), nullable=False),
        sa.Column("code_key", sa.Text(), nullable=True),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_register_row_facility_id_facility")),
        sa.ForeignKeyConstraint(
            ["admission_id"], ["admission.id"], name=op.f("fk_register_row_admission_id_admission")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_row")),
        sa.UniqueConstraint("admission_id", name=op.f("uq_register_row_admission_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_register_row_facility_id_code_key"), "register_row", ["facility_id", "code_key"])


def downgrade() -> None:
    op.drop_table("register_row")
    _fields_are(_FIELDS.format(more=""))
