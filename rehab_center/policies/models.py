"""Dated values of the law and of the centre's own conventions."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from rehab_center.dated import Confidence, Stamp
from rehab_center.db import Model, one_of
from rehab_center.settled import watch


class PolicyValue(Model):
    """What a policy is from a day on, and on whose word. There is no end: the next row ends this one.

    Append-only. For the same kind and ``valid_from`` the row recorded last wins, so a wrong value is put right by
    entering it again; a ``withdrawn`` row takes the line out, as though nothing had begun on that day. The earlier rows
    stay and explain what was printed while they were believed.
    """

    __tablename__ = "policy_value"
    __table_args__ = (
        one_of("confidence", Confidence),
        CheckConstraint("citation <> ''", name="cited"),
        Index(None, "kind", "valid_from"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    value: Mapped[str]
    valid_from: Mapped[date]
    citation: Mapped[str]
    confidence: Mapped[str]
    withdrawn: Mapped[bool] = mapped_column(default=False)
    recorded_at: Mapped[datetime]
    entered_by: Mapped[str]

    @property
    def stamp(self) -> Stamp:
        """What decides whether this line stands."""
        return Stamp(self.id, self.valid_from, self.recorded_at, self.withdrawn)


watch(PolicyValue.id, PolicyValue.recorded_at)
