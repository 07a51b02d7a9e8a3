"""Freezing a report, and keeping its paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.audit.recorder import Subject, record
from rehab_center.errors import DomainError, NotFound
from rehab_center.figures.values import Counted, Excluded, Figure, Item, PeriodFigures
from rehab_center.headcount.queries import Balance
from rehab_center.periods import Period, PeriodKind, PeriodRule, parse_period
from rehab_center.permissions import Actor
from rehab_center.reports.drafts import items_count, material
from rehab_center.reports.models import CellItem, CellMember, Report, ReportCell, ReportFile
from rehab_center.reports.wording import issue_name
from rehab_center.residents.queries import names_on
from rehab_center.words import N_, Message, message


class PeriodNotOver(DomainError):
    """The period's last day is still to come: its figures would not be those of the period."""


class BalanceDoesNotClose(DomainError):
    """Opening + in - out is not closing; ``causes`` names the stays because of which."""

    def __init__(self, balance: Balance) -> None:
        self.causes = balance.causes
        names = ", ".join(f"{one.full_name} ({one.file_code})" for one in balance.causes)
        super().__init__(
            message(N_("The balance does not close; no report is made. Look at: %(people)s."), people=names),
            code="balance",
        )


def freeze(session: Session, *, facility_id: int, period: Period, actor: Actor, now: datetime) -> int:
    """Freeze the figures of ``period`` with everything they rest on, and give the report's id.

    Inside ``transaction(snapshot=True)``. Raises PeriodNotOver and BalanceDoesNotClose.
    """
    read = material(session, facility_id=facility_id, period=period, now=now)
    period, days = read.period, read.period.range
    if days.last > clock.day_of(now):
        raise PeriodNotOver(
            message(N_("The period ends on %(day)s; it is not over yet."), day=days.last), code="not-over"
        )
    if not read.balance.closes:
        raise BalanceDoesNotClose(read.balance)
    report = Report(
        facility_id=facility_id,
        kind=period.kind.value,
        period=period.code,
        period_rule=period.rule.value,
        from_on=days.first,
        to_on=days.last,
        number=_next_number(session, facility_id, period),
        known_at=now,
        built_at=now,
        built_by=actor.label,
        plan_id=read.plan.revision_id if read.plan else None,
        plan_decision=read.plan.decision if read.plan else None,
        letterhead=_plain(asdict(read.letterhead)),
        policies=[asdict(policy) for policy in read.policies],
        log_entry=read.log_entry,
        log_head=read.log_head,
        complete_from=read.figures.complete_from,
    )
    session.add(report)
    session.flush()
    _freeze_cells(session, report.id, read.figures, days.last)
    record("report.frozen", actor=actor, at=now, about=subject_of(report))
    return report.id


def subject_of(report: Report) -> Subject:
    """The report as the log names it."""
    period = parse_period(PeriodKind(report.kind), report.period, PeriodRule(report.period_rule))
    return Subject("report", report.id, issue_name(period, report.number))


def _next_number(session: Session, facility_id: int, period: Period) -> int:
    last = session.scalar(
        select(func.max(Report.number)).where(
            Report.facility_id == facility_id, Report.kind == period.kind.value, Report.period == period.code
        )
    )
    return (last or 0) + 1


def _freeze_cells(session: Session, report_id: int, figures: PeriodFigures, last_day: date) -> None:
    cells = [
        (_cell(report_id, position, figure), figure)
        for position, figure in enumerate(figures.figures.values(), start=1)
    ]
    session.add_all(cell for cell, _ in cells)
    session.flush()  # the members need their cell's id
    people = {one.resident_id for figure in figures.figures.values() for one in _everybody(figure)}
    names = names_on(session, people, last_day)
    for cell, figure in cells:
        session.add_all(_members(cell.id, figure, names))
        session.add_all(_item(cell.id, position, one) for position, one in enumerate(figure.items or (), start=1))


def _cell(report_id: int, position: int, figure: Figure) -> ReportCell:
    return ReportCell(
        report_id=report_id,
        position=position,
        code=figure.code,
        label=figure.label.msgid,
        label_params=_plain(dict(figure.label.params)),
        value=figure.value,
        printed=figure.printed,
        people_count=None if figure.people is None else len(figure.people),
        items_count=items_count(figure),
        note=figure.note.msgid if figure.note else None,
        note_params=_plain(dict(figure.note.params)) if figure.note else None,
    )


def _everybody(figure: Figure) -> Sequence[Counted | Excluded]:
    return (*(figure.people or ()), *figure.just_excluded)


def _members(cell_id: int, figure: Figure, names: Mapping[int, str]) -> list[CellMember]:
    """The people of a figure, each by the name of the period's last day: ``names`` of those who changed it since."""
    return [
        _member(cell_id, position, one, names.get(one.resident_id, one.name))
        for position, one in enumerate(_everybody(figure), start=1)
    ]


def _member(cell_id: int, position: int, one: Counted | Excluded, name: str) -> CellMember:
    reason = one.reason if isinstance(one, Excluded) else None
    return CellMember(
        cell_id=cell_id,
        position=position,
        counted=reason is None,
        admission_id=one.admission_id,
        resident_id=one.resident_id,
        code=one.code,
        name=name,
        day_on=one.on,
        amount=one.amount if isinstance(one, Counted) else None,
        reason=reason.msgid if reason else None,
        reason_params=_plain(dict(reason.params)) if reason else None,
    )


def _item(cell_id: int, position: int, one: Item) -> CellItem:
    return CellItem(
        cell_id=cell_id,
        position=position,
        counted=one.reason is None,
        kind=one.kind.value,
        about_id=one.id,
        words=one.words,
        day_on=one.on,
        note=one.note.msgid if one.note else None,
        note_params=_plain(dict(one.note.params)) if one.note else None,
        reason=one.reason.msgid if one.reason else None,
        reason_params=_plain(dict(one.reason.params)) if one.reason else None,
    )


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Values as JSON can hold them; :func:`rehab_center.reports.queries.thawed` reads them back."""
    return {name: _plain_value(value) for name, value in values.items()}


def _plain_value(value: Any) -> Any:
    if isinstance(value, Message):
        return {"msgid": value.msgid, "params": _plain(dict(value.params))}
    if hasattr(value, "isoformat"):
        return {"day": value.isoformat()}
    if isinstance(value, tuple):
        return list(value)
    return value


def keep_paper(session: Session, report_id: int, *, sha256: str, size: int, actor: Actor, now: datetime) -> None:
    """Tie the printed bytes to their report. A report has one paper for ever. Raises NotFound."""
    report = session.get(Report, report_id)
    if report is None:
        raise NotFound(message(N_("There is no such report.")))
    if session.scalar(select(ReportFile.id).where(ReportFile.report_id == report_id)) is not None:
        return
    session.add(ReportFile(report_id=report_id, sha256=sha256, size=size, stored_at=now))
    record("report.printed", actor=actor, at=now, about=subject_of(report), details={"sha256": sha256})
