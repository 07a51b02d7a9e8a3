"""Putting a person's record right, and changing a name by a paper: two acts that must not be mixed up.

A *correction* says the record was wrong all along: it needs a reason, and the wrong spelling stays as ``misspelt``, so
that papers that carry it still lead here. A *change* says the name became another one on some day (Luật Hộ tịch 2014):
the old name was right until then, stays as ``former-name``, and the paper that ordered it is named. What is printed as
of an earlier day carries the name of that day (``queries.names_on``).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.audit.recorder import record
from rehab_center.audit.second_saver import refuse_stale
from rehab_center.documents.rules import DocumentFacts
from rehab_center.documents.services import add_document
from rehab_center.errors import Difference, DomainError
from rehab_center.findings import settle
from rehab_center.permissions import Actor
from rehab_center.residents.kinds import AliasKind
from rehab_center.residents.models import Alias, Resident
from rehab_center.residents.queries import facts_of, label_of, load_resident, person_facts
from rehab_center.residents.rules.facts import HOME_FIELDS, PLAIN_FIELDS, AliasFacts, PersonFacts
from rehab_center.residents.rules.identity import check_number, read_number
from rehab_center.residents.rules.person import check_birth, check_new_name, check_placing, tidied, tidied_name
from rehab_center.residents.rules.searching import exact_form
from rehab_center.residents.services.doubts import settle_identity_paper
from rehab_center.residents.services.enter import add_alias, subject_of
from rehab_center.residents.services.names import refresh_keys
from rehab_center.residents.services.recognising import recognise_home
from rehab_center.tasks.services import relabel
from rehab_center.words import N_, message

_FIELDS = ("full_name", "birth", "sex", "placed_as", *PLAIN_FIELDS)


def open_person(session: Session, resident_id: int, *, actor: Actor, now: datetime) -> None:
    """Somebody opens a person's record to correct it; that too is in the log. Raises NotFound."""
    resident = load_resident(session, resident_id, scope=actor.scope)
    record("resident.opened", actor=actor, at=now, about=subject_of(resident))


def correct_person(
    session: Session,
    resident_id: int,
    *,
    facts: PersonFacts,
    expected_version: int,
    actor: Actor,
    now: datetime,
    reason: str | None = None,
) -> bool:
    """Write ``facts`` over a person's plain fields; papers, aliases and relatives have acts of their own.

    Gives whether anything changed. Raises Conflict with both values of every field in dispute when somebody saved since
    ``expected_version``; ReasonNeeded where the name becomes another one, and where the facts disagree with the
    person's own identity papers.
    """
    resident = load_resident(session, resident_id, scope=actor.scope)
    facts = tidied(facts)
    differences = _differences(facts_of(resident), facts)
    if not differences:
        return False
    refuse_stale(session, resident, expected_version, differences=differences)
    _settle_findings(session, resident, facts, actor, now, reason)
    wrong_name = resident.full_name
    write_facts(resident, facts)
    if HOME_FIELDS & {one.field for one in differences}:
        recognise_home(session, resident, today=clock.day_of(now))
    resident.version += 1
    session.flush()
    renamed = wrong_name != resident.full_name
    if renamed:
        _rename(session, resident, AliasFacts(wrong_name, AliasKind.MISSPELT), now=now)
    settle_identity_paper(session, resident_id, actor=actor, now=now)
    details = {"formerly": wrong_name} if renamed else None
    record("resident.corrected", actor=actor, at=now, about=subject_of(resident), reason=reason, details=details)
    return True


def _differences(there: PersonFacts, given: PersonFacts) -> list[Difference]:
    pairs = [(name, getattr(there, name), getattr(given, name)) for name in _FIELDS]
    return [Difference(name, theirs, yours) for name, theirs, yours in pairs if theirs != yours]


