"""Rewards and discipline of stays, and who could be proposed for a reduction of the term."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission
from rehab_center.admissions.queries.conventions import conventions_on, policies_of
from rehab_center.admissions.queries.ledger import chunks, movements_of, term_case, term_input
from rehab_center.admissions.queries.overrides import overrides_of
from rehab_center.admissions.rules.reductions import RATED_MONTHS, Conduct, Rating, check_reduction
from rehab_center.admissions.rules.regime import BY_COURT, Regime
from rehab_center.admissions.rules.sequence import live
from rehab_center.admissions.rules.term_answer import reduction_of
from rehab_center.conduct.kinds import DISCIPLINE, EventKind
from rehab_center.conduct.models import ConductEvent, ConductVoid
from rehab_center.conduct.months import first_of, month_before
from rehab_center.conduct.queries.books import decided_ratings
from rehab_center.conduct.rules import EventFacts
from rehab_center.documents.queries import DocumentLine, document_lines
from rehab_center.findings import Finding, Severity
from rehab_center.headcount.queries import Here, people_here
from rehab_center.permissions import Scope


@dataclass(frozen=True)
class EventLine:
    """A reward or measure as it was entered; ``voided`` says why it was taken back, None where it stands."""

    id: int
    stay_id: int
    facts: EventFacts
    document: DocumentLine
    reason: str | None
    recorded_at: datetime
    actor: str
    voided: str | None

    @property
    def is_discipline(self) -> bool:
        """Whether it is a measure, not a reward."""
        return self.facts.kind in DISCIPLINE


@dataclass(frozen=True)
class Candidate:
    """Somebody under care whose term the law lets be reduced, with what speaks for it and against it.

    ``ratings``: of the last three months that are over, the latest last.
    """

    here: Here
    half_on: date | None
    ratings: tuple[Rating | None, ...]
    merit: bool
    disciplined: bool
    findings: tuple[Finding, ...]

    @property
    def ready(self) -> bool:
        """Half served, three months at least fair, not disciplined in them; whatever else warns, the court decides."""
        blocked = any(one.severity is Severity.BLOCK for one in self.findings)
        return not blocked and None not in self.ratings and not self.disciplined


def events_of(session: Session, stay_ids: Collection[int]) -> dict[int, tuple[EventLine, ...]]:
    """Rewards and measures by stay, the latest first. The caller has checked that the stays are in reach."""
    found: dict[int, list[EventLine]] = defaultdict(list)
    for some in chunks(stay_ids):
        query = (
            select(ConductEvent, ConductVoid.reason)
            .outerjoin(ConductVoid, ConductVoid.event_id == ConductEvent.id)
            .where(ConductEvent.admission_id.in_(some))
            .order_by(ConductEvent.decided_on.desc(), ConductEvent.id.desc())
        )
        rows = session.execute(query).all()
        papers = document_lines(session, [row.document_id for row, _void in rows])
        for row, void in rows:
            facts = EventFacts(EventKind(row.kind), row.decided_on, row.ground, row.days, row.merit)
            paper = papers[row.document_id]
            found[row.admission_id].append(
                EventLine(row.id, row.admission_id, facts, paper, row.reason, row.recorded_at, row.actor, void)
            )
    return {stay_id: tuple(lines) for stay_id, lines in found.items()}


def merit_before(session: Session, stay_id: int, day: date) -> bool | None:
    """Whether merit was found by a day (``admissions.hooks.MeritBefore``); None where nobody has said so."""
    return _merit(events_of(session, [stay_id]).get(stay_id, ()), day) or None


def _merit(lines: Collection[EventLine], day: date) -> bool:
    return any(line.facts.merit and not line.voided and line.facts.decided_on <= day for line in lines)


def reduction_candidates(session: Session, *, scope: Scope, today: date) -> tuple[Candidate, ...]:
    """Everybody under care by a court's decision under the law before 01/07/2026 (NĐ 116/2021 Đ58), in list order."""
    here = {one.admission_id: one for one in people_here(session, as_of=today, scope=scope) if one.kind in BY_COURT}
    stays = {
        stay.id: stay
        for some in chunks(here)
        for stay in session.scalars(select(Admission).where(Admission.id.in_(some)))
        if stay.regime == Regime.LAW_2021
    }
    moves, overrides = movements_of(session, list(stays)), overrides_of(session, list(stays))
    ratings = decided_ratings(session, list(stays), before=today)
    events = events_of(session, list(stays))
    months = [month_before(first_of(today), number) for number in range(RATED_MONTHS, 0, -1)]
    found = []
    for stay_id, one in here.items():
        if stay_id not in stays:
            continue
        given = term_input(stays[stay_id], overrides[stay_id])
        case = term_case(given, live(moves[stay_id]))
        if case is None:
            continue
        last = tuple(ratings[stay_id].get(month) for month in months)
        lines = events.get(stay_id, ())
        reduction = reduction_of(
            given.regime,
            case,
            conventions_on(policies_of(session), given.regime, given.start_on, given.applied),
            on=today,
            months=None,
            conduct=Conduct(last, _merit(lines, today)),
        )
        bad = any(line.is_discipline and not line.voided and line.facts.decided_on >= months[0] for line in lines)
        found.append(Candidate(one, reduction.half_on, last, _merit(lines, today), bad, check_reduction(reduction)))
    return tuple(found)
