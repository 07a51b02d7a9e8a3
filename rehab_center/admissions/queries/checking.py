"""What waits for the second person, and who may be that person."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased, selectinload

from rehab_center.accounts.models import Account
from rehab_center.admissions.models import Admission, TermDelegation, TermEntry
from rehab_center.admissions.queries.due import exited_by
from rehab_center.admissions.queries.unchecked import Unchecked, unchecked_counts, unchecked_terms
from rehab_center.documents.queries import DocumentLine, document_lines
from rehab_center.organisation.queries import facilities
from rehab_center.permissions import ROLES, Actor, Permission, Role, Scope
from rehab_center.residents.queries import PersonName, person_names


@dataclass(frozen=True)
class UncheckedLine:
    """An unchecked term on the checker's list, with the person, the author and the last line's day of writing."""

    term: Unchecked
    person: PersonName
    file_code: str
    admitted_on: date
    author: str
    recorded_at: datetime


@dataclass(frozen=True)
class CheckingList:
    """The first of what waits, how much waits in all, and how much of it became another."""

    lines: tuple[UncheckedLine, ...]
    total: int
    changed: int


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


def checking_list(session: Session, *, scope: Scope, today: date, limit: int) -> CheckingList:
    """What waits for a checker, of those on the books: terms that became another first, then by the end."""
    waiting = list(unchecked_terms(session, scope=scope, only=~exited_by(today)).values())
    waiting.sort(key=lambda one: (not one.changed, one.end_on or date.min, one.stay_id))
    shown = waiting[:limit]
    wanted = [one.stay_id for one in shown]
    stays = {stay.id: stay for stay in session.scalars(select(Admission).where(Admission.id.in_(wanted)))}
    names = person_names(session, [stay.resident_id for stay in stays.values()])
    written = _last_written(session, wanted)
    lines = [
        UncheckedLine(
            one,
            names[stays[one.stay_id].resident_id],
            stays[one.stay_id].file_code,
            stays[one.stay_id].admitted_on,
            *written[one.stay_id],
        )
        for one in shown
    ]
    return CheckingList(tuple(lines), len(waiting), sum(one.changed for one in waiting))


def _last_written(session: Session, stay_ids: Collection[int]) -> dict[int, tuple[str, datetime]]:
    rows = session.execute(
        select(TermEntry.admission_id, TermEntry.author, TermEntry.recorded_at)
        .where(TermEntry.admission_id.in_(sorted(stay_ids)))
        .order_by(TermEntry.id)
    )
    return {row.admission_id: (row.author, row.recorded_at) for row in rows}


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


def counts_to_check(session: Session, *, scope: Scope, today: date) -> tuple[int, int]:
    """Of those on the books: how many terms became another, and how many only begun, wait for a checker."""
    return unchecked_counts(session, scope=scope, only=~exited_by(today))


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
