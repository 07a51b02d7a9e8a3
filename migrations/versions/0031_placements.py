"""Zones, rooms, beds, who slept where, who is kept apart; a bed as something owed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from rehab_center.widening import narrow, widen

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


_ADDED = ("bed",)


def upgrade() -> None:
    widen(op, "task", "kind", _ADDED)
    op.create_table(
        "keep_apart",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("one_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("one_part", sa.Text(), nullable=False),
        sa.Column("other_part", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("strictness", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Text(), nullable=True),
        sa.Column("closed_reason", sa.Text(), nullable=True),
        sa.CheckConstraint("one_part IN ('victim', 'aggressor', 'either')", name=op.f("ck_keep_apart_one_part_known")),
        sa.CheckConstraint(
            "other_part IN ('victim', 'aggressor', 'either')", name=op.f("ck_keep_apart_other_part_known")
        ),
        sa.CheckConstraint(
            "reason IN ('fight', 'threat', 'same-case', 'debt', 'other')", name=op.f("ck_keep_apart_reason_known")
        ),
        sa.CheckConstraint("strictness IN ('forbidden', 'avoid')", name=op.f("ck_keep_apart_strictness_known")),
        sa.CheckConstraint("(closed_at IS NULL) = (closed_by IS NULL)", name=op.f("ck_keep_apart_closed_by_somebody")),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (closed_reason IS NULL)", name=op.f("ck_keep_apart_closed_for_a_reason")
        ),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_keep_apart_facility_id_facility")),
        sa.ForeignKeyConstraint(["one_id"], ["resident.id"], name=op.f("fk_keep_apart_one_id_resident")),
        sa.ForeignKeyConstraint(["other_id"], ["resident.id"], name=op.f("fk_keep_apart_other_id_resident")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_keep_apart")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_keep_apart_other_id"), "keep_apart", ["other_id"], unique=False)
    op.create_index(
        "uq_keep_apart_open",
        "keep_apart",
        ["one_id", "other_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )

    op.create_table(
        "zone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("sex", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('temporary', 'compulsory', 'voluntary', 'minors', 'infectious', 'discipline', 'clinic', 'other')",
            name=op.f("ck_zone_kind_known"),
        ),
        sa.CheckConstraint("name <> ''", name=op.f("ck_zone_named")),
        sa.CheckConstraint("sex IN ('male', 'female')", name=op.f("ck_zone_sex_known")),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_zone_facility_id_facility")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zone")),
        sa.UniqueConstraint("facility_id", "name", name=op.f("uq_zone_facility_id_name")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "room",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("zone_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sex", sa.Text(), nullable=True),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("max_capacity", sa.Integer(), nullable=False),
        sa.Column("working_capacity", sa.Integer(), nullable=False),
        sa.Column("certified_capacity", sa.Integer(), nullable=True),
        sa.Column("area", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_room_named")),
        sa.CheckConstraint("sex IN ('male', 'female')", name=op.f("ck_room_sex_known")),
        sa.CheckConstraint(
            "certified_capacity IS NULL OR certified_capacity >= 0", name=op.f("ck_room_certified_not_negative")
        ),
        sa.CheckConstraint("max_capacity >= 1", name=op.f("ck_room_max_positive")),
        sa.CheckConstraint(
            "working_capacity >= 0 AND working_capacity <= max_capacity", name=op.f("ck_room_working_within_max")
        ),
        sa.ForeignKeyConstraint(["zone_id"], ["zone.id"], name=op.f("fk_room_zone_id_zone")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room")),
        sa.UniqueConstraint("zone_id", "name", name=op.f("uq_room_zone_id_name")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "bed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.CheckConstraint("label <> ''", name=op.f("ck_bed_labelled")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_bed_room_id_room")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bed")),
        sa.UniqueConstraint("room_id", "label", name=op.f("uq_bed_room_id_label")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "bed_outage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bed_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "reason IN ('broken', 'repair', 'cleaning', 'reserved', 'other')", name=op.f("ck_bed_outage_reason_known")
        ),
        sa.CheckConstraint("(ended_on IS NULL) = (ended_by IS NULL)", name=op.f("ck_bed_outage_ended_by_somebody")),
        sa.CheckConstraint("ended_on IS NULL OR ended_on >= from_on", name=op.f("ck_bed_outage_right_way_round")),
        sa.ForeignKeyConstraint(["bed_id"], ["bed.id"], name=op.f("fk_bed_outage_bed_id_bed")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bed_outage")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_bed_outage_open",
        "bed_outage",
        ["bed_id"],
        unique=True,
        sqlite_where=sa.text("ended_on IS NULL"),
        postgresql_where=sa.text("ended_on IS NULL"),
    )

    op.create_table(
        "placement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bed_id", sa.Integer(), nullable=False),
        sa.Column("admission_id", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_how", sa.Text(), nullable=True),
        sa.Column("ended_recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "ended_how IN ('moved', 'taken-off', 'departed', 'changed-over')", name=op.f("ck_placement_ended_how_known")
        ),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_how IS NULL) AND (ended_at IS NULL) = (ended_by IS NULL)",
            name=op.f("ck_placement_ended_somehow"),
        ),
        sa.CheckConstraint("ended_at IS NULL OR ended_at >= began_at", name=op.f("ck_placement_right_way_round")),
        sa.ForeignKeyConstraint(["admission_id"], ["admission.id"], name=op.f("fk_placement_admission_id_admission")),
        sa.ForeignKeyConstraint(["bed_id"], ["bed.id"], name=op.f("fk_placement_bed_id_bed")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_placement_document_id_document")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_placement_admission_id_began_at"), "placement", ["admission_id", "began_at"], unique=False)
    op.create_index(op.f("ix_placement_bed_id_began_at"), "placement", ["bed_id", "began_at"], unique=False)
    op.create_index(
        "uq_placement_bed",
        "placement",
        ["bed_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        "uq_placement_stay",
        "placement",
        ["admission_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def downgrade() -> None:

    op.drop_table("placement")

    op.drop_table("bed_outage")
    op.drop_table("bed")
    op.drop_table("room")
    op.drop_table("zone")

    op.drop_table("keep_apart")
    narrow(op, "task", "kind", _ADDED)
