"""Tests of courses with scores, results, certificates with their register, and jobs found afterwards."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from rehab_center.db import append_only

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None

_KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "certificate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("admission_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("number_key", _KEY, nullable=False),
        sa.Column("book_year", sa.Integer(), nullable=True),
        sa.Column("book_number", sa.Integer(), nullable=True),
        sa.Column("serial", sa.Text(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("issuer_key", _KEY, nullable=False),
        sa.Column("licence", sa.Text(), nullable=True),
        sa.Column("signer", sa.Text(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("trade", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=True),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("began_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("grade", sa.Text(), nullable=True),
        sa.Column("handed_on", sa.Date(), nullable=True),
        sa.Column("handed_to", sa.Text(), nullable=True),
        sa.Column("signed_for", sa.Boolean(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by", sa.Text(), nullable=True),
        sa.Column("voided_why", sa.Text(), nullable=True),
        sa.Column("voided_note", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("handed_on IS NULL OR handed_to <> ''", name=op.f("ck_certificate_handed_to_somebody")),
        sa.CheckConstraint("issuer <> ''", name=op.f("ck_certificate_issued_by_somebody")),
        sa.CheckConstraint("kind IN ('elementary', 'training', 'attestation')", name=op.f("ck_certificate_kind_known")),
        sa.CheckConstraint("number <> ''", name=op.f("ck_certificate_numbered")),
        sa.CheckConstraint(
            "voided_why IN ('mistake', 'spoilt', 'revoked', 'replaced')", name=op.f("ck_certificate_voided_why_known")
        ),
        sa.CheckConstraint("(book_year IS NULL) = (book_number IS NULL)", name=op.f("ck_certificate_book_whole")),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (voided_by IS NULL) AND (voided_at IS NULL) = (voided_why IS NULL)",
            name=op.f("ck_certificate_voided_for_a_reason"),
        ),
        sa.CheckConstraint("book_number IS NULL OR book_number >= 1", name=op.f("ck_certificate_counted_from_one")),
        sa.CheckConstraint("handed_on IS NOT NULL OR NOT signed_for", name=op.f("ck_certificate_signed_when_handed")),
        sa.CheckConstraint("hours IS NULL OR hours >= 1", name=op.f("ck_certificate_course_lasted")),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_certificate_activity_id_activity")),
        sa.ForeignKeyConstraint(["admission_id"], ["admission.id"], name=op.f("fk_certificate_admission_id_admission")),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_certificate_facility_id_facility")),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["certificate.id"], name=op.f("fk_certificate_replaces_id_certificate")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint(
            "facility_id",
            "kind",
            "book_year",
            "book_number",
            name=op.f("uq_certificate_facility_id_kind_book_year_book_number"),
        ),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_certificate_replaces_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_certificate_admission_id"), "certificate", ["admission_id"], unique=False)
    op.create_index(
        op.f("ix_certificate_facility_id_issued_on"), "certificate", ["facility_id", "issued_on"], unique=False
    )
    op.create_index(op.f("ix_certificate_first_on"), "certificate", ["first_on"], unique=False)
    op.create_index(
        "uq_certificate_number",
        "certificate",
        ["issuer_key", "kind", "number_key"],
        unique=True,
        sqlite_where=sa.text("voided_at IS NULL"),
        postgresql_where=sa.text("voided_at IS NULL"),
    )
    op.create_index(
        "uq_certificate_of_result",
        "certificate",
        ["activity_id", "admission_id"],
        unique=True,
        sqlite_where=sa.text("voided_at IS NULL"),
        postgresql_where=sa.text("voided_at IS NULL"),
    )

    op.create_table(
        "course_job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("admission_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("found", sa.Boolean(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("in_trade", sa.Boolean(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.CheckConstraint("found = (place IS NOT NULL)", name=op.f("ck_course_job_job_has_a_place")),
        sa.CheckConstraint("found OR (since IS NULL AND in_trade IS NULL)", name=op.f("ck_course_job_said_of_a_job")),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_course_job_activity_id_activity")),
        sa.ForeignKeyConstraint(["admission_id"], ["admission.id"], name=op.f("fk_course_job_admission_id_admission")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_job")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_course_job_activity_id_admission_id"), "course_job", ["activity_id", "admission_id"], unique=False
    )

    op.create_table(
        "course_result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("admission_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("proposed", sa.Text(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("average", sa.Text(), nullable=True),
        sa.Column("basis", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("outcome IN ('passed', 'failed', 'left')", name=op.f("ck_course_result_outcome_known")),
        sa.CheckConstraint("proposed IN ('passed', 'failed', 'left')", name=op.f("ck_course_result_proposed_known")),
        sa.CheckConstraint(
            "(revision = 1) = (replaces_id IS NULL) AND revision >= 1",
            name=op.f("ck_course_result_first_replaces_none"),
        ),
        sa.CheckConstraint("minutes >= 0", name=op.f("ck_course_result_minutes_not_negative")),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_course_result_activity_id_activity")),
        sa.ForeignKeyConstraint(
            ["admission_id"], ["admission.id"], name=op.f("fk_course_result_admission_id_admission")
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["course_result.id"], name=op.f("fk_course_result_replaces_id_course_result")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_result")),
        sa.UniqueConstraint(
            "activity_id", "admission_id", "revision", name=op.f("uq_course_result_activity_id_admission_id_revision")
        ),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_course_result_replaces_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_course_result_admission_id"), "course_result", ["admission_id"], unique=False)

    op.create_table(
        "course_test",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("max_score", sa.Text(), nullable=False),
        sa.Column("set_by", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Text(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('regular', 'module', 'final')", name=op.f("ck_course_test_kind_known")),
        sa.CheckConstraint("name <> ''", name=op.f("ck_course_test_named")),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by IS NULL) AND (withdrawn_at IS NULL) = (withdrawn_reason IS NULL)",
            name=op.f("ck_course_test_withdrawn_with_a_word"),
        ),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_course_test_activity_id_activity")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_test")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_course_test_activity_id_on"), "course_test", ["activity_id", "on"], unique=False)

    op.create_table(
        "certificate_scan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "media_type IN ('application/pdf', 'image/jpeg', 'image/png')",
            name=op.f("ck_certificate_scan_media_type_known"),
        ),
        sa.CheckConstraint("size > 0", name=op.f("ck_certificate_scan_not_empty")),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["certificate.id"], name=op.f("fk_certificate_scan_certificate_id_certificate")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_scan")),
        sa.UniqueConstraint("certificate_id", "sha256", name=op.f("uq_certificate_scan_certificate_id_sha256")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "course_score",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_test_id", sa.Integer(), nullable=False),
        sa.Column("admission_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Text(), nullable=True),
        sa.Column("missed", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("saved_by", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("missed IN ('excused', 'unexcused')", name=op.f("ck_course_score_missed_known")),
        sa.CheckConstraint("(score IS NULL) = (missed IS NOT NULL)", name=op.f("ck_course_score_score_or_missed")),
        sa.ForeignKeyConstraint(
            ["admission_id"], ["admission.id"], name=op.f("fk_course_score_admission_id_admission")
        ),
        sa.ForeignKeyConstraint(
            ["course_test_id"], ["course_test.id"], name=op.f("fk_course_score_course_test_id_course_test")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_score")),
        sa.UniqueConstraint("course_test_id", "admission_id", name=op.f("uq_course_score_course_test_id_admission_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_course_score_admission_id"), "course_score", ["admission_id"], unique=False)
    append_only(op, "course_result", [["id"], ["activity_id", "admission_id", "revision"], ["replaces_id"]])
    append_only(op, "course_job", [["id"]])


def downgrade() -> None:
    for table in ("course_score", "certificate_scan", "course_test", "course_result", "course_job", "certificate"):
        op.drop_table(table)
