"""The page of a stay, the stays of a person, and finding a stay by its file code."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission, Movement
from rehab_center.admissions.queries.ledger import load_stay, moved_of, movements_of
from rehab_center.admissions.queries.terms import TermSheet, term_sheets
from rehab_center.admissions.rules.movements import EXITS, MovementKind, may_follow
from rehab_center.admissions.rules.regime import Regime, StayKind
from rehab_center.admissions.rules.sequence import Moved, StayState, live, state_of
from rehab_center.documents.queries import DocumentLine, document_lines
from rehab_center.errors import DomainError, NotFound
from rehab_center.names import clean
from rehab_center.permissions import Scope
from rehab_center.residents.queries import PersonName, person_names
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.queries import papers_received
from rehab_center.words import N_, message


@dataclass(frozen=True)
class VoidLine:
    """Who voided a movement, when and why."""

    actor: str
    recorded_at: datetime
    reason: str


@dataclass(frozen=True)
class MovementLine:
    """One movement as a page shows it; ``document`` is its paper, the one that came later too."""

    id: int
    kind: MovementKind
    effective_on: date
    effective_time: str | None
    recorded_at: datetime
    actor: str
    document: DocumentLine | None
    months: int | None
    days: int | None
    note: str | None
    reason: str | None
    voided: VoidLine | None


@dataclass(frozen=True)
class StayRef:
    """Another stay of the same person."""

    id: int
    file_code: str


@dataclass(frozen=True)
class StayPage:
    """Everything about one stay, as of a day and as known at a moment.

    ``movements`` are in their order, voided ones among them; ``terms`` are the calculations, the latest first;
    ``can_follow`` what may be recorded now.
    """

    id: int
    person: PersonName
    facility_id: int
    file_code: str
    kind: StayKind
    regime: Regime
    regime_reason: str | None
    decision: DocumentLine | None
    decision_effective_on: date | None
    months: int | None
    term_start_on: date
    admitted_on: date
    times_treated: int | None
    credit_days: int
    note: str | None
    opened_at: datetime
    version: int
    previous: StayRef | None
    following: StayRef | None
    as_of: date
    state: StayState
    movements: tuple[MovementLine, ...]
    terms: tuple[TermSheet, ...]
    can_follow: tuple[MovementKind, ...]

    @property
    def term(self) -> TermSheet | None:
        """The last calculation; None for a stay without a term."""
        return self.terms[0] if self.terms else None

    @property
    def term_end_on(self) -> date | None:
        """The end of the term; None without one and while the clock stands still."""
        return self.term.end_on if self.term else None

    @property
    def days_left(self) -> int | None:
        """Days until the term ends, below zero when it is over; what is left to serve while the clock stands still."""
        if self.term is None:
            return None
        return (self.term.end_on - self.as_of).days if self.term.end_on else self.term.remaining_days


@dataclass(frozen=True)
class StayLine:
    """A stay in a person's list, as of a day."""

    id: int
    file_code: str
    kind: StayKind
    regime: Regime
    admitted_on: date
    months: int | None
    decision: DocumentLine | None
    term_end_on: date | None
    state: StayState
    left_on: date | None
    exit_kind: MovementKind | None


def stay_page(
    session: Session, stay_id: int, *, scope: Scope, as_of: date, known_at: datetime | None = None
) -> StayPage:
    """The page of one stay. Raises NotFound, outside the scope too."""
    stay = load_stay(session, stay_id, scope=scope)
    rows = session.scalars(_movements(stay_id, known_at)).all()
    movements = [moved_of(row) for row in rows]
    papers = document_lines(session, [stay.decision_id] if stay.decision_id else [])
    kind = StayKind(stay.kind)
    return StayPage(
        id=stay.id,
        person=person_names(session, [stay.resident_id])[stay.resident_id],
        facility_id=stay.facility_id,
        file_code=stay.file_code,
        kind=kind,
        regime=Regime(stay.regime),
        regime_reason=stay.regime_reason,
        decision=papers.get(stay.decision_id) if stay.decision_id else None,
        decision_effective_on=stay.decision_effective_on,
        months=stay.months,
        term_start_on=stay.term_start_on,
        admitted_on=stay.admitted_on,
        times_treated=stay.times_treated,
        credit_days=stay.credit_days,
        note=stay.note,
        opened_at=stay.opened_at,
        version=stay.version,
        previous=_ref(session, Admission.id == stay.previous_admission_id),
        following=_ref(session, Admission.previous_admission_id == stay.id),
        as_of=as_of,
        state=state_of(movements, as_of=as_of, known_at=known_at),
        movements=_lines(session, rows),
        terms=term_sheets(session, stay_id, known_at=known_at),
        can_follow=may_follow(state_of(movements).state, kind),
    )


