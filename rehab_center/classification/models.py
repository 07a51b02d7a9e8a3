"""The classification of a stay. Append-only: a change is a new row, the latest counts."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from rehab_center.classification.kinds import AgeGroup, Degree, HealthGroup, Times
from rehab_center.db import Model, one_of
from rehab_center.residents.kinds import Sex

_SENSITIVE = {"sensitive": True}


class Classification(Model):
    """How a person in a stay was classified on a day. Ordered by ``classified_on``, then ``id``."""

    __tablename__ = "classification"
    __table_args__ = (
        one_of("degree", Degree),
        one_of("times", Times),
        one_of("health_group", HealthGroup),
        one_of("age_group", AgeGroup),
        one_of("lives_as", Sex),
        Index(None, "admission_id"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    admission_id: Mapped[int] = mapped_column(ForeignKey("admission.id"))
    classified_on: Mapped[date]
    degree: Mapped[str] = mapped_column(info=_SENSITIVE)
    drug: Mapped[str | None] = mapped_column(info=_SENSITIVE)
    times: Mapped[str]
    health_group: Mapped[str | None] = mapped_column(info=_SENSITIVE)
    age_group: Mapped[str | None]
    #: As which sex the person was placed that day; what holds now is the person's own.
    lives_as: Mapped[str]
    note: Mapped[str | None]
    recorded_at: Mapped[datetime]
    #: Who wrote it, in the words a person knows them by.
    actor: Mapped[str]
