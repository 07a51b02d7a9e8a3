"""Payrolls and what is kept back from pay."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from rehab_center.db import append_only

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pay_deduction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("admission_id", sa.Integer(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("from_month", sa.Date(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Text(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.CheckConstraint("amount >= 1 AND amount <= 1000000000", name=op.f("ck_pay_deduction_amount_owed")),
        sa.CheckConstraint(
            "ground IN ('food', 'tools', 'damage', 'advance', 'other')", name=op.f("ck_pay_deduction_ground_known")
        ),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by IS NULL)", name=op.f("ck_pay_deduction_withdrawn_by_somebody")
        ),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_reason IS NULL)", name=op.f("ck_pay_deduction_withdrawn_for_a_reason")
        ),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_pay_deduction_document_id_document")),
        sa.ForeignKeyConstraint(
            ["admission_id"], ["admission.id"], name=op.f("fk_pay_deduction_admission_id_admission")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pay_deduction")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_pay_deduction_admission_id"), "pay_deduction", ["admission_id"])
    op.create_index(op.f("ix_pay_deduction_document_id"), "pay_deduction", ["document_id"])
    op.create_table(
        "payroll",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("prepared_by", sa.Text(), nullable=False),
        sa.Column("submitter", sa.Text(), nullable=True),
        sa.Column("submitted_by", sa.Text(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fingerprint", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("returned_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(submitted_at IS NULL) = (fingerprint IS NULL)", name=op.f("ck_payroll_submitted_as_seen")),
        sa.CheckConstraint(
            "(submitted_at IS NULL) = (submitted_by IS NULL)", name=op.f("ck_payroll_submitted_by_name")
        ),
        sa.CheckConstraint(
            "(submitted_at IS NULL) = (submitter IS NULL)", name=op.f("ck_payroll_submitted_by_somebody")
        ),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_payroll_facility_id_facility")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payroll")),
        sa.UniqueConstraint("facility_id", "month", name=op.f("uq_payroll_facility_id_month")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "payroll_signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("payroll_id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("submitter", sa.Text(), nullable=False),
        sa.Column("submitted_by", sa.Text(), nullable=False),
        sa.Column("signer", sa.Text(), nullable=False),
        sa.Column("signed_by", sa.Text(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("marks_until", sa.Integer(), nullable=False),
        sa.Column("day_counted", sa.Text(), nullable=False),
        sa.Column("day_hours", sa.Integer(), nullable=False),
        sa.Column("shares_from", sa.Text(), nullable=False),
        sa.Column("custody_share", sa.Integer(), nullable=False),
        sa.Column("fund_share", sa.Integer(), nullable=False),
        sa.Column("deduction_most", sa.Integer(), nullable=False),
        sa.Column("to_be_confirmed", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("gross", sa.BigInteger(), nullable=False),
        sa.Column("deducted", sa.BigInteger(), nullable=False),
        sa.Column("fund", sa.BigInteger(), nullable=False),
        sa.Column("custody", sa.BigInteger(), nullable=False),
        sa.Column("net", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("gross = deducted + fund + custody + net", name=op.f("ck_payroll_signature_adds_up")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_payroll_signature_counted_from_one")),
        sa.CheckConstraint("day_counted IN ('hours', 'days')", name=op.f("ck_payroll_signature_day_counted_known")),
        sa.CheckConstraint(
            "shares_from IN ('after-deductions', 'before-deductions')",
            name=op.f("ck_payroll_signature_shares_from_known"),
        ),
        sa.CheckConstraint("signer <> submitter", name=op.f("ck_payroll_signature_two_people")),
        sa.ForeignKeyConstraint(["payroll_id"], ["payroll.id"], name=op.f("fk_payroll_signature_payroll_id_payroll")),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_payroll_signature_facility_id_facility")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payroll_signature")),
        sa.UniqueConstraint("payroll_id", name=op.f("uq_payroll_signature_payroll_id")),
        sa.UniqueConstraint("facility_id", "year", "number", name=op.f("uq_payroll_signature_facility_id_year_number")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "payroll_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("payroll_id", sa.Integer(), nullable=False),
        sa.Column("admission_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("full_name", sa.Text(), nullable=False),
        sa.Column("file_code", sa.Text(), nullable=False),
        sa.Column("gross", sa.Integer(), nullable=False),
        sa.Column("deducted", sa.Integer(), nullable=False),
        sa.Column("fund", sa.Integer(), nullable=False),
        sa.Column("custody", sa.Integer(), nullable=False),
        sa.Column("net", sa.Integer(), nullable=False),
        sa.Column("carried", sa.Integer(), nullable=False),
        sa.CheckConstraint("gross = deducted + fund + custody + net", name=op.f("ck_payroll_person_adds_up")),
        sa.CheckConstraint("carried >= 0", name=op.f("ck_payroll_person_carried_not_negative")),
        sa.CheckConstraint(
            "deducted >= 0 AND fund >= 0 AND custody >= 0 AND net >= 0", name=op.f("ck_payroll_person_none_below_zero")
        ),
        sa.ForeignKeyConstraint(["payroll_id"], ["payroll.id"], name=op.f("fk_payroll_person_payroll_id_payroll")),
        sa.ForeignKeyConstraint(
            ["admission_id"], ["admission.id"], name=op.f("fk_payroll_person_admission_id_admission")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payroll_person")),
        sa.UniqueConstraint("payroll_id", "admission_id", name=op.f("uq_payroll_person_payroll_id_admission_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_payroll_person_admission_id"), "payroll_person", ["admission_id"])
    op.create_table(
        "pay_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("payroll_id", sa.Integer(), nullable=False),
        sa.Column("admission_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("pay_norm_id", sa.Integer(), nullable=False),
        sa.Column("activity", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Text(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("remaining", sa.Integer(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=True),
        sa.CheckConstraint("kind IN ('work', 'supplement')", name=op.f("ck_pay_line_kind_known")),
        sa.CheckConstraint(
            "(kind = 'supplement') = (cause IS NOT NULL)", name=op.f("ck_pay_line_supplement_has_cause")
        ),
        sa.CheckConstraint("kind = 'supplement' OR amount >= 0", name=op.f("ck_pay_line_work_not_negative")),
        sa.ForeignKeyConstraint(["pay_norm_id"], ["pay_norm.id"], name=op.f("fk_pay_line_pay_norm_id_pay_norm")),
        sa.ForeignKeyConstraint(["payroll_id"], ["payroll.id"], name=op.f("fk_pay_line_payroll_id_payroll")),
        sa.ForeignKeyConstraint(["admission_id"], ["admission.id"], name=op.f("fk_pay_line_admission_id_admission")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pay_line")),
        sa.UniqueConstraint(
            "payroll_id", "admission_id", "position", name=op.f("uq_pay_line_payroll_id_admission_id_position")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_pay_line_admission_id_month"), "pay_line", ["admission_id", "month"])
    op.create_table(
        "pay_deduction_taken",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("payroll_id", sa.Integer(), nullable=False),
        sa.Column("deduction_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("remaining", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.CheckConstraint("amount >= 0 AND remaining >= 0", name=op.f("ck_pay_deduction_taken_not_negative")),
        sa.ForeignKeyConstraint(["payroll_id"], ["payroll.id"], name=op.f("fk_pay_deduction_taken_payroll_id_payroll")),
        sa.ForeignKeyConstraint(
            ["deduction_id"], ["pay_deduction.id"], name=op.f("fk_pay_deduction_taken_deduction_id_pay_deduction")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pay_deduction_taken")),
        sa.UniqueConstraint("payroll_id", "deduction_id", name=op.f("uq_pay_deduction_taken_payroll_id_deduction_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_pay_deduction_taken_deduction_id"), "pay_deduction_taken", ["deduction_id"])
    append_only(op, "payroll_signature", [["id"], ["facility_id", "year", "number"], ["payroll_id"]])
    append_only(op, "payroll_person", [["id"], ["payroll_id", "admission_id"]])
    append_only(op, "pay_line", [["id"], ["payroll_id", "admission_id", "position"]])
    append_only(op, "pay_deduction_taken", [["id"], ["payroll_id", "deduction_id"]])


def downgrade() -> None:
    for table in (
        "pay_deduction_taken",
        "pay_line",
        "payroll_person",
        "payroll_signature",
        "payroll",
        "pay_deduction",
    ):
        op.drop_table(table)
