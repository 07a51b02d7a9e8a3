"""Numbered papers and their scans."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("number_key", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("issuer", sa.Text(), nullable=True),
        sa.Column("unknown_in_old_book", sa.Boolean(), nullable=False),
        sa.Column("own_book", sa.Boolean(), nullable=False),
        sa.Column("book_year", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('decision', 'handover', 'escape-decision', 'certificate', 'transfer', 'hospital', 'suspension', 'reduction', 'extraction', 'leave', 'death', 'notice', 'plan', 'civil-status', 'other')",
            name=op.f("ck_document_kind_known"),
        ),
        sa.CheckConstraint("number <> ''", name=op.f("ck_document_numbered")),
        sa.CheckConstraint(
            "NOT own_book OR (facility_id IS NOT NULL AND book_year IS NOT NULL)",
            name=op.f("ck_document_own_book_whole"),
        ),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_document_facility_id_facility")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_document_facility_id_issued_on"), "document", ["facility_id", "issued_on"], unique=False)
    op.create_index(op.f("ix_document_number_key"), "document", ["number_key"], unique=False)
    op.create_index(
        "uq_document_own_book",
        "document",
        ["facility_id", "kind", "book_year", "number_key"],
        unique=True,
        sqlite_where=sa.text("own_book"),
        postgresql_where=sa.text("own_book"),
    )
    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "media_type IN ('application/pdf', 'image/jpeg', 'image/png')", name=op.f("ck_attachment_media_type_known")
        ),
        sa.CheckConstraint("size > 0", name=op.f("ck_attachment_not_empty")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_attachment_document_id_document")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sa.UniqueConstraint("document_id", "sha256", name=op.f("uq_attachment_document_id_sha256")),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("attachment")
    op.drop_index(op.f("ix_document_facility_id_issued_on"), table_name="document")
    op.drop_index(op.f("ix_document_number_key"), table_name="document")
    op.drop_index(
        "uq_document_own_book",
        table_name="document",
        sqlite_where=sa.text("own_book"),
        postgresql_where=sa.text("own_book"),
    )
    op.drop_table("document")
