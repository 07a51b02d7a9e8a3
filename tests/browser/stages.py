"""Stages for the invented centre of the browser tests: one decided, one kept, one that waits for the decision."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from rehab_center import clock
from rehab_center.db import db, transaction
from rehab_center.stages.kinds import Result, Stage, Step
from rehab_center.stages.models import StageChange
from rehab_center.stages.queries.plans import Goal
from rehab_center.stages.rules.intervals import Change
from rehab_center.stages.services import Wish, write_changes
from rehab_center.stages.services.plans import PlanFacts, write_plan
from tests.admissions.stays import Centre


def furnish(centre: Centre, stay_id: int, waiting_id: int) -> int:
    """Propose the next stage of a stay, plan another one, and give the number of an entry that can be replaced.

    Both are in the first stage since they began.
    """
    line_id = db.session.scalar(select(StageChange.id).where(StageChange.admission_id == stay_id)) or 0
    db.session.rollback()
    following = Change(Stage.TREATMENT, date(2024, 4, 10), result=Result.MET, evaluation="Đã ổn định")
    with transaction() as session:
        wishes = {stay_id: Wish(following, line_id)}
        write_changes(session, Step.PROPOSED, wishes, actor=centre.actor, now=clock.now())
    facts = PlanFacts("Cô Hoa", "Ổn định sức khỏe", (Goal("Cắt cơn an toàn"), Goal("Học nghề mộc")), 0)
    with transaction() as session:
        write_plan(session, waiting_id, facts=facts, actor=centre.actor, now=clock.now())
    return line_id
