"""What a newcomer gets besides the stay: a photo, a classification, things kept, the first health check."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from flask import current_app

from rehab_center.belongings.kinds import Currency, ThingKind
from rehab_center.belongings.queries import belongings_page
from rehab_center.belongings.rules import SlipFacts, ThingFacts
from rehab_center.belongings.services import give_back, take_in
from rehab_center.classification.kinds import AgeGroup, Degree, HealthGroup, Times
from rehab_center.classification.rules import ClassificationFacts
from rehab_center.classification.services import classify
from rehab_center.db import db, transaction
from rehab_center.health.kinds import Answer, Conclusion
from rehab_center.health.rules import LookFacts
from rehab_center.health.services import record_look
from rehab_center.permissions import EVERYWHERE
from rehab_center.residents.kinds import Sex
from rehab_center.residents.portraits import portrait
from rehab_center.residents.services.photos import add_photo
from tests.admissions.stays import NOW, Centre
from tests.residents.pictures import picture

DAY = date(2024, 3, 10)
SIDES = SlipFacts(DAY, "Đỗ Thị Hoà", "Trần Văn Trực", relation="bản thân", witness="Lê Văn Chứng", signed=True)
LOOK = LookFacts(
    DAY,
    "BS. Phạm Thị Khám",
    Conclusion.OBSERVE,
    height=Decimal(158),
    weight=Decimal("47.5"),
    pulse=88,
    temperature=Decimal("36.8"),
    systolic=120,
    diastolic=80,
    injuries="Vết bầm cẳng tay trái, 3 cm, cũ",
    pregnant=Answer.NO,
    withdrawal_signs="Vã mồ hôi, chảy nước mũi",
    infection=Answer.SUSPECTED,
    infection_note="Lao",
    urgent_need="Đang uống thuốc huyết áp",
)
KEPT = (
    ThingFacts(ThingKind.THING, "Áo khoác", 2, condition="cũ, rách tay", kept_where="Kho tư trang, ngăn 12"),
    ThingFacts(ThingKind.VALUABLE, "Nhẫn màu vàng", 1, condition="trầy nhẹ, niêm phong", kept_where="Két"),
    ThingFacts(ThingKind.MONEY, amount=Decimal(1_500_000), currency=Currency.VND, kept_where="Két"),
)


def furnish(centre: Centre, resident_id: int, stay_id: int) -> dict[str, Any]:
    """Give all of it to one person; gives the ids for addresses."""
    folder = Path(current_app.config["INSTANCE"]) / "scans"
    who = {"actor": centre.actor, "now": NOW}
    with transaction() as session:
        photo_id = add_photo(session, resident_id, portrait=portrait(picture()), taken_on=DAY, folder=folder, **who)
    for degree in (Degree.NOT_DETERMINED, Degree.MODERATE):
        facts = ClassificationFacts(
            DAY, Sex.MALE, degree, "Heroin", Times.FIRST, HealthGroup.THIRD, AgeGroup.MIDDLE, "Theo hồ sơ"
        )
        with transaction() as session:
            classify(session, stay_id, facts=facts, **who)
    with transaction() as session:
        slip_id = take_in(session, stay_id, slip=SIDES, things=KEPT, **who)
    things = belongings_page(db.session(), stay_id, scope=EVERYWHERE).things
    with transaction() as session:
        give_back(session, stay_id, slip=SIDES, thing_ids=[things[0].id], **who)
    with transaction() as session:
        look_id = record_look(session, stay_id, facts=LOOK, **who)
    with transaction() as session:
        record_look(session, stay_id, facts=LOOK, replaces=look_id, why="Ghi nhầm cân nặng", **who)
    return {"photo_id": photo_id, "slip_id": slip_id, "thing_id": things[0].id}
