"""Norms and rates of programmes; only lines that grow."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rehab_center.dated import Stamp
from rehab_center.db import Model, one_of
from rehab_center.pay.kinds import Basis


class PayNorm(Model):
    """What work in a programme is paid from a day on, by which decision. There is no end: the next line ends this one.

    Of the lines entered for one day the one entered last stands; a ``withdrawn`` line takes the day out.
    """

    __tablename__ = "pay_norm"
    __table_args__ = (
        one_of("basis", Basis),
        CheckConstraint("(basis = 'output') = (unit IS NOT NULL)", name="output_has_unit"),
        CheckConstraint("rate >= 1 AND rate <= 100000000", name="rate_paid"),
        CheckConstraint("number >= 1", name="counted_from_one"),
        CheckConstraint("NOT withdrawn OR note IS NOT NULL", name="withdrawn_for_a_reason"),
        UniqueConstraint("activity_id", "number"),
        Index(None, "document_id"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"))
    #: Counted from 1 for each programme, in the order of entering.
    number: Mapped[int]
    valid_from: Mapped[date]
    basis: Mapped[str]
    #: What output is counted in: chiếc, kg.
    unit: Mapped[str | None]
    #: By the day or hour: what one counts for (1 as a rule). By output: how many units are a day's norm.
    norm: Mapped[Decimal]
    #: Whole đồng for a day, an hour or a unit.
    rate: Mapped[int]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    note: Mapped[str | None]
    withdrawn: Mapped[bool] = mapped_column(default=False)
    recorded_at: Mapped[datetime]
    actor: Mapped[str]

    @property
    def stamp(self) -> Stamp:
        """What decides whether this line stands."""
        return Stamp(self.id, self.valid_from, self.recorded_at, self.withdrawn)
