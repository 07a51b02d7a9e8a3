"""What is still to be done about somebody taken in tonight. Part of a larger act: no entry in the log."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.models import Admission, HandoverPerson
from rehab_center.admissions.rules.intake_rest import ANOTHERS_PAPER, NO_PAPER, REST, Rest
from rehab_center.admissions.services.handovers.papers import due_at
from rehab_center.admissions.services.papers import about_stay
from rehab_center.permissions import EVERYWHERE, Actor
from rehab_center.residents.queries import numbers_of, person_facts
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.rules import TaskSubject
from rehab_center.tasks.services import open_exception
from rehab_center.words import Message


def owe_the_rest(
    session: Session, stay: Admission, line: HandoverPerson, *, returned: bool, actor: Actor, now: datetime
) -> None:
    """Open the to-dos of an intake, each with its due day counted from today; after a return only those done again."""
    whole = _is_whole(session, stay.resident_id)
    for rest in REST:
        if (rest.after_return or not returned) and not (whole and rest.kind is TaskKind.PERSON_RECORD):
            _owe(session, stay, rest, Message(rest.what), actor=actor, now=now)
    if line.identity_refuted:
        words = Message(ANOTHERS_PAPER.what, {"number": line.identity_number or ""})
        _owe(session, stay, ANOTHERS_PAPER, words, actor=actor, now=now)
    elif not numbers_of(session, [stay.resident_id]):
        _owe(session, stay, NO_PAPER, Message(NO_PAPER.what), actor=actor, now=now)


def _is_whole(session: Session, resident_id: int) -> bool:
    """Whether the record says what is needed for a file: birth, home, somebody to tell."""
    page = person_facts(session, resident_id, scope=EVERYWHERE)
    return bool(page.facts.birth.on and page.facts.commune and page.facts.province and page.relatives)


def _owe(session: Session, stay: Admission, rest: Rest, what: Message, *, actor: Actor, now: datetime) -> None:
    about = about_stay(session, stay)
    open_exception(
        session,
        facility_id=stay.facility_id,
        kind=rest.kind,
        subject=TaskSubject("admission", stay.id, about.label, stay.resident_id),
        what=what,
        owner_role=rest.owner,
        due_at=due_at(session, rest.within, clock.day_of(now)),
        actor=actor,
        now=now,
    )
