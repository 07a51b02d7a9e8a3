"""Reading issued reports: always what was frozen, never what the register says now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from rehab_center.capacity.models import AnnualPlan
from rehab_center.errors import NotFound
from rehab_center.figures.values import Item, ItemKind
from rehab_center.organisation.queries import Letterhead
from rehab_center.periods import Period, PeriodKind, PeriodRule, parse_period
from rehab_center.permissions import Scope
from rehab_center.reports.models import CellItem, CellMember, Report, ReportCell, ReportFile
from rehab_center.words import N_, Message, message


@dataclass(frozen=True)
class Cell:
    """One frozen figure. ``position`` is the number printed beside it."""

    position: int
    code: str
    label: Message
    value: Decimal | None
    printed: str
    people_count: int | None
    note: Message | None = None
    items_count: int | None = None


@dataclass(frozen=True)
class Plan:
    """The revision of the plan a report went by, with the number of its decision where there was one."""

    revision: int
    target: int
    decision: str | None


@dataclass(frozen=True)
class PolicyUsed:
    """A policy as it stood when the report was frozen."""

    kind: str
    value: str
    valid_from: str
    citation: str
    to_be_confirmed: bool


@dataclass(frozen=True)
class ReportLine:
    """A report in a list. ``sha256`` and ``size`` (bytes) are None until its paper is kept."""

    id: int
    facility_id: int
    period: Period
    number: int
    first: date
    last: date
    known_at: datetime
    built_at: datetime
    built_by: str
    sha256: str | None
    size: int | None


@dataclass(frozen=True)
class ReportPage:
    """A whole report as frozen. ``cells`` by code, in their order.

    ``complete_from``: from which day on the book was complete, where it did not hold all that the report needs.
    """

    line: ReportLine
    letterhead: Letterhead
    plan: Plan | None
    policies: tuple[PolicyUsed, ...]
    log_entry: int
    log_head: str
    cells: Mapping[str, Cell]
    complete_from: date | None = None

    def __getitem__(self, code: str) -> Cell:
        return self.cells[code]


@dataclass(frozen=True)
class Member:
    """Somebody in a figure, or just outside it (``reason`` given). Name and code as they then were.

    ``amount``: the minutes or times that the figure adds up, None where it counts people.
    """

    admission_id: int
    resident_id: int
    code: str
    name: str
    on: date
    reason: Message | None
    amount: int | None = None


@dataclass(frozen=True)
class CellPeople:
    """The people behind one figure, or the sessions, sheets and so on, those just outside among them."""

    cell: Cell
    people: tuple[Member, ...]
    just_excluded: tuple[Member, ...]
    items: tuple[Item, ...] = ()

    @property
    def counted(self) -> int:
        """How many stand behind it."""
        return len(self.people) + sum(one.reason is None for one in self.items)

    @property
    def outside(self) -> int:
        """How many are just outside."""
        return len(self.just_excluded) + sum(one.reason is not None for one in self.items)


def reports(session: Session, *, scope: Scope) -> tuple[ReportLine, ...]:
    """Every issued report within reach, the newest first."""
    rows = session.execute(
        select(Report, ReportFile)
        .outerjoin(ReportFile, ReportFile.report_id == Report.id)
        .where(_within(scope))
        .order_by(Report.id.desc())
    )
    return tuple(_line(report, file) for report, file in rows)


def report_page(session: Session, report_id: int, *, scope: Scope) -> ReportPage:
    """One report. Raises NotFound for a stranger."""
    row = session.execute(
        select(Report, ReportFile, AnnualPlan)
        .outerjoin(ReportFile, ReportFile.report_id == Report.id)
        .outerjoin(AnnualPlan, AnnualPlan.id == Report.plan_id)
        .where(Report.id == report_id, _within(scope))
    ).first()
    if row is None:
        raise NotFound(message(N_("There is no such report.")))
    report, file, plan = row
    cells = session.scalars(select(ReportCell).where(ReportCell.report_id == report_id).order_by(ReportCell.position))
    return ReportPage(
        _line(report, file),
        _letterhead(report.letterhead),
        Plan(plan.revision, plan.target, report.plan_decision) if plan else None,
        tuple(
            PolicyUsed(one["kind"], one["value"], one["valid_from"], one["citation"], one["to_be_confirmed"])
            for one in report.policies
        ),
        report.log_entry,
        report.log_head,
        {cell.code: _cell(cell) for cell in cells},
        report.complete_from,
    )


def cell_people(session: Session, report_id: int, code: str, *, scope: Scope) -> CellPeople:
    """The people in a figure and those just outside. ``code`` is the figure's code or its printed number.

    Raises NotFound for a stranger, and where there is no such figure.
    """
    which = ReportCell.position == int(code) if code.isdecimal() and len(code) < 6 else ReportCell.code == code
    cell = session.scalar(
        select(ReportCell)
        .join(Report, Report.id == ReportCell.report_id)
        .where(ReportCell.report_id == report_id, which, _within(scope))
    )
    if cell is None:
        raise NotFound(message(N_("The report has no such figure.")))
    members = session.scalars(
        select(CellMember).where(CellMember.cell_id == cell.id).order_by(CellMember.position)
    ).all()
    items = session.scalars(select(CellItem).where(CellItem.cell_id == cell.id).order_by(CellItem.position))
    return CellPeople(
        _cell(cell),
        tuple(_member(one) for one in members if one.counted),
        tuple(_member(one) for one in members if not one.counted),
        tuple(_item(one) for one in items) if cell.items_count is not None else (),
    )


def _within(scope: Scope) -> ColumnElement[bool]:
    return true() if scope.facility_ids is None else Report.facility_id.in_(sorted(scope.facility_ids))


def _line(report: Report, file: ReportFile | None) -> ReportLine:
    period = parse_period(PeriodKind(report.kind), report.period, PeriodRule(report.period_rule))
    return ReportLine(
        report.id,
        report.facility_id,
        period,
        report.number,
        report.from_on,
        report.to_on,
        report.known_at,
        report.built_at,
        report.built_by,
        file.sha256 if file else None,
        file.size if file else None,
    )


def _cell(cell: ReportCell) -> Cell:
    return Cell(
        cell.position,
        cell.code,
        Message(cell.label, thawed(cell.label_params)),
        cell.value,
        cell.printed,
        cell.people_count,
        _message(cell.note, cell.note_params),
        cell.items_count,
    )


def _member(one: CellMember) -> Member:
    reason = _message(one.reason, one.reason_params)
    return Member(one.admission_id, one.resident_id, one.code, one.name, one.day_on, reason, one.amount)


def _item(one: CellItem) -> Item:
    note, reason = _message(one.note, one.note_params), _message(one.reason, one.reason_params)
    return Item(ItemKind(one.kind), one.about_id, one.words, one.day_on, note, reason)


def _message(msgid: str | None, params: Mapping[str, Any] | None) -> Message | None:
    return Message(msgid, thawed(params or {})) if msgid else None


def _letterhead(frozen: dict[str, Any]) -> Letterhead:
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in thawed(frozen).items()
    }
    return Letterhead(**values)


def thawed(values: Mapping[str, Any]) -> dict[str, Any]:
    """Frozen parameters as they were: days as days, sentences as sentences."""
    return {name: _thawed_value(value) for name, value in values.items()}


def _thawed_value(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if "day" in value:
        return date.fromisoformat(value["day"])
    return Message(value["msgid"], thawed(value["params"]))
