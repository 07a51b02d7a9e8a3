"""The book of ratings; rewards and discipline. Append-only."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rehab_center.admissions.rules.reductions import Rating
from rehab_center.conduct.kinds import EventKind, Stage
from rehab_center.db import Model, one_of


class ConductRating(Model):
    """One row about a stay and a calendar month.

    The decided row with the highest ``revision`` counts, so that one counts at most; a proposed row above it waits.
    ``reason`` says why it takes the place of an earlier one, or goes against a rule's warning.
    """

    __tablename__ = "conduct_rating"
    __table_args__ = (
        one_of("stage", Stage),
        one_of("rating", Rating),
        UniqueConstraint("admission_id", "month", "revision"),
        CheckConstraint("revision >= 1", name="counted_from_one"),
        Index(None, "month"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    admission_id: Mapped[int] = mapped_column(ForeignKey("admission.id"))
    #: The first day of the month.
    month: Mapped[date]
    revision: Mapped[int]
    stage: Mapped[str]
    rating: Mapped[str]
    reason: Mapped[str | None]
    recorded_at: Mapped[datetime]
    #: Who wrote it, in the words a person knows them by.
    actor: Mapped[str]


class ConductEvent(Model):
    """A reward or a disciplinary measure, by a paper. ``merit``: lập công, which a longer reduction asks for."""

    __tablename__ = "conduct_event"
    __table_args__ = (
        one_of("kind", EventKind),
        CheckConstraint("(kind = 'room') = (days IS NOT NULL)", name="room_has_days"),
        CheckConstraint("days IS NULL OR days >= 1", name="at_least_a_day"),
        CheckConstraint("ground <> ''", name="says_what_for"),
        Index(None, "admission_id"),
        Index(None, "document_id"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    admission_id: Mapped[int] = mapped_column(ForeignKey("admission.id"))
    kind: Mapped[str]
    decided_on: Mapped[date]
    #: In the discipline room, from ``decided_on`` on.
    days: Mapped[int | None]
    merit: Mapped[bool]
    #: What for.
    ground: Mapped[str]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    #: Why a rule's warning was passed.
    reason: Mapped[str | None]
    recorded_at: Mapped[datetime]
    actor: Mapped[str]


class ConductVoid(Model):
    """That a reward or measure was entered by mistake, or lifted."""

    __tablename__ = "conduct_void"
    __table_args__ = (UniqueConstraint("event_id"), {"info": {"append_only": True}})

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("conduct_event.id"))
    reason: Mapped[str]
    recorded_at: Mapped[datetime]
    actor: Mapped[str]
