"""A bed is owed to everybody in the building: what follows from movements, and what ends it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.hooks import Written
from rehab_center.admissions.models import Admission
from rehab_center.admissions.queries import movements_of
from rehab_center.admissions.rules.movements import AFTER, ENTRIES, EXITS, MovementKind, State
from rehab_center.admissions.rules.sequence import live
from rehab_center.admissions.services.papers import about_stay
from rehab_center.permissions import Actor, Role
from rehab_center.placements.kinds import Ended
from rehab_center.placements.models import Placement
from rehab_center.placements.queries.house import has_beds
from rehab_center.placements.queries.nights import releases
from rehab_center.policies.queries import whole_on
from rehab_center.policies.rules import PolicyKind
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.models import Task
from rehab_center.tasks.rules import TaskSubject
from rehab_center.tasks.services import close_tasks, open_exception
from rehab_center.words import N_, message

_GIVEN, _LEFT = "Đã xếp giường", "Không còn ở cơ sở"


def after_movement(session: Session, written: Written, *, actor: Actor, now: datetime) -> None:
    """Who comes, or comes back, is owed a bed unless one is theirs; who changes over keeps theirs; who leaves or
    is away is owed none. Part of the act that wrote the movement."""
    after = AFTER.get(written.kind)
    if written.kind in EXITS or (after is not None and after is not State.PRESENT):
        _close(session, [written.resident_id], _LEFT, actor=actor, now=now)
        return
    if after is not State.PRESENT or not has_beds(session, written.facility_id):
        return
    if written.kind is MovementKind.CONVERTED_IN:
        _carry_over(session, written, actor=actor, now=now)
    if _has_bed(session, written.stay_id, now=now):
        return
    _owe(session, written, actor=actor, now=now)


def after_undoing(session: Session, stay_id: int, *, actor: Actor, now: datetime) -> None:
    """A stay that never was holds no bed. Part of the act that voids it."""
    for row in session.scalars(
        select(Placement).where(Placement.admission_id == stay_id, Placement.ended_at.is_(None))
    ):
        row.ended_at, row.ended_how = row.began_at, Ended.DEPARTED.value
        row.ended_by, row.ended_recorded_at = actor.label, now
    session.flush()


def after_void(session: Session, voided: Written, *, actor: Actor, now: datetime) -> None:
    """Who is here after all, and whose bed has gone to somebody else meanwhile, is owed one. Part of the act."""
    if has_beds(session, voided.facility_id) and not _has_bed(session, voided.stay_id, now=now):
        owe_bed(session, voided.stay_id, actor=actor, now=now)


def owe_bed(session: Session, stay_id: int, *, actor: Actor, now: datetime) -> None:
    """Let a bed be owed to somebody who has lost theirs and is here. No entry in the log."""
    stay = session.get_one(Admission, stay_id)
    ordered = [moved for moved in live(movements_of(session, [stay_id])[stay_id]) if moved.kind in AFTER]
    if not ordered or AFTER[ordered[-1].kind] is not State.PRESENT:
        return
    last, about = ordered[-1], about_stay(session, stay)
    written = Written(stay_id, last.id, last.kind, clock.day_of(now), about.resident_id, about.facility_id, about.label)
    _owe(session, written, actor=actor, now=now)


def bed_given(session: Session, resident_ids: Collection[int], *, actor: Actor, now: datetime) -> None:
    """A bed is owed to these persons no more. No entry in the log."""
    _close(session, resident_ids, _GIVEN, actor=actor, now=now)


def _close(session: Session, resident_ids: Collection[int], reason: str, *, actor: Actor, now: datetime) -> None:
    for first in range(0, len(ids := sorted(set(resident_ids))), 500):
        query = select(Task.id).where(
            Task.kind == TaskKind.BED, Task.closed_at.is_(None), Task.resident_id.in_(ids[first : first + 500])
        )
        if tasks := session.scalars(query).all():
            close_tasks(session, tasks, reason=reason, actor=actor, now=now)


def _owe(session: Session, written: Written, *, actor: Actor, now: datetime) -> None:
    days = whole_on(session, PolicyKind.BED_DAYS, clock.day_of(now))
    newcomer = written.kind in ENTRIES
    open_exception(
        session,
        facility_id=written.facility_id,
        kind=TaskKind.BED,
        subject=TaskSubject("movement", written.movement_id, written.label, written.resident_id),
        what=message(N_("No bed yet: admitted on %(day)s"), day=written.effective_on)
        if newcomer
        else message(N_("No bed: in the centre since %(day)s"), day=written.effective_on),
        owner_role=Role.DUTY,
        due_at=clock.end_of(written.effective_on + timedelta(days=days)),
        actor=actor,
        now=now,
    )


def _has_bed(session: Session, stay_id: int, *, now: datetime) -> bool:
    rows = session.scalars(
        select(Placement).where(Placement.admission_id == stay_id, Placement.ended_at.is_(None))
    ).all()
    return len(rows) > len(releases(session, rows, today=clock.day_of(now)))


def _carry_over(session: Session, written: Written, *, actor: Actor, now: datetime) -> None:
    """Under another ground the same person sleeps where they slept, until moved."""
    before = session.get_one(Admission, written.stay_id).previous_admission_id
    row = session.scalar(select(Placement).where(Placement.admission_id == before, Placement.ended_at.is_(None)))
    if row is None:
        return
    today = clock.day_of(now)
    at = max(row.began_at, now if written.effective_on == today else clock.end_of(written.effective_on))
    row.ended_at, row.ended_how = at, Ended.CHANGED_OVER.value
    row.ended_by, row.ended_recorded_at = actor.label, now
    session.flush()
    session.add(
        Placement(
            bed_id=row.bed_id,
            admission_id=written.stay_id,
            began_at=at,
            recorded_at=now,
            actor=actor.label,
            until_on=row.until_on,
            document_id=row.document_id,
        )
    )
    session.flush()
