"""Slips, the things on them, and what became of each. All append-only."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rehab_center.belongings.kinds import Currency, Fate, SlipKind, ThingKind
from rehab_center.db import Model, one_of


class BelongingsSlip(Model):
    """One slip: what was taken in, or given back, on one day between the centre and somebody.

    ``number`` counts the slips of a centre in a year, both kinds in one book.
    """

    __tablename__ = "belongings_slip"
    __table_args__ = (
        one_of("kind", SlipKind),
        UniqueConstraint("facility_id", "year", "number"),
        CheckConstraint("number >= 1", name="counted_from_one"),
        CheckConstraint("party <> ''", name="party_named"),
        Index(None, "admission_id"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    admission_id: Mapped[int] = mapped_column(ForeignKey("admission.id"))
    kind: Mapped[str]
    year: Mapped[int]
    number: Mapped[int]
    happened_on: Mapped[date]
    #: Who handed the things over, or received them, and what they are to the person: bản thân, mẹ, Công an xã.
    party: Mapped[str]
    relation: Mapped[str | None]
    #: Who stood there for the centre.
    officer: Mapped[str]
    witness: Mapped[str | None]
    #: Whether the other side has signed.
    signed: Mapped[bool]
    note: Mapped[str | None]
    recorded_at: Mapped[datetime]
    actor: Mapped[str]


class Belonging(Model):
    """One line of a slip of things taken in: a thing with its number, or an amount of money."""

    __tablename__ = "belonging"
    __table_args__ = (
        one_of("kind", ThingKind),
        one_of("currency", Currency),
        UniqueConstraint("slip_id", "position"),
        CheckConstraint("description <> ''", name="described"),
        CheckConstraint("quantity >= 1", name="at_least_one"),
        CheckConstraint("(kind = 'money') = (amount IS NOT NULL)", name="money_has_amount"),
        CheckConstraint("(amount IS NULL) = (currency IS NULL)", name="amount_has_currency"),
        Index(None, "admission_id"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    admission_id: Mapped[int] = mapped_column(ForeignKey("admission.id"))
    slip_id: Mapped[int] = mapped_column(ForeignKey("belongings_slip.id"))
    position: Mapped[int]
    kind: Mapped[str]
    description: Mapped[str]
    quantity: Mapped[int]
    amount: Mapped[Decimal | None]
    currency: Mapped[str | None]
    condition: Mapped[str | None]
    kept_where: Mapped[str | None]


class BelongingFate(Model):
    """What became of a thing: given back by a slip, or a line taken back for a reason. Ordered by ``id``."""

    __tablename__ = "belonging_fate"
    __table_args__ = (
        one_of("fate", Fate),
        CheckConstraint("(fate = 'returned') = (slip_id IS NOT NULL)", name="return_has_slip"),
        CheckConstraint("fate = 'returned' OR reason IS NOT NULL", name="void_says_why"),
        Index(None, "belonging_id"),
        Index(None, "admission_id"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    admission_id: Mapped[int] = mapped_column(ForeignKey("admission.id"))
    belonging_id: Mapped[int] = mapped_column(ForeignKey("belonging.id"))
    fate: Mapped[str]
    slip_id: Mapped[int | None] = mapped_column(ForeignKey("belongings_slip.id"))
    reason: Mapped[str | None]
    recorded_at: Mapped[datetime]
    actor: Mapped[str]
