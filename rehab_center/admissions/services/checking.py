"""The second person: checking terms, and letting somebody check them by a dated paper.

A fact counts in the head count at once; the term that follows from it is shown with both ends until somebody who did
not write it has found it right. The first term of a newcomer and the terms of an old book are checked the same way,
many in one act: nobody is asked to open each.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from rehab_center import clock
from rehab_center.accounts.models import Account
from rehab_center.admissions.models import Admission, TermCheck, TermDelegation, TermEntry
from rehab_center.admissions.queries.checking import delegation_of
from rehab_center.admissions.queries.ledger import load_stay
from rehab_center.admissions.queries.unchecked import Unchecked, unchecked_terms
from rehab_center.admissions.rules.signs import Signs
from rehab_center.admissions.services.admit import log_subject
from rehab_center.admissions.services.papers import whole_paper
from rehab_center.audit.authors import author_of
from rehab_center.audit.recorder import Subject, record
from rehab_center.documents.rules import DocumentFacts
from rehab_center.errors import Conflict, DomainError, NotFound, NotPermitted
from rehab_center.names import clean
from rehab_center.permissions import ROLES, Actor, Permission, Role
from rehab_center.words import N_, message


def check_terms(session: Session, seen: Collection[tuple[int, int]], *, actor: Actor, now: datetime) -> int:
    """Find the terms of these (stay, calculation) right, and say how many; all of them or none.

    Raises Conflict for a term that has changed since it was looked at, NotPermitted for its author and for whoever may
    not check, NotFound for a stranger, DomainError where none is named.
    """
    if not seen:
        raise DomainError(message(N_("Tick the terms that have been compared with their papers")), field="stays")
    named = Admission.id.in_([stay_id for stay_id, _ in seen])
    waiting = unchecked_terms(session, scope=actor.scope, only=named)
    for stay_id, calculation in sorted(seen):
        stay = load_stay(session, stay_id, scope=actor.scope)
        delegation_id = right_to_check(session, actor, stay.facility_id, clock.day_of(now))
        found = waiting.get(stay_id)
        if found is None or found.calculation != calculation:
            raise Conflict(
                message(N_("The term of %(file)s has changed or been checked meanwhile"), file=stay.file_code),
                field="stays",
            )
        _refuse_author(session, found, stay.file_code, actor=actor)
        session.add(
            TermCheck(
                admission_id=stay_id,
                calculation=calculation,
                delegation_id=delegation_id,
                checker=actor.label,
                recorded_at=now,
            )
        )
        session.flush()
        record("term.checked", actor=actor, at=now, about=log_subject(session, stay))
    return len(seen)


def right_to_check(session: Session, actor: Actor, facility_id: int, day: date) -> int | None:
    """The delegation by which the actor checks and overrides terms; None by the post. Raises NotPermitted."""
    if actor.may(Permission.TERMS_CHECK):
        return None
    delegation_id = delegation_of(session, actor, facility_id, day)
    if delegation_id is None:
        raise NotPermitted(message(N_("Only the head of the centre, or whom a paper names, checks or overrides terms")))
    return delegation_id


def _refuse_author(session: Session, found: Unchecked, file_code: str, *, actor: Actor) -> None:
    """Nobody checks what they wrote: neither the last calculation nor one before it that is unchecked."""
    checked = select(TermCheck.calculation).where(TermCheck.admission_id == found.stay_id)
    last_checked = max(session.scalars(checked), default=0)
    entries = session.scalars(
        select(TermEntry.id).where(
            TermEntry.admission_id == found.stay_id,
            TermEntry.calculation > last_checked,
            TermEntry.position == 1,
        )
    )
    authors = [author_of(session, "term_entry", entry_id) for entry_id in entries]
    if any(author is not None and author.name == actor.name for author in authors):
        raise NotPermitted(
            message(N_("You wrote what the term of %(file)s follows from: somebody else checks it"), file=file_code)
        )


def delegate_checking(
    session: Session,
    *,
    account_id: int,
    facility_id: int,
    paper: DocumentFacts,
    valid_from: date,
    valid_to: date,
    signs: Signs | None = None,
    title: str = "",
    actor: Actor,
    now: datetime,
) -> int:
    """Let an account check the terms of a centre from a day to a day, both included. Gives the row's id.

    ``signs``: the account numbers and issues the centre's papers too, signing so; by authorisation under ``title``.

    Raises DomainError for days the wrong way round, an incomplete paper or a title that is missing, NotFound for an
    account of another centre.
    """
    account = session.get(Account, account_id, options=[selectinload(Account.roles)])
    if account is None or not account.active or account.facility_id not in (None, facility_id):
        raise NotFound(message(N_("There is no such account")), field="account")
    if not actor.scope.covers(facility_id):
        raise NotFound(message(N_("There is no such centre")), field="account")
    if valid_to < valid_from:
        raise DomainError(message(N_("The last day lies before the first")), field="valid_to")
    if signs is not None and not any(Permission.ISSUING_DRAFT in ROLES[Role(held.role)] for held in account.roles):
        raise DomainError(message(N_("The post of %(name)s writes no papers"), name=account.full_name), field="account")
    if signs is Signs.AUTHORISED and not clean(title):
        raise DomainError(message(N_("Who signs by authorisation signs under a title: write it")), field="title")
    document_id = whole_paper(session, paper, facility_id=facility_id, actor=actor, now=now)
    row = TermDelegation(
        facility_id=facility_id,
        account_id=account_id,
        document_id=document_id,
        valid_from=valid_from,
        valid_to=valid_to,
        issues=signs is not None or None,
        as_deputy=signs is Signs.DEPUTY or None,
        title=clean(title) or None,
        actor=actor.label,
        recorded_at=now,
    )
    session.add(row)
    session.flush()
    record("term.delegated", actor=actor, at=now, about=Subject("account", account_id, account.full_name))
    return row.id


def take_back_delegation(session: Session, delegation_id: int, *, actor: Actor, now: datetime) -> None:
    """Take a delegation back: from now on it gives no right. Raises NotFound for a stranger, Conflict when it is."""
    row = session.get(TermDelegation, delegation_id)
    if row is None or row.ends_id is not None or not actor.scope.covers(row.facility_id):
        raise NotFound(message(N_("There is no such delegation")))
    if session.scalar(select(TermDelegation.id).where(TermDelegation.ends_id == row.id)) is not None:
        raise Conflict(message(N_("This delegation has been taken back already")))
    session.add(
        TermDelegation(
            facility_id=row.facility_id,
            account_id=row.account_id,
            document_id=row.document_id,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            issues=row.issues,
            as_deputy=row.as_deputy,
            title=row.title,
            ends_id=row.id,
            actor=actor.label,
            recorded_at=now,
        )
    )
    session.flush()
    name = session.get_one(Account, row.account_id).full_name
    record("term.delegation-taken-back", actor=actor, at=now, about=Subject("account", row.account_id, name))
