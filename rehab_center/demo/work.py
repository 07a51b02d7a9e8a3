"""Work and classes of the invented centre, as its offices would keep them: assigned by the month, marked in the week.

Everything goes through the services with their rules: nobody works before the third stage or without a clearance,
nobody is in two places, and who is away by a movement rests by it. From a first day on until the story's end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.activities.kinds import ActivityKind, ClearanceNeed
from rehab_center.activities.services.calendar import add_holidays
from rehab_center.activities.services.programmes import create_activity
from rehab_center.activities.services.sessions import make_sessions
from rehab_center.activities.services.timetable import add_slots
from rehab_center.admissions.rules.movements import PRESENT_STATES
from rehab_center.assignments.kinds import Asker, EndReason, OverrideReason, Standing
from rehab_center.assignments.queries import Assigned, assigned
from rehab_center.assignments.rules.facts import Plan
from rehab_center.assignments.rules.roster import Wanted
from rehab_center.assignments.services import assign
from rehab_center.assignments.services.assigning import OverrideFacts
from rehab_center.assignments.services.changing import end
from rehab_center.assignments.services.wishing import WishFacts, ask
from rehab_center.dates import add_months
from rehab_center.demo.programmes import KITCHEN, Offer, cohorts, days_off, lasting
from rehab_center.demo.stages import unwritten
from rehab_center.documents.kinds import DocumentKind
from rehab_center.documents.rules import DocumentFacts
from rehab_center.health.kinds import Clearance
from rehab_center.health.queries import clearances_on
from rehab_center.health.rules import ClearanceFacts
from rehab_center.health.services import clear_for_work
from rehab_center.permissions import EVERYWHERE, Actor, Scope
from rehab_center.residents.kinds import Sex
from rehab_center.stages.kinds import Stage
from rehab_center.stages.queries import BoardRow, board, lengths_on
from rehab_center.stages.rules.old_book import BookLine
from rehab_center.stages.services import key_old_book

TRAINER = Actor(name="daynghe", label="Đỗ Dạy Nghề", origin="demo")
HEAD = Actor(name="demo-giamdoc", label="Vũ Trưởng Cơ Sở", origin="demo")
DOCTOR = Actor(name="demo-yte", label="Bùi Thị Y Tế", origin="demo")

_WHY = "Theo danh sách của phòng dạy nghề, lao động"
_OLD_BOOK = "Theo sổ theo dõi giai đoạn cai nghiện (sổ giấy)"
_AHEAD, _NOTICE = 42, timedelta(days=50)
_CLEARED_FOR = timedelta(days=100)
"""A clearance that ends sooner is renewed before somebody is assigned."""
_SIGNED_BEFORE, _SIGNED_FOR = (timedelta(days=10), timedelta(days=40), timedelta(days=200)), timedelta(days=20)
"""How long before the end the director signs, and for how long."""
_WISHES = 9
_ENDS = (
    (EndReason.ASKED, None),
    (EndReason.REFUSED, None),
    (EndReason.CONDUCT, "Nhiều lần tự ý bỏ vị trí, đã nhắc nhở hai lần"),
    (EndReason.ILL, None),
)

Happening = Callable[[Session, datetime], object]


@dataclass
class Works:
    """The programmes that were set up, by their ids."""

    facility_id: int
    first: date
    until: date
    offers: dict[int, Offer] = field(default_factory=dict)

    @property
    def scope(self) -> Scope:
        """The centre's people."""
        return Scope(frozenset({self.facility_id}))

    def days(self) -> Iterator[tuple[date, Happening]]:
        """What is set up and planned, and when."""
        yield self.first, self._begin
        for offer in cohorts(self.first, self.until):
            yield max(self.first, offer.facts.begins_on - timedelta(days=7)), _opens(self, offer)
        for year in range(self.first.year + 1, self.until.year + 2):
            if self.first < (told := date(year - 1, 12, 10)) <= self.until:
                yield told, _tells(self, year)
        for day in _firsts(self.first, self.until):
            yield day, self._plan_month
        for day in (self.until - before for before in _SIGNED_BEFORE):
            if day > self.first:
                yield day, self._let_stand
        yield self.until, self._leave_wishes

    # --- setting up ---------------------------------------------------------------------------------------------------

    def _begin(self, session: Session, now: datetime) -> None:
        self.tell_days_off(session, self.first.year, now)
        for offer in lasting(self.first):
            self.open(session, offer, now)

    def tell_days_off(self, session: Session, year: int, now: datetime) -> None:
        """Enter the notice of a year; nothing where none is known, and none of its days that are past."""
        days = [one for one in days_off(year, self.facility_id) if one.on > clock.day_of(now)]
        if days:
            issued_on = min(clock.day_of(now), date(year - 1, 12, 5))
            paper = DocumentFacts(DocumentKind.NOTICE, f"{year}/TB-CAT (hư cấu)", issued_on, "Công an tỉnh")
            add_holidays(session, days, paper=paper, actor=TRAINER, now=now)

    def open(self, session: Session, offer: Offer, now: datetime) -> int:
        """Set a programme up with its times, by which its sessions are made; gives its id."""
        activity_id = create_activity(session, self.facility_id, facts=offer.facts, actor=TRAINER, now=now)
        add_slots(session, activity_id, slots=offer.slots, actor=TRAINER, now=now)
        self.offers[activity_id] = offer
        return activity_id

    # --- by the month -------------------------------------------------------------------------------------------------

    def _plan_month(self, session: Session, now: datetime) -> None:
        """Make the sessions to come, renew what the medical post allows, fill the places that are free."""
        today = clock.day_of(now)
        until = today + timedelta(days=_AHEAD)
        make_sessions(session, self.facility_id, until, since=today, actor=TRAINER, now=now)
        held = list(assigned(session, today, scope=self.scope))
        self._end_some(session, held, now)
        self._fill(session, held, now)

    def take_in(self, session: Session, offer: Offer, now: datetime) -> None:
        """Set a course up and fill it."""
        activity_id = self.open(session, offer, now)
        self._fill(session, list(assigned(session, clock.day_of(now), scope=self.scope)), now, only=activity_id)

    def _fill(self, session: Session, held: list[Assigned], now: datetime, *, only: int | None = None) -> None:
        """Assign to the free places, of one programme or of all."""
        today = clock.day_of(now)
        ready = self._ready(session, now)
        wishes = list(_Filling(self, held, ready, today).wishes(only))
        self._clear(session, {one.stay_id for one in wishes}, {one.stay_id for one in held}, now)
        if wishes:
            assign(session, wishes, decided=True, why=_WHY, leave_out=True, actor=TRAINER, now=now)

    def _end_some(self, session: Session, held: list[Assigned], now: datetime) -> None:
        """One or two of a month go for a reason of their own."""
        random = Random(f"{now:%Y%m}")
        working = [one for one in held if one.kind is ActivityKind.LABOUR and one.standing is Standing.ACTIVE]
        for one in random.sample(working, min(2, len(working) // 20)):
            reason, words = random.choice(_ENDS)
            held.remove(one)
            end(session, {one.id: one.version}, last_on=clock.day_of(now), reason=reason, note_text=words,
                actor=HEAD, now=now)  # fmt: skip

    def _ready(self, session: Session, now: datetime) -> list[tuple[BoardRow, Stage]]:
        """Who has reached the third stage, and gets on with people: their book is keyed up to this day."""
        today = clock.day_of(now)
        lengths = lengths_on(session, today)
        ready: list[tuple[BoardRow, Stage]] = []
        lines: list[BookLine] = []
        for row in board(session, scope=self.scope, as_of=today).rows:
            if row.here.state not in PRESENT_STATES:
                continue
            written = unwritten(row, lengths, today)
            reached = [*(line[1] for line in written), *(change.stage for change in row.book.changes)]
            last = max(reached, key=lambda one: one.place, default=Stage.INTAKE)
            if last.place < Stage.EDUCATION.place or Random(row.stay_id).random() > 0.85:
                continue
            ready.append((row, last))
            lines += [BookLine(0, "", row.here.file_code, stage, beside, day) for _row, stage, beside, day in written]
        if lines:
            key_old_book(session, self.facility_id, lines, why=_OLD_BOOK, actor=TRAINER, now=now)
        return ready

    def _clear(self, session: Session, coming: set[int], working: set[int], now: datetime) -> None:
        """Those who come, and those whose clearance runs out, are looked at by the medical post."""
        today = clock.day_of(now)
        wanted = coming | working
        known = clearances_on(session, wanted, day=today, scope=EVERYWHERE)
        for stay_id in sorted(wanted):
            line = known.get(stay_id)
            least = _CLEARED_FOR if stay_id in coming else timedelta(days=35)
            if line is not None and line.facts.until_on >= today + least:
                continue
            kind = Clearance.ALL if Random(stay_id + 1).random() < 0.93 else Clearance.NO_HEAVY
            facts = ClearanceFacts(kind, today, add_months(today, 6))
            clear_for_work(session, stay_id, facts=facts, actor=DOCTOR, now=now)

    def _let_stand(self, session: Session, now: datetime) -> None:
        """The director lets somebody into the kitchen who is not as far as it asks, for some days."""
        today = clock.day_of(now)
        (kitchen,) = [key for key, offer in self.offers.items() if offer.facts.name == KITCHEN]
        held = assigned(session, today, scope=self.scope)
        early = [
            row.stay_id
            for row, stage in self._ready(session, now)
            if stage is Stage.EDUCATION and row.here.sex is Sex.MALE and not _works(held, row.stay_id)
        ][:1]
        self._clear(session, set(early), set(), now)
        words = "Bếp phục vụ đợt kiểm tra của tỉnh, có cán bộ trông coi suốt buổi"
        facts = OverrideFacts(OverrideReason.URGENT_WORK, words, today + _SIGNED_FOR)
        plan = Plan(today + timedelta(days=1), today + _SIGNED_FOR)
        wishes = [Wanted(one, kitchen, plan) for one in early]
        assign(session, wishes, decided=True, why=_WHY, override=facts, leave_out=True, actor=HEAD, now=now)

    def _leave_wishes(self, session: Session, now: datetime) -> None:
        """Some wait for a place."""
        today = clock.day_of(now)
        held = assigned(session, today, scope=self.scope)
        rows = [row for row in board(session, scope=self.scope, as_of=today).rows if not _works(held, row.stay_id)]
        shops = [key for key, offer in self.offers.items() if offer.kind is ActivityKind.LABOUR]
        for number, row in enumerate(rows[:: max(1, len(rows) // _WISHES)][:_WISHES]):
            asked_on = max(row.here.admitted_on, today - timedelta(days=3 * number + 1))
            shop = shops[number % len(shops)] if number % 3 else None
            facts = WishFacts(
                asked_on,
                list(Asker)[number % 3],
                activity_id=shop,
                kind=None if shop else ActivityKind.VOCATIONAL,
                trade=None if shop else "Sửa chữa điện dân dụng",
            )
            ask(session, row.stay_id, facts=facts, actor=TRAINER, now=now)


class _Filling:
    """Chooses for the free places of a month: a workshop for who has none, a class beside it, a course that begins."""

    def __init__(self, works: Works, held: list[Assigned], ready: list[tuple[BoardRow, Stage]], today: date) -> None:
        self.works = works
        self.today = today
        self.first = today + timedelta(days=1)
        self.ready = ready
        self.inside: dict[int, set[int]] = {key: set() for key in works.offers}
        self.holds: dict[int, set[ActivityKind]] = {}
        for one in held:
            if one.is_open and one.activity_id in self.inside:
                self._put(one.stay_id, one.activity_id)

    def _put(self, stay_id: int, activity_id: int) -> None:
        self.inside[activity_id].add(stay_id)
        self.holds.setdefault(stay_id, set()).add(self.works.offers[activity_id].kind)

    def wishes(self, only: int | None) -> Iterator[Wanted]:
        """Everybody who is to begin, with the last day where it is known."""
        for activity_id, offer in self.works.offers.items():
            if only not in (None, activity_id):
                continue
            begins = max(self.first, offer.facts.begins_on)
            if self._is_over(offer) or begins > self.today + timedelta(days=32):
                continue
            free = offer.wanted - len(self.inside[activity_id])
            for row in self._who(offer)[: max(0, free)]:
                self._put(row.stay_id, activity_id)
                last = begins + timedelta(days=offer.lasts) if offer.lasts else None
                yield Wanted(row.stay_id, activity_id, Plan(begins, last))

    def _is_over(self, offer: Offer) -> bool:
        """A course takes people at its beginning."""
        begun = offer.facts.begins_on + timedelta(days=20)
        return offer.kind is ActivityKind.VOCATIONAL and self.today > begun

    def _who(self, offer: Offer) -> list[BoardRow]:
        sex = offer.facts.sex
        ends_on = offer.facts.ends_on or self.today + timedelta(days=60)
        return [
            row
            for row, stage in self.ready
            if stage.place + 1 >= (offer.facts.min_stage or 0)
            and offer.kind not in self.holds.get(row.stay_id, ())
            and (sex is None or row.here.sex is sex)
            and (row.here.term_end_on is None or row.here.term_end_on > ends_on)
            and (offer.facts.clearance is not ClearanceNeed.WORK or Random(row.stay_id + 1).random() < 0.93)
        ]


def _opens(works: Works, offer: Offer) -> Happening:
    return lambda session, now: works.take_in(session, offer, now)


def _tells(works: Works, year: int) -> Happening:
    return lambda session, now: works.tell_days_off(session, year, now)


def _works(held: tuple[Assigned, ...], stay_id: int) -> bool:
    return any(one.stay_id == stay_id and one.kind is ActivityKind.LABOUR for one in held)


def _firsts(first: date, until: date) -> Iterator[date]:
    """The day after the first, and every first of a month before the end."""
    yield first
    day = add_months(first.replace(day=1), 1)
    while day < until:
        yield day
        day = add_months(day, 1)
