"""Everything the rules ask about some people and some programmes, in a number of statements that does not grow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.activities import queries as activities
from rehab_center.activities.kinds import ActivityKind, ClearanceNeed, Subject
from rehab_center.activities.models import Activity, ActivitySession
from rehab_center.activities.rules import days_between, monday_of
from rehab_center.admissions.models import Admission
from rehab_center.admissions.queries.ledger import chunks
from rehab_center.admissions.rules.movements import AFTER, CARE_STATES, PRESENT_STATES, MovementKind, State
from rehab_center.assignments.kinds import REMOVALS, Standing
from rehab_center.assignments.models import Assignment
from rehab_center.assignments.queries.assigned import Assigned, assigned
from rehab_center.assignments.rules.facts import Cleared, Held, Person, Practice, Programme, Removal, Turn
from rehab_center.assignments.rules.limits import ADULT
from rehab_center.assignments.rules.roster import Member, Roster
from rehab_center.assignments.rules.schooling import has_finished_school
from rehab_center.errors import NotFound
from rehab_center.headcount import ledger
from rehab_center.health.queries import clearances_on
from rehab_center.permissions import Scope
from rehab_center.placements.queries.pairs import apart_from
from rehab_center.policies.queries import in_force, whole_on
from rehab_center.policies.rules import PolicyKind
from rehab_center.residents.kinds import BirthPrecision, Sex
from rehab_center.residents.models import Resident
from rehab_center.residents.rules.births import PartialBirth, YearOnlyRule, counted_birthday
from rehab_center.stages.queries import stages_on
from rehab_center.words import N_, message

_SCHOOL = frozenset({Subject.LITERACY, Subject.SCHOOLING})
_LONGEST_COURSE = timedelta(days=3 * 366)
_AHEAD = timedelta(days=400)


@dataclass(frozen=True)
class _Known:
    member: Member
    state: State
    person: Person


def practice_on(session: Session, day: date) -> Practice:
    """The centre's conventions of a day."""
    return Practice(whole_on(session, PolicyKind.HEALTH_REMIND_DAYS, day))


def roster(
    session: Session,
    stay_ids: Collection[int],
    activity_ids: Collection[int],
    *,
    today: date,
    scope: Scope,
    lines: Sequence[Assigned] | None = None,
) -> Roster:
    """What the rules look at for these stays and programmes, as of today; only what is decided counts as held.

    ``lines``: what is open of these stays and programmes or was held this week, where it is read already. Raises
    NotFound for a stay or programme out of reach.
    """
    known = _people(session, stay_ids, today, scope)
    if lines is None:
        running = assigned(session, today, scope=scope, stay_ids=stay_ids, over=True) if stay_ids else ()
        beside = assigned(session, today, scope=scope, activity_ids=activity_ids) if activity_ids else ()
    else:
        running = tuple(one for one in lines if one.stay_id in stay_ids)
        beside = tuple(one for one in lines if one.activity_id in activity_ids)
    wanted = {*activity_ids, *(one.activity_id for one in running)}
    programmes = rule_programmes(session, wanted, today=today, scope=scope)
    if set(activity_ids) - set(programmes):
        raise NotFound(message(N_("There is no such programme")))
    inside: dict[int, dict[int, str]] = defaultdict(dict)
    for one in beside:
        if one.holds_place:
            inside[one.activity_id][one.resident_id] = one.full_name
    facilities = {one.member.facility_id for one in known.values()}
    off: set[date] = set()
    for facility_id in facilities:
        off |= set(activities.holidays_between(session, facility_id, today - timedelta(days=31), today + _AHEAD))
    return Roster(
        today=today,
        practice=practice_on(session, today),
        holidays=frozenset(off),
        people={stay_id: one.person for stay_id, one in known.items()},
        members=_with_pairs(session, known),
        programmes=programmes,
        inside=dict(inside),
        held=_held(running, programmes),
        removals=_removals(session, stay_ids) if lines is not None else _removed(running),
        proposed={(one.stay_id, one.activity_id): one.id for one in running if one.standing is Standing.PROPOSED},
    )


def _held(running: Iterable[Assigned], programmes: dict[int, Programme]) -> dict[int, dict[int, Held]]:
    held: dict[int, dict[int, Held]] = defaultdict(dict)
    for one in running:
        dates = one.dates
        if dates.decided_on is None or (dates.ends_on is not None and dates.ends_on < dates.starts_on):
            continue
        held[one.stay_id][one.id] = Held(programmes[one.activity_id], dates.starts_on, dates.ends_on)
    return dict(held)


def _removals(session: Session, stay_ids: Collection[int]) -> dict[tuple[int, int], tuple[Removal, ...]]:
    """The same as :func:`_removed`, asked of the database: of what is over only this is needed."""
    found: dict[tuple[int, int], tuple[Removal, ...]] = {}
    for some in chunks(stay_ids):
        query = (
            select(Assignment.admission_id, Assignment.activity_id, Assignment.ends_on, Activity.name)
            .join(Activity, Activity.id == Assignment.activity_id)
            .where(Assignment.admission_id.in_(some), Assignment.end_reason.in_(sorted(REMOVALS)))
            .order_by(Assignment.starts_on, Assignment.id)
        )
        for stay_id, activity_id, on, name in session.execute(query):
            key = (stay_id, activity_id)
            found[key] = (*found.get(key, ()), *([Removal(on, name)] if on else []))
    return found


