"""Marks, which only grow; how far a session's marking is; corrections by two people; numbered sheets."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from rehab_center.attendance.kinds import Attended, SheetKind, WalkInReason
from rehab_center.db import KeyText, Model, one_of
from rehab_center.documents.kinds import MediaType
from rehab_center.documents.models import ScanColumns

_WAITS = text("decided_at IS NULL")


class MarkColumns:
    """What is said of somebody at a session."""

    attended: Mapped[str]
    #: In minutes, null where the mark itself says how many.
    minutes: Mapped[int | None]
    #: What was made, in the unit of the programme's norm.
    output: Mapped[Decimal | None]
    note: Mapped[str | None] = mapped_column(info={"sensitive": True})


class AttendanceMark(MarkColumns, Model):
    """One mark. The mark that counts is the one no other replaces; a mark is replaced once at most.

    ``minutes`` is what counts as hours, computed when it was marked: a session moved later leaves them alone.
    """

    __tablename__ = "attendance_mark"
    __table_args__ = (
        one_of("attended", Attended),
        CheckConstraint("minutes IS NOT NULL AND minutes >= 0 AND minutes <= 1440", name="minutes_of_a_day"),
        CheckConstraint("(revision = 1) = (replaces_id IS NULL) AND revision >= 1", name="first_replaces_none"),
        UniqueConstraint("replaces_id"),
        UniqueConstraint("activity_session_id", "admission_id", "revision"),
        Index(None, "admission_id", "activity_session_id"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_session_id: Mapped[int] = mapped_column(ForeignKey("activity_session.id"))
    admission_id: Mapped[int] = mapped_column(ForeignKey("admission.id"))
    #: Counted from 1 for each person at each session.
    revision: Mapped[int]
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("attendance_mark.id"))
    #: The correction it came with, where the edit window was over.
    correction_id: Mapped[int | None] = mapped_column(ForeignKey("attendance_correction.id"))
    marked_by: Mapped[str]
    recorded_at: Mapped[datetime]


class AttendanceWalkIn(Model):
    """That somebody was at a session they are not assigned to, and why. Their mark is a mark like any other."""

    __tablename__ = "attendance_walk_in"
    __table_args__ = (
        one_of("reason", WalkInReason),
        UniqueConstraint("activity_session_id", "admission_id"),
        CheckConstraint("NOT against_rule OR note IS NOT NULL", name="against_a_rule_says_why"),
        Index(None, "admission_id"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_session_id: Mapped[int] = mapped_column(ForeignKey("activity_session.id"))
    admission_id: Mapped[int] = mapped_column(ForeignKey("admission.id"))
    reason: Mapped[str]
    note: Mapped[str | None] = mapped_column(info={"sensitive": True})
    #: Whether a rule would have refused an assignment that day, or asked for a reason: then the note says why.
    against_rule: Mapped[bool]
    #: Which rules, by their codes with a blank between; null where none did, and of rows from before they were kept.
    rules: Mapped[str | None]
    actor: Mapped[str]
    recorded_at: Mapped[datetime]


class SessionRoll(Model):
    """How far a session is marked; its version counts the savings, so that two officers never overwrite each other."""

    __tablename__ = "session_roll"
    __table_args__ = (
        UniqueConstraint("activity_session_id"),
        CheckConstraint("(closed_at IS NULL) = (closed_by IS NULL)", name="closed_by_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_session_id: Mapped[int] = mapped_column(ForeignKey("activity_session.id"))
    #: Who said last that everybody is marked, and when.
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None]
    saved_at: Mapped[datetime]
    saved_by: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)


class AttendanceCorrection(Model):
    """A change after the edit window: proposed with a reason, then confirmed or refused by somebody else."""

    __tablename__ = "attendance_correction"
    __table_args__ = (
        CheckConstraint("reason <> ''", name="reasoned"),
        CheckConstraint("(decided_at IS NULL) = (decider IS NULL)", name="decided_by_somebody"),
        CheckConstraint("(decided_at IS NULL) = (confirmed IS NULL)", name="decided_one_way"),
        CheckConstraint("decider IS NULL OR decider <> proposer", name="two_people"),
        CheckConstraint("confirmed IS NULL OR confirmed OR answer IS NOT NULL", name="refused_with_a_word"),
        Index(
            "uq_attendance_correction_open",
            "activity_session_id",
            unique=True,
            sqlite_where=_WAITS,
            postgresql_where=_WAITS,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_session_id: Mapped[int] = mapped_column(ForeignKey("activity_session.id"))
    reason: Mapped[str]
    #: The account, and the words a person knows it by.
    proposer: Mapped[str]
    proposed_by: Mapped[str]
    proposed_at: Mapped[datetime]
    decider: Mapped[str | None]
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    confirmed: Mapped[bool | None]
    #: What the second person has to say; a refusal needs it.
    answer: Mapped[str | None]


class CorrectionLine(MarkColumns, Model):
    """What a correction would say of one person. ``base_id`` is the mark it was proposed against, null for none.

    ``walked`` of somebody who was there without an assignment: why; they stand on the list once it is confirmed.
    """

    __tablename__ = "attendance_correction_line"
    __table_args__ = (
        one_of("attended", Attended),
        CheckConstraint("minutes IS NULL OR minutes >= 0", name="minutes_not_negative"),
        one_of("walked", WalkInReason),
        CheckConstraint("(walked IS NULL) = (against_rule IS NULL)", name="walked_in_whole"),
        UniqueConstraint("correction_id", "admission_id"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    correction_id: Mapped[int] = mapped_column(ForeignKey("attendance_correction.id"))
    admission_id: Mapped[int] = mapped_column(ForeignKey("admission.id"))
    base_id: Mapped[int | None] = mapped_column(ForeignKey("attendance_mark.id"))
    walked: Mapped[str | None]
    against_rule: Mapped[bool | None]
    rules: Mapped[str | None]


class Sheet(Model):
    """A sheet of paper with a number: printed for signature, and it comes back.

    A number once given is used for ever: a spoilt sheet is cancelled with a word, it is not taken away.
    """

    __tablename__ = "attendance_sheet"
    __table_args__ = (
        one_of("kind", SheetKind),
        UniqueConstraint("facility_id", "kind", "year", "number"),
        CheckConstraint("number >= 1", name="counted_from_one"),
        CheckConstraint("(kind = 'movements') = (activity_session_id IS NULL)", name="of_a_session_or_a_day"),
        CheckConstraint("(returned_at IS NULL) = (returned_to IS NULL)", name="returned_to_somebody"),
        CheckConstraint("on_paper IS NULL OR on_paper >= 0", name="count_not_negative"),
        CheckConstraint("(settled_at IS NULL) = (settled_by IS NULL)", name="settled_by_somebody"),
        CheckConstraint(
            "(cancelled_at IS NULL) = (cancelled_by IS NULL) AND (cancelled_at IS NULL) = (cancelled_reason IS NULL)",
            name="cancelled_with_a_word",
        ),
        Index(None, "activity_session_id"),
        Index(None, "facility_id", "on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    kind: Mapped[str]
    year: Mapped[int]
    number: Mapped[int]
    number_key: Mapped[str] = mapped_column(KeyText)
    on: Mapped[date]
    activity_session_id: Mapped[int | None] = mapped_column(ForeignKey("activity_session.id"))
    printed_at: Mapped[datetime]
    printed_by: Mapped[str]
    #: How many names it was printed with; null for sheets from before names were kept. Then, what it was called.
    names_count: Mapped[int | None]
    programme: Mapped[str | None]
    held_at: Mapped[str | None]
    led_by: Mapped[str | None]
    #: In which output is written beside each name; null where none is counted.
    unit: Mapped[str | None]
    returned_at: Mapped[datetime | None]
    returned_to: Mapped[str | None]
    #: Whether both signatures are on it.
    signed: Mapped[bool] = mapped_column(default=False)
    #: How many were there, as the paper says.
    on_paper: Mapped[int | None]
    #: What paper and screen disagree on, and once it is settled by whom and how.
    difference: Mapped[str | None]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str | None]
    settled_how: Mapped[str | None]
    cancelled_at: Mapped[datetime | None]
    cancelled_by: Mapped[str | None]
    cancelled_reason: Mapped[str | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class SheetName(Model):
    """A name on a sheet as it was printed: what the paper showed can be shown again."""

    __tablename__ = "attendance_sheet_name"
    __table_args__ = (
        UniqueConstraint("sheet_id", "position"),
        CheckConstraint("position >= 1", name="counted_from_one"),
        Index(None, "admission_id"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("attendance_sheet.id"))
    #: The line of the paper.
    position: Mapped[int]
    admission_id: Mapped[int] = mapped_column(ForeignKey("admission.id"))
    full_name: Mapped[str]
    file_code: Mapped[str]
    #: Where they go on the list of a day, one line each.
    stops: Mapped[str | None]


class SheetScan(ScanColumns, Model):
    """The scan of a sheet that came back."""

    __tablename__ = "attendance_sheet_scan"
    __table_args__ = (
        one_of("media_type", MediaType),
        UniqueConstraint("sheet_id", "sha256"),
        CheckConstraint("size > 0", name="not_empty"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("attendance_sheet.id"))
