"""Tests with their scores, results and certificates, and what became of people afterwards."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from rehab_center.courses.kinds import CertificateKind, KindOfTest, Missed, Outcome, VoidReason
from rehab_center.db import KeyText, Model, one_of
from rehab_center.documents.kinds import MediaType
from rehab_center.documents.models import ScanColumns

_HOLDS = text("voided_at IS NULL")


class CourseTest(Model):
    """A test of a programme. Its version counts every saving of its scores, so that nobody overwrites another."""

    __tablename__ = "course_test"
    __table_args__ = (
        one_of("kind", KindOfTest),
        CheckConstraint("name <> ''", name="named"),
        CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by IS NULL) AND (withdrawn_at IS NULL) = (withdrawn_reason IS NULL)",
            name="withdrawn_with_a_word",
        ),
        Index(None, "activity_id", "on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"))
    on: Mapped[date]
    kind: Mapped[str]
    name: Mapped[str]
    #: The most points there are.
    max_score: Mapped[Decimal]
    #: Who set and marked it, in words.
    set_by: Mapped[str | None]
    recorded_at: Mapped[datetime]
    actor: Mapped[str]
    #: A test entered by mistake: its scores count for nothing.
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str | None]
    withdrawn_reason: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)


class CourseScore(Model):
    """What somebody reached in a test, or that they were not there. The log keeps what stood before."""

    __tablename__ = "course_score"
    __table_args__ = (
        one_of("missed", Missed),
        CheckConstraint("(score IS NULL) = (missed IS NOT NULL)", name="score_or_missed"),
        UniqueConstraint("course_test_id", "admission_id"),
        Index(None, "admission_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_test_id: Mapped[int] = mapped_column(ForeignKey("course_test.id"))
    admission_id: Mapped[int] = mapped_column(ForeignKey("admission.id"))
    score: Mapped[Decimal | None]
    missed: Mapped[str | None]
    #: Of whoever was excused it may tell of their health.
    note: Mapped[str | None] = mapped_column(info={"sensitive": True})
    saved_by: Mapped[str]
    saved_at: Mapped[datetime]


class CourseResult(Model):
    """How a course ended for a stay, as somebody decided. A later line names the one it replaces, and counts.

    ``basis`` is what it was computed from when it was decided: hours, scores, the values of the policies.
    """

    __tablename__ = "course_result"
    __table_args__ = (
        one_of("outcome", Outcome),
        one_of("proposed", Outcome),
        CheckConstraint("(revision = 1) = (replaces_id IS NULL) AND revision >= 1", name="first_replaces_none"),
        CheckConstraint("minutes >= 0", name="minutes_not_negative"),
        UniqueConstraint("replaces_id"),
        UniqueConstraint("activity_id", "admission_id", "revision"),
        Index(None, "admission_id"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"))
    admission_id: Mapped[int] = mapped_column(ForeignKey("admission.id"))
    #: Counted from 1 for each person in each programme.
    revision: Mapped[int]
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("course_result.id"))
    outcome: Mapped[str]
    #: The day the course ended for the person.
    on: Mapped[date]
    #: What the rule proposed, null where it could not say.
    proposed: Mapped[str | None]
    #: Attended, in minutes.
    minutes: Mapped[int]
    #: Of 10 points, null without a test.
    average: Mapped[Decimal | None]
    basis: Mapped[dict[str, Any]]
    #: Why it differs from what was proposed, or from the line before.
    reason: Mapped[str | None]
    decided_by: Mapped[str]
    recorded_at: Mapped[datetime]


class Certificate(Model):
    """A line of the register. Numbers of the centre's own books have no gaps and are used for ever.

    What somebody else numbers is entered as it stands on the paper; of one issuer a number stands once.
    """

    __tablename__ = "certificate"
    __table_args__ = (
        one_of("kind", CertificateKind),
        one_of("voided_why", VoidReason),
        CheckConstraint("number <> ''", name="numbered"),
        CheckConstraint("issuer <> ''", name="issued_by_somebody"),
        CheckConstraint("(book_year IS NULL) = (book_number IS NULL)", name="book_whole"),
        CheckConstraint("book_number IS NULL OR book_number >= 1", name="counted_from_one"),
        CheckConstraint("hours IS NULL OR hours >= 1", name="course_lasted"),
        CheckConstraint("handed_on IS NULL OR handed_to <> ''", name="handed_to_somebody"),
        CheckConstraint("handed_on IS NOT NULL OR NOT signed_for", name="signed_when_handed"),
        CheckConstraint(
            "(voided_at IS NULL) = (voided_by IS NULL) AND (voided_at IS NULL) = (voided_why IS NULL)",
            name="voided_for_a_reason",
        ),
        Index(
            "uq_certificate_number", "issuer_key", "kind", "number_key", unique=True, sqlite_where=_HOLDS,
            postgresql_where=_HOLDS,
        ),
        Index(
            "uq_certificate_of_result", "activity_id", "admission_id", unique=True, sqlite_where=_HOLDS,
            postgresql_where=_HOLDS,
        ),
        UniqueConstraint("facility_id", "kind", "book_year", "book_number"),
        UniqueConstraint("replaces_id"),
        Index(None, "admission_id"),
        Index(None, "facility_id", "issued_on"),
        Index(None, "first_on"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"))
    admission_id: Mapped[int] = mapped_column(ForeignKey("admission.id"))
    kind: Mapped[str]
    #: As it stands on the paper (số vào sổ), and what it is compared by.
    number: Mapped[str]
    number_key: Mapped[str] = mapped_column(KeyText)
    #: The centre's own book, null where somebody else numbers.
    book_year: Mapped[int | None]
    book_number: Mapped[int | None]
    #: Of the blank (số hiệu phôi), where it has one.
    serial: Mapped[str | None]
    issued_on: Mapped[date]
    #: The day it was first given: a copy keeps that of the paper it stands for, and is counted there.
    first_on: Mapped[date]
    issuer: Mapped[str]
    issuer_key: Mapped[str] = mapped_column(KeyText)
    licence: Mapped[str | None]
    signer: Mapped[str | None]
    #: The paper that acknowledges the results (quyết định công nhận), in words.
    decision: Mapped[str | None]
    #: What it says it is for, as on its day: trade or subject, level, hours, first and last day, grade.
    trade: Mapped[str]
    level: Mapped[str | None]
    hours: Mapped[int | None]
    began_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    grade: Mapped[str | None]
    handed_on: Mapped[date | None]
    handed_to: Mapped[str | None]
    signed_for: Mapped[bool] = mapped_column(default=False)
    #: The earlier paper that this one stands for (cấp lại).
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("certificate.id"))
    voided_at: Mapped[datetime | None]
    voided_by: Mapped[str | None]
    voided_why: Mapped[str | None]
    voided_note: Mapped[str | None]
    recorded_at: Mapped[datetime]
    actor: Mapped[str]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class CertificateScan(ScanColumns, Model):
    """The scan of a certificate, or of the page on which somebody signed for it."""

    __tablename__ = "certificate_scan"
    __table_args__ = (
        one_of("media_type", MediaType),
        UniqueConstraint("certificate_id", "sha256"),
        CheckConstraint("size > 0", name="not_empty"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"))


class JobAfter(Model):
    """What was heard of somebody who passed: a job or none. The last line counts."""

    __tablename__ = "course_job"
    __table_args__ = (
        CheckConstraint("found = (place IS NOT NULL)", name="job_has_a_place"),
        CheckConstraint("found OR (since IS NULL AND in_trade IS NULL)", name="said_of_a_job"),
        Index(None, "activity_id", "admission_id"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"))
    admission_id: Mapped[int] = mapped_column(ForeignKey("admission.id"))
    #: The day it was asked or heard.
    on: Mapped[date]
    found: Mapped[bool]
    place: Mapped[str | None]
    since: Mapped[date | None]
    #: In the trade that was learnt; null: nobody knows.
    in_trade: Mapped[bool | None]
    #: Who said so, in words.
    source: Mapped[str | None]
    note: Mapped[str | None]
    recorded_at: Mapped[datetime]
    actor: Mapped[str]
