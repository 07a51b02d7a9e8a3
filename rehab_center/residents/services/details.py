"""A person's identity papers, other names and relatives: entered and withdrawn as acts of their own.

Nothing is deleted. What never was this person's is withdrawn with a reason and no longer shown; the log keeps it.
"""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from sqlalchemy.orm import Session

from rehab_center.audit.recorder import record
from rehab_center.errors import DomainError, NotFound, NotPermitted
from rehab_center.findings import settle
from rehab_center.names import clean
from rehab_center.permissions import Actor, Role
from rehab_center.residents.kinds import Sex
from rehab_center.residents.models import Alias, IdentityPaper, Relative, Resident
from rehab_center.residents.queries import birth_of, centres_of, load_resident, way_to_withdraw
from rehab_center.residents.rules.facts import AliasFacts, PaperFacts, RelativeFacts
from rehab_center.residents.rules.identity import check_number, read_number
from rehab_center.residents.rules.person import tidied_name
from rehab_center.residents.services.doubts import settle_identity_paper
from rehab_center.residents.services.enter import add_alias, add_identity_paper, add_relative, subject_of
from rehab_center.residents.services.names import refresh_keys
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.rules import TaskSubject
from rehab_center.tasks.services import close_exceptions, open_exception
from rehab_center.tasks.taking_back import Way
from rehab_center.words import N_, message

Detail = TypeVar("Detail", IdentityPaper, Alias, Relative)


def enter_identity_paper(
    session: Session, resident_id: int, *, facts: PaperFacts, actor: Actor, now: datetime, reason: str | None = None
) -> int:
    """Enter an identity paper and give its id.

    Raises as ``add_identity_paper``, ReasonNeeded where the number disagrees with the person (rule 41), NotFound.
    """
    resident = load_resident(session, resident_id, scope=actor.scope)
    settle(check_number(read_number(facts.number), birth=birth_of(resident), sex=Sex(resident.sex)), reason)
    paper_id = add_identity_paper(session, resident_id, facts=facts, actor=actor, now=now, reason=reason)
    settle_identity_paper(session, resident_id, actor=actor, now=now)
    record("identity-paper.entered", actor=actor, at=now, about=subject_of(resident), reason=reason)
    return paper_id


def mark_identity_paper(
    session: Session, resident_id: int, paper_id: int, *, valid: bool, actor: Actor, now: datetime
) -> None:
    """Say that a paper may no longer be used (lost, replaced, run out), or may again. Raises NotFound."""
    resident = load_resident(session, resident_id, scope=actor.scope)
    _standing(session, IdentityPaper, resident_id, paper_id).valid = valid
    record("identity-paper.marked", actor=actor, at=now, about=subject_of(resident))


def withdraw_identity_paper(
    session: Session, resident_id: int, paper_id: int, *, reason: str, actor: Actor, now: datetime
) -> None:
    """Take away a paper that never was this person's: its owner may have the number.

    Who somebody is hangs on it, so it goes as with a movement: whoever entered it alone within the shift, later a
    second person. Other names and relatives decide nothing and are taken away by anyone who may edit the person.
    Raises NotPermitted for whoever has to ask, NotFound, DomainError without a reason.
    """
    resident = load_resident(session, resident_id, scope=actor.scope)
    paper = _standing(session, IdentityPaper, resident_id, paper_id)
    if way_to_withdraw(session, paper.id, actor=actor, now=now) is Way.ASK:
        raise NotPermitted(message(N_("A second person has to decide on this by now: ask for it")))
    reason = _why(reason)
    paper.withdrawn_at = now
    close_exceptions(session, subject_kind="identity_paper", subject_id=paper_id, reason=reason, actor=actor, now=now)
    _record_withdrawal("identity-paper.withdrawn", resident, reason, actor, now)


