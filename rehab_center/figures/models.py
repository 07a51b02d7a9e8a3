"""Figures of earlier periods, taken from signed reports because the register does not reach so far back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from rehab_center.db import Model, one_of
from rehab_center.figures.rules import EARLIER_CODES
from rehab_center.periods import PeriodKind


class EarlierFigure(Model):
    """A figure as a signed report says it. Append-only: the row entered last holds; null takes the figure back."""

    __tablename__ = "earlier_figure"
    __table_args__ = (
        one_of("code", EARLIER_CODES),
        one_of("kind", PeriodKind),
        CheckConstraint("value IS NULL OR value >= 0", name="not_negative"),
        CheckConstraint("(value IS NULL) = (document_id IS NULL)", name="rests_on_paper"),
        Index(None, "facility_id", "code", "kind", "period"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    code: Mapped[str]
    kind: Mapped[str]
    #: The period's word: 2023-H1.
    period: Mapped[str]
    value: Mapped[int | None]
    #: The signed report it stands in.
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    note: Mapped[str | None]
    recorded_at: Mapped[datetime]
    entered_by: Mapped[str]
