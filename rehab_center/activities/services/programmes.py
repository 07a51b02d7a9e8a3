"""Setting up, describing and closing programmes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.activities.models import Activity
from rehab_center.activities.queries.programmes import facts_of, load_activity
from rehab_center.activities.rules.facts import ActivityFacts, tidied
from rehab_center.activities.services.following import follow, subject
from rehab_center.audit.recorder import record
from rehab_center.audit.second_saver import refuse_stale
from rehab_center.documents.rules import DocumentFacts
from rehab_center.documents.services import add_document
from rehab_center.errors import Conflict, Difference, DomainError, NotFound
from rehab_center.names import clean, fold
from rehab_center.permissions import Actor
from rehab_center.words import N_, message


def create_activity(
    session: Session,
    facility_id: int,
    *,
    facts: ActivityFacts,
    paper: DocumentFacts | None = None,
    actor: Actor,
    now: datetime,
) -> int:
    """Set up a programme and give its id; ``paper`` is the contract or decision it rests on.

    Raises DomainError, Conflict for the name of one that goes on, NotFound for a stranger.
    """
    if not actor.scope.covers(facility_id):
        raise NotFound(message(N_("There is no such centre")))
    facts = tidied(facts)
    _refuse_known(session, facility_id, facts.name)
    row = Activity(facility_id=facility_id, **_values(facts))
    row.document_id = _entered(session, paper, facility_id, actor=actor, now=now)
    session.add(row)
    session.flush()
    record("activity.added", actor=actor, at=now, about=subject(row))
    return row.id


def edit_activity(
    session: Session,
    activity_id: int,
    *,
    facts: ActivityFacts,
    paper: DocumentFacts | None = None,
    expected_version: int,
    actor: Actor,
    now: datetime,
) -> None:
    """Describe a programme otherwise; its sessions from today on follow. A further ``paper`` takes the place.

    Its kind stays. Raises DomainError, Conflict for a name in use and for a second saver, NotFound.
    """
    row = load_activity(session, activity_id, scope=actor.scope)
    _refuse_closed(row)
    facts = tidied(facts)
    if facts.kind != row.kind:
        raise DomainError(message(N_("A programme keeps its kind: close it and set up another")), field="kind")
    _refuse_known(session, row.facility_id, facts.name, but=activity_id)
    refuse_stale(session, row, expected_version, differences=_differences(facts_of(row), facts))
    for name, value in _values(facts).items():
        setattr(row, name, value)
    if paper is not None:
        row.document_id = _entered(session, paper, row.facility_id, actor=actor, now=now)
    session.flush()
    follow(session, [row], now=now)
    record("activity.edited", actor=actor, at=now, about=subject(row))


def close_activity(
    session: Session, activity_id: int, *, last_on: date, reason: str, actor: Actor, now: datetime
) -> None:
    """End a programme before its day; what was planned after ``last_on`` is cancelled.

    Raises DomainError without a reason or for a day that cannot be, Conflict for one that is closed, NotFound.
    """
    row = load_activity(session, activity_id, scope=actor.scope)
    _refuse_closed(row)
    if not clean(reason):
        raise DomainError(message(N_("Say why")), field="reason")
    if last_on < row.begins_on or (row.ends_on is not None and last_on > row.ends_on):
        raise DomainError(message(N_("The programme is not held on that day")), field="last_on")
    if last_on > clock.day_of(now):
        words = message(N_("Not after today: to set a later end, change the day on which the programme ends"))
        raise DomainError(words, field="last_on")
    row.closed_on, row.closed_reason = last_on, clean(reason)
    session.flush()
    follow(session, [row], now=now)
    record("activity.closed", actor=actor, at=now, about=subject(row), reason=row.closed_reason)


def _values(facts: ActivityFacts) -> dict[str, object]:
    values = {name: value.value if hasattr(value, "value") else value for name, value in vars(facts).items()}
    return values | {"search_key": fold(facts.search_words)}


def _entered(
    session: Session, paper: DocumentFacts | None, facility_id: int, *, actor: Actor, now: datetime
) -> int | None:
    if paper is None:
        return None
    return add_document(session, facts=replace(paper, facility_id=facility_id), actor=actor, now=now)


def _differences(theirs: ActivityFacts, yours: ActivityFacts) -> list[Difference]:
    pairs = [(name, getattr(theirs, name), value) for name, value in vars(yours).items()]
    return [Difference(name, one, other) for name, one, other in pairs if one != other]


def _refuse_closed(row: Activity) -> None:
    if row.closed_on is not None:
        raise Conflict(message(N_("The programme is closed")))


def _refuse_known(session: Session, facility_id: int, name: str, *, but: int | None = None) -> None:
    query = select(Activity.id, Activity.name).where(Activity.facility_id == facility_id, Activity.closed_on.is_(None))
    if any(fold(row.name) == fold(name) and row.id != but for row in session.execute(query)):
        words = message(N_("There is a programme %(name)s already: close it, or give this one another name"), name=name)
        raise Conflict(words, field="name")
