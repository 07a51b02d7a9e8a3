"""What is remembered of the books offices send: which heading holds what."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rehab_center.db import Model, one_of
from rehab_center.register.rules.fields import Field


class ColumnMapping(Model):
    """The meaning somebody gave to a heading that the program did not know. Used for every later book of the centre."""

    __tablename__ = "column_mapping"
    __table_args__ = (
        UniqueConstraint("facility_id", "heading_key"),
        one_of("field", Field),
        CheckConstraint("heading_key <> ''", name="headed"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    #: The folded heading, with the folded group heading above it in front.
    heading_key: Mapped[str]
    #: The heading as it was written.
    heading: Mapped[str]
    field: Mapped[str]
    mapped_at: Mapped[datetime]
    mapped_by: Mapped[str]
