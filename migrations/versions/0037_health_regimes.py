"""Periodic checks, infections, clearances, the medical record and who opens it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from rehab_center.db import append_only

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def _kept(table: str, *columns: sa.Column[object], replaceable: bool = True) -> list[sa.schema.SchemaItem]:
    replaces = [sa.Column("replaces_id", sa.Integer(), nullable=True)] if replaceable else []
    items: list[sa.schema.SchemaItem] = [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("admission_id", sa.Integer(), nullable=False),
        *replaces,
        *columns,
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["admission_id"], ["admission.id"], name=op.f(f"fk_{table}_admission_id_admission")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]
    if replaceable:
        items += [
            sa.ForeignKeyConstraint(["replaces_id"], [f"{table}.id"], name=op.f(f"fk_{table}_replaces_id_{table}")),
            sa.UniqueConstraint("replaces_id", name=op.f(f"uq_{table}_replaces_id")),
            sa.CheckConstraint(
                "(replaces_id IS NULL) = (reason IS NULL)", name=op.f(f"ck_{table}_replacement_says_why")
            ),
            sa.CheckConstraint(
                "replaces_id IS NULL OR replaces_id < id", name=op.f(f"ck_{table}_replacement_comes_later")
            ),
        ]
    return items


def upgrade() -> None:
    op.create_table(
        "health_check",
        *_kept(
            "health_check",
            sa.Column("reason", sa.Text(), nullable=True),
            sa.Column("checked_on", sa.Date(), nullable=False),
            sa.Column("checked_by", sa.Text(), nullable=False),
            sa.Column("result", sa.Text(), nullable=False),
            sa.Column("findings", sa.Text(), nullable=True),
            sa.Column("again_on", sa.Date(), nullable=True),
        ),
        sa.CheckConstraint("result IN ('well', 'follow', 'hospital')", name=op.f("ck_health_check_result_known")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "infection_statement",
        *_kept(
            "infection_statement",
            sa.Column("reason", sa.Text(), nullable=True),
            sa.Column("infection_group", sa.Text(), nullable=False),
            sa.Column("disease", sa.Text(), nullable=True),
            sa.Column("from_on", sa.Date(), nullable=False),
            sa.Column("until_on", sa.Date(), nullable=True),
            sa.Column("basis", sa.Text(), nullable=False),
            sa.Column("withdrawn", sa.Boolean(), nullable=False),
        ),
        sa.CheckConstraint("infection_group IN ('a', 'b')", name=op.f("ck_infection_statement_infection_group_known")),
        sa.CheckConstraint(
            "until_on IS NULL OR from_on <= until_on", name=op.f("ck_infection_statement_right_way_round")
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "work_clearance",
        *_kept(
            "work_clearance",
            sa.Column("clearance", sa.Text(), nullable=False),
            sa.Column("from_on", sa.Date(), nullable=False),
            sa.Column("until_on", sa.Date(), nullable=False),
            sa.Column("reason", sa.Text(), nullable=True),
            replaceable=False,
        ),
        sa.CheckConstraint(
            "clearance IN ('all', 'no-heavy', 'classes-only', 'nothing')",
            name=op.f("ck_work_clearance_clearance_known"),
        ),
        sa.CheckConstraint("from_on <= until_on", name=op.f("ck_work_clearance_right_way_round")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "medical_note",
        *_kept(
            "medical_note",
            sa.Column("reason", sa.Text(), nullable=True),
            sa.Column("noted_on", sa.Date(), nullable=False),
            sa.Column("kind", sa.Text(), nullable=False),
            sa.Column("text", sa.Text(), nullable=False),
        ),
        sa.CheckConstraint(
            "kind IN ('hiv', 'arv', 'tb', 'methadone', 'other')", name=op.f("ck_medical_note_kind_known")
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "record_assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("admission_id", sa.Integer(), nullable=True),
        sa.Column("granted", sa.Boolean(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_record_assignment_account_id_account")),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_record_assignment_facility_id_facility")
        ),
        sa.ForeignKeyConstraint(
            ["admission_id"], ["admission.id"], name=op.f("fk_record_assignment_admission_id_admission")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_assignment")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_record_assignment_account_id"), "record_assignment", ["account_id"])
    append_only(op, "record_assignment", [["id"]])
    for table in ("health_check", "infection_statement", "work_clearance", "medical_note"):
        op.create_index(op.f(f"ix_{table}_admission_id"), table, ["admission_id"])
        append_only(op, table, [["id"]] if table == "work_clearance" else [["id"], ["replaces_id"]])


def downgrade() -> None:
    for table in ("record_assignment", "medical_note", "work_clearance", "infection_statement", "health_check"):
        op.drop_table(table)
