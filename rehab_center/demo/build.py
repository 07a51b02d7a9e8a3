"""Building the invented centre: the scenario applied day by day through the services, with the clock set back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.rules.movements import EXITS, MovementKind
from rehab_center.admissions.rules.regime import BY_COURT, StayKind
from rehab_center.admissions.services import MoveFacts, StayFacts, admit, record_movement
from rehab_center.audit.recorder import record
from rehab_center.capacity.rules import Indicator
from rehab_center.capacity.services import set_plan
from rehab_center.db import transaction
from rehab_center.demo.scenario import Move, Scenario, Stay
from rehab_center.documents.kinds import DocumentKind
from rehab_center.documents.rules import DocumentFacts
from rehab_center.organisation.services import certify_capacity, create_facility
from rehab_center.permissions import Actor
from rehab_center.residents.services import add_person

CODE = "CSCNMT-ND"
NAME = "Cơ sở Cai nghiện ma túy tỉnh Nam Định"
FOUNDED = date(2022, 6, 1)
BUILDER = Actor(name="demo", label="Trình dựng dữ liệu tập huấn", origin="demo")
_REASON = "Dữ liệu tập huấn"

#: Year, target, number and day of the decision.
PLANS = (
    (2022, 300, "1873/QĐ-UBND", date(2022, 6, 10)),
    (2023, 230, "2410/QĐ-UBND", date(2022, 12, 9)),
    (2024, 190, "2567/QĐ-UBND", date(2023, 12, 11)),
    (2025, 150, "2702/QĐ-UBND", date(2024, 12, 10)),
    (2025, 140, "1164/QĐ-UBND", date(2025, 6, 20)),
    (2026, 145, "2218/QĐ-UBND", date(2025, 12, 8)),
)
_CAPACITY = ((FOUNDED, 400, "356/QĐ-UBND ngày 20/05/2022"), (date(2024, 1, 1), 450, "2611/QĐ-UBND ngày 18/12/2023"))
_COURTS = ("TAND thành phố Nam Định", "TAND huyện Nam Trực", "TAND huyện Ý Yên", "TAND huyện Hải Hậu")
_NEW_COURTS = ("TAND khu vực 1 - Ninh Bình", "TAND khu vực 6 - Ninh Bình", "TAND khu vực 8 - Ninh Bình")
_NEW_COURTS_FROM = date(2025, 7, 1)

_PAPERS = {
    MovementKind.ESCAPED: (DocumentKind.ESCAPE_DECISION, "QĐTT-CSCN"),
    MovementKind.RETURNED: (DocumentKind.OTHER, "BB-CSCN"),
    MovementKind.TO_HOSPITAL: (DocumentKind.HOSPITAL, "GCV-CSCN"),
    MovementKind.ON_LEAVE: (DocumentKind.LEAVE, "QĐ-CSCN"),
    MovementKind.TAKEN_OUT: (DocumentKind.EXTRACTION, "LTX-CQĐT"),
    MovementKind.COMPLETED: (DocumentKind.CERTIFICATE, "GCN-CSCN"),
    MovementKind.REDUCED: (DocumentKind.REDUCTION, "QĐ-TA"),
    MovementKind.TRANSFERRED_OUT: (DocumentKind.TRANSFER, "QĐCCS-CA"),
    MovementKind.DIED: (DocumentKind.DEATH, "GBT-CSCN"),
    MovementKind.RELEASED: (DocumentKind.OTHER, "QĐ-UBND"),
}
_FOREIGN = {MovementKind.TAKEN_OUT, MovementKind.REDUCED, MovementKind.TRANSFERRED_OUT, MovementKind.RELEASED}

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class _Event:
    """One thing that happens: a stay begins (``move`` None) or moves."""

    on: date
    stay: int
    move: Move | None

    @property
    def order(self) -> tuple[date, bool, int]:
        """Departures of a day come before its arrivals, so that somebody may leave and come again."""
        return (self.on, self.move is None, self.stay)


def build(told: Scenario, *, today: date, progress: Progress) -> int:
    """Apply the whole history and give the centre's id. Each act is a transaction of its own, as on the day itself."""
    facility_id = _found()
    for plan in PLANS:
        _decide_plan(facility_id, *plan)
    builder = _Builder(facility_id, told)
    events = sorted(_events(told), key=lambda event: event.order)
    for done, event in enumerate(events, start=1):
        builder.apply(event)
        progress(done, len(events))
    return facility_id


def _events(told: Scenario) -> Iterator[_Event]:
    for number, stay in enumerate(told.stays):
        yield _Event(stay.admitted_on, number, None)
        for move in stay.moves:
            yield _Event(move.on, number, move)