def ask_withdrawal(
    session: Session, resident_id: int, paper_id: int, *, reason: str, actor: Actor, now: datetime
) -> int:
    """Ask a second person to take an identity paper away; gives the id of the task.

    Raises NotFound, DomainError without a reason.
    """
    resident = load_resident(session, resident_id, scope=actor.scope)
    paper = _standing(session, IdentityPaper, resident_id, paper_id)
    reason, about = _why(reason), subject_of(resident)
    task_id = open_exception(
        session,
        facility_id=centres_of(session, resident_id, scope=actor.scope)[0],
        kind=TaskKind.VOID_REQUEST,
        subject=TaskSubject("identity_paper", paper_id, about.label, resident_id),
        what=message(
            N_("Take identity paper %(number)s away? %(who)s asks: %(why)s"),
            number=paper.number,
            who=actor.label,
            why=reason,
        ),
        owner_role=Role.INTAKE,
        due_at=None,
        actor=actor,
        now=now,
    )
    record("identity-paper.withdrawal-asked", actor=actor, at=now, about=about, reason=reason)
    return task_id


def enter_alias(session: Session, resident_id: int, *, facts: AliasFacts, actor: Actor, now: datetime) -> int:
    """Enter another name and give its id. Raises NotFound, DomainError for an empty one."""
    resident = load_resident(session, resident_id, scope=actor.scope)
    facts = AliasFacts(tidied_name(facts.name), facts.kind)
    alias_id = add_alias(session, resident_id, facts=facts, now=now)
    record("alias.entered", actor=actor, at=now, about=subject_of(resident))
    return alias_id


def withdraw_alias(
    session: Session, resident_id: int, alias_id: int, *, reason: str, actor: Actor, now: datetime
) -> None:
    """Take away a name that never was this person's; nobody is found by it any more. Raises NotFound, DomainError."""
    resident = load_resident(session, resident_id, scope=actor.scope)
    _standing(session, Alias, resident_id, alias_id).withdrawn_at = now
    session.flush()
    refresh_keys(session, resident)
    _record_withdrawal("alias.withdrawn", resident, reason, actor, now)


def enter_relative(session: Session, resident_id: int, *, facts: RelativeFacts, actor: Actor, now: datetime) -> int:
    """Write down somebody to tell and give the id. Raises NotFound, DomainError without a name."""
    resident = load_resident(session, resident_id, scope=actor.scope)
    name = clean(facts.name)
    if not name:
        raise DomainError(message(N_("A relative needs a name")), field="name", code="no-name")
    tidy = RelativeFacts(name, facts.relation or None, facts.phone or None, facts.address or None)
    relative_id = add_relative(session, resident_id, facts=tidy, now=now)
    record("relative.entered", actor=actor, at=now, about=subject_of(resident))
    return relative_id


def withdraw_relative(
    session: Session, resident_id: int, relative_id: int, *, reason: str, actor: Actor, now: datetime
) -> None:
    """Take away somebody who is not to be told any more. Raises NotFound, DomainError without a reason."""
    resident = load_resident(session, resident_id, scope=actor.scope)
    _standing(session, Relative, resident_id, relative_id).withdrawn_at = now
    _record_withdrawal("relative.withdrawn", resident, reason, actor, now)


def _standing(session: Session, model: type[Detail], resident_id: int, row_id: int) -> Detail:
    row = session.get(model, row_id)
    if row is None or row.resident_id != resident_id or row.withdrawn_at is not None:
        raise NotFound(message(N_("There is no such entry")))
    return row


def _record_withdrawal(act: str, resident: Resident, reason: str, actor: Actor, now: datetime) -> None:
    record(act, actor=actor, at=now, about=subject_of(resident), reason=_why(reason))


def _why(reason: str) -> str:
    tidy = clean(reason)
    if not tidy:
        raise DomainError(message(N_("Say why it is taken away")), field="reason")
    return tidy


def note_export(*, form: str, rows: int, actor: Actor, now: datetime) -> None:
    """The list of people without identity paper leaves the program as a file. Called before it does."""
    record("resident.paperless-exported", actor=actor, at=now, details={"rows": rows, "form": form})
