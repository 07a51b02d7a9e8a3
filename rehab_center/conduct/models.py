"""The book of ratings. Append-only: for each stay and month rows count from one."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rehab_center.admissions.rules.reductions import Rating
from rehab_center.conduct.kinds import Stage
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
