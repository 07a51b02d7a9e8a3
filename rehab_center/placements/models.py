"""Zones, rooms and beds, who slept where, who is kept apart, and roll checks."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from rehab_center.db import KeyText, Model, one_of
from rehab_center.placements.kinds import Absence, ApartReason, Ended, OutageReason, Part, Strictness, ZoneKind
from rehab_center.residents.kinds import Sex

_STILL = text("ended_at IS NULL")
_OPEN = text("closed_at IS NULL")


class Zone(Model):
    """A part of the centre. ``sex`` is null only where its rooms are each for one (a clinic)."""

    __tablename__ = "zone"
    __table_args__ = (
        one_of("kind", ZoneKind),
        one_of("sex", Sex),
        CheckConstraint("name <> ''", name="named"),
        UniqueConstraint("facility_id", "name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    name: Mapped[str]
    kind: Mapped[str]
    sex: Mapped[str | None]
    #: Where it stands on the map.
    position: Mapped[int]
    note: Mapped[str | None]
    #: The last day it was used; null while it is.
    closed_on: Mapped[date | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class Room(Model):
    """A room with its three capacities: how many it holds at most, in daily use, and as it was approved."""

    __tablename__ = "room"
    __table_args__ = (
        one_of("sex", Sex),
        CheckConstraint("name <> ''", name="named"),
        CheckConstraint("max_capacity >= 1", name="max_positive"),
        CheckConstraint("working_capacity >= 0 AND working_capacity <= max_capacity", name="working_within_max"),
        CheckConstraint("certified_capacity IS NULL OR certified_capacity >= 0", name="certified_not_negative"),
        UniqueConstraint("zone_id", "name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    zone_id: Mapped[int] = mapped_column(ForeignKey("zone.id"))
    name: Mapped[str]
    #: Null: as the zone.
    sex: Mapped[str | None]
    #: For one person who must be alone (L73 Đ35.3; L120 Đ46.2h).
    private: Mapped[bool]
    max_capacity: Mapped[int]
    working_capacity: Mapped[int]
    certified_capacity: Mapped[int | None]
    #: In square metres.
    area: Mapped[Decimal | None]
    note: Mapped[str | None]
    closed_on: Mapped[date | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class Bed(Model):
    """A place to sleep. ``label`` is unique in its room."""

    __tablename__ = "bed"
    __table_args__ = (
        CheckConstraint("label <> ''", name="labelled"),
        UniqueConstraint("room_id", "label"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"))
    label: Mapped[str]
    #: In a row of beds: number 10 stands behind number 9.
    position: Mapped[int]
    #: The day it was taken away; null while it stands.
    removed_on: Mapped[date | None]


class BedOutage(Model):
    """Some days in which nobody can sleep in a bed. The expected return may be put off; the log keeps each."""

    __tablename__ = "bed_outage"
    __table_args__ = (
        one_of("reason", OutageReason),
        CheckConstraint("ended_on IS NULL OR ended_on >= from_on", name="right_way_round"),
        CheckConstraint("(ended_on IS NULL) = (ended_by IS NULL)", name="ended_by_somebody"),
        Index(
            "uq_bed_outage_open",
            "bed_id",
            unique=True,
            sqlite_where=text("ended_on IS NULL"),
            postgresql_where=text("ended_on IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    bed_id: Mapped[int] = mapped_column(ForeignKey("bed.id"))
    reason: Mapped[str]
    note: Mapped[str | None]
    from_on: Mapped[date]
    expected_on: Mapped[date | None]
    #: The first day on which it was in use again.
    ended_on: Mapped[date | None]
    opened_at: Mapped[datetime]
    opened_by: Mapped[str]
    ended_by: Mapped[str | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class Placement(Model):
    """A bed was a stay's from a moment until another (not included).

    Two open rows for a bed or a stay are refused by the database; rows that overlap in the past, by the service. An
    open row may have ended all the same: once its stay has left (``rules.intervals``).
    """

    __tablename__ = "placement"
    __table_args__ = (
        one_of("ended_how", Ended),
        CheckConstraint("ended_at IS NULL OR ended_at >= began_at", name="right_way_round"),
        CheckConstraint(
            "(ended_at IS NULL) = (ended_how IS NULL) AND (ended_at IS NULL) = (ended_by IS NULL)", name="ended_somehow"
        ),
        Index("uq_placement_bed", "bed_id", unique=True, sqlite_where=_STILL, postgresql_where=_STILL),
        Index("uq_placement_stay", "admission_id", unique=True, sqlite_where=_STILL, postgresql_where=_STILL),
        Index(None, "bed_id", "began_at"),
        Index(None, "admission_id", "began_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    bed_id: Mapped[int] = mapped_column(ForeignKey("bed.id"))
    admission_id: Mapped[int] = mapped_column(ForeignKey("admission.id"))
    began_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    #: Who wrote it, in the words a person knows them by.
    actor: Mapped[str]
    #: The paper and the last day of a night in a zone that needs them.
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    until_on: Mapped[date | None]
    #: Why it was done in spite of a warning; one for a whole batch.
    reason: Mapped[str | None]
    note: Mapped[str | None]
    ended_at: Mapped[datetime | None]
    ended_how: Mapped[str | None]
    ended_recorded_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]


class KeepApart(Model):
    """Two persons who are not to sleep in one room."""

    __tablename__ = "keep_apart"
    __table_args__ = (
        one_of("one_part", Part),
        one_of("other_part", Part),
        one_of("reason", ApartReason),
        one_of("strictness", Strictness),
        CheckConstraint("(closed_at IS NULL) = (closed_reason IS NULL)", name="closed_for_a_reason"),
        CheckConstraint("(closed_at IS NULL) = (closed_by IS NULL)", name="closed_by_somebody"),
        Index("uq_keep_apart_open", "one_id", "other_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index(None, "other_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    one_id: Mapped[int] = mapped_column(ForeignKey("resident.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("resident.id"))
    one_part: Mapped[str]
    other_part: Mapped[str]
    reason: Mapped[str]
    strictness: Mapped[str]
    note: Mapped[str | None]
    opened_at: Mapped[datetime]
    opened_by: Mapped[str]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None]
    closed_reason: Mapped[str | None]


class RollCheck(Model):
    """One counting of everybody (điểm danh). What was expected is kept as it was known when it began."""

    __tablename__ = "roll_check"
    __table_args__ = (
        UniqueConstraint("facility_id", "taken_on", "number"),
        CheckConstraint("number >= 1", name="counted_from_one"),
        CheckConstraint("(closed_at IS NULL) = (signed_by IS NULL)", name="signed_when_closed"),
        Index(None, "facility_id", "began_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    taken_on: Mapped[date]
    #: Of the day's checks.
    number: Mapped[int]
    began_at: Mapped[datetime]
    began_by: Mapped[str]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None]
    #: The name under the signature.
    signed_by: Mapped[str | None]
    note: Mapped[str | None]
    #: Name of whoever signs, folded.
    search_key: Mapped[str] = mapped_column(KeyText)
    #: Counts the savings, those of its lines too.
    version: Mapped[int] = mapped_column(default=1)


class RollLine(Model):
    """One zone of a check; ``zone_id`` null stands for those who have no bed. ``expected_ids`` are stays."""

    __tablename__ = "roll_line"
    __table_args__ = (
        UniqueConstraint("roll_check_id", "position"),
        CheckConstraint("expected >= 0", name="expected_not_negative"),
        CheckConstraint("counted IS NULL OR counted >= 0", name="counted_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    roll_check_id: Mapped[int] = mapped_column(ForeignKey("roll_check.id"))
    zone_id: Mapped[int | None] = mapped_column(ForeignKey("zone.id"))
    position: Mapped[int]
    expected: Mapped[int]
    expected_ids: Mapped[list[Any]]
    counted: Mapped[int | None]
    note: Mapped[str | None]


class RollMissing(Model):
    """Somebody who was expected and not counted, and why, once that is known."""

    __tablename__ = "roll_missing"
    __table_args__ = (
        UniqueConstraint("roll_line_id", "admission_id"),
        one_of("absence", Absence),
        Index(None, "admission_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    roll_line_id: Mapped[int] = mapped_column(ForeignKey("roll_line.id"))
    admission_id: Mapped[int] = mapped_column(ForeignKey("admission.id"))
    absence: Mapped[str]
    note: Mapped[str | None]
    recorded_at: Mapped[datetime]
    actor: Mapped[str]


class ShiftHandover(Model):
    """The handover of a shift (bàn giao ca trực): what the giver said, confirmed by the one who took over.

    Until then the giver may put it right; ``sheet`` is what the register said when it was last kept, as
    ``rules.shift`` writes it: so the paper of a past shift says what it said.
    """

    __tablename__ = "shift_handover"
    __table_args__ = (
        UniqueConstraint("facility_id", "begins_at"),
        CheckConstraint("begins_at < ends_at", name="ends_later"),
        CheckConstraint("giver <> ''", name="somebody_gives"),
        CheckConstraint("expected >= 0 AND counted >= 0", name="counts_not_negative"),
        CheckConstraint("expected = counted OR difference IS NOT NULL", name="difference_explained"),
        CheckConstraint("(confirmed_at IS NULL) = (confirmed_by IS NULL)", name="confirmed_by_somebody"),
        CheckConstraint("confirmer IS NULL OR confirmer <> keeper", name="two_officers"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    begins_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    #: Who hands over and who is to take over, as they sign.
    giver: Mapped[str]
    receiver: Mapped[str | None]
    #: Who has to be in the building, and who was counted.
    expected: Mapped[int]
    counted: Mapped[int]
    #: Who is missing or too many, and why.
    difference: Mapped[str | None]
    equipment: Mapped[str | None]
    note: Mapped[str | None]
    sheet: Mapped[dict[str, Any]]
    kept_at: Mapped[datetime]
    #: The account that kept it, and the words a person knows it by.
    keeper: Mapped[str]
    kept_by: Mapped[str]
    confirmed_at: Mapped[datetime | None]
    confirmer: Mapped[str | None]
    confirmed_by: Mapped[str | None]
    #: What the one who took over has to say.
    remark: Mapped[str | None]
    #: The names on it, folded.
    search_key: Mapped[str] = mapped_column(KeyText)
    version: Mapped[int] = mapped_column(default=1)
