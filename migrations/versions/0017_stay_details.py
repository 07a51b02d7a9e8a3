"""Classification, belongings and the first health check of a stay."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from rehab_center.db import append_only

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _classification()
    _belongings_slip()
    _belonging()
    _belonging_fate()
    _health_look()


def _classification() -> None:
    op.create_table(
        "classification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("admission_id", sa.Integer(), nullable=False),
        sa.Column("classified_on", sa.Date(), nullable=False),
        sa.Column("degree", sa.Text(), nullable=False),
        sa.Column("drug", sa.Text(), nullable=True),
        sa.Column("times", sa.Text(), nullable=False),
        sa.Column("health_group", sa.Text(), nullable=True),
        sa.Column("age_group", sa.Text(), nullable=True),
        sa.Column("lives_as", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "age_group IN ('12-17', '18-29', '30-44', '45+')", name=op.f("ck_classification_age_group_known")
        ),
        sa.CheckConstraint(
            "degree IN ('not-determined', 'mild', 'moderate', 'severe')", name=op.f("ck_classification_degree_known")
        ),
        sa.CheckConstraint(
            "health_group IN ('1', '2', '3', '4', '5')", name=op.f("ck_classification_health_group_known")
        ),
        sa.CheckConstraint("lives_as IN ('male', 'female')", name=op.f("ck_classification_lives_as_known")),
        sa.CheckConstraint("times IN ('first', 'again', 'unknown')", name=op.f("ck_classification_times_known")),
        sa.ForeignKeyConstraint(
            ["admission_id"], ["admission.id"], name=op.f("fk_classification_admission_id_admission")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_classification")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_classification_admission_id"), "classification", ["admission_id"], unique=False)
    append_only(op, "classification", [["id"]])


def _belongings_slip() -> None:
    op.create_table(
        "belongings_slip",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("admission_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=True),
        sa.Column("officer", sa.Text(), nullable=False),
        sa.Column("witness", sa.Text(), nullable=True),
        sa.Column("signed", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('taken', 'returned')", name=op.f("ck_belongings_slip_kind_known")),
        sa.CheckConstraint("party <> ''", name=op.f("ck_belongings_slip_party_named")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_belongings_slip_counted_from_one")),
        sa.ForeignKeyConstraint(
            ["admission_id"], ["admission.id"], name=op.f("fk_belongings_slip_admission_id_admission")
        ),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_belongings_slip_facility_id_facility")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_belongings_slip")),
        sa.UniqueConstraint("facility_id", "year", "number", name=op.f("uq_belongings_slip_facility_id_year_number")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_belongings_slip_admission_id"), "belongings_slip", ["admission_id"], unique=False)
    append_only(op, "belongings_slip", [["id"], ["facility_id", "year", "number"]])


def _belonging() -> None:
    op.create_table(
        "belonging",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("admission_id", sa.Integer(), nullable=False),
        sa.Column("slip_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Text(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("condition", sa.Text(), nullable=True),
        sa.Column("kept_where", sa.Text(), nullable=True),
        sa.CheckConstraint("(kind = 'money') = (amount IS NOT NULL)", name=op.f("ck_belonging_money_has_amount")),
        sa.CheckConstraint(
            "currency IN ('VND', 'USD', 'EUR', 'CNY', 'LAK', 'KHR')", name=op.f("ck_belonging_currency_known")
        ),
        sa.CheckConstraint("description <> ''", name=op.f("ck_belonging_described")),
        sa.CheckConstraint("kind IN ('thing', 'valuable', 'paper', 'money')", name=op.f("ck_belonging_kind_known")),
        sa.CheckConstraint("(amount IS NULL) = (currency IS NULL)", name=op.f("ck_belonging_amount_has_currency")),
        sa.CheckConstraint("quantity >= 1", name=op.f("ck_belonging_at_least_one")),
        sa.ForeignKeyConstraint(["admission_id"], ["admission.id"], name=op.f("fk_belonging_admission_id_admission")),
        sa.ForeignKeyConstraint(["slip_id"], ["belongings_slip.id"], name=op.f("fk_belonging_slip_id_belongings_slip")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_belonging")),
        sa.UniqueConstraint("slip_id", "position", name=op.f("uq_belonging_slip_id_position")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_belonging_admission_id"), "belonging", ["admission_id"], unique=False)
    append_only(op, "belonging", [["id"], ["slip_id", "position"]])


def _belonging_fate() -> None:
    op.create_table(
        "belonging_fate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("admission_id", sa.Integer(), nullable=False),
        sa.Column("belonging_id", sa.Integer(), nullable=False),
        sa.Column("fate", sa.Text(), nullable=False),
        sa.Column("slip_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(fate = 'returned') = (slip_id IS NOT NULL)", name=op.f("ck_belonging_fate_return_has_slip")
        ),
        sa.CheckConstraint("fate = 'returned' OR reason IS NOT NULL", name=op.f("ck_belonging_fate_void_says_why")),
        sa.CheckConstraint(
            "fate IN ('returned', 'return-voided', 'voided')", name=op.f("ck_belonging_fate_fate_known")
        ),
        sa.ForeignKeyConstraint(
            ["admission_id"], ["admission.id"], name=op.f("fk_belonging_fate_admission_id_admission")
        ),
        sa.ForeignKeyConstraint(
            ["belonging_id"], ["belonging.id"], name=op.f("fk_belonging_fate_belonging_id_belonging")
        ),
        sa.ForeignKeyConstraint(
            ["slip_id"], ["belongings_slip.id"], name=op.f("fk_belonging_fate_slip_id_belongings_slip")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_belonging_fate")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_belonging_fate_admission_id"), "belonging_fate", ["admission_id"], unique=False)
    op.create_index(op.f("ix_belonging_fate_belonging_id"), "belonging_fate", ["belonging_id"], unique=False)
    append_only(op, "belonging_fate", [["id"]])


def _health_look() -> None:
    op.create_table(
        "health_look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("admission_id", sa.Integer(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("looked_on", sa.Date(), nullable=False),
        sa.Column("looked_by", sa.Text(), nullable=False),
        sa.Column("height", sa.Text(), nullable=True),
        sa.Column("weight", sa.Text(), nullable=True),
        sa.Column("pulse", sa.Integer(), nullable=True),
        sa.Column("temperature", sa.Text(), nullable=True),
        sa.Column("systolic", sa.Integer(), nullable=True),
        sa.Column("diastolic", sa.Integer(), nullable=True),
        sa.Column("injuries", sa.Text(), nullable=True),
        sa.Column("pregnant", sa.Text(), nullable=False),
        sa.Column("withdrawal_signs", sa.Text(), nullable=True),
        sa.Column("last_use", sa.Text(), nullable=True),
        sa.Column("drugs", sa.Text(), nullable=True),
        sa.Column("infection", sa.Text(), nullable=False),
        sa.Column("infection_note", sa.Text(), nullable=True),
        sa.Column("urgent_need", sa.Text(), nullable=True),
        sa.Column("conclusion", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "conclusion IN ('fit', 'observe', 'hospital', 'not-to-admit')", name=op.f("ck_health_look_conclusion_known")
        ),
        sa.CheckConstraint(
            "infection IN ('no', 'yes', 'suspected', 'not-checked')", name=op.f("ck_health_look_infection_known")
        ),
        sa.CheckConstraint(
            "pregnant IN ('no', 'yes', 'suspected', 'not-checked')", name=op.f("ck_health_look_pregnant_known")
        ),
        sa.CheckConstraint(
            "(replaces_id IS NULL) = (reason IS NULL)", name=op.f("ck_health_look_replacement_says_why")
        ),
        sa.CheckConstraint(
            "replaces_id IS NULL OR replaces_id < id", name=op.f("ck_health_look_replacement_comes_later")
        ),
        sa.ForeignKeyConstraint(["admission_id"], ["admission.id"], name=op.f("fk_health_look_admission_id_admission")),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["health_look.id"], name=op.f("fk_health_look_replaces_id_health_look")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_health_look")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_health_look_replaces_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_health_look_admission_id"), "health_look", ["admission_id"], unique=False)
    append_only(op, "health_look", [["id"], ["replaces_id"]])


def downgrade() -> None:
    op.drop_index(op.f("ix_health_look_admission_id"), table_name="health_look")
    op.drop_table("health_look")
    op.drop_index(op.f("ix_belonging_fate_admission_id"), table_name="belonging_fate")
    op.drop_index(op.f("ix_belonging_fate_belonging_id"), table_name="belonging_fate")
    op.drop_table("belonging_fate")
    op.drop_index(op.f("ix_belonging_admission_id"), table_name="belonging")
    op.drop_table("belonging")
    op.drop_index(op.f("ix_belongings_slip_admission_id"), table_name="belongings_slip")
    op.drop_table("belongings_slip")
    op.drop_index(op.f("ix_classification_admission_id"), table_name="classification")
    op.drop_table("classification")
