"""Figures of earlier periods: entered from the signed report, and used where the book does not reach so far back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rehab_center.audit.recorder import Subject, record
from rehab_center.documents.models import Document
from rehab_center.documents.rules import DocumentFacts
from rehab_center.documents.services import add_document
from rehab_center.errors import DomainError, NotFound
from rehab_center.figures.models import EarlierFigure
from rehab_center.figures.period_names import headed, period_name
from rehab_center.figures.period_rule import ruled
from rehab_center.organisation.completeness import book_of
from rehab_center.periods import Period, PeriodKind, parse_period
from rehab_center.permissions import Actor, Scope
from rehab_center.words import N_, message

NEW_COMPULSORY = "new_compulsory"
SUBJECT = "earlier_figure"


@dataclass(frozen=True)
class EarlierNumber:
    """A figure of an earlier period with the paper it stands in. ``stands``: it was entered last and not taken back."""

    id: int
    facility_id: int
    kind: PeriodKind
    period: str
    value: int | None
    document_id: int | None
    number: str | None
    issued_on: date | None
    note: str | None
    recorded_at: datetime
    entered_by: str
    stands: bool

    @property
    def name(self) -> str:
        """The period as lists name it: "06 tháng đầu năm 2019"."""
        return headed(period_name(parse_period(self.kind, self.period)))


def earlier_number(
    session: Session, period: Period, *, scope: Scope, known_at: datetime | None = None
) -> EarlierNumber | None:
    """What the signed report of ``period`` says of new compulsory admissions, None where nobody entered it.

    A figure is one centre's: None too where ``scope`` is not one centre.
    """
    if scope.facility_ids is None or len(scope.facility_ids) != 1:
        return None
    query = _entered(scope).where(EarlierFigure.kind == period.kind.value, EarlierFigure.period == period.code)
    if known_at is not None:
        query = query.where(EarlierFigure.recorded_at <= known_at)
    row = session.execute(query.limit(1)).first()
    return _number(row, stands=True) if row is not None and row[0].value is not None else None


def earlier_numbers(session: Session, *, scope: Scope) -> tuple[EarlierNumber, ...]:
    """Everything ever entered, the newest first."""
    last = select(func.max(EarlierFigure.id)).group_by(
        EarlierFigure.facility_id, EarlierFigure.code, EarlierFigure.kind, EarlierFigure.period
    )
    holding = set(session.scalars(last))
    rows = session.execute(_entered(scope))
    return tuple(_number(row, stands=row[0].id in holding and row[0].value is not None) for row in rows)


def _entered(scope: Scope) -> Any:
    query = (
        select(EarlierFigure, Document.number, Document.issued_on)
        .outerjoin(Document, Document.id == EarlierFigure.document_id)
        .order_by(EarlierFigure.id.desc())
    )
    if scope.facility_ids is None:
        return query
    return query.where(EarlierFigure.facility_id.in_(sorted(scope.facility_ids)))


def _number(row: Any, *, stands: bool) -> EarlierNumber:
    figure, number, issued_on = row
    return EarlierNumber(
        figure.id,
        figure.facility_id,
        PeriodKind(figure.kind),
        figure.period,
        figure.value,
        figure.document_id,
        number,
        issued_on,
        figure.note,
        figure.recorded_at,
        figure.entered_by,
        stands,
    )


def enter_earlier_figure(
    session: Session,
    *,
    facility_id: int,
    period: Period,
    value: int,
    paper: DocumentFacts,
    note: str | None = None,
    actor: Actor,
    now: datetime,
) -> int:
    """Enter how many were newly admitted by compulsory order, as the signed report of ``period`` says. Gives the id.

    Raises DomainError where the register itself knows the period, for a number below zero, and for a paper without
    number or date.
    """
    if not actor.scope.covers(facility_id):
        raise NotFound(message(N_("There is no such centre")))
    days = ruled(session, period, known_at=now).range
    if book_of(session, Scope(frozenset({facility_id})), known_at=now).knows_eve_of(days.first):
        raise DomainError(
            message(N_("The register holds this period itself; say first from which day on the book is complete")),
            field="period",
        )
    if value < 0:
        raise DomainError(message(N_("A number of people is zero or more")), field="value")
    if paper.issued_on is None:
        raise DomainError(message(N_("A signed report has its date")), field="issued_on")
    document_id = add_document(session, facts=paper, actor=actor, now=now)
    return _add(
        session, facility_id, period.kind, period.code, value, document_id, note, "figure.entered", actor=actor, now=now
    )


def withdraw_earlier_figure(session: Session, figure_id: int, *, reason: str, actor: Actor, now: datetime) -> int:
    """Take a figure back; it stays readable. Raises NotFound for a stranger, DomainError where it stands no more."""
    found = {one.id: one for one in earlier_numbers(session, scope=actor.scope)}.get(figure_id)
    if found is None:
        raise NotFound(message(N_("There is no such figure")))
    if not found.stands:
        raise DomainError(message(N_("This figure stands no more")))
    if not reason.strip():
        raise DomainError(message(N_("Say why the line is taken out")), field="reason")
    return _add(
        session, found.facility_id, found.kind, found.period, None, None, reason.strip(), "figure.withdrawn",
        actor=actor, now=now,
    )  # fmt: skip


def _add(
    session: Session,
    facility_id: int,
    kind: PeriodKind,
    period: str,
    value: int | None,
    document_id: int | None,
    note: str | None,
    act: str,
    *,
    actor: Actor,
    now: datetime,
) -> int:
    figure = EarlierFigure(
        facility_id=facility_id,
        code=NEW_COMPULSORY,
        kind=kind.value,
        period=period,
        value=value,
        document_id=document_id,
        note=note,
        recorded_at=now,
        entered_by=actor.label,
    )
    session.add(figure)
    session.flush()
    name = headed(period_name(parse_period(kind, period)))
    label = name if value is None else f"{name}: {value}"
    record(act, actor=actor, at=now, about=Subject(SUBJECT, figure.id, label), reason=note if value is None else None)
    return figure.id
