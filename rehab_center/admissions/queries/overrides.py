"""Ends of terms by a paper: as a calculation takes them, as a page shows them, and what one would do."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.models import Admission, TermOverride
from rehab_center.admissions.queries.conventions import policies_of
from rehab_center.admissions.queries.ledger import calculated_term, chunks, load_stay, movements_of, term_input
from rehab_center.admissions.rules.sequence import live
from rehab_center.admissions.rules.term_case import TermResult
from rehab_center.admissions.rules.term_override import Override, OverrideAct, OverrideReason, standing
from rehab_center.documents.queries import DocumentLine
from rehab_center.errors import Conflict, DomainError, NotFound
from rehab_center.permissions import Scope
from rehab_center.words import N_, message


@dataclass(frozen=True)
class ClosingLine:
    """How an override ended, by whom and why; ``document`` is None where it was voided as a mistake."""

    act: OverrideAct
    note: str
    document: DocumentLine | None
    author: str
    recorded_at: datetime


@dataclass(frozen=True)
class OverrideLine:
    """An override as it was written, and what closed it."""

    id: int
    end_on: date
    reason: OverrideReason
    note: str | None
    document: DocumentLine | None
    author: str
    recorded_at: datetime
    closed: ClosingLine | None


@dataclass(frozen=True)
class OverridePlan:
    """What an override, or its end, would do to the term."""

    before: TermResult
    after: TermResult


Rows = dict[int, list[TermOverride]]

_OF_STAYS = (
    select(TermOverride)
    .where(TermOverride.admission_id.in_(bindparam("stays", expanding=True)))
    .order_by(TermOverride.id)
)
_WRITTEN_BY = _OF_STAYS.where(TermOverride.recorded_at <= bindparam("known_at"))


def override_rows(session: Session, stay_ids: Collection[int], *, known_at: datetime | None = None) -> Rows:
    """Every row about these stays written by ``known_at``, in their order, by stay."""
    found: Rows = {stay_id: [] for stay_id in stay_ids}
    for some in chunks(stay_ids):
        asked = {"stays": some} if known_at is None else {"stays": some, "known_at": known_at}
        for row in session.scalars(_OF_STAYS if known_at is None else _WRITTEN_BY, asked):
            found[row.admission_id].append(row)
    return found


def overrides_of(session: Session, stay_ids: Collection[int]) -> dict[int, tuple[Override, ...]]:
    """The overrides that count, ended ones among them, as a calculation takes them, by stay."""
    return {stay_id: counted(rows) for stay_id, rows in override_rows(session, stay_ids).items()}


def counted(rows: Sequence[TermOverride]) -> tuple[Override, ...]:
    """The overrides of some rows but those voided."""
    closed = {row.closes_id: row for row in rows if row.closes_id is not None}
    found = []
    for row in rows:
        if row.end_on is None or row.reason is None:
            continue
        by = closed.get(row.id)
        if by is not None and by.act == OverrideAct.VOIDED:
            continue
        found.append(
            Override(
                made_on=row.made_on,
                end_on=row.end_on,
                reason=OverrideReason(row.reason),
                note=row.note,
                document_id=row.document_id,
                seen_movement_id=row.seen_movement_id,
                ended_on=by.made_on if by else None,
                ended_document_id=by.document_id if by else None,
            )
        )
    return tuple(found)


def override_lines(rows: Sequence[TermOverride], papers: dict[int, DocumentLine]) -> tuple[OverrideLine, ...]:
    """The overrides of some rows, those voided too, the latest first."""
    closed = {row.closes_id: row for row in rows if row.closes_id is not None}
    return tuple(
        OverrideLine(
            id=row.id,
            end_on=row.end_on,
            reason=OverrideReason(row.reason),
            note=row.note,
            document=papers.get(row.document_id or 0),
            author=row.author,
            recorded_at=row.recorded_at,
            closed=_closing(closed[row.id], papers) if row.id in closed else None,
        )
        for row in reversed(rows)
        if row.end_on is not None and row.reason is not None
    )


def _closing(row: TermOverride, papers: dict[int, DocumentLine]) -> ClosingLine:
    paper = papers.get(row.document_id or 0)
    return ClosingLine(OverrideAct(row.act), row.note or "", paper, row.author, row.recorded_at)


def stay_of_override(session: Session, override_id: int, *, scope: Scope) -> int:
    """The stay an override is about. Raises NotFound, outside the scope and for a row that closes another too."""
    row = session.get(TermOverride, override_id)
    if row is None or row.act != OverrideAct.SET:
        raise NotFound(message(N_("There is no such override")))
    return load_stay(session, row.admission_id, scope=scope).id


def plan_override(
    session: Session,
    stay_id: int,
    *,
    end_on: date,
    reason: OverrideReason,
    note: str | None,
    scope: Scope,
    now: datetime,
) -> OverridePlan:
    """What another end would do.

    Raises DomainError for a day that is none, without words for another reason, and for a stay without an end that
    runs; Conflict where an override stands already; NotFound for a stranger.
    """
    stay = load_stay(session, stay_id, scope=scope)
    overrides = overrides_of(session, [stay_id])[stay_id]
    if standing(overrides) is not None:
        raise Conflict(message(N_("The end of this term is overridden already: end that first, or void it")))
    before = _term(session, stay, overrides)
    if before is None:
        raise DomainError(message(N_("This stay has no term to be counted")))
    if before.end_on is None:
        raise DomainError(
            message(N_("The clock stands still: there is no end that could be overridden before the person is back"))
        )
    if end_on == before.end_on:
        raise DomainError(message(N_("The term ends on %(day)s as computed"), day=end_on), field="end_on")
    if end_on <= stay.term_start_on:
        raise DomainError(message(N_("The term would end before it begins")), field="end_on")
    if reason is OverrideReason.OTHER and not note:
        raise DomainError(message(N_("Write the reason in words")), field="note")
    new = Override(clock.day_of(now), end_on, reason, note, None, last_movement(session, stay_id))
    after = _term(session, stay, (*overrides, new))
    if after is None:
        raise LookupError(stay_id)
    return OverridePlan(before, after)


def plan_close(session: Session, override_id: int, *, act: OverrideAct, scope: Scope, now: datetime) -> OverridePlan:
    """What ending or voiding an override would do. Raises NotFound, and Conflict for one closed already."""
    stay = load_stay(session, stay_of_override(session, override_id, scope=scope), scope=scope)
    rows = override_rows(session, [stay.id])[stay.id]
    if any(row.closes_id == override_id for row in rows):
        raise Conflict(message(N_("This override has been ended or voided already")))
    now_counted = counted(rows)
    rest = now_counted[:-1]
    if act is OverrideAct.ENDED:
        rest = (*rest, replace(now_counted[-1], ended_on=clock.day_of(now)))
    before, after = _term(session, stay, now_counted), _term(session, stay, rest)
    if before is None or after is None:
        raise Conflict(message(N_("This stay has no term to be counted")))
    return OverridePlan(before, after)


def _term(session: Session, stay: Admission, overrides: tuple[Override, ...]) -> TermResult | None:
    ordered = live(movements_of(session, [stay.id])[stay.id])
    return calculated_term(policies_of(session), term_input(stay, overrides), ordered)


def last_movement(session: Session, stay_id: int) -> int:
    """The last movement written about a stay."""
    return max(one.id for one in movements_of(session, [stay_id])[stay_id])