def _settle_findings(
    session: Session, resident: Resident, facts: PersonFacts, actor: Actor, now: datetime, reason: str | None
) -> None:
    before = facts_of(resident)
    findings = list(check_new_name(before.full_name, facts.full_name))  # what was accepted once is not asked again
    if (before.sex, before.placed_as) != (facts.sex, facts.placed_as):
        findings += check_placing(facts.sex, facts.placed_as)
    if (before.birth, before.sex) != (facts.birth, facts.sex):
        findings += check_birth(facts.birth, today=clock.day_of(now))
        for paper in person_facts(session, resident.id, scope=actor.scope).papers:
            findings += check_number(read_number(paper.number), birth=facts.birth, sex=facts.sex)
    settle(findings, reason)


def write_facts(resident: Resident, facts: PersonFacts) -> None:
    """Write every plain field. No entry in the log, and nothing that follows from a name: see ``refresh_keys``."""
    for name in _FIELDS:
        put_field(resident, name, getattr(facts, name))


def put_field(resident: Resident, name: str, value: Any) -> None:
    """Write one plain field as facts have it: a birth with its precision."""
    if name == "birth":
        resident.birth_on, resident.birth_precision = value.on, value.precision
    else:
        setattr(resident, name, value)


def _rename(
    session: Session,
    resident: Resident,
    old: AliasFacts,
    *,
    now: datetime,
    document_id: int | None = None,
    until_on: date | None = None,
) -> None:
    if exact_form(old.name) == exact_form(resident.full_name) and document_id is None:
        refresh_keys(session, resident)  # "Hoà" for "Hòa": one name in two spellings, nothing to remember
    else:
        add_alias(session, resident.id, facts=old, now=now, document_id=document_id, until_on=until_on)
    relabel(session, resident.id, label_of(resident.full_name, resident.code))


def change_name(
    session: Session,
    resident_id: int,
    *,
    new_name: str,
    paper: DocumentFacts,
    valid_from: date | None = None,
    expected_version: int,
    actor: Actor,
    now: datetime,
) -> None:
    """The person bears another name from ``valid_from`` on (None: the paper's day), by a civil-status paper.

    The former name stays known, and is the person's on every day before. Raises Conflict as :func:`correct_person`,
    DomainError for the same name, a paper without number, date or issuer, a day to come or before the last change.
    """
    resident = load_resident(session, resident_id, scope=actor.scope)
    name = tidied_name(new_name)
    refuse_stale(session, resident, expected_version, differences=[Difference("full_name", resident.full_name, name)])
    if name == resident.full_name:
        raise DomainError(message(N_("This is the name the person bears already")), field="new_name")
    if not paper.complete:
        raise DomainError(
            message(N_("A change of name needs its paper: number, date and issuer")), field="number", code="no-paper"
        )
    first_day = _first_day(session, resident, paper, valid_from, now)
    document_id = add_document(session, facts=paper, actor=actor, now=now)
    former = resident.full_name
    resident.full_name = name
    resident.version += 1
    session.flush()
    old = AliasFacts(former, AliasKind.FORMER_NAME)
    _rename(session, resident, old, now=now, document_id=document_id, until_on=first_day)
    details = {"paper": paper.number, "formerly": former, "valid_from": first_day.isoformat()}
    record("resident.name-changed", actor=actor, at=now, about=subject_of(resident), details=details)


def _first_day(
    session: Session, resident: Resident, paper: DocumentFacts, valid_from: date | None, now: datetime
) -> date:
    """The first day of the new name, once it can be: not to come, not before the birth, after the change before."""
    first_day = valid_from or paper.issued_on or clock.day_of(now)
    last_change = session.scalar(
        select(func.max(Alias.until_on)).where(Alias.resident_id == resident.id, Alias.withdrawn_at.is_(None))
    )
    if first_day > clock.day_of(now):
        raise DomainError(message(N_("A change of name is entered once its day has come")), field="valid_from")
    earliest = max(day for day in (resident.birth_on, last_change, date.min) if day is not None)
    if first_day < earliest:
        raise DomainError(message(N_("The name cannot have changed before %(day)s"), day=earliest), field="valid_from")
    return first_day
