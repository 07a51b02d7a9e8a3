"""That somebody is brought out of the discipline room in time: owed from the day they go in, whoever wrote that down.

Parts of larger acts: no entry in the log.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.models import Admission
from rehab_center.admissions.services.papers import about_stay
from rehab_center.conduct.queries import events_of
from rehab_center.conduct.rules import last_day
from rehab_center.permissions import EVERYWHERE, Actor, Role
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.models import Task
from rehab_center.tasks.queries import of_subject
from rehab_center.tasks.rules import TaskSubject
from rehab_center.tasks.services import close_exceptions, open_exception
from rehab_center.words import N_, message

OUT, _LIFTED = "Đã đưa ra khỏi nơi kỷ luật", "Quyết định kỷ luật đã rút hoặc nhập nhầm"


def owe_way_out(session: Session, stay_id: int, last_on: date, *, actor: Actor, now: datetime) -> None:
    """Let it be owed that somebody comes out at the end of the last day allowed; where it is owed already, it stays."""
    about = about_stay(session, session.get_one(Admission, stay_id))
    open_exception(
        session,
        facility_id=about.facility_id,
        kind=TaskKind.DISCIPLINE_ENDED,
        subject=TaskSubject("admission", stay_id, about.label, about.resident_id),
        what=message(N_("In the discipline room until %(day)s at most: to be brought out by then"), day=last_on),
        owner_role=Role.DUTY,
        due_at=clock.end_of(last_on),
        actor=actor,
        now=now,
    )


def out_of_room(session: Session, stay_id: int, *, reason: str, actor: Actor, now: datetime) -> None:
    """Nobody has to be brought out any more."""
    close_exceptions(
        session,
        subject_kind="admission",
        subject_id=stay_id,
        kinds=[TaskKind.DISCIPLINE_ENDED],
        reason=reason,
        actor=actor,
        now=now,
    )


def room_days(session: Session, stay_id: int) -> list[date]:
    """The last days in the room by the decisions of a stay that stand."""
    standing = [line.facts for line in events_of(session, [stay_id]).get(stay_id, ()) if line.voided is None]
    return [day for day in map(last_day, standing) if day is not None]


def after_closing(session: Session, task: Task, actor: Actor, now: datetime) -> None:
    """Somebody was brought out, or stays by a later decision: that they come out by its last day is owed then."""
    if task.due_at is None:
        return
    over_on, today = clock.day_of(task.due_at), clock.day_of(now)
    ahead = [day for day in room_days(session, task.subject_id) if day > over_on and day >= today]
    if ahead:
        owe_way_out(session, task.subject_id, min(ahead), actor=actor, now=now)


def room_lifted(session: Session, stay_id: int, standing: Collection[date], *, actor: Actor, now: datetime) -> None:
    """A decision is taken back: what it let be owed is owed no more; ``standing`` are the last days by the others."""
    owed = of_subject(session, "admission", stay_id, scope=EVERYWHERE)
    dues = {task.due_at for task in owed if task.is_open and task.kind is TaskKind.DISCIPLINE_ENDED}
    if dues & {clock.end_of(day) for day in standing}:
        return
    out_of_room(session, stay_id, reason=_LIFTED, actor=actor, now=now)
    ahead = [day for day in standing if day >= clock.day_of(now)]
    if ahead:
        owe_way_out(session, stay_id, min(ahead), actor=actor, now=now)
