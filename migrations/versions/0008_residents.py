"""People."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "resident",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("full_name", sa.Text(), nullable=False),
        sa.Column("search_key", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("sort_key", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("birth_on", sa.Date(), nullable=True),
        sa.Column("birth_precision", sa.Text(), nullable=False),
        sa.Column("sex", sa.Text(), nullable=False),
        sa.Column("placed_as", sa.Text(), nullable=True),
        sa.Column("ethnicity", sa.Text(), nullable=True),
        sa.Column("religion", sa.Text(), nullable=True),
        sa.Column("nationality", sa.Text(), nullable=False),
        sa.Column("education", sa.Text(), nullable=True),
        sa.Column("occupation", sa.Text(), nullable=True),
        sa.Column("drug_used", sa.Text(), nullable=True),
        sa.Column("commune", sa.Text(), nullable=True),
        sa.Column("district", sa.Text(), nullable=True),
        sa.Column("province", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(birth_precision = 'unknown') = (birth_on IS NULL)", name=op.f("ck_resident_birth_known_or_not")
        ),
        sa.CheckConstraint(
            "birth_precision IN ('day', 'month', 'year', 'unknown')", name=op.f("ck_resident_birth_precision_known")
        ),
        sa.CheckConstraint("full_name <> ''", name=op.f("ck_resident_named")),
        sa.CheckConstraint("placed_as IN ('male', 'female')", name=op.f("ck_resident_placed_as_known")),
        sa.CheckConstraint("sex IN ('male', 'female')", name=op.f("ck_resident_sex_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resident")),
        sa.UniqueConstraint("code", name=op.f("uq_resident_code")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_resident_birth_on"), "resident", ["birth_on"], unique=False)
    op.create_index(op.f("ix_resident_search_key"), "resident", ["search_key"], unique=False)
    op.create_index(op.f("ix_resident_sort_key"), "resident", ["sort_key"], unique=False)
    op.create_table(
        "identity_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("resident_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("number_key", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("issuer", sa.Text(), nullable=True),
        sa.Column("valid", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('citizen-id', 'old-id', 'passport')", name=op.f("ck_identity_paper_kind_known")),
        sa.CheckConstraint("number_key <> ''", name=op.f("ck_identity_paper_numbered")),
        sa.ForeignKeyConstraint(["resident_id"], ["resident.id"], name=op.f("fk_identity_paper_resident_id_resident")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_paper")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_identity_paper_number_key"), "identity_paper", ["number_key"], unique=False)
    op.create_index(op.f("ix_identity_paper_resident_id"), "identity_paper", ["resident_id"], unique=False)
    op.create_index(
        "uq_identity_paper_citizen_id",
        "identity_paper",
        ["kind", "number_key"],
        unique=True,
        sqlite_where=sa.text("kind = 'citizen-id' AND withdrawn_at IS NULL"),
        postgresql_where=sa.text("kind = 'citizen-id' AND withdrawn_at IS NULL"),
    )
    op.create_table(
        "relative",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("resident_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("name <> ''", name=op.f("ck_relative_named")),
        sa.ForeignKeyConstraint(["resident_id"], ["resident.id"], name=op.f("fk_relative_resident_id_resident")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relative")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_relative_resident_id"), "relative", ["resident_id"], unique=False)
    op.create_table(
        "resident_facility",
        sa.Column("resident_id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_resident_facility_facility_id_facility")
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["resident.id"], name=op.f("fk_resident_facility_resident_id_resident")
        ),
        sa.PrimaryKeyConstraint("resident_id", "facility_id", name=op.f("pk_resident_facility")),
    )
    op.create_index(op.f("ix_resident_facility_facility_id"), "resident_facility", ["facility_id"], unique=False)
    op.create_table(
        "alias",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("resident_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("search_key", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('alias', 'other-name', 'former-name', 'misspelt')", name=op.f("ck_alias_kind_known")
        ),
        sa.CheckConstraint("name <> ''", name=op.f("ck_alias_named")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_alias_document_id_document")),
        sa.ForeignKeyConstraint(["resident_id"], ["resident.id"], name=op.f("fk_alias_resident_id_resident")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alias")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_alias_resident_id"), "alias", ["resident_id"], unique=False)
    op.create_index(op.f("ix_alias_search_key"), "alias", ["search_key"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_alias_resident_id"), table_name="alias")
    op.drop_index(op.f("ix_alias_search_key"), table_name="alias")
    op.drop_table("alias")
    op.drop_index(op.f("ix_resident_facility_facility_id"), table_name="resident_facility")
    op.drop_table("resident_facility")
    op.drop_index(op.f("ix_relative_resident_id"), table_name="relative")
    op.drop_table("relative")
    op.drop_index(op.f("ix_identity_paper_number_key"), table_name="identity_paper")
    op.drop_index(op.f("ix_identity_paper_resident_id"), table_name="identity_paper")
    op.drop_index(
        "uq_identity_paper_citizen_id",
        table_name="identity_paper",
        sqlite_where=sa.text("kind = 'citizen-id' AND withdrawn_at IS NULL"),
        postgresql_where=sa.text("kind = 'citizen-id' AND withdrawn_at IS NULL"),
    )
    op.drop_table("identity_paper")
    op.drop_index(op.f("ix_resident_birth_on"), table_name="resident")
    op.drop_index(op.f("ix_resident_search_key"), table_name="resident")
    op.drop_index(op.f("ix_resident_sort_key"), table_name="resident")
    op.drop_table("resident")
