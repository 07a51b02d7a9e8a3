"""Stays, movements and terms."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from rehab_center.db import append_only

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "admission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("resident_id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("regime", sa.Text(), nullable=False),
        sa.Column("regime_reason", sa.Text(), nullable=True),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("decision_effective_on", sa.Date(), nullable=True),
        sa.Column("months", sa.Integer(), nullable=True),
        sa.Column("term_start_on", sa.Date(), nullable=False),
        sa.Column("admitted_on", sa.Date(), nullable=False),
        sa.Column("file_code", sa.Text(), nullable=False),
        sa.Column("times_treated", sa.Integer(), nullable=True),
        sa.Column("credit_days", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("previous_admission_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("term_end_on", sa.Date(), nullable=True),
        sa.CheckConstraint("file_code <> ''", name=op.f("ck_admission_file_code_given")),
        sa.CheckConstraint(
            "kind IN ('compulsory', 'minor', 'voluntary', 'temporary')", name=op.f("ck_admission_kind_known")
        ),
        sa.CheckConstraint(
            "kind IN ('voluntary', 'temporary') OR decision_id IS NOT NULL", name=op.f("ck_admission_decided")
        ),
        sa.CheckConstraint("regime IN ('before-2022', 'law-2021', 'law-2025')", name=op.f("ck_admission_regime_known")),
        sa.CheckConstraint("credit_days >= 0", name=op.f("ck_admission_credit_not_negative")),
        sa.CheckConstraint("months IS NULL OR months > 0", name=op.f("ck_admission_months_positive")),
        sa.CheckConstraint("times_treated IS NULL OR times_treated >= 1", name=op.f("ck_admission_times_positive")),
        sa.ForeignKeyConstraint(["decision_id"], ["document.id"], name=op.f("fk_admission_decision_id_document")),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_admission_facility_id_facility")),
        sa.ForeignKeyConstraint(
            ["previous_admission_id"], ["admission.id"], name=op.f("fk_admission_previous_admission_id_admission")
        ),
        sa.ForeignKeyConstraint(["resident_id"], ["resident.id"], name=op.f("fk_admission_resident_id_resident")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_admission")),
        sa.UniqueConstraint("facility_id", "file_code", name=op.f("uq_admission_facility_id_file_code")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_admission_facility_id_admitted_on"), "admission", ["facility_id", "admitted_on"], unique=False
    )
    op.create_index(op.f("ix_admission_resident_id"), "admission", ["resident_id"], unique=False)
    op.create_index(op.f("ix_admission_term_end_on"), "admission", ["term_end_on"], unique=False)
    op.create_table(
        "movement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("admission_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("effective_time", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("voids_id", sa.Integer(), nullable=True),
        sa.Column("months", sa.Integer(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint("(kind = 'voided') = (voids_id IS NOT NULL)", name=op.f("ck_movement_void_names_its_row")),
        sa.CheckConstraint(
            "(kind IN ('term-reduced', 'term-extended')) = (months IS NOT NULL OR days IS NOT NULL)",
            name=op.f("ck_movement_only_term_changes_have_length"),
        ),
        sa.CheckConstraint(
            "effective_time IS NULL OR effective_time LIKE '__:__'", name=op.f("ck_movement_time_of_day")
        ),
        sa.CheckConstraint("kind <> 'voided' OR reason IS NOT NULL", name=op.f("ck_movement_void_says_why")),
        sa.CheckConstraint(
            "kind IN ('admitted', 'transferred-in', 'converted-in', 'escaped', 'returned', 'to-hospital', 'from-hospital', 'on-leave', 'back-from-leave', 'taken-out', 'brought-back', 'suspended', 'resumed', 'imprisoned', 'released-from-prison', 'term-reduced', 'term-extended', 'completed', 'reduced', 'exempted', 'transferred-out', 'to-social-protection', 'died', 'decision-cancelled', 'lapsed', 'withdrawn', 'released', 'converted-out', 'voided')",
            name=op.f("ck_movement_kind_known"),
        ),
        sa.CheckConstraint("days IS NULL OR days > 0", name=op.f("ck_movement_days_positive")),
        sa.CheckConstraint("months IS NULL OR months > 0", name=op.f("ck_movement_months_positive")),
        sa.CheckConstraint("voids_id IS NULL OR voids_id < id", name=op.f("ck_movement_void_comes_later")),
        sa.ForeignKeyConstraint(["admission_id"], ["admission.id"], name=op.f("fk_movement_admission_id_admission")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_movement_document_id_document")),
        sa.ForeignKeyConstraint(["voids_id"], ["movement.id"], name=op.f("fk_movement_voids_id_movement")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_movement")),
        sa.UniqueConstraint("voids_id", name=op.f("uq_movement_voids_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_movement_admission_id_effective_on_id"),
        "movement",
        ["admission_id", "effective_on", "id"],
        unique=False,
    )
    op.create_index(op.f("ix_movement_effective_on"), "movement", ["effective_on"], unique=False)
    op.create_table(
        "term_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("admission_id", sa.Integer(), nullable=False),
        sa.Column("calculation", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("movement_id", sa.Integer(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("running_end_on", sa.Date(), nullable=True),
        sa.Column("policy_value_id", sa.Integer(), nullable=True),
        sa.Column("formula", sa.Text(), nullable=False),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("checker", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "ground IN ('term', 'credit', 'escape', 'imprisonment', 'suspension-counted', 'absence-counted', 'reduction', 'extension')",
            name=op.f("ck_term_entry_ground_known"),
        ),
        sa.CheckConstraint("calculation >= 1 AND position >= 1", name=op.f("ck_term_entry_counted_from_one")),
        sa.CheckConstraint("to_on IS NULL OR to_on >= from_on", name=op.f("ck_term_entry_right_way_round")),
        sa.ForeignKeyConstraint(["admission_id"], ["admission.id"], name=op.f("fk_term_entry_admission_id_admission")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_term_entry_document_id_document")),
        sa.ForeignKeyConstraint(["movement_id"], ["movement.id"], name=op.f("fk_term_entry_movement_id_movement")),
        sa.ForeignKeyConstraint(
            ["policy_value_id"], ["policy_value.id"], name=op.f("fk_term_entry_policy_value_id_policy_value")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term_entry")),
        sa.UniqueConstraint(
            "admission_id", "calculation", "position", name=op.f("uq_term_entry_admission_id_calculation_position")
        ),
        sqlite_autoincrement=True,
    )
    append_only(op, "movement", [["id"], ["voids_id"]])
    append_only(op, "term_entry", [["id"], ["admission_id", "calculation", "position"]])


def downgrade() -> None:
    op.drop_table("term_entry")
    op.drop_index(op.f("ix_movement_admission_id_effective_on_id"), table_name="movement")
    op.drop_index(op.f("ix_movement_effective_on"), table_name="movement")
    op.drop_table("movement")
    op.drop_index(op.f("ix_admission_facility_id_admitted_on"), table_name="admission")
    op.drop_index(op.f("ix_admission_resident_id"), table_name="admission")
    op.drop_index(op.f("ix_admission_term_end_on"), table_name="admission")
    op.drop_table("admission")
