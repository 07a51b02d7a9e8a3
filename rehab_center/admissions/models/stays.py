"""The stay, its movements and the lines of its term ledger."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rehab_center.admissions.rules.details import Detail
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.regime import Regime, StayKind
from rehab_center.admissions.rules.term_case import Ground
from rehab_center.db import Model, one_of

_TERM_KINDS = "('term-reduced', 'term-extended')"


class Admission(Model):
    """One stay under one legal decision. Who is here is told by its movements, not by this row.

    A person who changes over to another ground (a temporary stay that becomes compulsory) gets a second row, which
    names the first in ``previous_admission_id``. A stay whose entering movement was voided and not entered again never
    was.
    """

    __tablename__ = "admission"
    __table_args__ = (
        UniqueConstraint("facility_id", "file_code"),
        one_of("kind", StayKind),
        one_of("regime", Regime),
        CheckConstraint("kind IN ('voluntary', 'temporary') OR decision_id IS NOT NULL", name="decided"),
        CheckConstraint("months IS NULL OR months > 0", name="months_positive"),
        CheckConstraint("credit_days >= 0", name="credit_not_negative"),
        CheckConstraint("times_treated IS NULL OR times_treated >= 1", name="times_positive"),
        CheckConstraint("file_code <> ''", name="file_code_given"),
        Index(None, "resident_id"),
        Index(None, "facility_id", "admitted_on"),
        Index(None, "term_end_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    resident_id: Mapped[int] = mapped_column(ForeignKey("resident.id"))
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    kind: Mapped[str]
    #: The law of the case (rules 1, 2, 2b), decided once; the reason where a human had to choose.
    regime: Mapped[str]
    regime_reason: Mapped[str | None]
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    decision_effective_on: Mapped[date | None]
    #: The term the decision gives, in months.
    months: Mapped[int | None]
    #: The day the term begins; before ``admitted_on`` where the person came by transfer.
    term_start_on: Mapped[date]
    #: The first day at this centre under this ground.
    admitted_on: Mapped[date]
    #: Mã học viên, unique in the centre.
    file_code: Mapped[str]
    #: Lần cai thứ: which treatment this is; unknown in many old books.
    times_treated: Mapped[int | None]
    #: Days to be taken off the term for time held before it (L120 Đ37.2).
    credit_days: Mapped[int] = mapped_column(default=0)
    #: The police unit that made the file: the notice of an escape goes to it (L120 Đ46.2i).
    police_unit: Mapped[str | None]
    note: Mapped[str | None]
    previous_admission_id: Mapped[int | None] = mapped_column(ForeignKey("admission.id"))
    opened_at: Mapped[datetime]
    #: Counts corrections, so that a second saver sees both values.
    version: Mapped[int] = mapped_column(default=1)
    #: Cache of the last ledger line; null without a term and while the clock stands still. Checked by ``verify``.
    term_end_on: Mapped[date | None]
    #: Cache of what was applied to the term while it ran: policy -> id of its value. Checked by ``verify``.
    applied_conventions: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    #: Cache of the opening that holds (``term_opening``), null without one. Checked by ``verify``.
    opening: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class Movement(Model):
    """One change of a stay. Append-only: a mistake is voided by a later row that names it.

    Ordered by ``effective_on``, then ``id``. A voiding row carries the day of the row it voids and moves nobody.
    """

    __tablename__ = "movement"
    __table_args__ = (
        UniqueConstraint("voids_id"),
        one_of("kind", MovementKind),
        CheckConstraint("(kind = 'voided') = (voids_id IS NOT NULL)", name="void_names_its_row"),
        CheckConstraint("voids_id IS NULL OR voids_id < id", name="void_comes_later"),
        CheckConstraint("kind <> 'voided' OR reason IS NOT NULL", name="void_says_why"),
        CheckConstraint(
            f"(kind IN {_TERM_KINDS}) = (months IS NOT NULL OR days IS NOT NULL)", name="only_term_changes_have_length"
        ),
        CheckConstraint("months IS NULL OR months > 0", name="months_positive"),
        CheckConstraint("days IS NULL OR days > 0", name="days_positive"),
        CheckConstraint("effective_time IS NULL OR effective_time LIKE '__:__'", name="time_of_day"),
        Index(None, "admission_id", "effective_on", "id"),
        Index(None, "effective_on"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    admission_id: Mapped[int] = mapped_column(ForeignKey("admission.id"))
    kind: Mapped[str]
    effective_on: Mapped[date]
    #: "HH:MM", where somebody noted it.
    effective_time: Mapped[str | None]
    recorded_at: Mapped[datetime]
    #: Who wrote it, in the words a person knows them by.
    actor: Mapped[str]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    voids_id: Mapped[int | None] = mapped_column(ForeignKey("movement.id"))
    #: How much a change of the term is; only for term-reduced and term-extended.
    months: Mapped[int | None]
    days: Mapped[int | None]
    note: Mapped[str | None]
    #: Why it was done in spite of a warning, or why a row was voided; one for a whole batch.
    reason: Mapped[str | None]


class MovementDetail(Model):
    """An answer to one of the questions about a movement. Append-only: a later answer to the same one counts.

    One value each: words, a day or a number; facts of health stand in a column of their own, which the log keeps shut.
    """

    __tablename__ = "movement_detail"
    __table_args__ = (
        one_of("item", Detail),
        CheckConstraint(
            "(CASE WHEN words IS NULL THEN 0 ELSE 1 END) + (CASE WHEN day IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN number IS NULL THEN 0 ELSE 1 END) + (CASE WHEN health_words IS NULL THEN 0 ELSE 1 END) = 1",
            name="one_answer",
        ),
        CheckConstraint("(item = 'cause') = (health_words IS NOT NULL)", name="health_apart"),
        Index(None, "movement_id", "id"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    movement_id: Mapped[int] = mapped_column(ForeignKey("movement.id"))
    item: Mapped[str]
    words: Mapped[str | None]
    day: Mapped[date | None]
    number: Mapped[int | None]
    health_words: Mapped[str | None] = mapped_column(info={"sensitive": True})
    actor: Mapped[str]
    recorded_at: Mapped[datetime]


class TermEntry(Model):
    """One line of a calculation of a term. Append-only, stored and never re-derived for display.

    A new calculation is appended only when it differs from the last one; ``formula`` is a msgid and ``params`` its
    values, so that the line can be read in any language in which it was once understood.
    """

    __tablename__ = "term_entry"
    __table_args__ = (
        UniqueConstraint("admission_id", "calculation", "position"),
        one_of("ground", Ground),
        CheckConstraint("calculation >= 1 AND position >= 1", name="counted_from_one"),
        CheckConstraint("to_on IS NULL OR to_on >= from_on", name="right_way_round"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    admission_id: Mapped[int] = mapped_column(ForeignKey("admission.id"))
    calculation: Mapped[int]
    position: Mapped[int]
    ground: Mapped[str]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    movement_id: Mapped[int | None] = mapped_column(ForeignKey("movement.id"))
    from_on: Mapped[date]
    to_on: Mapped[date | None]
    #: What the line adds (or, below zero, takes off).
    months: Mapped[int]
    days: Mapped[int]
    #: The end after this line; null while the clock stands still.
    running_end_on: Mapped[date | None]
    policy_value_id: Mapped[int | None] = mapped_column(ForeignKey("policy_value.id"))
    formula: Mapped[str]
    params: Mapped[dict[str, Any]]
    author: Mapped[str]
    checker: Mapped[str | None]
    recorded_at: Mapped[datetime]
    #: The article by which the line counts; null in lines older than the column, whose words name it.
    article: Mapped[str | None]
