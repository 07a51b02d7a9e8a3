"""A delivery of twelve to test with: two seen before, one escapee, one refused, one without papers, one chuyển diện."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.admissions.services import handovers
from rehab_center.admissions.services.handovers import DecisionFacts, HandoverFacts, LineFacts
from rehab_center.audit.recorder import record
from rehab_center.clock import moment_of
from rehab_center.db import transaction
from rehab_center.residents.kinds import Sex
from rehab_center.residents.rules.births import born_on
from rehab_center.residents.rules.facts import PaperFacts
from rehab_center.tasks.kinds import DEEDS
from rehab_center.tasks.services import close_exceptions
from tests.admissions.stays import NOW, Centre, decision

DAY = date(2024, 6, 13)
TONIGHT = moment_of(DAY, 20, 40)
UNIT = "Công an huyện Vụ Bản"


def handover_facts(**others: Any) -> HandoverFacts:
    """A delivery at eight in the evening."""
    given: dict[str, Any] = {
        "delivered_on": DAY,
        "delivered_time": "20:00",
        "delivering_unit": UNIT,
        "deliverers": "Đại úy Trần Văn Giao",
        "receivers": "Lê Thị Nhận",
        "stated_count": 12,
    }
    return HandoverFacts(**(given | others))


def line_facts(full_name: str, **others: Any) -> LineFacts:
    """A man born on 02/03/1990 unless told otherwise."""
    return LineFacts(full_name, **({"sex": Sex.MALE, "birth": born_on(date(1990, 3, 2))} | others))


@dataclass(frozen=True)
class Gate:
    """Acts at the gate, each in a transaction of its own."""

    centre: Centre

    def open(self, **others: Any) -> int:
        """A handover."""
        with transaction() as session:
            return handovers.open_handover(
                session,
                facility_id=self.centre.facility_id,
                facts=handover_facts(**others),
                actor=self.centre.actor,
                now=TONIGHT,
            )

    def decide(self, handover_id: int, **others: Any) -> int:
        """A court's decision of 18 months."""
        given: dict[str, Any] = {"paper": decision(date(2024, 6, 10)), "months": 18, "effective_on": date(2024, 6, 10)}
        with transaction() as session:
            return handovers.add_decision(
                session,
                handover_id,
                facts=DecisionFacts(**(given | others)),
                actor=self.centre.actor,
                now=TONIGHT,
            )

    def write(self, handover_id: int, full_name: str, **others: Any) -> int:
        """A line."""
        with transaction() as session:
            return handovers.add_line(
                session,
                handover_id,
                facts=line_facts(full_name, **others),
                actor=self.centre.actor,
                now=TONIGHT,
            )

    def act(self, service: Any, line_id: int, **others: Any) -> Any:
        """One of the services about a line."""
        with transaction() as session:
            return service(session, line_id, actor=self.centre.actor, now=TONIGHT, **others)

    def take_in(self, line_id: int, **others: Any) -> int:
        """Taken in."""
        stay_id: int = self.act(handovers.take_in, line_id, **others)
        return stay_id


@dataclass(frozen=True)
class Known:
    """Who the centre knows before the delivery comes: persons, and the open stays of two of them."""

    twice: int
    brother: int
    escapee: int
    escaped_stay: int
    held: int
    held_stay: int


def known_people(centre: Centre) -> Known:
    """Two who were here and left, one who escaped, one held temporarily for 23 days."""
    twice = centre.person("Lê Văn Bình", birth=born_on(date(1982, 6, 5)), identity=(PaperFacts("036082012345"),))
    brother = centre.person("Phạm Văn Cường", birth=born_on(date(1985, 1, 9)), identity=(PaperFacts("036085054321"),))
    for person in (twice, brother):
        stay = centre.admit(
            person,
            admitted_on=date(2022, 1, 5),
            months=12,
            decision=decision(issued_on=date(2022, 1, 2)),
        )
        centre.move(stay, MovementKind.COMPLETED, date(2023, 1, 5))
    escapee = centre.person("Vũ Đình Dũng", birth=born_on(date(1993, 8, 1)))
    escaped = centre.admit(escapee)
    with transaction() as session:
        why = {"reason": "Đã làm xong", "actor": centre.actor, "now": NOW}
        close_exceptions(session, subject_kind="admission", subject_id=escaped, kinds=DEEDS, **why)
        record("task.closed", actor=centre.actor, at=NOW)
    centre.move(escaped, MovementKind.ESCAPED, date(2024, 5, 20))
    held = centre.person("Hoàng Văn Em", birth=born_on(date(1991, 11, 30)))
    held_stay = centre.admit(
        held, kind=StayKind.TEMPORARY, months=None, decision=None, admitted_on=DAY - timedelta(days=23)
    )
    return Known(twice, brother, escapee, escaped, held, held_stay)


NEW_NAMES = ("Ngô Văn Giang", "Đặng Văn Hải", "Bùi Quang Khánh", "Trịnh Công Lâm", "Mai Xuân Nam", "Tạ Đức Oanh")
__all__ = ("DAY", "NEW_NAMES", "NOW", "TONIGHT", "UNIT", "Gate", "Known", "handover_facts", "known_people")