def _movements(stay_id: int, known_at: datetime | None) -> Select[Movement]:
    query = select(Movement).where(Movement.admission_id == stay_id)
    if known_at is not None:
        query = query.where(Movement.recorded_at <= known_at)
    return query.order_by(Movement.effective_on, Movement.id)


def _ref(session: Session, where: ColumnElement[bool]) -> StayRef | None:
    row = session.execute(select(Admission.id, Admission.file_code).where(where).limit(1)).first()
    return StayRef(row.id, row.file_code) if row else None


def _lines(session: Session, rows: Sequence[Movement]) -> tuple[MovementLine, ...]:
    voids = {row.voids_id: row for row in rows if row.voids_id is not None}
    moves = [row for row in rows if row.voids_id is None]
    paper_ids = _paper_ids(session, moves)
    papers = document_lines(session, paper_ids.values())
    return tuple(_movement_line(row, papers.get(paper_ids.get(row.id, 0)), voids.get(row.id)) for row in moves)


def _paper_ids(session: Session, moves: Sequence[Movement]) -> dict[int, int]:
    """The paper of each movement: its own, or the one that came later and closed what was owed."""
    ids = [row.id for row in moves]
    found = papers_received(session, "movement", ids, kind=TaskKind.SEARCH_DECISION)
    found |= papers_received(session, "movement", ids)
    return found | {row.id: row.document_id for row in moves if row.document_id is not None}


def _movement_line(row: Movement, document: DocumentLine | None, void: Movement | None) -> MovementLine:
    return MovementLine(
        id=row.id,
        kind=MovementKind(row.kind),
        effective_on=row.effective_on,
        effective_time=row.effective_time,
        recorded_at=row.recorded_at,
        actor=row.actor,
        document=document,
        months=row.months,
        days=row.days,
        note=row.note,
        reason=row.reason,
        voided=VoidLine(void.actor, void.recorded_at, void.reason or "") if void else None,
    )


def stays_of_resident(
    session: Session, resident_id: int, *, scope: Scope, as_of: date, known_at: datetime | None = None
) -> tuple[StayLine, ...]:
    """A person's stays within the scope, the latest first, each as of a day."""
    query = select(Admission).where(Admission.resident_id == resident_id)
    stays = [stay for stay in session.scalars(query) if scope.covers(stay.facility_id)]
    return stay_lines(session, stays, as_of=as_of, known_at=known_at)


def stay_lines(
    session: Session, stays: Collection[Admission], *, as_of: date, known_at: datetime | None = None
) -> tuple[StayLine, ...]:
    """Stays as lines, the latest first day first."""
    movements = movements_of(session, [stay.id for stay in stays], known_at=known_at)
    papers = document_lines(session, [stay.decision_id for stay in stays if stay.decision_id is not None])
    latest_first = sorted(stays, key=lambda stay: (stay.admitted_on, stay.id), reverse=True)
    return tuple(_stay_line(stay, movements[stay.id], papers, as_of) for stay in latest_first)


def _stay_line(stay: Admission, movements: Sequence[Moved], papers: dict[int, DocumentLine], as_of: date) -> StayLine:
    last = next((moved for moved in reversed(live(movements)) if moved.effective_on <= as_of), None)
    left = last if last is not None and last.kind in EXITS else None
    return StayLine(
        id=stay.id,
        file_code=stay.file_code,
        kind=StayKind(stay.kind),
        regime=Regime(stay.regime),
        admitted_on=stay.admitted_on,
        months=stay.months,
        decision=papers.get(stay.decision_id) if stay.decision_id is not None else None,
        term_end_on=stay.term_end_on,
        state=state_of(movements, as_of=as_of),
        left_on=left.effective_on if left else None,
        exit_kind=left.kind if left else None,
    )


def find_stay(session: Session, file_code: str, *, scope: Scope, facility_id: int | None = None) -> int:
    """The stay with this file code, capitals or not. Raises NotFound, and DomainError where several centres have it."""
    code = clean(file_code)
    same = or_(Admission.file_code == code, func.upper(Admission.file_code) == code.upper())
    query = select(Admission.id, Admission.facility_id).where(same)
    if facility_id is not None:
        query = query.where(Admission.facility_id == facility_id)
    found: list[int] = [row.id for row in session.execute(query) if scope.covers(row.facility_id)]
    if not found:
        raise NotFound(message(N_("There is no stay with file code %(file)s"), file=file_code))
    if len(found) > 1:
        raise DomainError(message(N_("Several centres have a stay %(file)s: say which centre"), file=file_code))
    return found[0]
