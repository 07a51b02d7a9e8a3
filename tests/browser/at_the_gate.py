"""A delivery in every state for the browser: taken in, refused, waiting beside somebody alike, held temporarily."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from rehab_center import clock
from rehab_center.admissions.rules.refusals import RefusalReason
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.admissions.services import handovers
from rehab_center.admissions.services.handovers import DecisionFacts, HandoverFacts, LineFacts
from rehab_center.db import transaction
from rehab_center.residents.kinds import Sex
from rehab_center.residents.rules.births import born_in
from tests.admissions.stays import Centre, decision


def furnish(centre: Centre) -> dict[str, Any]:
    """Write the delivery; gives a sample for each argument of its addresses."""
    given: dict[str, Any] = {"actor": centre.actor, "now": clock.now()}
    today = clock.today()
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
    return {"handover_id": handover_id, "decision_id": decision_id, "line_id": lines[2]}
