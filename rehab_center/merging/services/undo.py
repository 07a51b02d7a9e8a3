"""Undoing a merge: everything that went over goes back; what somebody did since stays with the survivor."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission, Movement
from rehab_center.audit.recorder import record
from rehab_center.errors import DomainError
from rehab_center.findings import settle
from rehab_center.merging.queries.undo import UndoPlan, load_merge, undo_plan
from rehab_center.names import clean
from rehab_center.permissions import Actor
from rehab_center.residents.models import Alias, Resident, ResidentFacility, ResidentMerge
from rehab_center.residents.services import put_field, refresh_keys, subject_of
from rehab_center.tasks.models import Task
from rehab_center.tasks.services import call_again, reopen
from rehab_center.words import N_, message


def undo_merge(session: Session, merge_id: int, *, reason: str, actor: Actor, now: datetime) -> int:
    """Part two records again and give the id of the one that comes back.

    Raises DomainError without a reason; Blocked while a later merge into the same person stands; NotFound.
    """
    merge = load_merge(session, merge_id, scope=actor.scope)
    plan = undo_plan(session, merge_id, scope=actor.scope)
    reason = clean(reason)
    if not reason:
        raise DomainError(message(N_("Say why they are parted again")), field="reason")
    settle(plan.findings, None)
    here, there = session.get_one(Resident, merge.into_id), session.get_one(Resident, merge.merged_id)
    _move_back(session, merge, plan)
    _forget_centres(session, merge)
    _put_fields_back(session, merge, plan, here, now=now)
    reopen(session, merge.moved.get("closed_tasks", ()))
    merge.undone_at, merge.undone_by, merge.undone_reason = now, actor.label, reason
    here.version += 1
    there.version += 1
    session.flush()
    refresh_keys(session, here)
    refresh_keys(session, there)
    about, other = subject_of(here), subject_of(there)
    record("resident.merge-undone", actor=actor, at=now, about=about, reason=reason, details={"merged": other.label})
    record("resident.came-back", actor=actor, at=now, about=other, reason=reason, details={"into": about.label})
    return there.id


def _move_back(session: Session, merge: ResidentMerge, plan: UndoPlan) -> None:
    for rows in plan.rows:
        for row_id in rows.back:
            setattr(session.get_one(rows.hanging.model, row_id), rows.hanging.column, merge.merged_id)
    session.flush()
    stays = select(Admission.id).where(Admission.resident_id == merge.merged_id)
    moves = select(Movement.id).where(Movement.admission_id.in_(stays))
    # What has been owed since about a stay that goes back is owed about the person it goes back to.
    owed = select(Task).where(
        Task.resident_id == merge.into_id, Task.subject_kind == "movement", Task.subject_id.in_(moves)
    )
    for task in session.scalars(owed):
        task.resident_id = merge.merged_id
    session.flush()


def _forget_centres(session: Session, merge: ResidentMerge) -> None:
    """Centres that knew the survivor only by the merge know them no more, unless they have a stay there since."""
    with_stay = set(
        session.scalars(select(Admission.facility_id).where(Admission.resident_id == merge.into_id).distinct())
    )
    for facility_id in set(merge.moved.get("facilities", ())) - with_stay:
        known = session.get(ResidentFacility, (merge.into_id, facility_id))
        if known is not None:
            session.delete(known)
    session.flush()


def _put_fields_back(session: Session, merge: ResidentMerge, plan: UndoPlan, here: Resident, *, now: datetime) -> None:
    for field in plan.fields:
        put_field(here, field.name, field.before)
    before, after = merge.moved.get("commune_code", (here.commune_code, here.commune_code))
    if here.commune_code == after:
        here.commune_code = before
    alias_id = merge.moved.get("alias")
    alias = session.get(Alias, alias_id) if alias_id is not None else None
    if alias is not None and alias.withdrawn_at is None:
        alias.withdrawn_at = now
    session.flush()
    if any(field.name == "full_name" for field in plan.fields):
        call_again(session, {int(task_id): label for task_id, label in merge.moved.get("labels", {}).items()})
