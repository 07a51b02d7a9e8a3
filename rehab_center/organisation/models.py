"""The centre and everything about it that has a date: names, titles, superiors, certified capacity."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rehab_center.dated import Confidence, Stamp
from rehab_center.db import Model, one_of
from rehab_center.settled import watch


class Facility(Model):
    """A centre. Users and admissions belong to one; what it is called is a dated row of its own."""

    __tablename__ = "facility"
    __table_args__ = (UniqueConstraint("code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    created_at: Mapped[datetime]


class FacilityName(Model):
    """How a centre's paper looks from a day on: names, titles, place, recipients.

    Append-only. For the same ``valid_from`` the row recorded last wins, so a mistake is put right by entering the line
    again; a ``withdrawn`` row takes the whole line out, as though nothing had begun on that day.
    """

    __tablename__ = "facility_name"
    __table_args__ = (
        CheckConstraint("name <> ''", name="named"),
        one_of("confidence", Confidence),
        Index(None, "facility_id", "valid_from"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    valid_from: Mapped[date]
    name: Mapped[str]
    #: The last part of a number's sign: CSCNMT in "Số: 05/BC-CSCNMT".
    short_name: Mapped[str]
    #: Cơ quan chủ quản, one line each; since 01/03/2025 there may be two.
    superior: Mapped[str]
    head_title: Mapped[str]
    deputy_title: Mapped[str]
    #: What stands before the date: "Nam Định" in "Nam Định, ngày 05 tháng 02 năm 2024".
    place: Mapped[str]
    address: Mapped[str]
    #: Nơi nhận, one recipient a line, without dash and semicolon.
    recipients: Mapped[str]
    citation: Mapped[str]
    confidence: Mapped[str]
    withdrawn: Mapped[bool] = mapped_column(default=False)
    recorded_at: Mapped[datetime]
    entered_by: Mapped[str]

    @property
    def stamp(self) -> Stamp:
        """What decides whether this line stands."""
        return Stamp(self.id, self.valid_from, self.recorded_at, self.withdrawn)


class FacilityCapacity(Model):
    """How many people the centre is certified for, from a day on. Append-only, as :class:`FacilityName`."""

    __tablename__ = "facility_capacity"
    __table_args__ = (
        CheckConstraint("people > 0", name="positive"),
        Index(None, "facility_id", "valid_from"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    valid_from: Mapped[date]
    people: Mapped[int]
    citation: Mapped[str]
    withdrawn: Mapped[bool] = mapped_column(default=False)
    recorded_at: Mapped[datetime]
    entered_by: Mapped[str]

    @property
    def stamp(self) -> Stamp:
        """What decides whether this line stands."""
        return Stamp(self.id, self.valid_from, self.recorded_at, self.withdrawn)


class FacilityCompleteness(Model):
    """From which day on the centre's book in this program is complete: everybody who was there, and every movement.

    Append-only; the row entered last holds. ``complete_from`` null says nothing about it: every day counts as complete.
    """

    __tablename__ = "facility_completeness"
    __table_args__ = (
        CheckConstraint("reason <> ''", name="reasoned"),
        Index(None, "facility_id"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    complete_from: Mapped[date | None]
    reason: Mapped[str]
    recorded_at: Mapped[datetime]
    entered_by: Mapped[str]


watch(FacilityName.id, FacilityName.recorded_at)
