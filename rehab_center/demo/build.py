"""Building the invented centre: the story applied day by day through the services, with the clock set back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from itertools import chain, groupby
from typing import TypeVar

from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.rules.movements import EXITS, MovementKind
from rehab_center.admissions.rules.regime import BY_COURT
from rehab_center.admissions.services import (
    MoveFacts,
    StayFacts,
    admit,
    convert_stay,
    record_movement,
    void_movement,
)
from rehab_center.audit.recorder import acts_together
from rehab_center.db import transaction
from rehab_center.demo.attendance import attended_days
from rehab_center.demo.care import Care, care_of
from rehab_center.demo.courses import concluded_days
from rehab_center.demo.files import copies_sent, done_on_paper, look_through
from rehab_center.demo.founding import BUILDER, found, plan_decisions, rename, set_one_plan
from rehab_center.demo.newcomers import note_newcomer
from rehab_center.demo.papers import Papers
from rehab_center.demo.pay import paid_days
from rehab_center.demo.places import DAYS, count_all, hand_over, settle_in
from rehab_center.demo.ratings import rating_days
from rehab_center.demo.stages import key_stages, plan_some, propose_some
from rehab_center.demo.story import Move, Stay, Story
from rehab_center.demo.work import Works
from rehab_center.documents.rules import DocumentFacts
from rehab_center.errors import ReasonNeeded
from rehab_center.organisation.provinces import MERGER
from rehab_center.permissions import EVERYWHERE
from rehab_center.residents.services import add_person
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.queries import of_subject
from rehab_center.tasks.services import record_document_received

_REDUCING = frozenset({MovementKind.REDUCED, MovementKind.TERM_REDUCED})
_REASON = "Theo hồ sơ; dữ liệu tập huấn"
_MISTAKE = "Ghi nhầm người"
_FIRST_HOUR, _MINUTES = 7, 9 * 60  # a working day
_A_MOMENT = timedelta(minutes=2)

T = TypeVar("T")
Progress = Callable[[int, int], None]
Happening = Callable[[Session, datetime], object]


@dataclass(frozen=True)
class _Event:
    """Something that happens on a day. ``order`` among the events of that day: departures come before arrivals."""

    on: date
    order: tuple[int, int]
    happens: Happening


_DECIDES, _LEAVES, _PAPER_COMES, _ENTERS, _RATES, _SLEEPS, _CARES, _STAGED, _WORKS = range(9)


def build(story: Story, *, until: date, progress: Progress, works_from: date | None = None) -> int:
    """Apply the whole story and give the centre's id. The log reads as though it had been written day by day.

    The acts of a month share one commit: a thousand people in seconds, not minutes. ``works_from``: the first day of
    work and classes, None for a story without them.
    """
    facility_id = found()
    told = [*_Builder(facility_id, story, until).events(until), *_work(facility_id, works_from, until)]
    events = sorted(told, key=lambda event: (event.on, event.order))
    done = 0
    for _month, some in groupby(events, key=lambda event: (event.on.year, event.on.month)):
        with transaction() as session, acts_together(session):
            for _day, day in groupby(some, key=lambda event: event.on):
                done += _apply(session, list(day))
        progress(done, len(events))
    return facility_id


def _apply(session: Session, events: list[_Event]) -> int:
    """Let the events of one day happen one after the other, over its working hours."""
    between = timedelta(minutes=_MINUTES) / (len(events) + 1)
    for number, event in enumerate(events, start=1):
        now = (clock.moment_of(event.on, _FIRST_HOUR) + number * between).replace(second=0, microsecond=0)
        with clock.set_to(now):
            event.happens(session, now)
    return len(events)


def _work(facility_id: int, first: date | None, until: date) -> Iterator[_Event]:
    if first is not None:
        works = Works(facility_id, first, until)
        days = chain(works.days(), attended_days(works), concluded_days(works), paid_days(works))
        for number, (day, act) in enumerate(days):
            yield _Event(day, (_WORKS, number), act)


class _Builder:
    """Knows the ids that the services gave out."""

    def __init__(self, facility_id: int, story: Story, until: date) -> None:
        self.facility_id = facility_id
        self.until = until
        self.story = story
        self.papers = Papers()
        self.people: dict[int, int] = {}
        self.reduced: set[int] = set()  # stays whose term a court will reduce
        self.stays: dict[int, int] = {}
        self.last_stay: dict[int, int] = {}  # of a person, by number

    def events(self, until: date) -> Iterator[_Event]:
        for number, plan in enumerate(plan_decisions(until)):
            yield _Event(
                plan.decided_on, (_DECIDES, number), partial(set_one_plan, facility_id=self.facility_id, plan=plan)
            )
        for number, (day, rates) in enumerate(rating_days(until, self.facility_id, self.reduced)):
            yield _Event(day, (_RATES, number), rates)
        yield _Event(MERGER, (_DECIDES, 0), partial(rename, facility_id=self.facility_id))
        yield from self._nights(until)
        for number, act in enumerate((key_stages, propose_some, plan_some)):
            yield _Event(until, (_STAGED, number), partial(act, facility_id=self.facility_id))
        for number, stay in enumerate(self.story.stays):
            yield _Event(stay.admitted_on, (_ENTERS, number), partial(self._enter, number, stay))
            yield from self._moves(number, stay, until)
            for day, writes in care_of(number, stay, until):
                yield _Event(day, (_CARES, number), partial(self._care, number, writes))

    def _nights(self, until: date) -> Iterator[_Event]:
        """Beds are given some days before the end; from then on everybody is counted."""
        centre = self.facility_id
        yield _Event(until - timedelta(days=DAYS), (_SLEEPS, 0), partial(settle_in, facility_id=centre))
        for ago in range(DAYS - 1, -1, -1):
            day = until - timedelta(days=ago)
            for number in (1, 2):
                counts = partial(count_all, facility_id=centre, one_missing=ago == 0 and number == 2)
                yield _Event(day, (_SLEEPS, number), counts)
            yield _Event(day, (_SLEEPS, 3), partial(hand_over, facility_id=centre, taken_over=ago > 0))

    def _moves(self, number: int, stay: Stay, until: date) -> Iterator[_Event]:
        for move in stay.moves:
            if move.kind is MovementKind.CONVERTED_OUT:
                continue  # the stay that follows does it
            due: list[int] = []  # the movement's id, once it is there
            yield _Event(move.on, (_LEAVES, number), partial(self._move, number, stay, move, due))
            if move.paper_after and move.paper_on and move.paper_on <= until:
                yield _Event(move.paper_on, (_PAPER_COMES, number), partial(self._receive, number, stay, move, due))

    # --- what happens -------------------------------------------------------------------------------------------

    def _enter(self, number: int, stay: Stay, session: Session, now: datetime) -> None:
        facts = self._stay_facts(number, stay, now)
        if stay.entry is MovementKind.CONVERTED_IN:
            begin = partial(convert_stay, session, self.last_stay[stay.person])
        else:
            resident_id = self._person(session, stay.person, now)
            begin = partial(admit, session, resident_id=resident_id, facility_id=self.facility_id)
        stay_id = _with_reason(lambda reason: begin(facts=facts, reason=reason, actor=BUILDER, now=now))
        self.stays[number] = self.last_stay[stay.person] = stay_id
        if any(move.kind in _REDUCING for move in stay.moves):
            self.reduced.add(stay_id)
        if stay.entry is not MovementKind.CONVERTED_IN:
            note_newcomer(session, stay_id, stay, self.story.people[stay.person], until=self.until, now=now)
        look_through(session, stay_id, number=number, until=self.until, now=now + _A_MOMENT)

    def _person(self, session: Session, number: int, now: datetime) -> int:
        if number not in self.people:
            facts = self.story.people[number]
            self.people[number] = _with_reason(
                lambda reason: add_person(
                    session, facts=facts, facility_id=self.facility_id, actor=BUILDER, now=now, reason=reason
                )
            )
        return self.people[number]

    def _stay_facts(self, number: int, stay: Stay, now: datetime) -> StayFacts:
        decided_on = stay.admitted_on - timedelta(days=2 + number % 4)
        who = self.story.people[stay.person]
        return StayFacts(
            kind=stay.kind,
            admitted_on=stay.admitted_on,
            months=stay.months,
            decision=self.papers.decision(stay.kind, decided_on, who, number),
            decision_effective_on=decided_on if stay.kind in BY_COURT else None,
            credit_days=stay.credit_days,
            times_treated=stay.times,
            entry=stay.entry,
            entry_paper=self.papers.movement(stay.entry, stay.admitted_on, who, number),
            entry_time=_time(now),
        )

    def _move(self, number: int, stay: Stay, move: Move, due: list[int], session: Session, now: datetime) -> None:
        document = None
        if move.paper_after == 0:
            document = self.papers.movement(move.kind, move.on, self.story.people[stay.person], number)
        facts = MoveFacts(
            move.kind,
            move.on,
            effective_time=_time(now - timedelta(minutes=20)),
            document=document,
            note="Bàn giao giấy tờ, tư trang" if move.kind in EXITS - {MovementKind.DIED} else None,
        )
        movement_id = _with_reason(
            lambda reason: record_movement(
                session, self.stays[number], facts=facts, reason=reason, actor=BUILDER, now=now
            )
        )
        due.append(movement_id)
        if move.kind is MovementKind.ESCAPED:
            self._settle(session, movement_id, TaskKind.COMMUNE_NOTICE, self.papers.notice(move.on), now + _A_MOMENT)
        if move.kind is MovementKind.COMPLETED:
            copies_sent(session, self.stays[number], movement_id, now=now + _A_MOMENT)
        if move.kind is MovementKind.RETURNED:
            done_on_paper(session, self.stays[number], now=now + _A_MOMENT)
        if move.mistaken:
            void_movement(session, movement_id, reason=_MISTAKE, actor=BUILDER, now=now + _A_MOMENT)

    def _care(self, number: int, writes: Care, session: Session, now: datetime) -> None:
        writes(self.stays[number], session, now)

    def _receive(self, number: int, stay: Stay, move: Move, due: list[int], session: Session, now: datetime) -> None:
        facts = self.papers.movement(move.kind, clock.day_of(now), self.story.people[stay.person], number)
        self._settle(session, due[0], None, facts, now)

    def _settle(
        self, session: Session, movement_id: int, kind: TaskKind | None, facts: DocumentFacts | None, now: datetime
    ) -> None:
        """The paper that was owed about a movement has come."""
        for task in of_subject(session, "movement", movement_id, scope=EVERYWHERE):
            if facts is not None and task.is_open and kind in (None, task.kind):
                record_document_received(
                    session,
                    task.id,
                    facts=replace(facts, facility_id=self.facility_id),
                    expected_version=task.version,
                    actor=BUILDER,
                    now=now,
                )


def _time(moment: datetime) -> str:
    return f"{moment.astimezone(clock.ZONE):%H:%M}"


def _with_reason(act: Callable[[str | None], T]) -> T:
    """Do it; where a rule warns, with a reason. A rule speaks before the first row is written."""
    try:
        return act(None)
    except ReasonNeeded:
        return act(_REASON)
