"""The page of a stay, the stays of a person, and finding a stay by its file code."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission
from rehab_center.admissions.queries.conventions import policies_of
from rehab_center.admissions.queries.details import DetailLine
from rehab_center.admissions.queries.ledger import movements_of
from rehab_center.admissions.queries.openings import OpeningLine
from rehab_center.admissions.queries.overrides import OverrideLine
from rehab_center.admissions.queries.terms import TermSheet
from rehab_center.admissions.rules.movements import EXITS, MovementKind
from rehab_center.admissions.rules.regime import Regime, StayKind
from rehab_center.admissions.rules.sequence import Moved, StayState, live, state_of
from rehab_center.admissions.rules.treatments import treatments
from rehab_center.documents.queries import DocumentLine, document_lines
from rehab_center.errors import DomainError, NotFound
from rehab_center.names import clean
from rehab_center.permissions import Scope
from rehab_center.policies.rules import FirstTime, PolicyKind
from rehab_center.residents.queries import PersonName
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
    details: tuple[DetailLine, ...] = ()


@dataclass(frozen=True)
class StayRef:
    """Another stay of the same person."""

    id: int
    file_code: str


@dataclass(frozen=True)
class StayPage:
    """Everything about one stay, as of a day and as known at a moment.

    ``movements`` are in their order, voided ones among them; ``terms`` are the calculations and ``overrides`` the ends
    that papers gave, the latest first; ``can_follow`` what may be recorded now.
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
    police_unit: str | None
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
    overrides: tuple[OverrideLine, ...] = ()
    opening: OpeningLine | None = None

    @property
    def term(self) -> TermSheet | None:
        """The last calculation; None for a stay without a term."""
        return self.terms[0] if self.terms else None

    @property
    def term_unchecked(self) -> bool:
        """Whether nobody but its author has looked at the term as it is now."""
        return self.term is not None and self.term.check is None

    @property
    def term_before(self) -> TermSheet | None:
        """What held before the calculations that nobody has checked; None where there is no such other one."""
        base = next((sheet for sheet in self.terms if sheet.check), self.terms[-1] if self.terms else None)
        return base if self.term_unchecked and base is not self.term else None

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


def treatments_before(session: Session, stays: Collection[StayLine], day: date) -> int:
    """How many of somebody's stays count as treatments before one that begins on ``day``, as the centre counts."""
    rule = FirstTime(policies_of(session).on(PolicyKind.FIRST_TIME, day).value)
    return treatments(((one.kind, one.state.state, one.exit_kind) for one in stays), rule)


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


def same_code(file_code: str) -> str:
    """A file code as codes are compared: without blanks around it, in capitals."""
    return clean(file_code).upper()


def stays_by_code(session: Session, facility_id: int, codes: Collection[str]) -> dict[str, int]:
    """The stays of a centre with these file codes, by :func:`same_code`: one statement. One nobody has is left out."""
    wanted, code = {same_code(one) for one in codes}, func.upper(Admission.file_code)
    query = select(code, Admission.id).where(Admission.facility_id == facility_id, code.in_(sorted(wanted)))
    return {row[0]: row[1] for row in session.execute(query)} if wanted else {}


def stays_after(session: Session, stay_ids: Collection[int]) -> frozenset[int]:
    """The stays that go on from some others by a change of ground, however many times."""
    found: set[int] = set()
    latest = set(stay_ids)
    while latest:
        latest = set(session.scalars(select(Admission.id).where(Admission.previous_admission_id.in_(latest)))) - found
        found |= latest
    return frozenset(found)
