"""Terms that a second person has still to check, and who may do it.

A calculation covers all before it: what has been checked is the latest of them that carries a check. Until then the
term that held before stands beside the new one. Where nobody has ever checked anything (a newcomer, a register of an
older installation) that is the first calculation.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select, true
from sqlalchemy.orm import Session, aliased

from rehab_center.accounts.models import Account
from rehab_center.admissions.models import Admission, TermCheck, TermDelegation, TermEntry
from rehab_center.documents.queries import DocumentLine, document_lines
from rehab_center.permissions import Actor, Permission, Scope
from rehab_center.residents.queries import PersonName, person_names


@dataclass(frozen=True)
class Unchecked:
    """A term nobody but its author has looked at.

    ``end_on`` is the end now, ``end_before`` what held before (both None while the clock stands still); ``changed``
    tells a term that became another from one only begun.
    """

    stay_id: int
    calculation: int
    changed: bool
    end_on: date | None
    end_before: date | None


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
class DelegationLine:
    """Who may check terms by which paper; ``taken_back_by`` and the moment where somebody took it back."""

    id: int
    account: str
    document: DocumentLine
    valid_from: date
    valid_to: date
    actor: str
    taken_back_by: str | None


def unchecked_terms(
    session: Session, *, scope: Scope, stay_ids: Collection[int] | None = None, changed_only: bool = False
) -> dict[int, Unchecked]:
    """By stay, within the scope: the terms whose last calculation carries no check."""
    last = (
        select(TermEntry.admission_id.label("stay_id"), func.max(TermEntry.calculation).label("last"))
        .group_by(TermEntry.admission_id)
        .subquery()
    )
    checked = (
        select(TermCheck.admission_id.label("stay_id"), func.max(TermCheck.calculation).label("checked"))
        .group_by(TermCheck.admission_id)
        .subquery()
    )
    base = func.coalesce(checked.c.checked, 1)
    query = (
        select(Admission.id, Admission.term_end_on, last.c.last, base.label("base"))
        .join(last, last.c.stay_id == Admission.id)
        .outerjoin(checked, checked.c.stay_id == Admission.id)
        .where(
            true() if scope.facility_ids is None else Admission.facility_id.in_(sorted(scope.facility_ids)),
            last.c.last > base if changed_only else or_(checked.c.checked.is_(None), last.c.last > checked.c.checked),
        )
    )
    if stay_ids is not None:
        query = query.where(Admission.id.in_(sorted(stay_ids)))
    rows = session.execute(query).all()
    before = _ends_of(session, {row.id: row.base for row in rows if row.last > row.base})
    return {
        row.id: Unchecked(row.id, row.last, row.last > row.base, row.term_end_on, before.get(row.id, row.term_end_on))
        for row in rows
    }


def _ends_of(session: Session, wanted: dict[int, int]) -> dict[int, date | None]:
    """The end by a calculation of each stay: its last line's."""
    rows = session.execute(
        select(TermEntry.admission_id, TermEntry.calculation, TermEntry.running_end_on)
        .where(TermEntry.admission_id.in_(sorted(wanted)))
        .order_by(TermEntry.position)
    )
    return {row.admission_id: row.running_end_on for row in rows if wanted[row.admission_id] == row.calculation}


def checking_list(session: Session, *, scope: Scope, on_books: Collection[int]) -> tuple[UncheckedLine, ...]:
    """What waits for a checker, of the stays in ``on_books``: those that became another first, then by the end."""
    found = [one for one in unchecked_terms(session, scope=scope).values() if one.stay_id in on_books]
    stays = {one.stay_id: session.get_one(Admission, one.stay_id) for one in found}
    names = person_names(session, [stay.resident_id for stay in stays.values()])
    written = _last_written(session, [one.stay_id for one in found])
    lines = [
        UncheckedLine(
            one, names[stays[one.stay_id].resident_id], stays[one.stay_id].file_code,
            stays[one.stay_id].admitted_on, *written[one.stay_id],
        )
        for one in found
    ]  # fmt: skip
    return tuple(
        sorted(lines, key=lambda line: (not line.term.changed, line.term.end_on or date.min, line.term.stay_id))
    )


def _last_written(session: Session, stay_ids: Collection[int]) -> dict[int, tuple[str, datetime]]:
    rows = session.execute(
        select(TermEntry.admission_id, TermEntry.author, TermEntry.recorded_at)
        .where(TermEntry.admission_id.in_(sorted(stay_ids)))
        .order_by(TermEntry.id)
    )
    return {row.admission_id: (row.author, row.recorded_at) for row in rows}


def delegation_of(session: Session, actor: Actor, facility_id: int, day: date) -> int | None:
    """The delegation by which the actor may check the terms of a centre on ``day``; None without one."""
    later = aliased(TermDelegation)
    return session.scalar(
        select(TermDelegation.id)
        .where(
            TermDelegation.facility_id == facility_id,
            TermDelegation.account_id == actor.account_id,
            TermDelegation.ends_id.is_(None),
            TermDelegation.valid_from <= day,
            TermDelegation.valid_to >= day,
            ~select(later.id).where(later.ends_id == TermDelegation.id).exists(),
        )
        .limit(1)
    )


def may_check(session: Session, actor: Actor, facility_id: int, day: date) -> bool:
    """Whether the actor may check terms of a centre: by the post, or by a delegation."""
    return actor.may(Permission.TERMS_CHECK) or delegation_of(session, actor, facility_id, day) is not None


def delegations(session: Session, *, scope: Scope) -> tuple[DelegationLine, ...]:
    """Every delegation of the centres within the scope, the latest first."""
    query = select(TermDelegation, Account.full_name).join(Account, Account.id == TermDelegation.account_id)
    if scope.facility_ids is not None:
        query = query.where(TermDelegation.facility_id.in_(sorted(scope.facility_ids)))
    rows = session.execute(query.order_by(TermDelegation.id.desc())).all()
    papers = document_lines(session, [row.document_id for row, _ in rows])
    ended = {row.ends_id: row.actor for row, _ in rows if row.ends_id is not None}
    return tuple(
        DelegationLine(
            row.id, name, papers[row.document_id], row.valid_from, row.valid_to, row.actor, ended.get(row.id)
        )
        for row, name in rows
        if row.ends_id is None
    )
