"""The papers stays and movements rest on, and what is owed while one is missing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.models import Admission, Movement
from rehab_center.admissions.queries.conventions import policies_of
from rehab_center.admissions.rules.movements import EFFECTS, MovementKind, PaperRule
from rehab_center.admissions.rules.papers import TEMPORARY_PAPER
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.documents.queries import find_same, load_document
from rehab_center.documents.rules import DocumentFacts
from rehab_center.documents.services import add_document
from rehab_center.errors import DomainError
from rehab_center.permissions import Actor, Role
from rehab_center.policies.rules import PolicyKind
from rehab_center.residents.queries import person_names
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.rules import TaskSubject
from rehab_center.tasks.services import add_paper, open_exception
from rehab_center.words import N_, Message, message

OLD_BOOK_DAYS = timedelta(days=90)
"""How long the centre has to find what an old book did not say."""


@dataclass(frozen=True)
class About:
    """Whom an act concerns: the person and centre, and the words they are known by."""

    resident_id: int
    facility_id: int
    label: str


def about_stay(session: Session, stay: Admission) -> About:
    """The person of a stay with name and file code."""
    name = person_names(session, [stay.resident_id])[stay.resident_id].full_name
    return About(stay.resident_id, stay.facility_id, f"{name} ({stay.file_code})")


def enter_paper(
    session: Session, facts: DocumentFacts, *, about: About, old_book: bool, actor: Actor, now: datetime
) -> int:
    """Enter a paper, or find the very same one (kind, number, date, issuer) entered before, and give its id.

    A missing date or issuer is owed from now on.
    """
    facts = replace(facts, facility_id=about.facility_id)
    if facts.complete:
        known = find_same(session, facts)
        if known is not None:
            return known
    elif old_book:
        facts = replace(facts, unknown_in_old_book=True)
    return add_paper(
        session,
        facts=facts,
        facility_id=about.facility_id,
        about=about.label,
        resident_id=about.resident_id,
        due_at=_due_at(session, now, old_book=old_book),
        actor=actor,
        now=now,
    )


def whole_paper(session: Session, paper: DocumentFacts, *, facility_id: int, actor: Actor, now: datetime) -> int:
    """The paper that alone allows an act, entered now or before. Raises DomainError where it is incomplete."""
    if not paper.complete:
        raise DomainError(message(N_("The paper needs its number, its date and who made it")), field="paper_number")
    facts = replace(paper, facility_id=facility_id)
    return find_same(session, facts) or add_document(session, facts=facts, actor=actor, now=now)


def paper_id(
    session: Session,
    facts: DocumentFacts | None,
    document_id: int | None,
    *,
    about: About,
    old_book: bool,
    actor: Actor,
    now: datetime,
) -> int | None:
    """The id of a paper given as facts or by id; None where there is none. Raises NotFound for a stranger's paper."""
    if document_id is not None:
        return load_document(session, document_id, scope=actor.scope).id
    if facts is None:
        return None
    return enter_paper(session, facts, about=about, old_book=old_book, actor=actor, now=now)


def owe_paper(
    session: Session, movement: Movement, *, about: About, old_book: bool, actor: Actor, now: datetime
) -> None:
    """Open the exception for a movement that has come without its paper; nothing where none is needed."""
    kind = MovementKind(movement.kind)
    effect = EFFECTS[kind]
    if movement.document_id is not None or effect.paper is PaperRule.NOT_NEEDED or effect.paper_name is None:
        return
    searching = kind is MovementKind.ESCAPED
    held = kind is MovementKind.ADMITTED and _stay_kind(session, movement) is StayKind.TEMPORARY
    due_at = _due_at(session, now, old_book=old_book)
    if not old_book and effect.paper_within_days:
        due_at = min(due_at, clock.end_of(clock.day_of(now) + timedelta(days=effect.paper_within_days)))
    open_exception(
        session,
        facility_id=about.facility_id,
        kind=TaskKind.SEARCH_DECISION if searching else TaskKind.PAPER_MISSING,
        subject=_subject(movement, about),
        what=Message(TEMPORARY_PAPER if held else effect.paper_name),
        owner_role=Role.DIRECTOR if searching else Role.INTAKE,
        due_at=due_at,
        actor=actor,
        now=now,
    )


def _stay_kind(session: Session, movement: Movement) -> StayKind:
    return StayKind(session.get_one(Admission, movement.admission_id).kind)


def owe_commune_notice(session: Session, movement: Movement, *, about: About, actor: Actor, now: datetime) -> None:
    """Rule 16: the commune police must hear of an escape within the hours of the policy (L120 Đ46.2i)."""
    hours = _whole(session, PolicyKind.ESCAPE_NOTICE_HOURS, movement.effective_on)
    unit = session.get_one(Admission, movement.admission_id).police_unit
    open_exception(
        session,
        facility_id=about.facility_id,
        kind=TaskKind.COMMUNE_NOTICE,
        subject=_subject(movement, about),
        what=_notice(unit, movement.effective_on, hours),
        owner_role=Role.INTAKE,
        due_at=_moment(movement.effective_on, movement.effective_time) + timedelta(hours=hours),
        actor=actor,
        now=now,
    )


def _notice(unit: str | None, day: date, hours: int) -> Message:
    """The notice goes to the unit that made the file; where that is not known, to the commune police."""
    if unit is None:
        words = N_("Notify the commune police of the escape on %(day)s within %(hours)s hours")
        return message(words, day=day, hours=hours)
    words = N_("Notify %(unit)s, which made the file, of the escape on %(day)s within %(hours)s hours")
    return message(words, unit=unit, day=day, hours=hours)


def _subject(movement: Movement, about: About) -> TaskSubject:
    return TaskSubject("movement", movement.id, about.label, about.resident_id)


def _moment(day: date, time: str | None) -> datetime:
    """When it happened; the day's beginning where nobody noted the time, so that the deadline is never too late."""
    hour, minute = (int(part) for part in (time or "00:00").split(":"))
    return clock.moment_of(day, hour, minute)


def _due_at(session: Session, now: datetime, *, old_book: bool) -> datetime:
    today = clock.day_of(now)
    if old_book:
        return clock.end_of(today + OLD_BOOK_DAYS)
    return clock.end_of(today + timedelta(days=_whole(session, PolicyKind.LATE_PAPER_DAYS, today)))


def _whole(session: Session, kind: PolicyKind, day: date) -> int:
    return int(policies_of(session).on(kind, day).value)
