"""What waits for the second person, and who may be that person."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session, aliased, selectinload

from rehab_center.accounts.models import Account
from rehab_center.admissions.models import Admission, TermDelegation
from rehab_center.admissions.queries.due import exited_by
from rehab_center.admissions.queries.ledger import chunks
from rehab_center.admissions.queries.lists import between, searched
from rehab_center.admissions.queries.openings import opening_of
from rehab_center.admissions.queries.unchecked import Unchecked, days_left, last_written, unchecked_terms
from rehab_center.admissions.rules.signs import Signs
from rehab_center.admissions.rules.term_opening import StandingOpening
from rehab_center.documents.queries import DocumentLine, document_lines
from rehab_center.organisation.queries import facilities
from rehab_center.permissions import ROLES, Actor, Permission, Role, Scope
from rehab_center.policies.naming import name_key
from rehab_center.residents.models import Resident
from rehab_center.residents.queries import PersonName, person_names
from rehab_center.web.list_state import ListState


@dataclass(frozen=True)
class UncheckedLine:
    """An unchecked term on the checker's list, with the person, the author and the last line's day of writing.

    ``left`` and ``left_before``: the days left to serve where the clock stands still.
    """

    term: Unchecked
    person: PersonName
    file_code: str
    admitted_on: date
    author: str
    recorded_at: datetime
    opening: StandingOpening | None
    left: int | None
    left_before: int | None


@dataclass(frozen=True)
class DelegationLine:
    """Who may check terms by which paper; ``taken_back_by`` and the moment where somebody took it back."""

    id: int
    account: str
    facility: str
    document: DocumentLine
    valid_from: date
    valid_to: date
    actor: str
    taken_back_by: str | None
    signs: Signs | None = None
    title: str | None = None


@dataclass(frozen=True)
class IssuingRight:
    """By which delegation somebody numbers and issues papers, and how they sign; ``title`` where by authorisation."""

    delegation_id: int
    paper: str
    signs: Signs
    title: str = ""


def checking_list(session: Session, state: ListState, *, scope: Scope, today: date) -> tuple[list[UncheckedLine], int]:
    """What waits for a checker, of those on the books, and how much in all.

    Terms that became another come first where nothing else is asked for; the stay's id decides between equals.
    """
    where = [~exited_by(today), *between(Admission.admitted_on, state.range_of("admitted_on"))]
    where += between(Admission.term_end_on, state.range_of("term_end_on"))
    if state.q:
        found = select(Admission.id).join(Resident, Resident.id == Admission.resident_id).where(*searched(state.q))
        where.append(Admission.id.in_(found.correlate(None)))
    wanted = state.choice("waits")
    waiting = [
        one
        for one in unchecked_terms(session, scope=scope, only=and_(*where)).values()
        if wanted not in ("changed", "begun") or one.changed == (wanted == "changed")
    ]
    stays = _stays(session, [one.stay_id for one in waiting])
    if wanted == "opening":
        waiting = [one for one in waiting if stays[one.stay_id].opening is not None]
    waiting.sort(key=lambda one: one.stay_id)
    waiting.sort(key=_order(session, state.sort, waiting, stays), reverse=state.descending)
    shown, total = state.cut(waiting)
    names = person_names(session, [stays[one.stay_id].resident_id for one in shown])
    written = last_written(session, [one.stay_id for one in shown])
    stopped = [one for one in shown if one.end_on is None or one.end_before is None]
    left = days_left(session, {(one.stay_id, key) for one in stopped for key in (one.calculation, one.base)})
    lines = [
        UncheckedLine(
            one,
            names[stays[one.stay_id].resident_id],
            stays[one.stay_id].file_code,
            stays[one.stay_id].admitted_on,
            *written[one.stay_id],
            opening=opening_of(stays[one.stay_id]),
            left=left.get((one.stay_id, one.calculation)),
            left_before=left.get((one.stay_id, one.base)),
        )
        for one in shown
    ]
    return lines, total


def _stays(session: Session, ids: Collection[int]) -> dict[int, Admission]:
    return {
        stay.id: stay
        for some in chunks(ids)
        for stay in session.scalars(select(Admission).where(Admission.id.in_(some)))
    }


def _order(
    session: Session, sort: str, waiting: Collection[Unchecked], stays: Mapping[int, Admission]
) -> Callable[[Unchecked], Any]:
    if sort == "name":
        names = person_names(session, [stays[one.stay_id].resident_id for one in waiting])
        key = name_key(session)
        return lambda one: key(names[stays[one.stay_id].resident_id].full_name)
    return {
        "file_code": lambda one: stays[one.stay_id].file_code,
        "admitted_on": lambda one: stays[one.stay_id].admitted_on,
        "term_end_on": lambda one: one.end_on or date.min,
    }.get(sort, lambda one: (not one.changed, one.end_on or date.min))


def delegation_of(session: Session, actor: Actor, facility_id: int, day: date) -> int | None:
    """The delegation by which the actor may check the terms of a centre on ``day``; None without one."""
    return session.scalar(_in_force(actor, day).where(TermDelegation.facility_id == facility_id).limit(1))


def _in_force(actor: Actor, day: date) -> Select[int]:
    later = aliased(TermDelegation)
    return select(TermDelegation.id).where(
        TermDelegation.account_id == actor.account_id,
        TermDelegation.ends_id.is_(None),
        TermDelegation.valid_from <= day,
        TermDelegation.valid_to >= day,
        ~select(later.id).where(later.ends_id == TermDelegation.id).exists(),
    )


def _signs(row: TermDelegation) -> Signs | None:
    if not row.issues:
        return None
    return Signs.DEPUTY if row.as_deputy else Signs.AUTHORISED


def issuing_right(session: Session, actor: Actor, facility_id: int, day: date) -> IssuingRight | None:
    """The delegation by which the actor issues papers of a centre on ``day``; None without one."""
    wanted = _in_force(actor, day).where(TermDelegation.facility_id == facility_id, TermDelegation.issues.is_(True))
    row = session.get(TermDelegation, session.scalar(wanted.order_by(TermDelegation.id.desc()).limit(1)) or 0)
    signs = _signs(row) if row is not None else None
    if row is None or signs is None:
        return None
    paper = document_lines(session, [row.document_id])[row.document_id]
    return IssuingRight(row.id, paper.number, signs, row.title or "")


def delegated_anywhere(session: Session, actor: Actor, day: date) -> bool:
    """Whether any delegation lets the actor check terms on ``day``."""
    return session.scalar(_in_force(actor, day).limit(1)) is not None


def may_check(session: Session, actor: Actor, facility_id: int, day: date) -> bool:
    """Whether the actor may check terms of a centre: by the post, or by a delegation."""
    return actor.may(Permission.TERMS_CHECK) or delegation_of(session, actor, facility_id, day) is not None


def delegations(session: Session, *, scope: Scope, today: date) -> tuple[DelegationLine, ...]:
    """Every delegation of the centres within the scope, the latest first."""
    query = select(TermDelegation, Account.full_name).join(Account, Account.id == TermDelegation.account_id)
    names = {one.id: one.name for one in facilities(session, scope=scope, day=today)}
    if scope.facility_ids is not None:
        query = query.where(TermDelegation.facility_id.in_(sorted(scope.facility_ids)))
    rows = session.execute(query.order_by(TermDelegation.id.desc())).all()
    papers = document_lines(session, [row.document_id for row, _ in rows])
    ended = {row.ends_id: row.actor for row, _ in rows if row.ends_id is not None}
    return tuple(
        DelegationLine(
            row.id,
            name,
            names.get(row.facility_id, ""),
            papers[row.document_id],
            row.valid_from,
            row.valid_to,
            row.actor,
            ended.get(row.id),
            _signs(row),
            row.title,
        )
        for row, name in rows
        if row.ends_id is None
    )


def possible_delegates(session: Session, *, scope: Scope) -> tuple[tuple[int, str], ...]:
    """The accounts in use that may be let check terms: those of the centre whose posts do not do so already."""
    by_post = {role for role in Role if Permission.TERMS_CHECK in ROLES[role]}
    used = select(Account).where(Account.active).options(selectinload(Account.roles)).order_by(Account.full_name)
    return tuple(
        (row.id, f"{row.full_name} ({row.username})")
        for row in session.scalars(used)
        if not by_post & {Role(held.role) for held in row.roles}
        and (scope.facility_ids is None or row.facility_id is None or row.facility_id in scope.facility_ids)
    )