def _removed(running: Iterable[Assigned]) -> dict[tuple[int, int], tuple[Removal, ...]]:
    found: dict[tuple[int, int], tuple[Removal, ...]] = {}
    for one in running:
        if one.dates.end_reason in REMOVALS and one.dates.ends_on:
            key = (one.stay_id, one.activity_id)
            found[key] = (*found.get(key, ()), Removal(one.dates.ends_on, one.activity))
    return found


def _with_pairs(session: Session, known: dict[int, _Known]) -> dict[int, Member]:
    found: dict[int, Member] = {}
    by_centre: dict[int, dict[int, Member]] = defaultdict(dict)
    for stay_id, one in known.items():
        by_centre[one.member.facility_id][stay_id] = one.member
    for facility_id, members in by_centre.items():
        pairs = apart_from(session, facility_id, [one.resident_id for one in members.values()])
        found |= {stay_id: replace(one, apart=pairs.get(one.resident_id, {})) for stay_id, one in members.items()}
    return found


def _people(session: Session, stay_ids: Collection[int], today: date, scope: Scope) -> dict[int, _Known]:
    last = ledger.last_movements(today, None)
    rule = YearOnlyRule(in_force(session, PolicyKind.PARTIAL_BIRTH, today).value)
    stages = stages_on(session, stay_ids, today)
    cleared = clearances_on(session, stay_ids, day=today, scope=scope)
    found: dict[int, _Known] = {}
    for some in chunks(stay_ids):
        query = (
            select(Admission, Resident, last.c.kind)
            .join(Resident, Resident.id == Admission.resident_id)
            .outerjoin(last, last.c.admission_id == Admission.id)
            .where(Admission.id.in_(some), ledger.in_scope(scope))
        )
        for stay, resident, movement in session.execute(query):
            state = AFTER[MovementKind(movement)] if movement else State.NOT_ENTERED
            birthday = counted_birthday(PartialBirth(resident.birth_on, BirthPrecision(resident.birth_precision)), rule)
            stage = stages.get(stay.id)
            line = cleared.get(stay.id)
            person = Person(
                under_care=state in CARE_STATES,
                admitted_on=stay.admitted_on,
                lives_as=Sex(resident.placed_as or resident.sex),
                birthday=birthday,
                stage=max(one.place for one in stage.stages) + 1 if stage else None,
                cleared=Cleared(line.facts.clearance, line.facts.until_on) if line else None,
                term_end_on=stay.term_end_on,
                is_away=state not in PRESENT_STATES,
            )
            owes = person.is_below(ADULT, today) and not has_finished_school(resident.education)
            member = Member(resident.id, resident.full_name, stay.file_code, stay.facility_id)
            found[stay.id] = _Known(member, state, replace(person, owes_schooling=owes))
    if set(stay_ids) - set(found):
        raise NotFound(message(N_("There is no such stay")))
    return found


# --- programmes ------------------------------------------------------------------------------------------------------


def rule_programmes(
    session: Session, activity_ids: Collection[int], *, today: date, scope: Scope
) -> dict[int, Programme]:
    """Programmes as the rules see them, by id; those out of reach are not in it."""
    extras: dict[int, list[Turn]] = defaultdict(list)
    for some in chunks(activity_ids):
        query = select(ActivitySession).where(
            ActivitySession.activity_id.in_(some),
            ActivitySession.slot_id.is_(None),
            ActivitySession.state == "planned",
            ActivitySession.on >= monday_of(today) - timedelta(days=31),
        )
        for row in session.scalars(query):
            extras[row.activity_id].append(Turn(row.on, row.begins, row.ends))
    found = activities.programmes_of(session, activity_ids, scope=scope)
    return {number: rule_programme(one, tuple(extras[number])) for number, one in found.items()}


def rule_programme(one: activities.Programme, extras: tuple[Turn, ...] = ()) -> Programme:
    """A programme as the rules see it."""
    facts = one.facts
    return Programme(
        id=one.id,
        name=facts.name,
        kind=facts.kind,
        slots=one.slots,
        extras=extras,
        begins_on=facts.begins_on,
        ends_on=facts.ends_on,
        closed_on=one.closed_on,
        capacity=facts.capacity,
        min_stage=facts.min_stage,
        needs_work=facts.clearance is ClearanceNeed.WORK,
        needs_class=facts.clearance is ClearanceNeed.CLASS,
        sex=facts.sex,
        min_age=facts.min_age,
        max_age=facts.max_age,
        hazardous=facts.hazardous,
        lasts_until=_lasts_until(one, extras),
        is_schooling=facts.subject in _SCHOOL,
    )


def _lasts_until(one: activities.Programme, extras: tuple[Turn, ...]) -> date | None:
    """The day by which a course has given its hours: its times are added up from its first day on."""
    if one.facts.kind is not ActivityKind.VOCATIONAL or not one.facts.course_hours:
        return None
    begins = one.facts.begins_on
    times = [(turn.on, turn.minutes) for turn in extras if turn.on >= begins]
    for slot in one.slots:
        times += [(day, slot.minutes) for day in days_between(slot, begins, begins + _LONGEST_COURSE)]
    left = one.facts.course_hours * 60
    for day, minutes in sorted(times):
        left -= minutes
        if left <= 0:
            return day
    return None
