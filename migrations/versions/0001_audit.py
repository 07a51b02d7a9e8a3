"""The log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from rehab_center.db import append_only, drop_refusal

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("actor_label", sa.Text(), nullable=False),
        sa.Column("actor_account_id", sa.Integer(), nullable=True),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("about_kind", sa.Text(), nullable=True),
        sa.Column("about_id", sa.Integer(), nullable=True),
        sa.Column("about_label", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("details", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("search_key", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("previous_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    op.create_index(
        op.f("ix_audit_entry_about_kind_about_id_id"), "audit_entry", ["about_kind", "about_id", "id"], unique=False
    )
    op.create_index(op.f("ix_audit_entry_act_id"), "audit_entry", ["act", "id"], unique=False)
    op.create_index(op.f("ix_audit_entry_actor_id"), "audit_entry", ["actor", "id"], unique=False)
    op.create_index(op.f("ix_audit_entry_at"), "audit_entry", ["at"], unique=False)
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("seal", sa.Text(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_audit_head_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "audit_change",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("row_key", sa.Text(), nullable=False),
        sa.Column("operation", sa.Text(), nullable=False),
        sa.Column("difference", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("difference_hash", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=True),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.CheckConstraint("operation IN ('insert', 'update', 'delete')", name=op.f("ck_audit_change_operation_known")),
        sa.ForeignKeyConstraint(["entry_id"], ["audit_entry.id"], name=op.f("fk_audit_change_entry_id_audit_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_change")),
    )
    op.create_index(op.f("ix_audit_change_entry_id_position"), "audit_change", ["entry_id", "position"], unique=True)
    op.create_index(
        op.f("ix_audit_change_table_name_row_key_id"), "audit_change", ["table_name", "row_key", "id"], unique=False
    )
    append_only(op, "audit_entry", [["id"]])
    append_only(op, "audit_change", [["id"], ["entry_id", "position"]])


def downgrade() -> None:
    op.drop_index(op.f("ix_audit_change_entry_id_position"), table_name="audit_change")
    op.drop_index(op.f("ix_audit_change_table_name_row_key_id"), table_name="audit_change")
    op.drop_table("audit_change")
    op.drop_table("audit_head")
    op.drop_index(op.f("ix_audit_entry_about_kind_about_id_id"), table_name="audit_entry")
    op.drop_index(op.f("ix_audit_entry_act_id"), table_name="audit_entry")
    op.drop_index(op.f("ix_audit_entry_actor_id"), table_name="audit_entry")
    op.drop_index(op.f("ix_audit_entry_at"), table_name="audit_entry")
    op.drop_table("audit_entry")
    drop_refusal(op)
