"""Adding weekly slots and ending them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.activities.models import WeeklySlot
from rehab_center.activities.queries.programmes import load_activity, slots_of
from rehab_center.activities.rules.facts import check_slot
from rehab_center.activities.rules.slots import Slot
from rehab_center.activities.services.following import follow, subject
from rehab_center.audit.recorder import record
from rehab_center.errors import Conflict, DomainError, NotFound
from rehab_center.permissions import Actor
from rehab_center.words import N_, message


def add_slot(session: Session, activity_id: int, *, slot: Slot, actor: Actor, now: datetime) -> int:
    """Let a programme meet at one further time of the week, as :func:`add_slots` does; gives the slot's id."""
    return add_slots(session, activity_id, slots=[slot], actor=actor, now=now)[0]


def add_slots(
    session: Session, activity_id: int, *, slots: Sequence[Slot], actor: Actor, now: datetime
) -> tuple[int, ...]:
    """Let a programme meet at further times of the week; its sessions from today on are made. Gives the slots' ids.

    Raises DomainError for a time that cannot be or meets another of its slots, Conflict for one closed, NotFound.
    """
    row = load_activity(session, activity_id, scope=actor.scope)
    if row.closed_on is not None:
        raise Conflict(message(N_("The programme is closed")))
    known = [one for one in slots_of(session, [row.id]).get(row.id, ()) if _holds(one)]
    added = []
    for slot in slots:
        check_slot(slot, known, begins_on=row.begins_on, ends_on=row.ends_on)
        known.append(slot)
        added.append(
            WeeklySlot(
                activity_id=row.id,
                weekday=slot.weekday,
                begins=slot.begins,
                ends=slot.ends,
                every_weeks=slot.every_weeks,
                week_offset=slot.week_offset,
                valid_from=slot.valid_from,
                valid_until=slot.valid_until,
            )
        )
    session.add_all(added)
    session.flush()
    follow(session, [row], now=now)
    record("activity.slot-added", actor=actor, at=now, about=subject(row))
    return tuple(one.id for one in added)


def end_slot(session: Session, slot_id: int, *, last_on: date, actor: Actor, now: datetime) -> None:
    """Let a slot end after ``last_on``; its sessions after that day are cancelled. One that has not begun never holds.

    Raises DomainError for a day before yesterday or after its end, NotFound.
    """
    slot = session.get(WeeklySlot, slot_id)
    if slot is None:
        raise NotFound(message(N_("There is no such weekly time")))
    row = load_activity(session, slot.activity_id, scope=actor.scope)
    yesterday = clock.day_of(now) - timedelta(days=1)
    if last_on < yesterday:
        raise DomainError(message(N_("It was held until yesterday: not before that day")), field="last_on")
    if slot.valid_until is not None and last_on >= slot.valid_until:
        raise DomainError(message(N_("It ends on %(day)s already"), day=slot.valid_until), field="last_on")
    slot.valid_until = max(last_on, slot.valid_from - timedelta(days=1))
    session.flush()
    follow(session, [row], now=now)
    record("activity.slot-ended", actor=actor, at=now, about=subject(row))


def _holds(slot: Slot) -> bool:
    return slot.valid_until is None or slot.valid_until >= slot.valid_from
