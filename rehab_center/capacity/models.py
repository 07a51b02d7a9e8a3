"""The annual plan's revisions."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rehab_center.capacity.rules import Indicator
from rehab_center.db import Model, one_of


class AnnualPlan(Model):
    """One revision of one indicator's target for one year. Append-only: revision 1 is the plan as first decided.

    In force from ``valid_from`` (the first day of the plan year unless the decision says later) until the next.
    """

    __tablename__ = "annual_plan"
    __table_args__ = (
        UniqueConstraint("facility_id", "year", "indicator", "revision"),
        one_of("indicator", Indicator),
        CheckConstraint("target >= 0", name="target_not_negative"),
        CheckConstraint("revision >= 1", name="counted_from_one"),
        CheckConstraint("year BETWEEN 1990 AND 2200", name="year_plausible"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    year: Mapped[int]
    indicator: Mapped[str]
    revision: Mapped[int]
    target: Mapped[int]
    #: How the target is spread over the twelve reporting months; null means evenly.
    phasing: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    valid_from: Mapped[date]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    note: Mapped[str | None]
    recorded_at: Mapped[datetime]
    entered_by: Mapped[str]