def _found() -> int:
    with clock.set_to(clock.moment_of(FOUNDED, 8)), transaction() as session:
        now = clock.now()
        record("demo.clock_set", actor=BUILDER, at=now, details={"clock": f"{FOUNDED:%d/%m/%Y}"})
        facility_id = create_facility(session, code=CODE, name=NAME, actor=BUILDER, now=now)
        for valid_from, people, citation in _CAPACITY:
            certify_capacity(
                session, facility_id, valid_from=valid_from, people=people, citation=citation, actor=BUILDER, now=now
            )
    return facility_id


def _decide_plan(facility_id: int, year: int, target: int, number: str, decided_on: date) -> None:
    revised = decided_on.year == year and decided_on.month > 1 and year != FOUNDED.year
    with clock.set_to(clock.moment_of(decided_on, 10)), transaction() as session:
        set_plan(
            session,
            facility_id=facility_id,
            year=year,
            indicator=Indicator.NEW_COMPULSORY,
            target=target,
            document=DocumentFacts(
                DocumentKind.PLAN,
                number,
                issued_on=decided_on,
                issuer="UBND tỉnh Nam Định",
                facility_id=facility_id,
            ),
            valid_from=decided_on if revised else None,
            note="Điều chỉnh theo khả năng tiếp nhận" if revised else None,
            actor=BUILDER,
            now=clock.now(),
        )


class _Builder:
    """Knows the ids that the services gave out."""

    def __init__(self, facility_id: int, told: Scenario) -> None:
        self.facility_id = facility_id
        self.told = told
        self.people: dict[int, int] = {}
        self.stays: dict[int, int] = {}
        self.numbers: dict[tuple[str, int], int] = {}

    def apply(self, event: _Event) -> None:
        """Let one thing happen, at some hour of its day."""
        hour = 8 + event.stay % 9
        with clock.set_to(clock.moment_of(event.on, hour, event.stay % 60)), transaction() as session:
            now = clock.now()
            stay = self.told.stays[event.stay]
            if event.move is None:
                self.stays[event.stay] = admit(
                    session,
                    resident_id=self._person(session, stay.person, now),
                    facility_id=self.facility_id,
                    facts=self._stay_facts(stay, event.stay),
                    reason=_REASON,
                    actor=BUILDER,
                    now=now,
                )
            else:
                record_movement(
                    session,
                    self.stays[event.stay],
                    facts=self._move_facts(event.move),
                    reason=_REASON,
                    actor=BUILDER,
                    now=now,
                )

    def _person(self, session: Session, number: int, now: datetime) -> int:
        if number not in self.people:
            self.people[number] = add_person(
                session,
                facts=self.told.people[number],
                facility_id=self.facility_id,
                actor=BUILDER,
                now=now,
                reason=_REASON,
            )
        return self.people[number]

    def _stay_facts(self, stay: Stay, number: int) -> StayFacts:
        on = stay.admitted_on
        decided_on = on - timedelta(days=2 + number % 4)
        transfer = None
        if stay.entry is MovementKind.TRANSFERRED_IN:
            transfer = self._paper(DocumentKind.TRANSFER, "QĐCCS-SLĐTBXH", on, "Sở Lao động - Thương binh và Xã hội")
        return StayFacts(
            kind=stay.kind,
            admitted_on=on,
            months=stay.months,
            decision=self._decision(stay.kind, number, decided_on),
            decision_effective_on=decided_on if stay.kind in BY_COURT else None,
            entry=stay.entry,
            entry_paper=transfer,
            entry_time=f"{8 + number % 9:02d}:{number % 60:02d}",
        )

    def _decision(self, kind: StayKind, number: int, decided_on: date) -> DocumentFacts:
        if kind in BY_COURT:
            courts = _NEW_COURTS if decided_on >= _NEW_COURTS_FROM else _COURTS
            return self._paper(DocumentKind.DECISION, "QĐ-TA", decided_on, courts[number % len(courts)])
        sign = "ĐK-CSCN" if kind is StayKind.VOLUNTARY else "QĐ-UBND"
        issuer = NAME if kind is StayKind.VOLUNTARY else "UBND cấp xã"
        return self._paper(DocumentKind.DECISION, sign, decided_on, issuer)

    def _move_facts(self, move: Move) -> MoveFacts:
        document = None
        if move.paper and move.kind in _PAPERS:
            kind, sign = _PAPERS[move.kind]
            issuer = "Cơ quan có thẩm quyền" if move.kind in _FOREIGN else NAME
            document = self._paper(kind, sign, move.on, issuer)
        note = "Bàn giao giấy tờ, tư trang" if move.kind in EXITS else None
        return MoveFacts(move.kind, move.on, document=document, note=note)

    def _paper(self, kind: DocumentKind, sign: str, on: date, issuer: str) -> DocumentFacts:
        key = (sign, on.year)
        self.numbers[key] = self.numbers.get(key, 0) + 1
        return DocumentFacts(
            kind,
            f"{self.numbers[key]}/{sign}",
            issued_on=on,
            issuer=issuer,
            facility_id=self.facility_id,
        )
