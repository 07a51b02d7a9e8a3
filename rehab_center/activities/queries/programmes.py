"""Programmes with their slots."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from rehab_center.activities.kinds import ActivityKind, ClearanceNeed, CourseLevel, ProgrammeState, Subject
from rehab_center.activities.models import Activity, WeeklySlot
from rehab_center.activities.rules.facts import ActivityFacts
from rehab_center.activities.rules.slots import Slot, minutes_in_week, overlap
from rehab_center.admissions.queries.ledger import chunks
from rehab_center.errors import NotFound
from rehab_center.names import fold
from rehab_center.permissions import Scope
from rehab_center.residents.kinds import Sex
from rehab_center.words import N_, message


@dataclass(frozen=True)
class Programme:
    """A programme: what it is, its slots (those that are over too), its contract, when it was closed and why."""

    id: int
    facility_id: int
    facts: ActivityFacts
    slots: tuple[Slot, ...]
    document_id: int | None
    closed_on: date | None
    closed_reason: str | None
    version: int

    @property
    def name(self) -> str:
        """What it is called."""
        return self.facts.name

    @property
    def kind(self) -> ActivityKind:
        """Labour, course or class."""
        return self.facts.kind

    @property
    def last_on(self) -> date | None:
        """The last day on which it is held; None: for now."""
        return self.closed_on or self.facts.ends_on

    def runs_on(self, day: date) -> bool:
        """Whether it goes on that day."""
        return self.facts.begins_on <= day and (self.last_on is None or day <= self.last_on)

    def state_on(self, day: date) -> ProgrammeState:
        """How it stands that day."""
        if self.closed_on is not None and self.closed_on < day:
            return ProgrammeState.CLOSED
        if day < self.facts.begins_on:
            return ProgrammeState.COMING
        return ProgrammeState.RUNNING if self.runs_on(day) else ProgrammeState.OVER

    def slots_on(self, day: date) -> tuple[Slot, ...]:
        """The slots that hold on a day or after it."""
        return tuple(
            slot
            for slot in self.slots
            if slot.valid_until is None or (slot.valid_until >= day and slot.valid_until >= slot.valid_from)
        )


def load_activity(session: Session, activity_id: int, *, scope: Scope) -> Activity:
    """The row itself. Raises NotFound, for a stranger too."""
    row = session.get(Activity, activity_id)
    if row is None or not scope.covers(row.facility_id):
        raise NotFound(message(N_("There is no such programme")))
    return row


def activity(session: Session, activity_id: int, scope: Scope) -> Programme:
    """One programme with its slots. Raises NotFound, for a stranger too."""
    return _programmes(session, [load_activity(session, activity_id, scope=scope)])[0]


def programmes_of(session: Session, activity_ids: Collection[int], *, scope: Scope) -> dict[int, Programme]:
    """These programmes by id; those out of reach are not in it."""
    rows = [
        row
        for some in chunks(activity_ids)
        for row in session.scalars(select(Activity).where(Activity.id.in_(some)))
        if scope.covers(row.facility_id)
    ]
    return {one.id: one for one in _programmes(session, rows)}


def activities_on(session: Session, day: date, *, scope: Scope) -> tuple[Programme, ...]:
    """Every programme that goes on that day, by kind and name, with its slots: two statements."""
    query = select(Activity).where(
        Activity.begins_on <= day,
        or_(Activity.ends_on.is_(None), Activity.ends_on >= day),
        or_(Activity.closed_on.is_(None), Activity.closed_on >= day),
    )
    if scope.facility_ids is not None:
        query = query.where(Activity.facility_id.in_(scope.facility_ids))
    order = list(ActivityKind)
    found = _programmes(session, session.scalars(query).all())
    return tuple(sorted(found, key=lambda one: (order.index(one.kind), fold(one.name), one.id)))


def programmes(session: Session, *, scope: Scope) -> tuple[Programme, ...]:
    """Every programme there is or was, in the order of their beginning: two statements."""
    query = select(Activity).order_by(Activity.begins_on, Activity.id)
    if scope.facility_ids is not None:
        query = query.where(Activity.facility_id.in_(scope.facility_ids))
    return tuple(_programmes(session, session.scalars(query).all()))


def slots_of(session: Session, activity_ids: Collection[int]) -> dict[int, tuple[Slot, ...]]:
    """The slots of these programmes, by programme, in the order of the week. The caller has checked the reach."""
    found: dict[int, list[Slot]] = defaultdict(list)
    for some in chunks(activity_ids):
        query = select(WeeklySlot).where(WeeklySlot.activity_id.in_(some))
        for row in session.scalars(query.order_by(WeeklySlot.weekday, WeeklySlot.begins, WeeklySlot.id)):
            found[row.activity_id].append(slot_of(row))
    return {activity_id: tuple(slots) for activity_id, slots in found.items()}


def slot_page(session: Session, slot_id: int, *, scope: Scope) -> tuple[Programme, Slot]:
    """A slot with its programme. Raises NotFound, for a stranger too."""
    row = session.get(WeeklySlot, slot_id)
    if row is None:
        raise NotFound(message(N_("There is no such weekly time")))
    return activity(session, row.activity_id, scope), slot_of(row)


def weekly_minutes(programmes: Iterable[Programme], monday: date) -> dict[int, int]:
    """By programme: how long it meets in the week that begins on ``monday``, holidays not taken off.

    A week before its first day or after its last has none.
    """
    return {one.id: minutes_in_week(_within(one), monday) for one in programmes}


def sharing_its_place(session: Session, one: Programme, *, today: date) -> tuple[Programme, ...]:
    """Programmes of its centre that have the same place at the same time on some day from today on, by name.

    Two statements. Nobody is stopped by it: a hall may hold two classes.
    """
    place = fold(one.facts.place or "")
    if not place:
        return ()
    mine = tuple(_within(one, today))
    query = select(Activity).where(
        Activity.facility_id == one.facility_id,
        Activity.id != one.id,
        or_(Activity.ends_on.is_(None), Activity.ends_on >= today),
        or_(Activity.closed_on.is_(None), Activity.closed_on >= today),
    )
    rows = [row for row in session.scalars(query) if fold(row.place or "") == place]
    found = (other for other in _programmes(session, rows) if overlap(mine, _within(other, today)))
    return tuple(sorted(found, key=lambda other: (fold(other.name), other.id)))


def _within(one: Programme, first: date = date.min) -> Iterable[Slot]:
    """Its slots, none before its own first day and ``first``, none after its last."""
    for slot in one.slots:
        begins = max(slot.valid_from, one.facts.begins_on, first)
        until = min((day for day in (slot.valid_until, one.last_on) if day), default=None)
        if until is None or begins <= until:
            yield replace(slot, valid_from=begins, valid_until=until)


def slot_of(row: WeeklySlot) -> Slot:
    """A slot as the rules see it."""
    return Slot(
        row.weekday,
        row.begins,
        row.ends,
        row.valid_from,
        row.valid_until,
        row.every_weeks,
        row.week_offset,
        row.id,
        row.activity_id,
    )


def facts_of(row: Activity) -> ActivityFacts:
    """What a programme is, as the rules see it."""
    return ActivityFacts(
        kind=ActivityKind(row.kind),
        name=row.name,
        capacity=row.capacity,
        begins_on=row.begins_on,
        ends_on=row.ends_on,
        place=row.place,
        organiser=row.organiser,
        employer=row.employer,
        min_stage=row.min_stage,
        clearance=ClearanceNeed(row.clearance) if row.clearance else None,
        sex=Sex(row.sex) if row.sex else None,
        min_age=row.min_age,
        max_age=row.max_age,
        hazardous=row.hazardous,
        trade=row.trade,
        level=CourseLevel(row.level) if row.level else None,
        provider=row.provider,
        licence=row.licence,
        course_hours=row.course_hours,
        certificate=row.certificate,
        subject=Subject(row.subject) if row.subject else None,
        note=row.note,
    )


def _programmes(session: Session, rows: Sequence[Activity]) -> list[Programme]:
    slots = slots_of(session, [row.id for row in rows])
    return [
        Programme(
            row.id,
            row.facility_id,
            facts_of(row),
            slots.get(row.id, ()),
            row.document_id,
            row.closed_on,
            row.closed_reason,
            row.version,
        )
        for row in rows
    ]
