"""A report as it was issued. None of it is ever changed."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rehab_center.db import Model, one_of
from rehab_center.figures.values import ItemKind
from rehab_center.periods import PeriodKind, PeriodRule


class Report(Model):
    """One issue of one period's report. ``number`` counts the issues of the same period.

    ``letterhead`` and ``policies`` are copies of what was in force on the period's last day; ``plan_decision`` is the
    number of the plan's decision as then known, for a paper may be mended; ``log_entry`` and ``log_head`` say where the
    log stood when the figures were frozen.
    """

    __tablename__ = "report"
    __table_args__ = (
        UniqueConstraint("facility_id", "kind", "period", "number"),
        one_of("kind", PeriodKind),
        one_of("period_rule", PeriodRule),
        CheckConstraint("to_on >= from_on", name="right_way_round"),
        CheckConstraint("number >= 1", name="counted_from_one"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    kind: Mapped[str]
    period: Mapped[str]
    period_rule: Mapped[str]
    from_on: Mapped[date]
    to_on: Mapped[date]
    number: Mapped[int]
    known_at: Mapped[datetime]
    built_at: Mapped[datetime]
    built_by: Mapped[str]
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("annual_plan.id"))
    plan_decision: Mapped[str | None]
    letterhead: Mapped[dict[str, Any]]
    policies: Mapped[list[Any]]
    log_entry: Mapped[int]
    log_head: Mapped[str]
    #: From which day on the book was complete, where it did not hold all that the report needs.
    complete_from: Mapped[date | None]


class ReportCell(Model):
    """One figure of a report. ``people_count`` is null where no people stand behind it."""

    __tablename__ = "report_cell"
    __table_args__ = (
        UniqueConstraint("report_id", "code"),
        UniqueConstraint("report_id", "position"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    position: Mapped[int]
    code: Mapped[str]
    label: Mapped[str]
    label_params: Mapped[dict[str, Any]]
    value: Mapped[Decimal | None]
    printed: Mapped[str]
    people_count: Mapped[int | None]
    #: How many sessions, sheets and so on it counts; null where it counts none of these.
    items_count: Mapped[int | None]
    #: What has to be known about it, such as which signed report it was taken from.
    note: Mapped[str | None]
    note_params: Mapped[dict[str, Any] | None]


class CellMember(Model):
    """Somebody counted in a figure, or just outside it with the reason (then ``reason`` is given)."""

    __tablename__ = "cell_member"
    __table_args__ = (
        UniqueConstraint("cell_id", "position"),
        CheckConstraint("counted = (reason IS NULL)", name="outside_says_why"),
        Index(None, "admission_id"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cell_id: Mapped[int] = mapped_column(ForeignKey("report_cell.id"))
    position: Mapped[int]
    counted: Mapped[bool]
    admission_id: Mapped[int] = mapped_column(ForeignKey("admission.id"))
    resident_id: Mapped[int] = mapped_column(ForeignKey("resident.id"))
    code: Mapped[str]
    name: Mapped[str]
    day_on: Mapped[date]
    #: What the figure adds up: minutes, or how many times; null where it counts the people.
    amount: Mapped[int | None]
    reason: Mapped[str | None]
    reason_params: Mapped[dict[str, Any] | None]


class CellItem(Model):
    """A session, sheet and so on in a figure, or just outside it with the reason, as it was called then."""

    __tablename__ = "cell_item"
    __table_args__ = (
        one_of("kind", ItemKind),
        UniqueConstraint("cell_id", "position"),
        CheckConstraint("counted = (reason IS NULL)", name="outside_says_why"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cell_id: Mapped[int] = mapped_column(ForeignKey("report_cell.id"))
    position: Mapped[int]
    counted: Mapped[bool]
    kind: Mapped[str]
    #: The row it stands for, in the table of its kind.
    about_id: Mapped[int]
    words: Mapped[str]
    day_on: Mapped[date]
    note: Mapped[str | None]
    note_params: Mapped[dict[str, Any] | None]
    reason: Mapped[str | None]
    reason_params: Mapped[dict[str, Any] | None]


class ReportFile(Model):
    """The paper of a report: its bytes lie in the instance's ``reports`` folder under their SHA-256; size in bytes."""

    __tablename__ = "report_file"
    __table_args__ = (
        UniqueConstraint("report_id"),
        CheckConstraint("size > 0", name="not_empty"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    sha256: Mapped[str]
    size: Mapped[int]
    stored_at: Mapped[datetime]
