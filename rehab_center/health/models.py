"""The first look at a newcomer. Append-only; all that it found is sensitive."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rehab_center.db import Model, one_of
from rehab_center.health.kinds import Answer, Conclusion


def _private() -> Any:
    return mapped_column(info={"sensitive": True})


class HealthLook(Model):
    """One look at the person of a stay. The row that no other replaces counts; ``reason`` says why one was replaced."""

    __tablename__ = "health_look"
    __table_args__ = (
        one_of("pregnant", Answer),
        one_of("infection", Answer),
        one_of("conclusion", Conclusion),
        UniqueConstraint("replaces_id"),
        CheckConstraint("(replaces_id IS NULL) = (reason IS NULL)", name="replacement_says_why"),
        CheckConstraint("replaces_id IS NULL OR replaces_id < id", name="replacement_comes_later"),
        Index(None, "admission_id"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    admission_id: Mapped[int] = mapped_column(ForeignKey("admission.id"))
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("health_look.id"))
    reason: Mapped[str | None] = _private()
    looked_on: Mapped[date] = _private()
    #: The doctor or nurse, as they sign.
    looked_by: Mapped[str] = _private()
    #: In centimetres, and in kilograms.
    height: Mapped[Decimal | None] = _private()
    weight: Mapped[Decimal | None] = _private()
    #: Beats a minute; degrees Celsius; millimetres of mercury.
    pulse: Mapped[int | None] = _private()
    temperature: Mapped[Decimal | None] = _private()
    systolic: Mapped[int | None] = _private()
    diastolic: Mapped[int | None] = _private()
    injuries: Mapped[str | None] = _private()
    pregnant: Mapped[str] = _private()
    withdrawal_signs: Mapped[str | None] = _private()
    #: When the person last used, in the person's own words.
    last_use: Mapped[str | None] = _private()
    drugs: Mapped[str | None] = _private()
    infection: Mapped[str] = _private()
    infection_note: Mapped[str | None] = _private()
    urgent_need: Mapped[str | None] = _private()
    conclusion: Mapped[str] = _private()
    note: Mapped[str | None] = _private()
    recorded_at: Mapped[datetime]
    #: Who wrote it, in the words a person knows them by.
    actor: Mapped[str]
