"""Assignments for the invented centre of the browser tests: one that runs, one that rests, a wish."""

from __future__ import annotations

from typing import Any

from rehab_center import clock
from rehab_center.activities.kinds import ActivityKind
from rehab_center.assignments.kinds import Asker, EndReason, OverrideReason, PauseReason
from rehab_center.assignments.rules.facts import Plan
from rehab_center.assignments.rules.roster import Wanted
from rehab_center.assignments.services import OverrideFacts, WishFacts, ask, assign, end, pause
from rehab_center.db import transaction
from tests.activities.programmes import make_programme
from tests.admissions.stays import Centre, decision


def furnish(centre: Centre) -> dict[str, Any]:
    """A class with one place for two people, the second by the director; gives a sample of each."""
    now, today = clock.now(), clock.today()
    group = make_programme(
        centre, 3, name="Nhóm tư vấn", kind=ActivityKind.EDUCATION, subject="counselling", clearance=None,
        min_stage=5, begins_on=today, valid_from=today, now=now,
    )  # fmt: skip
    person = centre.person("Phạm Văn Thợ")
    stay_id = centre.admit(
        person, now=now, reason="Mẫu", admitted_on=today, decision=decision(today), months=24, times_treated=1
    )
    lets = OverrideFacts(OverrideReason.SUPERVISED, "Có tổ trưởng kèm", today)
    with transaction() as session:
        wanted = [Wanted(stay_id, group, Plan(today))]
        number = assign(session, wanted, decided=True, override=lets, actor=centre.actor, now=now).ids[0]
        facts = WishFacts(today, Asker.FAMILY, kind=ActivityKind.VOCATIONAL, trade="Hàn")
        pause_id = pause(session, number, from_on=today, until_on=today, reason=PauseReason.VISIT, expected_version=1,
                         actor=centre.actor, now=now)  # fmt: skip
        end(session, {number: 1}, last_on=today, reason=EndReason.ASKED, actor=centre.actor, now=now)
        wish_id = ask(session, stay_id, facts=facts, actor=centre.actor, now=now)
    paper = {f"/assignments/paper/<string:which>{end} which": "people" for end in ("", "/file")}
    return {"assignment_id": number, "pause_id": pause_id, "wish_id": wish_id, "rule": "min-stage"} | paper
