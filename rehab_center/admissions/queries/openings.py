"""What old books say of stays that began before the program: which stays may have it, and what one would do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.models import Admission, TermOpening
from rehab_center.admissions.queries.conventions import conventions_on, policies_of
from rehab_center.admissions.queries.ledger import (
    CHUNK,
    calculated_term,
    load_stay,
    movements_of,
    term_case,
    term_input,
)
from rehab_center.admissions.queries.overrides import overrides_of
from rehab_center.admissions.rules.movements import MovementKind, State
from rehab_center.admissions.rules.regime import Regime, StayKind
from rehab_center.admissions.rules.sequence import Moved, live, state_of
from rehab_center.admissions.rules.term import case_on, half_served_on, term_of
from rehab_center.admissions.rules.term_case import Conventions, Ground, TermCase, TermResult
from rehab_center.admissions.rules.term_opening import (
    OpeningCase,
    OpeningFacts,
    Recorded,
    StandingOpening,
    check_opening,
    missing_moves,
    packed_opening,
    unpacked_opening,
)
from rehab_center.admissions.rules.term_override import standing
from rehab_center.audit.problems import Problem
from rehab_center.dates import ONE_DAY
from rehab_center.documents.queries import DocumentLine
from rehab_center.findings import Finding
from rehab_center.organisation.completeness import book_of
from rehab_center.permissions import Scope
from rehab_center.words import N_, message


@dataclass(frozen=True)
class OpeningLine:
    """The opening that holds for a stay, with its paper, and the movements that the register lacks beside it."""

    opening: StandingOpening
    document: DocumentLine | None
    missing: tuple[MovementKind, ...]


@dataclass(frozen=True)
class OpeningPlan:
    """What an opening would do: the term before and after it (None where there is none), and what there is to say."""

    before: TermResult | None
    after: TermResult | None
    missing: tuple[MovementKind, ...]
    findings: tuple[Finding, ...]


def opening_of(stay: Admission) -> StandingOpening | None:
    """The opening that holds for a stay; None without one."""
    return unpacked_opening(stay.opening) if stay.opening is not None else None


def openings_of(
    session: Session, stays: Sequence[Admission], *, known_at: datetime | None
) -> dict[int, StandingOpening | None]:
    """The opening that holds for each of these stays, by stay; as known at a moment, the one that held then."""
    found = {stay.id: opening_of(stay) for stay in stays}
    if known_at is None:
        return found
    latest = (
        select(func.max(TermOpening.id))
        .where(TermOpening.admission_id.in_(list(found)), TermOpening.recorded_at <= known_at)
        .group_by(TermOpening.admission_id)
    )
    rows = session.scalars(select(TermOpening).where(TermOpening.id.in_(latest)))
    return dict.fromkeys(found) | {row.admission_id: as_standing(row) for row in rows if not row.voided}


def opening_line(
    opening: StandingOpening, paper: DocumentLine | None, movements: Sequence[Moved], kind: StayKind
) -> OpeningLine:
    """An opening for a page: where the register still has somebody elsewhere, which movements lead there."""
    told = opening.facts.state
    now = state_of(movements, as_of=clock.day_of(opening.recorded_at)).state
    return OpeningLine(opening, paper, missing_moves(now, told, kind) if told is not None else ())


def first_day_of(session: Session, facility_id: int) -> date | None:
    """The day from which a centre's book in the program is complete: as stated, or the first day of its use.

    None before anybody is in it.
    """
    stated = book_of(session, Scope(frozenset({facility_id}))).complete_from
    if stated is not None:
        return stated
    first = session.scalar(select(func.min(Admission.opened_at)).where(Admission.facility_id == facility_id))
    return clock.day_of(first) if first is not None else None


def may_be_opened(session: Session, stay_id: int, *, scope: Scope) -> bool:
    """Whether a stay began before the program and has a term. Raises NotFound for a stranger."""
    stay = load_stay(session, stay_id, scope=scope)
    if stay.months is None or stay.kind == StayKind.TEMPORARY:
        return False
    first = first_day_of(session, stay.facility_id)
    return first is not None and stay.admitted_on < first


def plan_opening(
    session: Session, stay_id: int, *, facts: OpeningFacts, scope: Scope, now: datetime, first_day: date | None = None
) -> OpeningPlan:
    """What an opening would do. ``first_day``: where the caller knows it. Raises NotFound for a stranger."""
    stay = load_stay(session, stay_id, scope=scope)
    today = clock.day_of(now)
    movements = movements_of(session, [stay_id])[stay_id]
    overrides = overrides_of(session, [stay_id])[stay_id]
    given = term_input(stay, overrides)
    case = term_case(given, live(movements))
    state, by_paper = state_of(movements, as_of=today).state, standing(overrides)
    asked = OpeningCase(
        facts=facts,
        regime=given.regime,
        kind=given.kind,
        months=stay.months,
        start_on=given.start_on,
        admitted_on=stay.admitted_on,
        first_day=first_day or first_day_of(session, stay.facility_id) or today,
        today=today,
        state=state,
        overridden_on=by_paper.made_on if by_paper else None,
    )
    missing = missing_moves(state, facts.state, given.kind) if facts.state is not None else ()
    if case is None:
        return OpeningPlan(None, None, missing, check_opening(asked))
    conventions = conventions_on(policies_of(session), given.regime, given.start_on, given.applied)
    before = term_of(given.regime, case, conventions)
    opened = replace(case, opening=facts.for_term())
    after = term_of(given.regime, opened, conventions)
    ends = [line.running_end_on for line in after.lines if line.running_end_on is not None]
    asked = replace(
        asked,
        recorded=_recorded(given.regime, case, conventions, facts.until_on),
        half_on=half_served_on(given.regime, opened, conventions),
        lowest_on=min(ends, default=None),
    )
    return OpeningPlan(before, after, missing, check_opening(asked))


def plan_without_opening(session: Session, stay_id: int, *, scope: Scope) -> OpeningPlan:
    """What the term would be without the opening that holds. Raises NotFound for a stranger."""
    stay = load_stay(session, stay_id, scope=scope)
    ordered = live(movements_of(session, [stay_id])[stay_id])
    given = term_input(stay, overrides_of(session, [stay_id])[stay_id])
    policies = policies_of(session)
    before = calculated_term(policies, given, ordered)
    return OpeningPlan(before, calculated_term(policies, given._replace(opening=None), ordered), (), ())


def _recorded(regime: Regime, case: TermCase, conventions: Conventions, until: date | None) -> Recorded:
    """What the register itself holds of the time an opening answers for."""
    if until is None:
        return Recorded()
    back = until + ONE_DAY
    known = replace(case_on(case, until), opening=None, overrides=())
    over = tuple(replace(one, to_on=back if one.to_on is None else min(one.to_on, back)) for one in known.interruptions)
    lines = term_of(regime, replace(known, interruptions=over), conventions).lines
    return Recorded(
        days=sum(line.days for line in lines if line.ground in (Ground.ESCAPE, Ground.IMPRISONMENT)),
        months=sum(-change.months for change in known.changes if change.shortens),
    )


def as_standing(row: TermOpening) -> StandingOpening:
    """A row as it holds for its stay."""
    return StandingOpening(
        id=row.id,
        facts=OpeningFacts(
            until_on=row.until_on,
            days=row.uncounted_days,
            months=row.reduced_months,
            book_end_on=row.book_end_on,
            state=State(row.state) if row.state else None,
            source=row.source,
            note=row.note,
        ),
        computed_on=row.computed_on,
        document_id=row.document_id,
        author=row.author,
        recorded_at=row.recorded_at,
    )


def opening_problems(session: Session) -> Iterator[Problem]:
    """Every stay whose kept opening is not the last one written about it, piece by piece."""
    last_id = 0
    latest = select(func.max(TermOpening.id)).group_by(TermOpening.admission_id)
    while stays := session.execute(
        select(Admission.id, Admission.file_code, Admission.opening)
        .where(Admission.id > last_id)
        .order_by(Admission.id)
        .limit(CHUNK)
    ).all():
        last_id = stays[-1].id
        ids = [stay.id for stay in stays]
        rows = session.scalars(select(TermOpening).where(TermOpening.id.in_(latest), TermOpening.admission_id.in_(ids)))
        holding = {row.admission_id: packed_opening(as_standing(row)) for row in rows if not row.voided}
        for stay in stays:
            if stay.opening != holding.get(stay.id):
                words = message(
                    N_("The opening kept with %(file)s is not the last one written about it"), file=stay.file_code
                )
                yield Problem("cache", f"admission {stay.id}", words)
        session.expunge_all()
