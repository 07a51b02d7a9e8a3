"""The pages of stays, one or all of a person's: a handful of statements, however many stays there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission, Movement, MovementDetail
from rehab_center.admissions.queries.conventions import policies_of
from rehab_center.admissions.queries.details import DetailLine, that_count
from rehab_center.admissions.queries.ledger import TermInput, calculated_term, load_stay, moved_of, term_input
from rehab_center.admissions.queries.openings import OpeningLine, opening_line, openings_of
from rehab_center.admissions.queries.overrides import OverrideLine, counted, override_lines, override_rows
from rehab_center.admissions.queries.stays import MovementLine, StayPage, StayRef, VoidLine
from rehab_center.admissions.queries.terms import TermSheet, fresh_sheet, sheets_of
from rehab_center.admissions.rules.movements import MovementKind, may_follow
from rehab_center.admissions.rules.regime import Regime, StayKind
from rehab_center.admissions.rules.sequence import Moved, live, state_of
from rehab_center.admissions.rules.term_opening import StandingOpening
from rehab_center.admissions.rules.term_override import Override
from rehab_center.documents.queries import DocumentLine, document_lines
from rehab_center.permissions import Scope
from rehab_center.residents.queries import PersonName, person_names
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.queries import papers_received


def stay_page(
    session: Session, stay_id: int, *, scope: Scope, as_of: date, known_at: datetime | None = None
) -> StayPage:
    """The page of one stay. Raises NotFound, outside the scope too."""
    stay = load_stay(session, stay_id, scope=scope)
    return _pages(session, [stay], scope=scope, as_of=as_of, known_at=known_at)[0]


def stay_pages_of_resident(
    session: Session, person: PersonName, *, scope: Scope, as_of: date, known_at: datetime | None = None
) -> tuple[StayPage, ...]:
    """The pages of all of a person's stays within the scope, the latest first day first."""
    query = select(Admission).where(Admission.resident_id == person.id)
    if known_at is not None:
        query = query.where(Admission.opened_at <= known_at)
    stays = [stay for stay in session.scalars(query) if scope.covers(stay.facility_id)]
    stays.sort(key=lambda stay: (stay.admitted_on, stay.id), reverse=True)
    return _pages(session, stays, scope=scope, as_of=as_of, known_at=known_at, known={person.id: person})


def _pages(
    session: Session,
    stays: Sequence[Admission],
    *,
    scope: Scope,
    as_of: date,
    known_at: datetime | None,
    known: Mapping[int, PersonName] | None = None,
) -> tuple[StayPage, ...]:
    if not stays:
        return ()
    ids = [stay.id for stay in stays]
    rows, answers = _movements(session, ids, known_at)
    all_rows = [row for some in rows.values() for row in some]
    paper_ids = _paper_ids(session, [row for row in all_rows if row.voids_id is None])
    decided = [stay.decision_id for stay in stays if stay.decision_id is not None]
    overrides = override_rows(session, ids, known_at=known_at)
    overriding = [row.document_id for some in overrides.values() for row in some if row.document_id is not None]
    openings = openings_of(session, stays, known_at=known_at)
    opened = [one.document_id for one in openings.values() if one is not None and one.document_id is not None]
    papers = document_lines(session, [*paper_ids.values(), *decided, *overriding, *opened])
    told = that_count([row.id for row in all_rows], answers, scope=scope)
    lines = _lines(all_rows, paper_ids, papers, told)
    names = known or person_names(session, [stay.resident_id for stay in stays])
    refs = _links(stays) if known else _refs(session, stays)
    terms = sheets_of(session, ids, known_at=known_at, papers=papers)
    return tuple(
        _page(
            stay,
            [moved_of(row) for row in rows[stay.id]],
            tuple(lines[row.id] for row in rows[stay.id] if row.id in lines),
            decision=papers.get(stay.decision_id) if stay.decision_id is not None else None,
            person=names[stay.resident_id],
            refs=refs,
            terms=_terms_as_of(
                session,
                _given(stay, counted(overrides[stay.id]), openings[stay.id]),
                rows[stay.id],
                terms[stay.id],
                as_of=as_of,
            ),
            overrides=override_lines(overrides[stay.id], papers),
            opening=_opening_line(openings[stay.id], papers, [moved_of(row) for row in rows[stay.id]], stay),
            as_of=as_of,
            known_at=known_at,
        )
        for stay in stays
    )


def _page(
    stay: Admission,
    movements: Sequence[Moved],
    lines: tuple[MovementLine, ...],
    *,
    decision: DocumentLine | None,
    person: PersonName,
    refs: Mapping[int, Mapping[str, StayRef]],
    terms: tuple[TermSheet, ...],
    overrides: tuple[OverrideLine, ...],
    opening: OpeningLine | None,
    as_of: date,
    known_at: datetime | None,
) -> StayPage:
    kind = StayKind(stay.kind)
    return StayPage(
        id=stay.id,
        person=person,
        facility_id=stay.facility_id,
        file_code=stay.file_code,
        kind=kind,
        regime=Regime(stay.regime),
        regime_reason=stay.regime_reason,
        decision=decision,
        decision_effective_on=stay.decision_effective_on,
        months=stay.months,
        term_start_on=stay.term_start_on,
        admitted_on=stay.admitted_on,
        times_treated=stay.times_treated,
        credit_days=stay.credit_days,
        police_unit=stay.police_unit,
        note=stay.note,
        opened_at=stay.opened_at,
        version=stay.version,
        previous=refs[stay.id].get("previous"),
        following=refs[stay.id].get("following"),
        as_of=as_of,
        state=state_of(movements, as_of=as_of, known_at=known_at),
        movements=lines,
        terms=terms,
        overrides=overrides,
        opening=opening,
        can_follow=may_follow(state_of(movements).state, kind),
    )


