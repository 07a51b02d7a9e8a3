"""Who has checked which calculation of a term, whom the head of the centre lets do it, and the article of a line."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from rehab_center.db import append_only

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("term_entry", sa.Column("article", sa.Text(), nullable=True))
    op.create_table(
        "term_delegation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("ends_id", sa.Integer(), nullable=True),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("valid_to >= valid_from", name=op.f("ck_term_delegation_right_way_round")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_term_delegation_account_id_account")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_term_delegation_document_id_document")),
        sa.ForeignKeyConstraint(
            ["ends_id"], ["term_delegation.id"], name=op.f("fk_term_delegation_ends_id_term_delegation")
        ),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_term_delegation_facility_id_facility")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term_delegation")),
        sa.UniqueConstraint("ends_id", name=op.f("uq_term_delegation_ends_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "term_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("admission_id", sa.Integer(), nullable=False),
        sa.Column("calculation", sa.Integer(), nullable=False),
        sa.Column("delegation_id", sa.Integer(), nullable=True),
        sa.Column("checker", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("calculation >= 1", name=op.f("ck_term_check_counted_from_one")),
        sa.ForeignKeyConstraint(["admission_id"], ["admission.id"], name=op.f("fk_term_check_admission_id_admission")),
        sa.ForeignKeyConstraint(
            ["delegation_id"], ["term_delegation.id"], name=op.f("fk_term_check_delegation_id_term_delegation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term_check")),
        sa.UniqueConstraint("admission_id", "calculation", name=op.f("uq_term_check_admission_id_calculation")),
        sqlite_autoincrement=True,
    )
    append_only(op, "term_delegation", [["id"], ["ends_id"]])
    append_only(op, "term_check", [["id"], ["admission_id", "calculation"]])


def downgrade() -> None:
    op.drop_table("term_check")
    op.drop_table("term_delegation")
    op.drop_column("term_entry", "article")
