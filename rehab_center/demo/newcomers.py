"""What is noted about a newcomer of the invented centre: the first health check, a classification, what is kept."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.belongings.kinds import Currency, ThingKind
from rehab_center.belongings.rules import SlipFacts, ThingFacts
from rehab_center.belongings.services import take_in
from rehab_center.classification.kinds import Degree
from rehab_center.classification.rules import ClassificationFacts, age_group_on, times_of
from rehab_center.classification.services import classify
from rehab_center.demo.founding import BUILDER
from rehab_center.demo.story import Stay
from rehab_center.health.kinds import Answer, Conclusion
from rehab_center.health.rules import LookFacts
from rehab_center.health.services import record_look
from rehab_center.residents.kinds import Sex
from rehab_center.residents.rules.facts import PersonFacts

_RECENT = timedelta(days=120)
_AFTER = timedelta(minutes=1)
_DOCTOR, _OFFICER = "BS. Vũ Thị Khám", "Lê Văn Gác"


def note_newcomer(
    session: Session, stay_id: int, stay: Stay, person: PersonFacts, *, until: date, now: datetime
) -> None:
    """Write down what the first day brings; those of the last day still wait for it."""
    random = Random(stay_id)
    if stay.admitted_on >= until:
        return
    record_look(session, stay_id, facts=_look(random, now), actor=BUILDER, now=now + _AFTER)
    if stay.moves or stay.admitted_on < until - _RECENT:
        return
    facts = ClassificationFacts(
        clock.day_of(now),
        Sex(person.placed_as or person.sex),
        degree=random.choice([Degree.MILD, Degree.MODERATE, Degree.MODERATE, Degree.SEVERE]),
        drug=person.drug_used,
        times=times_of(stay.times),
        age_group=age_group_on(person.birth, clock.day_of(now)),
    )
    classify(session, stay_id, facts=facts, actor=BUILDER, now=now + _AFTER)
    slip = SlipFacts(clock.day_of(now), person.full_name, _OFFICER, relation="bản thân", signed=True)
    take_in(session, stay_id, slip=slip, things=_things(random), actor=BUILDER, now=now + _AFTER)


def _look(random: Random, now: datetime) -> LookFacts:
    upper = random.randint(105, 135)
    return LookFacts(
        clock.day_of(now),
        _DOCTOR,
        random.choice([Conclusion.FIT, Conclusion.FIT, Conclusion.FIT, Conclusion.OBSERVE]),
        height=Decimal(random.randint(152, 176)),
        weight=Decimal(random.randint(42, 68)),
        pulse=random.randint(66, 98),
        temperature=Decimal(random.randint(364, 373)) / 10,
        systolic=upper,
        diastolic=upper - random.randint(35, 45),
        pregnant=Answer.NO,
        infection=Answer.NO,
    )


def _things(random: Random) -> list[ThingFacts]:
    things = [ThingFacts(ThingKind.THING, "Quần áo, dép", random.randint(2, 5), kept_where="Kho tư trang")]
    things.append(ThingFacts(ThingKind.VALUABLE, "Điện thoại di động", condition="niêm phong", kept_where="Két"))
    money = Decimal(random.randint(1, 30)) * 50_000
    things.append(ThingFacts(ThingKind.MONEY, amount=money, currency=Currency.VND, kept_where="Két"))
    return things
