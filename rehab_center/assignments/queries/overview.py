"""Everybody under care with what they are assigned to: hours against the limit, and why somebody has nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from sqlalchemy.orm import Session

from rehab_center.admissions.rules.movements import State
from rehab_center.assignments.kinds import Standing
from rehab_center.assignments.queries.assigned import Assigned, assigned
from rehab_center.assignments.queries.roster import rule_programmes
from rehab_center.assignments.queries.wishes import WishLine, wish_lines
from rehab_center.assignments.rules.facts import Held, Person
from rehab_center.assignments.rules.hours import heaviest_week, hours
from rehab_center.assignments.rules.limits import limit_on
from rehab_center.assignments.rules.suitability import LABOUR_FROM
from rehab_center.headcount.queries import Here, people_here
from rehab_center.health.kinds import Clearance
from rehab_center.health.queries import clearances_on
from rehab_center.permissions import Scope
from rehab_center.policies.queries import in_force, whole_on
from rehab_center.policies.rules import PolicyKind
from rehab_center.residents.kinds import BirthPrecision
from rehab_center.residents.rules.births import PartialBirth, YearOnlyRule, counted_birthday
from rehab_center.stages.queries import stages_on


class Load(StrEnum):
    """How somebody's hours of labour stand to the limit; the order is that of harm."""

    OVER = "over"
    NEAR = "near"
    WITHIN = "within"
    NONE = "none"  # takes part in nothing


class WhyNone(StrEnum):
    """Why somebody takes part in nothing; the first that is so."""

    AWAY = "away"
    PROPOSED = "proposed"
    EARLY_STAGE = "early-stage"
    NO_CLEARANCE = "no-clearance"
    NOT_FIT = "not-fit"
    WAITS = "waits"
    NOT_YET = "not-yet"


@dataclass(frozen=True)
class PersonRow:
    """One stay under care. ``hours``: of the heaviest week from now on; ``most``: the limit that week."""

    here: Here
    open: tuple[Assigned, ...]
    wishes: tuple[WishLine, ...]
    hours: Decimal
    most: Decimal
    load: Load
    why_none: WhyNone | None

    @property
    def stay_id(self) -> int:
        """The stay."""
        return self.here.admission_id

    @property
    def taking_part(self) -> tuple[Assigned, ...]:
        """What is decided and not over."""
        return tuple(one for one in self.open if one.standing is not Standing.PROPOSED)


def overview(session: Session, *, today: date, scope: Scope) -> tuple[PersonRow, ...]:
    """Everybody under care, in the order of lists; the statements do not grow with the people."""
    here = people_here(session, as_of=today, scope=scope)
    stays = [one.admission_id for one in here]
    open_ones: dict[int, list[Assigned]] = defaultdict(list)
    for one in assigned(session, today, scope=scope):
        open_ones[one.stay_id].append(one)
    programmes = rule_programmes(
        session, {one.activity_id for some in open_ones.values() for one in some}, today=today, scope=scope
    )
    wishes: dict[int, list[WishLine]] = defaultdict(list)
    for wish in wish_lines(session, scope=scope):
        if wish.decision is None:
            wishes[wish.stay_id].append(wish)
    stages = stages_on(session, stays, today)
    cleared = clearances_on(session, stays, day=today, scope=scope)
    rule = YearOnlyRule(in_force(session, PolicyKind.PARTIAL_BIRTH, today).value)
    near = whole_on(session, PolicyKind.LIMIT_NEAR_PERCENT, today)
    weeks: dict[tuple[Held, ...], tuple[date, int]] = {}
    rows = []
    for who in here:
        mine = tuple(open_ones.get(who.admission_id, ()))
        held = tuple(
            Held(programmes[one.activity_id], max(one.dates.starts_on, today), one.dates.ends_on)
            for one in mine
            if one.standing is not Standing.PROPOSED
        )
        key = tuple(sorted(held, key=lambda one: one.programme.id))
        if key not in weeks:
            week = heaviest_week(key, today)
            weeks[key] = (week.monday, week.minutes)
        monday, minutes = weeks[key]
        birthday = counted_birthday(PartialBirth(who.birth_on, BirthPrecision(who.birth_precision)), rule)
        limit = limit_on(_person(who, birthday), monday).week
        stage, line = stages.get(who.admission_id), cleared.get(who.admission_id)
        asked = tuple(wishes.get(who.admission_id, ()))
        place = max(one.place for one in stage.stages) + 1 if stage else None
        valid = line.facts.clearance if line and line.facts.until_on >= today else None
        rows.append(
            PersonRow(
                who,
                mine,
                asked,
                hours(minutes),
                hours(limit),
                _load(held, minutes, limit, near),
                None if held else _why_none(who.state, mine, place, valid, asked),
            )
        )
    return tuple(rows)


def _load(held: Sequence[Held], minutes: int, limit: int, near: int) -> Load:
    if not held:
        return Load.NONE
    if minutes > limit:
        return Load.OVER
    return Load.NEAR if minutes * 100 >= limit * near else Load.WITHIN


def _why_none(
    state: State,
    mine: Sequence[Assigned],
    stage: int | None,
    clearance: Clearance | None,
    asked: Sequence[WishLine],
) -> WhyNone:
    found = (
        (WhyNone.AWAY, state is not State.PRESENT),
        (WhyNone.PROPOSED, bool(mine)),
        (WhyNone.EARLY_STAGE, stage is None or stage < LABOUR_FROM),
        (WhyNone.NO_CLEARANCE, clearance is None),
        (WhyNone.NOT_FIT, clearance is Clearance.NOTHING),
        (WhyNone.WAITS, bool(asked)),
    )
    return next((why for why, is_so in found if is_so), WhyNone.NOT_YET)


def _person(who: Here, birthday: date | None) -> Person:
    return Person(True, who.admitted_on, who.sex, birthday, None, None)
