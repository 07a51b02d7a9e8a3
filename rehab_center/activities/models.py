"""Programmes, their weekly slots, holidays, and the sessions made of the slots."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from rehab_center.activities.kinds import (
    ActivityKind,
    CancelReason,
    ClearanceNeed,
    CourseLevel,
    SessionState,
    Subject,
)
from rehab_center.db import KeyText, Model, one_of
from rehab_center.residents.kinds import Sex

_OPEN = text("closed_on IS NULL")
_STANDS = text("withdrawn_at IS NULL")


class Activity(Model):
    """A programme. Of its last columns those are filled that its kind asks for."""

    __tablename__ = "activity"
    __table_args__ = (
        one_of("kind", ActivityKind),
        one_of("clearance", ClearanceNeed),
        one_of("sex", Sex),
        one_of("level", CourseLevel),
        one_of("subject", Subject),
        CheckConstraint("name <> ''", name="named"),
        CheckConstraint("capacity >= 1", name="holds_somebody"),
        CheckConstraint("min_stage IS NULL OR min_stage BETWEEN 1 AND 5", name="stage_known"),
        CheckConstraint("min_age IS NULL OR max_age IS NULL OR min_age <= max_age", name="ages_right_way_round"),
        CheckConstraint("ends_on IS NULL OR begins_on <= ends_on", name="right_way_round"),
        CheckConstraint("employer IS NULL OR kind = 'labour'", name="employer_gives_labour"),
        CheckConstraint("(kind = 'vocational') = (level IS NOT NULL)", name="course_has_level"),
        CheckConstraint("(kind = 'vocational') = (trade IS NOT NULL)", name="course_has_trade"),
        CheckConstraint("(kind = 'education') = (subject IS NOT NULL)", name="class_has_subject"),
        CheckConstraint("course_hours IS NULL OR course_hours >= 1", name="course_lasts"),
        CheckConstraint("(closed_on IS NULL) = (closed_reason IS NULL)", name="closed_for_a_reason"),
        Index("uq_activity_open", "facility_id", "name", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index(None, "document_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    kind: Mapped[str]
    name: Mapped[str]
    place: Mapped[str | None]
    #: Who leads it, in words.
    organiser: Mapped[str | None]
    #: Whose work it is, where a contract gives it, and the contract.
    employer: Mapped[str | None]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    capacity: Mapped[int]
    #: The first of the five stages in which somebody may take part, counted from 1.
    min_stage: Mapped[int | None]
    clearance: Mapped[str | None]
    #: Null: men and women.
    sex: Mapped[str | None]
    #: In whole years, both included.
    min_age: Mapped[int | None]
    max_age: Mapped[int | None]
    #: Heavy, harmful or dangerous work: never for minors (BLLĐ 2019 Đ147).
    hazardous: Mapped[bool]
    begins_on: Mapped[date]
    #: The last day; null: for now.
    ends_on: Mapped[date | None]
    trade: Mapped[str | None]
    level: Mapped[str | None]
    provider: Mapped[str | None]
    licence: Mapped[str | None]
    course_hours: Mapped[int | None]
    #: What it gives to whoever completes it, in words.
    certificate: Mapped[str | None]
    subject: Mapped[str | None]
    note: Mapped[str | None]
    #: The last day it was held, before ``ends_on``; null while it goes on.
    closed_on: Mapped[date | None]
    closed_reason: Mapped[str | None]
    #: Name, place, organiser, employer, folded.
    search_key: Mapped[str] = mapped_column(KeyText)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class WeeklySlot(Model):
    """A time of the week at which a programme meets. Another time is another row; one that is over has its last day."""

    __tablename__ = "slot"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 1 AND 7", name="weekday_known"),
        CheckConstraint("begins >= 0 AND begins < ends AND ends <= 1440", name="within_a_day"),
        CheckConstraint("every_weeks BETWEEN 1 AND 8", name="rotation_known"),
        CheckConstraint("week_offset >= 0 AND week_offset < every_weeks", name="offset_in_rotation"),
        # The day before its first takes it out altogether.
        Index(None, "activity_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"))
    #: 1 Monday … 7 Sunday.
    weekday: Mapped[int]
    #: Minutes after midnight.
    begins: Mapped[int]
    ends: Mapped[int]
    every_weeks: Mapped[int]
    #: Counted from ``rules.WEEK_ZERO``.
    week_offset: Mapped[int]
    valid_from: Mapped[date]
    #: The last day; null: for now. The day before ``valid_from``: it was a mistake and never holds.
    valid_until: Mapped[date | None]


class Holiday(Model):
    """A day off that was entered, of one centre or of all; ``moved_from`` is a day off that is worked in its place."""

    __tablename__ = "holiday"
    __table_args__ = (
        CheckConstraint("name <> ''", name="named"),
        CheckConstraint('moved_from IS NULL OR moved_from <> "on"', name="moved_elsewhere"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by IS NULL)", name="withdrawn_by_somebody"),
        Index("uq_holiday_centre", "facility_id", "on", unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS),
        Index(None, "on"),
        Index(None, "document_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    facility_id: Mapped[int | None] = mapped_column(ForeignKey("facility.id"))
    on: Mapped[date]
    name: Mapped[str]
    #: The decision or notice.
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    moved_from: Mapped[date | None]
    recorded_at: Mapped[datetime]
    actor: Mapped[str]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str | None]


class ActivitySession(Model):
    """One meeting of a programme on one day; ``slot_id`` null: a single extra one."""

    __tablename__ = "activity_session"
    __table_args__ = (
        one_of("state", SessionState),
        one_of("cancelled_reason", CancelReason),
        CheckConstraint("begins >= 0 AND begins < ends AND ends <= 1440", name="within_a_day"),
        CheckConstraint("(state = 'cancelled') = (cancelled_reason IS NOT NULL)", name="cancelled_for_a_reason"),
        CheckConstraint("cancelled_note IS NULL OR state = 'cancelled'", name="note_of_cancelled"),
        UniqueConstraint("slot_id", "on"),
        Index(None, "activity_id", "on"),
        Index(None, "on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"))
    slot_id: Mapped[int | None] = mapped_column(ForeignKey("slot.id"))
    on: Mapped[date]
    #: Minutes after midnight.
    begins: Mapped[int]
    ends: Mapped[int]
    state: Mapped[str]
    cancelled_reason: Mapped[str | None]
    cancelled_note: Mapped[str | None]
