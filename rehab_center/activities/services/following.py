"""What follows for the sessions from a programme, its slots and the holidays. Parts of larger acts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.activities.hooks import marked_of
from rehab_center.activities.kinds import OWN_REASONS, CancelReason, SessionState
from rehab_center.activities.models import Activity, ActivitySession
from rehab_center.activities.queries.calendar import holidays_between, made_until
from rehab_center.activities.queries.programmes import facts_of, slots_of
from rehab_center.activities.rules.planning import Span, planned_days, why_not
from rehab_center.activities.rules.slots import Slot
from rehab_center.admissions.queries.ledger import chunks
from rehab_center.audit.recorder import Subject


def subject(row: Activity) -> Subject:
    """A programme as the log names it."""
    return Subject("activity", row.id, row.name)


def span_of(row: Activity) -> Span:
    """From when to when it is held."""
    return Span(facts_of(row).kind, row.begins_on, row.closed_on or row.ends_on)


def follow(session: Session, rows: Iterable[Activity], *, now: datetime) -> int:
    """Bring the sessions of these programmes of one centre, from today on, to what follows from the plan.

    Those that no longer follow are cancelled, those that were cancelled for that and follow again are planned again,
    and those that are missing are made as far ahead as the policy says. Gives how many rows were touched.
    """
    found = {row.id: row for row in rows}
    if not found:
        return 0
    today = clock.day_of(now)
    there = _sessions(session, found, today)
    until = made_until(session, today)
    last = max([until, *(one.on for one in there)])
    off = holidays_between(session, next(iter(found.values())).facility_id, today, last)
    slots = slots_of(session, list(found))
    by_id = {slot.id: slot for some in slots.values() for slot in some}
    marked = marked_of(session, [one.id for one in there])
    touched = sum(
        _settle(one, span_of(found[one.activity_id]), by_id.get(one.slot_id), off)
        for one in there
        if one.id not in marked
    )
    made = missing_sessions(session, found.values(), slots, today, until, off)
    session.add_all(made)
    session.flush()
    return touched + len(made)


def missing_sessions(
    session: Session,
    rows: Iterable[Activity],
    slots: Mapping[int, tuple[Slot, ...]],
    first: date,
    last: date,
    off: Mapping[date, object],
) -> list[ActivitySession]:
    """The sessions from ``first`` to ``last`` that follow from the slots and are not there: one statement."""
    known = {
        (slot_id, day)
        for some in chunks([slot.id for own in slots.values() for slot in own if slot.id is not None])
        for slot_id, day in session.execute(
            select(ActivitySession.slot_id, ActivitySession.on).where(
                ActivitySession.slot_id.in_(some), ActivitySession.on.between(first, last)
            )
        )
    }
    return [
        ActivitySession(
            activity_id=row.id,
            slot_id=slot.id,
            on=day,
            begins=slot.begins,
            ends=slot.ends,
            state=SessionState.PLANNED,
        )
        for row in rows
        for slot, day in planned_days(span_of(row), slots.get(row.id, ()), first, last, off=off)
        if (slot.id, day) not in known
    ]


def _sessions(session: Session, found: Mapping[int, Activity], today: date) -> list[ActivitySession]:
    return [
        one
        for some in chunks(list(found))
        for one in session.scalars(
            select(ActivitySession).where(ActivitySession.activity_id.in_(some), ActivitySession.on >= today)
        )
    ]


def _settle(one: ActivitySession, span: Span, slot: Slot | None, off: Mapping[date, object]) -> int:
    why = why_not(span, slot, one.on, off=off)
    own = one.cancelled_reason is not None and CancelReason(one.cancelled_reason) in OWN_REASONS
    if one.state == SessionState.PLANNED and why is not None:
        one.state, one.cancelled_reason = SessionState.CANCELLED, why
    elif own and why is None:
        one.state, one.cancelled_reason, one.cancelled_note = SessionState.PLANNED, None, None
    elif own and one.cancelled_reason != why:
        one.cancelled_reason = why
    else:
        return 0
    return 1
