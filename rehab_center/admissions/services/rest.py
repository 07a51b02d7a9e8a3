"""What is still to be done about somebody just taken in, by whichever door. Part of a larger act: no log entry."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.models import Admission, Movement
from rehab_center.admissions.queries.conventions import policies_of
from rehab_center.admissions.rules.intake_rest import LEFT_UNDONE, REST, Rest
from rehab_center.admissions.services.papers import about_stay
from rehab_center.permissions import EVERYWHERE, Actor
from rehab_center.residents.queries import person_facts
from rehab_center.residents.services import owe_comparison, owe_identity_paper
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.models import Task
from rehab_center.tasks.queries import opened_at
from rehab_center.tasks.rules import Owed, TaskSubject
from rehab_center.tasks.services import close_tasks, open_exceptions, reopen
from rehab_center.words import Message


def owe_the_rest(
    session: Session,
    stay: Admission,
    *,
    returned: bool = False,
    refuted_number: str | None = None,
    actor: Actor,
    now: datetime,
) -> None:
    """Open the to-dos of an intake, each with its due day counted from today; after a return only those done again.

    Who the person is may be in doubt: a missing identity paper and a likely double are owed too. ``refuted_number``:
    what was shown at the gate is another person's.
    """
    resident_id, facility_id = stay.resident_id, stay.facility_id
    about, today = about_stay(session, stay), clock.day_of(now)
    policies = policies_of(session)
    owed = [
        Owed(
            rest.kind,
            Message(rest.what),
            rest.owner,
            clock.end_of(today + timedelta(days=int(policies.on(rest.within, today).value))),
        )
        for rest in _still_to_do(session, resident_id, returned=returned)
    ]
    open_exceptions(
        session,
        owed,
        facility_id=facility_id,
        subject=TaskSubject("admission", stay.id, about.label, resident_id),
        actor=actor,
        now=now,
    )
    owe_identity_paper(
        session, resident_id, facility_id=facility_id, refuted_number=refuted_number, actor=actor, now=now
    )
    if not returned:
        owe_comparison(session, resident_id, facility_id=facility_id, actor=actor, now=now)


def forget_the_rest(
    session: Session, stay: Admission, movement: Movement, *, reason: str, actor: Actor, now: datetime
) -> None:
    """The return was none: what it alone left to be done again is not owed. Whose it was before stays."""
    again = [one.kind for one in REST if one.after_return]
    opened = opened_at(session, "admission", stay.id, movement.recorded_at, again)
    close_tasks(session, opened, reason=reason, actor=actor, now=now)


_LEFT_WITH = select(Task.id).where(
    Task.resident_id == bindparam("resident"),
    Task.kind.in_([TaskKind.HEALTH_LOOK, *(one.kind for one in REST if one.kind is not TaskKind.PERSON_RECORD)]),
    Task.closed_at.is_(None),
)


def leave_the_rest(session: Session, stay: Admission, *, actor: Actor, now: datetime) -> None:
    """Who has left is not looked at, photographed or classified any more; a record can still be filled in."""
    if owed := session.scalars(_LEFT_WITH, {"resident": stay.resident_id}).all():
        close_tasks(session, owed, reason=LEFT_UNDONE, actor=actor, now=now)


def owe_left_again(session: Session, stay: Admission, left: Movement) -> None:
    """Who was written down as having left has not: what that alone ended is owed as before."""
    ended = select(Task.id).where(
        Task.resident_id == stay.resident_id, Task.closed_reason == LEFT_UNDONE, Task.closed_at == left.recorded_at
    )
    reopen(session, set(session.scalars(ended)))


def _still_to_do(session: Session, resident_id: int, *, returned: bool) -> Iterable[Rest]:
    if returned:
        return (rest for rest in REST if rest.after_return)
    whole = _is_whole(session, resident_id)
    return (rest for rest in REST if not (whole and rest.kind is TaskKind.PERSON_RECORD))


def _is_whole(session: Session, resident_id: int) -> bool:
    """Whether the record says what is needed for a file: birth, home, somebody to tell."""
    page = person_facts(session, resident_id, scope=EVERYWHERE)
    return bool(page.facts.birth.on and page.facts.commune and page.facts.province and page.relatives)
