"""Stays that began before the program: what the old book counts, and what was answered where its end is another one."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rehab_center.admissions.rules.book_end import AnswerAct
from rehab_center.admissions.rules.movements import State
from rehab_center.db import Model, one_of


class TermOpening(Model):
    """What the old book says of a stay, up to a day. Append-only: the last row of a stay holds, a void one voids all.

    ``until_on``: the last day it counts; null where it says nothing of days and months. ``computed_on``: the end as
    computed when it was written (null while the clock stood still), with its own days and months.
    """

    __tablename__ = "term_opening"
    __table_args__ = (
        one_of("state", State),
        CheckConstraint("uncounted_days >= 0 AND reduced_months >= 0", name="not_negative"),
        CheckConstraint("until_on IS NOT NULL OR (uncounted_days = 0 AND reduced_months = 0)", name="counts_to_a_day"),
        CheckConstraint("NOT voided OR note IS NOT NULL", name="void_says_why"),
        CheckConstraint("voided OR document_id IS NOT NULL OR source IS NOT NULL", name="read_somewhere"),
        Index(None, "admission_id", "id"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    admission_id: Mapped[int] = mapped_column(ForeignKey("admission.id"))
    #: No opening holds any more; whoever wrote it says why in ``note``.
    voided: Mapped[bool] = mapped_column(default=False)
    until_on: Mapped[date | None]
    uncounted_days: Mapped[int] = mapped_column(default=0)
    reduced_months: Mapped[int] = mapped_column(default=0)
    book_end_on: Mapped[date | None]
    #: Where the person was on the day of writing, as whoever wrote it saw.
    state: Mapped[str | None]
    computed_on: Mapped[date | None]
    #: The old book.
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    #: Where it was read, for what came out of a workbook.
    source: Mapped[str | None]
    note: Mapped[str | None]
    #: Why it was written in spite of a warning.
    reason: Mapped[str | None]
    author: Mapped[str]
    recorded_at: Mapped[datetime]


class BookEndAnswer(Model):
    """The computed end was accepted against the old book's, by a paper; or what a second person made of that.

    Append-only. A row that confirms another, or takes it back, names it in ``answers_id``.
    """

    __tablename__ = "book_end_answer"
    __table_args__ = (
        UniqueConstraint("answers_id"),
        one_of("act", AnswerAct),
        CheckConstraint(
            "(act = 'accepted') = (answers_id IS NULL) AND (act = 'accepted') = (document_id IS NOT NULL)",
            name="accepts_or_answers",
        ),
        CheckConstraint("act = 'confirmed' OR note IS NOT NULL", name="says_why"),
        Index(None, "opening_id"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    opening_id: Mapped[int] = mapped_column(ForeignKey("term_opening.id"))
    act: Mapped[str]
    answers_id: Mapped[int | None] = mapped_column(ForeignKey("book_end_answer.id"))
    #: The computed end that was compared with the book's; null while the clock stood still.
    computed_on: Mapped[date | None]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    note: Mapped[str | None]
    delegation_id: Mapped[int | None] = mapped_column(ForeignKey("term_delegation.id"))
    author: Mapped[str]
    recorded_at: Mapped[datetime]
