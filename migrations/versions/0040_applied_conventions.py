"""Conventions applied to terms that run: the decision, each stay it reached, and what a stay's term rests on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from rehab_center.db import append_only

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("admission", sa.Column("applied_conventions", sa.JSON(), nullable=True))
    op.create_table(
        "convention_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("policy_value_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("stays", sa.Integer(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("stays >= 1", name=op.f("ck_convention_change_reaches_somebody")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_convention_change_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["policy_value_id"], ["policy_value.id"], name=op.f("fk_convention_change_policy_value_id_policy_value")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_convention_change")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_convention_change_document_id"), "convention_change", ["document_id"])
    op.create_table(
        "convention_applied",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("admission_id", sa.Integer(), nullable=False),
        sa.Column("calculation", sa.Integer(), nullable=False),
        sa.Column("new_lines", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("calculation >= 1", name=op.f("ck_convention_applied_counted_from_one")),
        sa.ForeignKeyConstraint(
            ["admission_id"], ["admission.id"], name=op.f("fk_convention_applied_admission_id_admission")
        ),
        sa.ForeignKeyConstraint(
            ["change_id"], ["convention_change.id"], name=op.f("fk_convention_applied_change_id_convention_change")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_convention_applied")),
        sa.UniqueConstraint("change_id", "admission_id", name=op.f("uq_convention_applied_change_id_admission_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_convention_applied_admission_id"), "convention_applied", ["admission_id"])
    append_only(op, "convention_change", [["id"]])
    append_only(op, "convention_applied", [["id"], ["change_id", "admission_id"]])


def downgrade() -> None:
    op.drop_table("convention_applied")
    op.drop_table("convention_change")
    op.drop_column("admission", "applied_conventions")
