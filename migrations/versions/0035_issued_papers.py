"""Papers the centre issues, their frozen words, numbers and files, and where books go on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from rehab_center.db import KeyText, append_only

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "issued_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("admission_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("movement_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("search_key", KeyText, nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("addressee", sa.Text(), nullable=True),
        sa.Column("recipients", sa.Text(), nullable=True),
        sa.Column("circumstances", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("companion", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("ground", sa.Text(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("months", sa.Integer(), nullable=True),
        sa.Column("signer", sa.Text(), nullable=True),
        sa.Column("by_deputy", sa.Boolean(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("drafted_by", sa.Text(), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_by", sa.Text(), nullable=True),
        sa.Column("cancelled_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(cancelled_at IS NULL) = (cancelled_by IS NULL)", name=op.f("ck_issued_paper_cancelled_by_somebody")
        ),
        sa.CheckConstraint(
            "state <> 'cancelled' OR cancelled_reason IS NOT NULL", name=op.f("ck_issued_paper_cancelled_for_a_reason")
        ),
        sa.CheckConstraint(
            "kind IN ('escape-notice', 'search-decision', 'return-notice', 'leave-decision', 'transfer-slip', 'transfer-minutes', 'reduction-proposal', 'suspension-proposal', 'exemption-proposal', 'end-notice', 'completion', 'post-rehab-notice', 'death-notice')",
            name=op.f("ck_issued_paper_kind_known"),
        ),
        sa.CheckConstraint("months IS NULL OR months > 0", name=op.f("ck_issued_paper_months_positive")),
        sa.CheckConstraint(
            "replaces_id IS NULL OR replaces_id < id", name=op.f("ck_issued_paper_replaces_an_earlier_one")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'to-be-numbered', 'issued', 'cancelled', 'dropped')",
            name=op.f("ck_issued_paper_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["admission_id"], ["admission.id"], name=op.f("fk_issued_paper_admission_id_admission")
        ),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_issued_paper_facility_id_facility")),
        sa.ForeignKeyConstraint(["movement_id"], ["movement.id"], name=op.f("fk_issued_paper_movement_id_movement")),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["issued_paper.id"], name=op.f("fk_issued_paper_replaces_id_issued_paper")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_paper")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_issued_paper_admission_id"), "issued_paper", ["admission_id"])
    op.create_index(op.f("ix_issued_paper_facility_id_state"), "issued_paper", ["facility_id", "state"])
    op.create_index(op.f("ix_issued_paper_movement_id"), "issued_paper", ["movement_id"])
    op.create_table(
        "paper_freeze",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("numbering", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("letterhead", sa.JSON(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("frozen_by", sa.Text(), nullable=False),
        sa.CheckConstraint("numbering IN ('machine', 'hand')", name=op.f("ck_paper_freeze_numbering_known")),
        sa.ForeignKeyConstraint(["paper_id"], ["issued_paper.id"], name=op.f("fk_paper_freeze_paper_id_issued_paper")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_freeze")),
        sa.UniqueConstraint("paper_id", name=op.f("uq_paper_freeze_paper_id")),
        sqlite_autoincrement=True,
    )
    append_only(op, "paper_freeze", [["id"], ["paper_id"]])
    op.create_table(
        "paper_number",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("book", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("printed", sa.Text(), nullable=False),
        sa.Column("number_key", KeyText, nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("numbering", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "book IN ('QĐ', 'TB', 'TTr', 'GCN', 'GXN', 'PC', 'BB')", name=op.f("ck_paper_number_book_known")
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_paper_number_counted_from_one")),
        sa.CheckConstraint("numbering IN ('machine', 'hand')", name=op.f("ck_paper_number_numbering_known")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_paper_number_document_id_document")),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_paper_number_facility_id_facility")),
        sa.ForeignKeyConstraint(["paper_id"], ["issued_paper.id"], name=op.f("fk_paper_number_paper_id_issued_paper")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_number")),
        sa.UniqueConstraint("document_id", name=op.f("uq_paper_number_document_id")),
        sa.UniqueConstraint(
            "facility_id", "book", "year", "number", name=op.f("uq_paper_number_facility_id_book_year_number")
        ),
        sa.UniqueConstraint("paper_id", name=op.f("uq_paper_number_paper_id")),
        sqlite_autoincrement=True,
    )
    append_only(op, "paper_number", [["id"], ["document_id"], ["facility_id", "book", "year", "number"], ["paper_id"]])
    op.create_table(
        "paper_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_paper_file_not_empty")),
        sa.ForeignKeyConstraint(["paper_id"], ["issued_paper.id"], name=op.f("fk_paper_file_paper_id_issued_paper")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_file")),
        sa.UniqueConstraint("paper_id", name=op.f("uq_paper_file_paper_id")),
        sqlite_autoincrement=True,
    )
    append_only(op, "paper_file", [["id"], ["paper_id"]])
    op.create_table(
        "book_start",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("book", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "book IN ('QĐ', 'TB', 'TTr', 'GCN', 'GXN', 'PC', 'BB')", name=op.f("ck_book_start_book_known")
        ),
        sa.CheckConstraint("last_number >= 0", name=op.f("ck_book_start_not_negative")),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_book_start_facility_id_facility")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_book_start")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_book_start_facility_id_year_book"), "book_start", ["facility_id", "year", "book"])
    append_only(op, "book_start", [["id"]])


def downgrade() -> None:
    op.drop_table("book_start")
    op.drop_table("paper_file")
    op.drop_table("paper_number")
    op.drop_table("paper_freeze")
    op.drop_table("issued_paper")
