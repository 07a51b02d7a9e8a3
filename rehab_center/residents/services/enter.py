"""Entering a person, and adding to what is known about one."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.audit.recorder import Subject, record
from rehab_center.audit.waiting import give_key, known
from rehab_center.errors import DomainError, NotFound
from rehab_center.findings import settle
from rehab_center.permissions import Actor, Scope
from rehab_center.residents.models import Alias, IdentityPaper, Relative, Resident, ResidentFacility
from rehab_center.residents.queries import code_of, holder_of, is_within, label_of, records_with
from rehab_center.residents.rules.facts import (
    HOME_FIELDS,
    PLAIN_FIELDS,
    AliasFacts,
    PaperFacts,
    PersonFacts,
    RelativeFacts,
)
from rehab_center.residents.rules.identity import IdentityNumber, read_number
from rehab_center.residents.rules.person import check_person, tidied
from rehab_center.residents.rules.searching import search_form, search_key
from rehab_center.residents.services.doubts import settle_identity_paper
from rehab_center.residents.services.names import refresh_keys
from rehab_center.residents.services.recognising import recognise_home
from rehab_center.words import N_, message

_NOBODY = 0
"""An id no row has."""

_LAST_CODE = "last_resident_code"
"""In ``session.info``: the code given last, for the rest of the transaction."""


def add_person(
    session: Session,
    *,
    facts: PersonFacts,
    facility_id: int,
    actor: Actor,
    now: datetime,
    reason: str | None = None,
    shared_because: str | None = None,
) -> int:
    """Enter a person whom ``facility_id`` now knows, and give the id. No entry in the log.

    ``shared_because``: why somebody else may hold one of the old numbers too (see :func:`add_identity_paper`).
    Raises DomainError: ``no-name``, ``bad-id-length``, ``id-of-another`` (rule 42); Blocked for a birth in the future;
    ReasonNeeded where the facts disagree and no ``reason`` is given; NotFound for a centre out of reach.
    """
    if not actor.scope.covers(facility_id):
        raise NotFound(message(N_("There is no such centre")))
    facts = tidied(facts)
    settle(check_person(facts, today=clock.day_of(now)), reason)
    resident = Resident(
        code=_next_code(session),
        full_name=facts.full_name,
        search_key=search_key([facts.full_name]),
        sort_key="",
        birth_on=facts.birth.on,
        birth_precision=facts.birth.precision,
        sex=facts.sex,
        placed_as=facts.placed_as,
        created_at=now,
        **{field: getattr(facts, field) for field in PLAIN_FIELDS},
    )
    refresh_keys(session, resident)
    recognise_home(session, resident, today=clock.day_of(now))
    session.add(resident)
    give_key(session)
    session.add(ResidentFacility(resident_id=resident.id, facility_id=facility_id, since=now))
    for paper in facts.identity:
        # The centre can wait for the first paper; a second paper is compared with the first.
        with session.no_autoflush if paper is facts.identity[0] else nullcontext():
            _add_paper(session, resident.id, paper, actor, now, shared_because)
    for alias in facts.aliases:
        add_alias(session, resident.id, facts=alias, now=now)
    for relative in facts.relatives:
        add_relative(session, resident.id, facts=relative, now=now)
    return resident.id


def create_person(
    session: Session,
    *,
    facts: PersonFacts,
    facility_id: int,
    actor: Actor,
    now: datetime,
    reason: str | None = None,
) -> int:
    """Enter a person as an act of its own. Raises as :func:`add_person`."""
    resident_id = add_person(session, facts=facts, facility_id=facility_id, actor=actor, now=now, reason=reason)
    resident = session.get_one(Resident, resident_id)
    record("resident.entered", actor=actor, at=now, about=subject_of(resident), reason=reason)
    return resident_id


def _next_code(session: Session) -> str:
    # Codes are as long as each other, so the greatest as text is the last given; one writer at a time.
    last = session.info.get(_LAST_CODE) or session.scalar(select(func.max(Resident.code)))
    code = code_of(int(last.rsplit("-", 1)[1]) + 1 if last else 1)
    if session.info.get("writing"):
        session.info[_LAST_CODE] = code
    return code


def subject_of(resident: Resident) -> Subject:
    """The person as the log names one."""
    return Subject("resident", resident.id, label_of(resident.full_name, resident.code))


def make_known_at(session: Session, resident_id: int, *, facility_id: int, now: datetime) -> None:
    """Let a centre see a person from now on: it has admitted them. No entry in the log."""
    if known(session, ResidentFacility, (resident_id, facility_id)) is None:
        session.add(ResidentFacility(resident_id=resident_id, facility_id=facility_id, since=now))
        give_key(session)


def fill_in_person(
    session: Session,
    resident_id: int,
    *,
    facts: PersonFacts,
    facility_id: int,
    actor: Actor,
    now: datetime,
    shared_because: str | None = None,
) -> tuple[str, ...]:
    """A person met again: write what was blank, add papers, names and relatives not yet known, let the centre see them.

    What is written already is never overwritten. Gives the fields that changed. No entry in the log. The scope is not
    asked: a number shown at the gate is what leads to somebody another centre knew. Raises as :func:`add_person`.
    """
    facts = tidied(facts)
    resident = session.get_one(Resident, resident_id)
    make_known_at(session, resident_id, facility_id=facility_id, now=now)
    changed = [field for field in PLAIN_FIELDS if getattr(facts, field) and not getattr(resident, field)]
    for field in changed:
        setattr(resident, field, getattr(facts, field))
    if HOME_FIELDS & set(changed):
        recognise_home(session, resident, today=clock.day_of(now))
    if resident.birth_on is None and facts.birth.on is not None:
        resident.birth_on, resident.birth_precision = facts.birth.on, facts.birth.precision
        changed.append("birth")
    if changed:
        resident.version += 1
        session.flush()
    papers = _add_new_papers(session, resident_id, facts, actor, now, shared_because)
    if papers:
        settle_identity_paper(session, resident_id, actor=actor, now=now)
    changed += papers
    changed += _add_new_names(session, resident, facts, now)
    changed += _add_new_relatives(session, resident_id, facts, now)
    return tuple(changed)


def _add_new_papers(
    session: Session, resident_id: int, facts: PersonFacts, actor: Actor, now: datetime, shared_because: str | None
) -> list[str]:
    known = {
        (paper.kind, paper.number_key)
        for paper in session.scalars(select(IdentityPaper).where(IdentityPaper.resident_id == resident_id))
        if paper.withdrawn_at is None
    }
    numbers = [(paper, read_number(paper.number)) for paper in facts.identity]
    new = [paper for paper, number in numbers if (number.kind, number.key) not in known]
    for paper in new:
        add_identity_paper(session, resident_id, facts=paper, actor=actor, now=now, reason=shared_because)
    return ["identity"] if new else []


def _add_new_names(session: Session, resident: Resident, facts: PersonFacts, now: datetime) -> list[str]:
    aliases = session.scalars(select(Alias.name).where(Alias.resident_id == resident.id, Alias.withdrawn_at.is_(None)))
    known = {search_form(name) for name in (*aliases, resident.full_name)}
    new = [alias for alias in facts.aliases if search_form(alias.name) not in known]
    for alias in new:
        add_alias(session, resident.id, facts=alias, now=now)
    return ["aliases"] if new else []


def _add_new_relatives(session: Session, resident_id: int, facts: PersonFacts, now: datetime) -> list[str]:
    names = session.scalars(
        select(Relative.name).where(Relative.resident_id == resident_id, Relative.withdrawn_at.is_(None))
    )
    known = {search_form(name) for name in names}
    new = [relative for relative in facts.relatives if search_form(relative.name) not in known]
    for relative in new:
        add_relative(session, resident_id, facts=relative, now=now)
    return ["relatives"] if new else []


def add_identity_paper(
    session: Session,
    resident_id: int,
    *,
    facts: PaperFacts,
    actor: Actor,
    now: datetime,
    reason: str | None = None,
) -> int:
    """Give a person an identity paper, and its id. No entry in the log.

    Raises DomainError ``bad-id-length``; ``id-of-another`` when somebody else holds the number. Old cards and passports
    did repeat in life, so for those a ``reason`` lets it through; the 12 digits never repeat (Luật Căn cước 2023 Đ12).
    """
    paper = _add_paper(session, resident_id, facts, actor, now, reason)
    session.flush()
    return paper.id


def _add_paper(
    session: Session, resident_id: int, facts: PaperFacts, actor: Actor, now: datetime, reason: str | None
) -> IdentityPaper:
    number = read_number(facts.number)
    records = records_with(session, number)
    if records:
        _refuse_number_of_another(session, resident_id, number, actor.scope, reason)
    if resident_id in records:
        raise DomainError(
            message(N_("This person already has paper %(number)s"), number=number.number),
            field="identity_number",
            code="id-there-already",
        )
    paper = IdentityPaper(
        resident_id=resident_id,
        kind=number.kind,
        number=number.number,
        number_key=number.key,
        issued_on=facts.issued_on,
        issuer=facts.issuer or None,
        valid=facts.valid,
        note=facts.note or None,
        created_at=now,
    )
    session.add(paper)
    return paper


def refuse_numbers_of_others(session: Session, facts: PersonFacts, *, scope: Scope) -> None:
    """Say before anything is written what :func:`add_person` would: somebody else holds one of the numbers.

    Raises DomainError ``bad-id-length``, ``id-of-another``.
    """
    for paper in facts.identity:
        _refuse_number_of_another(session, _NOBODY, read_number(paper.number), scope, reason=None)


def _refuse_number_of_another(
    session: Session, resident_id: int, number: IdentityNumber, scope: Scope, reason: str | None
) -> None:
    holder = holder_of(session, number)
    if holder is None or holder.id == resident_id:
        return
    if number.repeats and (reason or "").strip():
        return
    if is_within(session, holder.id, scope=scope):
        words = message(N_("Identity number %(number)s belongs to %(who)s"), number=number.number, who=holder.label)
    else:
        words = message(N_("Identity number %(number)s belongs to somebody another centre knows"), number=number.number)
    raise DomainError(words, field="identity_number", code="id-of-another")


def add_alias(
    session: Session,
    resident_id: int,
    *,
    facts: AliasFacts,
    now: datetime,
    document_id: int | None = None,
    until_on: date | None = None,
) -> int:
    """Give a person another name, under which they are found from now on, and its id. No entry in the log.

    For a former name: the paper that changed it, and the first day of the next one.
    """
    resident = session.get_one(Resident, resident_id)
    alias = Alias(
        resident_id=resident_id,
        name=facts.name,
        kind=facts.kind,
        search_key=search_key([facts.name]),
        document_id=document_id,
        until_on=until_on,
        created_at=now,
    )
    session.add(alias)
    session.flush()
    refresh_keys(session, resident)
    return alias.id


def add_relative(session: Session, resident_id: int, *, facts: RelativeFacts, now: datetime) -> int:
    """Write down somebody to tell, and give the id. No entry in the log."""
    relative = Relative(
        resident_id=resident_id,
        name=facts.name,
        relation=facts.relation,
        phone=facts.phone,
        address=facts.address,
        created_at=now,
    )
    session.add(relative)
    session.flush()
    return relative.id
