"""A delivery in every state for the browser: taken in, refused, waiting; and people who may be met again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from rehab_center import clock
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.refusals import RefusalReason
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.admissions.services import handovers
from rehab_center.admissions.services.handovers import DecisionFacts, HandoverFacts, LineFacts
from rehab_center.db import transaction
from rehab_center.residents.kinds import Sex
from rehab_center.residents.rules.births import born_in, born_on
from rehab_center.residents.rules.facts import PaperFacts
from tests.admissions.stays import Centre, decision

_SHEET = "/files/<int:stay_id>/sheets/<any('admission', 'return', 'cover', 'contents', 'checklist'):sheet>"
SHEETS = (_SHEET, f"{_SHEET}/file")


def furnish(centre: Centre) -> dict[str, Any]:
    """Write the delivery; gives a sample for each argument of its addresses."""
    given: dict[str, Any] = {"actor": centre.actor, "now": clock.now()}
    today = clock.today()
    _known(centre, today)
    away, brought_back = _escaped(centre, today)
    with transaction() as session:
        handover_id = handovers.open_handover(
            session,
            facility_id=centre.facility_id,
            facts=HandoverFacts(today, "Công an xã Hải Anh", "20:00", deliverers="Đại úy Trần Văn Giao"),
            **given,
        )
        decision_id = handovers.add_decision(
            session,
            handover_id,
            facts=DecisionFacts(decision(today - timedelta(days=5)), StayKind.COMPULSORY, 24),
            **given,
        )
        back = handovers.add_line(session, handover_id, facts=LineFacts("Ngô Văn Về", Sex.MALE, born_in(1990)), **given)
        handovers.identify(session, back, resident_id=brought_back, **given)
        handovers.take_in(session, back, **given)
        lines = [
            handovers.add_line(
                session,
                handover_id,
                facts=LineFacts(name, Sex.FEMALE, born_in(1982), commune="xã Hải Anh", decision_id=decision_id),
                **given,
            )
            for name in ("Phùng Thị Lựu", "Quách Thị Mận", "Đỗ Thị Hoà")
        ]
        handovers.somebody_else(session, lines[0], **given)
        handovers.take_in(session, lines[0], **given)
        handovers.refuse(
            session, lines[1], refusal=RefusalReason.SERIOUSLY_ILL, note="Gãy tay, chuyển bệnh viện", **given
        )
    found: dict[str, Any] = {"handover_id": handover_id, "decision_id": decision_id, "line_id": lines[2]}
    for rule in SHEETS:  # a paper of a return is there for somebody who came back
        found[f"{rule} stay_id"] = away
    found["/admissions/handovers/lines/<int:line_id>/said line_id"] = lines[0]  # of somebody decided about
    return found


def _escaped(centre: Centre, today: date) -> tuple[int, int]:
    """Somebody at large, who is brought back: the stay and the person."""
    old: dict[str, Any] = {"now": clock.now(), "reason": "Theo sổ cũ"}
    person, began = centre.person("Ngô Văn Về", birth=born_in(1990)), today - timedelta(days=120)
    stay = centre.admit(person, admitted_on=began, months=24, decision=decision(began - timedelta(days=3)), **old)
    centre.move(stay, MovementKind.ESCAPED, today - timedelta(days=30), **old)
    return stay, person


def _known(centre: Centre, today: date) -> None:
    """Two who were here and left, one who escaped, one held while the file is made."""
    old: dict[str, Any] = {"now": clock.now(), "reason": "Theo sổ cũ"}
    years_ago = today - timedelta(days=1100)
    for name, born, number in (
        ("Lê Văn Ngạn", date(1982, 10, 25), "036082012345"),
        ("Phạm Văn Cường", date(1985, 1, 9), "036085054321"),
    ):
        person = centre.person(name, birth=born_on(born), identity=(PaperFacts(number),))
        paper = decision(years_ago - timedelta(days=3))
        stay = centre.admit(person, admitted_on=years_ago, months=12, decision=paper, **old)
        centre.move(stay, MovementKind.COMPLETED, years_ago + timedelta(days=366), **old)
    escapee = centre.person("Vũ Đình Dũng", birth=born_on(date(1993, 8, 1)))
    began = today - timedelta(days=90)
    escaped = centre.admit(escapee, admitted_on=began, months=24, decision=decision(began - timedelta(days=3)), **old)
    centre.move(escaped, MovementKind.ESCAPED, today - timedelta(days=20), **old)
    held = centre.person("Hoàng Văn Em", birth=born_on(date(1991, 11, 30)))
    since = today - timedelta(days=20)
    centre.admit(held, kind=StayKind.TEMPORARY, months=None, decision=None, admitted_on=since, **old)
