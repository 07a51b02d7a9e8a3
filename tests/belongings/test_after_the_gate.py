"""What the gate leaves to be done closes by itself once it is done: the photo, the classification, the belongings."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission
from rehab_center.belongings.kinds import ThingKind
from rehab_center.belongings.rules import SlipFacts, ThingFacts
from rehab_center.belongings.services import take_in
from rehab_center.classification.kinds import AgeGroup, Degree, Times
from rehab_center.classification.rules import ClassificationFacts
from rehab_center.classification.services import classify
from rehab_center.db import transaction
from rehab_center.permissions import EVERYWHERE
from rehab_center.residents.kinds import Sex
from rehab_center.residents.portraits import portrait
from rehab_center.residents.services.photos import add_photo
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.queries import of_resident
from tests.admissions.deliveries import DAY, TONIGHT, Gate
from tests.admissions.stays import Centre
from tests.residents.pictures import picture


def test_what_was_done_is_owed_no_more(session: Session, centre: Centre, tmp_path: Path) -> None:
    gate = Gate(centre)
    handover_id = gate.open()
    gate.take_in(gate.write(handover_id, "Lê Văn Bình", decision_id=gate.decide(handover_id)))
    session.rollback()
    stay_id, person = session.execute(select(Admission.id, Admission.resident_id)).one()

    def owed() -> set[TaskKind]:
        session.rollback()
        return {task.kind for task in of_resident(session, person, scope=EVERYWHERE) if task.is_open}

    assert {TaskKind.PHOTO, TaskKind.CLASSIFICATION, TaskKind.BELONGINGS_LIST} <= owed()
    with transaction() as writing:
        picture_taken = portrait(picture())
        add_photo(
            writing, person, portrait=picture_taken, taken_on=DAY, folder=tmp_path, actor=centre.actor, now=TONIGHT
        )
    assert TaskKind.PHOTO not in owed()
    facts = ClassificationFacts(DAY, Sex.MALE, Degree.MODERATE, "Heroin", Times.FIRST, None, AgeGroup.MIDDLE, None)
    with transaction() as writing:
        classify(writing, stay_id, facts=facts, actor=centre.actor, now=TONIGHT)
    assert TaskKind.CLASSIFICATION not in owed()
    slip = SlipFacts(DAY, "Lê Văn Bình", "Lê Văn Gác")
    with transaction() as writing:
        things = [ThingFacts(ThingKind.THING, "Áo khoác", 1)]
        take_in(writing, stay_id, slip=slip, things=things, actor=centre.actor, now=TONIGHT)
    assert TaskKind.BELONGINGS_LIST not in owed()
    assert TaskKind.FAMILY_NOTICE in owed()
