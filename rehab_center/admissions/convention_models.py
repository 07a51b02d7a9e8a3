"""That a convention was applied to terms that already ran: the one decision, and each stay it reached.

Apart from the other models, which they only point to. Both only grow: a convention applied in error is followed by
another decision, and the earlier calculations of a term stay as they were written.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rehab_center.db import Model


class ConventionChange(Model):
    """The head of the centre applies a value of a policy to terms that began before it. Append-only.

    ``stays``: how many were to be reached when it was decided.
    """

    __tablename__ = "convention_change"
    __table_args__ = (
        CheckConstraint("stays >= 1", name="reaches_somebody"),
        Index(None, "document_id"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    policy_value_id: Mapped[int] = mapped_column(ForeignKey("policy_value.id"))
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    decided_on: Mapped[date]
    stays: Mapped[int]
    actor: Mapped[str]
    recorded_at: Mapped[datetime]


class ConventionApplied(Model):
    """A stay the decision has reached: its term rests on that value from ``calculation`` on. Append-only."""

    __tablename__ = "convention_applied"
    __table_args__ = (
        UniqueConstraint("change_id", "admission_id"),
        CheckConstraint("calculation >= 1", name="counted_from_one"),
        Index(None, "admission_id"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    change_id: Mapped[int] = mapped_column(ForeignKey("convention_change.id"))
    admission_id: Mapped[int] = mapped_column(ForeignKey("admission.id"))
    calculation: Mapped[int]
    #: Whether the calculation is a new one; otherwise nothing in the term rests on that value yet.
    new_lines: Mapped[bool]
    recorded_at: Mapped[datetime]