def _opening_line(
    opening: StandingOpening | None, papers: Mapping[int, DocumentLine], movements: Sequence[Moved], stay: Admission
) -> OpeningLine | None:
    if opening is None:
        return None
    return opening_line(opening, papers.get(opening.document_id or 0), movements, StayKind(stay.kind))


def _movements(
    session: Session, ids: Sequence[int], known_at: datetime | None
) -> tuple[dict[int, list[Movement]], list[MovementDetail]]:
    """The rows of the ledger by stay, and what was told about them in the order written: one statement."""
    told = MovementDetail.movement_id == Movement.id
    if known_at is not None:
        told = and_(told, MovementDetail.recorded_at <= known_at)
    query = select(Movement, MovementDetail).outerjoin(MovementDetail, told).where(Movement.admission_id.in_(ids))
    if known_at is not None:
        query = query.where(Movement.recorded_at <= known_at)
    found: dict[int, dict[int, Movement]] = {stay_id: {} for stay_id in ids}
    details: list[MovementDetail] = []
    for row, detail in session.execute(query.order_by(Movement.effective_on, Movement.id, MovementDetail.id)):
        found[row.admission_id][row.id] = row
        if detail is not None:
            details.append(detail)
    return {stay_id: list(rows.values()) for stay_id, rows in found.items()}, details


def _refs(session: Session, stays: Sequence[Admission]) -> dict[int, dict[str, StayRef]]:
    """The stay before and the stay after each one, where it was changed over."""
    ids = [stay.id for stay in stays]
    before = {stay.id: stay.previous_admission_id for stay in stays if stay.previous_admission_id is not None}
    rows = session.execute(
        select(Admission.id, Admission.file_code, Admission.previous_admission_id).where(
            or_(Admission.previous_admission_id.in_(ids), Admission.id.in_(list(before.values())))
        )
    ).all()
    known = [_Link(*row) for row in rows]
    return _links([*known, *(_Link(stay.id, stay.file_code, stay.previous_admission_id) for stay in stays)])


class _Link(NamedTuple):
    """What of a stay says which other it follows."""

    id: int
    file_code: str
    previous_admission_id: int | None


def _links(stays: Sequence[Admission | _Link]) -> dict[int, dict[str, StayRef]]:
    """The stay before and the stay after each of these, where both are among them."""
    known = {stay.id: StayRef(stay.id, stay.file_code) for stay in stays}
    found: dict[int, dict[str, StayRef]] = {stay_id: {} for stay_id in known}
    for stay in stays:
        if stay.previous_admission_id in known:
            found[stay.id]["previous"] = known[stay.previous_admission_id]
            found[stay.previous_admission_id]["following"] = known[stay.id]
    return found


def _given(stay: Admission, overrides: tuple[Override, ...], opening: StandingOpening | None) -> TermInput:
    """What the term was calculated from with the opening that was known then."""
    return term_input(stay, overrides)._replace(opening=opening.for_term if opening is not None else None)


def _terms_as_of(
    session: Session,
    given: TermInput,
    rows: Sequence[Movement],
    stored: tuple[TermSheet, ...],
    *,
    as_of: date,
) -> tuple[TermSheet, ...]:
    """The stored calculations; where something happened or was overridden after ``as_of``, or an old book counts
    beyond it, the term of that day."""
    ordered = live([moved_of(row) for row in rows])
    until_then = [moved for moved in ordered if moved.effective_on <= as_of]
    if not stored or (len(until_then) == len(ordered) and given == given.until(as_of)):
        return stored
    result = calculated_term(policies_of(session), given.until(as_of), until_then)
    return (fresh_sheet(session, result, stored[0]),) if result is not None else ()


def _lines(
    rows: Sequence[Movement],
    paper_ids: Mapping[int, int],
    papers: Mapping[int, DocumentLine],
    told: Mapping[int, tuple[DetailLine, ...]],
) -> dict[int, MovementLine]:
    """The movements by id, each with its paper and with the row that voids it; the voiding rows are not among them."""
    voids = {row.voids_id: row for row in rows if row.voids_id is not None}
    moves = [row for row in rows if row.voids_id is None]
    return {
        row.id: _movement_line(row, papers.get(paper_ids.get(row.id, 0)), voids.get(row.id), told[row.id])
        for row in moves
    }


def _paper_ids(session: Session, moves: Sequence[Movement]) -> dict[int, int]:
    """The paper of each movement: its own, or the one that came later and closed what was owed."""
    ids = [row.id for row in moves]
    found = papers_received(session, "movement", ids, kinds=(TaskKind.SEARCH_DECISION, TaskKind.PAPER_MISSING))
    return found | {row.id: row.document_id for row in moves if row.document_id is not None}


def _movement_line(
    row: Movement, document: DocumentLine | None, void: Movement | None, details: tuple[DetailLine, ...]
) -> MovementLine:
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
        details=details,
    )
