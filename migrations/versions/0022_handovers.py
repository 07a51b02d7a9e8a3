"""Handovers at the gate: the minutes, their decisions, the persons delivered; the unit that made a stay's file."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("admission", sa.Column("police_unit", sa.Text(), nullable=True))
    op.create_table(
        "handover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("delivered_on", sa.Date(), nullable=False),
        sa.Column("delivered_time", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("delivering_unit", sa.Text(), nullable=False),
        sa.Column("search_key", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("deliverers", sa.Text(), nullable=True),
        sa.Column("receivers", sa.Text(), nullable=True),
        sa.Column("stated_count", sa.Integer(), nullable=True),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("transfer_id", sa.Integer(), nullable=True),
        sa.Column("minutes_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name=op.f("ck_handover_closed_at_a_moment")),
        sa.CheckConstraint(
            "delivered_time IS NULL OR delivered_time LIKE '__:__'", name=op.f("ck_handover_time_of_day")
        ),
        sa.CheckConstraint("delivering_unit <> ''", name=op.f("ck_handover_delivered_by_somebody")),
        sa.CheckConstraint("entry IN ('admitted', 'transferred-in')", name=op.f("ck_handover_entry_known")),
        sa.CheckConstraint("state IN ('open', 'closed')", name=op.f("ck_handover_state_known")),
        sa.CheckConstraint("stated_count IS NULL OR stated_count > 0", name=op.f("ck_handover_stated_count_positive")),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_handover_facility_id_facility")),
        sa.ForeignKeyConstraint(["minutes_id"], ["document.id"], name=op.f("fk_handover_minutes_id_document")),
        sa.ForeignKeyConstraint(["transfer_id"], ["document.id"], name=op.f("fk_handover_transfer_id_document")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_handover_facility_id_delivered_on"), "handover", ["facility_id", "delivered_on"], unique=False
    )
    op.create_table(
        "handover_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("police_unit", sa.Text(), nullable=True),
        sa.Column("regime", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('compulsory', 'minor', 'voluntary', 'temporary')", name=op.f("ck_handover_decision_kind_known")
        ),
        sa.CheckConstraint(
            "regime IN ('before-2022', 'law-2021', 'law-2025')", name=op.f("ck_handover_decision_regime_known")
        ),
        sa.CheckConstraint("months IS NULL OR months > 0", name=op.f("ck_handover_decision_months_positive")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_handover_decision_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["handover_id"], ["handover.id"], name=op.f("fk_handover_decision_handover_id_handover")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_decision")),
        sa.UniqueConstraint("handover_id", "document_id", name=op.f("uq_handover_decision_handover_id_document_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_handover_decision_document_id"), "handover_decision", ["document_id"], unique=False)
    op.create_table(
        "handover_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("full_name", sa.Text(), nullable=False),
        sa.Column("search_key", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("birth_on", sa.Date(), nullable=True),
        sa.Column("birth_precision", sa.Text(), nullable=False),
        sa.Column("sex", sa.Text(), nullable=False),
        sa.Column("identity_number", sa.Text(), nullable=True),
        sa.Column("identity_refuted", sa.Boolean(), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("commune", sa.Text(), nullable=True),
        sa.Column("district", sa.Text(), nullable=True),
        sa.Column("province", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("months", sa.Integer(), nullable=True),
        sa.Column("credit_days", sa.Integer(), nullable=True),
        sa.Column("times_treated", sa.Integer(), nullable=True),
        sa.Column("term_start_on", sa.Date(), nullable=True),
        sa.Column("pregnant_or_nursing", sa.Boolean(), nullable=False),
        sa.Column("addiction_proof_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("resident_id", sa.Integer(), nullable=True),
        sa.Column("somebody_new", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("refusal", sa.Text(), nullable=True),
        sa.Column("refusal_note", sa.Text(), nullable=True),
        sa.Column("admission_id", sa.Integer(), nullable=True),
        sa.Column("movement_id", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(birth_precision = 'unknown') = (birth_on IS NULL)", name=op.f("ck_handover_person_birth_known_or_not")
        ),
        sa.CheckConstraint(
            "(outcome = 'refused') = (refusal IS NOT NULL)", name=op.f("ck_handover_person_refused_for_a_reason")
        ),
        sa.CheckConstraint(
            "(outcome = 'waiting') = (decided_at IS NULL)", name=op.f("ck_handover_person_decided_at_a_moment")
        ),
        sa.CheckConstraint(
            "(outcome IN ('accepted', 'returned')) = (admission_id IS NOT NULL)",
            name=op.f("ck_handover_person_taken_in_with_a_stay"),
        ),
        sa.CheckConstraint(
            "birth_precision IN ('day', 'month', 'year', 'unknown')",
            name=op.f("ck_handover_person_birth_precision_known"),
        ),
        sa.CheckConstraint("full_name <> ''", name=op.f("ck_handover_person_named")),
        sa.CheckConstraint(
            "kind IN ('compulsory', 'minor', 'voluntary', 'temporary')", name=op.f("ck_handover_person_kind_known")
        ),
        sa.CheckConstraint(
            "outcome IN ('waiting', 'accepted', 'refused', 'returned')", name=op.f("ck_handover_person_outcome_known")
        ),
        sa.CheckConstraint(
            "refusal IN ('paper-missing', 'wrong-person', 'decision-not-valid', 'under-age', 'pregnant', 'exempt', 'deferred', 'seriously-ill', 'other-centre', 'no-place', 'other')",
            name=op.f("ck_handover_person_refusal_known"),
        ),
        sa.CheckConstraint("sex IN ('male', 'female')", name=op.f("ck_handover_person_sex_known")),
        sa.CheckConstraint(
            "credit_days IS NULL OR credit_days >= 0", name=op.f("ck_handover_person_credit_not_negative")
        ),
        sa.CheckConstraint("months IS NULL OR months > 0", name=op.f("ck_handover_person_months_positive")),
        sa.ForeignKeyConstraint(
            ["admission_id"], ["admission.id"], name=op.f("fk_handover_person_admission_id_admission")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["handover_decision.id"], name=op.f("fk_handover_person_decision_id_handover_decision")
        ),
        sa.ForeignKeyConstraint(["handover_id"], ["handover.id"], name=op.f("fk_handover_person_handover_id_handover")),
        sa.ForeignKeyConstraint(["movement_id"], ["movement.id"], name=op.f("fk_handover_person_movement_id_movement")),
        sa.ForeignKeyConstraint(["resident_id"], ["resident.id"], name=op.f("fk_handover_person_resident_id_resident")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_person")),
        sa.UniqueConstraint("handover_id", "position", name=op.f("uq_handover_person_handover_id_position")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_handover_person_admission_id"), "handover_person", ["admission_id"], unique=False)
    op.create_index(op.f("ix_handover_person_resident_id"), "handover_person", ["resident_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_handover_person_admission_id"), table_name="handover_person")
    op.drop_index(op.f("ix_handover_person_resident_id"), table_name="handover_person")
    op.drop_table("handover_person")
    op.drop_index(op.f("ix_handover_decision_document_id"), table_name="handover_decision")
    op.drop_table("handover_decision")
    op.drop_index(op.f("ix_handover_facility_id_delivered_on"), table_name="handover")
    op.drop_table("handover")
    op.drop_column("admission", "police_unit")
