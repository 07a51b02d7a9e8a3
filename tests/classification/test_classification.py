"""Classification: the age group, rows that only grow, who sees the health group, and the placing it may change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.audit.models import AuditChange, AuditEntry
from rehab_center.classification.kinds import AgeGroup, Degree, HealthGroup, Times
from rehab_center.classification.queries import classifications, latest_of
from rehab_center.classification.rules import ClassificationFacts, age_group_on, times_of
from rehab_center.classification.services import classify
from rehab_center.db import transaction
from rehab_center.errors import DomainError, NotFound, ReasonNeeded
from rehab_center.permissions import EVERYWHERE, ROLES, Actor, Role, Scope
from rehab_center.residents.kinds import Sex
from rehab_center.residents.queries import person_facts
from rehab_center.residents.rules.births import UNKNOWN_BIRTH, PartialBirth, born_in, born_on
from tests.admissions.stays import NOW, Centre

SignIn = Callable[..., FlaskClient]
DAY = date(2024, 3, 10)
FACTS = ClassificationFacts(
    DAY, Sex.MALE, Degree.MODERATE, "Heroin", Times.FIRST, HealthGroup.THIRD, AgeGroup.MIDDLE, "Theo hồ sơ"
)
FORM = {
    "classified_on": "10/03/2024",
    "degree": "moderate",
    "drug": "Heroin",
    "times": "first",
    "age_group": "30-44",
    "lives_as": "male",
}
CLERK = Actor("nhan", "Trần Thị Nhận", account_id=1, permissions=ROLES[Role.INTAKE], roles=frozenset({Role.INTAKE}))


@pytest.mark.parametrize(
    ("birth", "group"),
    [
        (born_on(date(2006, 3, 11)), AgeGroup.MINOR),  # 18 tomorrow
        (born_on(date(2006, 3, 10)), AgeGroup.YOUNG),
        (born_on(date(1994, 3, 10)), AgeGroup.MIDDLE),
        (born_on(date(1979, 3, 10)), AgeGroup.OLDER),
        (born_in(1990), AgeGroup.MIDDLE),
        (born_in(2006), None),  # before or after the eighteenth birthday: nobody knows
        (UNKNOWN_BIRTH, None),
    ],
)
def test_the_age_group_follows_from_the_birth_only_where_it_is_certain(
    birth: PartialBirth, group: AgeGroup | None
) -> None:
    assert age_group_on(birth, DAY) is group


@pytest.mark.parametrize(("times", "word"), [(None, Times.UNKNOWN), (1, Times.FIRST), (2, Times.AGAIN)])
def test_first_time_or_again(times: int | None, word: Times) -> None:
    assert times_of(times) is word


def write(stay: int, facts: ClassificationFacts = FACTS, *, actor: Actor, reason: str | None = None) -> int:
    """A classification by the service."""
    with transaction() as session:
        return classify(session, stay, facts=facts, reason=reason, actor=actor, now=NOW)


def test_the_latest_day_counts_and_the_earlier_rows_stay(session: Session, centre: Centre) -> None:
    stay = centre.admit()
    write(stay, actor=centre.actor)
    later = replace(FACTS, classified_on=date(2024, 5, 1), degree=Degree.MILD)
    write(stay, later, actor=centre.actor)
    write(stay, replace(FACTS, classified_on=date(2024, 4, 1), degree=Degree.SEVERE), actor=centre.actor)
    lines = classifications(session, stay, scope=EVERYWHERE)
    assert [line.facts.degree for line in lines] == [Degree.MILD, Degree.SEVERE, Degree.MODERATE]
    assert latest_of(session, [stay], scope=EVERYWHERE)[stay].facts == later
    assert latest_of(session, [stay], scope=EVERYWHERE, as_of=date(2024, 3, 31))[stay].facts == FACTS
    assert latest_of(session, [], scope=EVERYWHERE) == {}


@pytest.mark.parametrize(
    ("day", "code"), [(date(2024, 6, 15), None), (date(2024, 3, 9), "before-stay")], ids=["to come", "before the stay"]
)
def test_a_day_outside_the_stay_is_refused(centre: Centre, day: date, code: str | None) -> None:
    stay = centre.admit()
    with pytest.raises(DomainError) as refused:
        write(stay, replace(FACTS, classified_on=day), actor=centre.actor)
    assert (refused.value.field, refused.value.code) == ("classified_on", code)


def test_the_same_again_is_no_news(centre: Centre) -> None:
    stay = centre.admit()
    write(stay, actor=centre.actor)
    with pytest.raises(DomainError) as refused:
        write(stay, actor=centre.actor)
    assert refused.value.code == "nothing-new"


def test_the_health_group_is_seen_and_set_by_those_who_see_health(session: Session, centre: Centre) -> None:
    stay = centre.admit()
    write(stay, actor=centre.actor)
    assert classifications(session, stay, scope=Scope())[0].facts.health_group is None
    write(stay, replace(FACTS, degree=Degree.SEVERE, health_group=HealthGroup.FIRST), actor=CLERK)
    assert classifications(session, stay, scope=EVERYWHERE)[0].facts.health_group is HealthGroup.THIRD
    differences = session.scalars(
        select(AuditChange.difference).where(AuditChange.table_name == "classification")
    ).all()
    assert {row["health_group"] for row in differences} == {"changed"}
    assert {row["degree"] for row in differences} == {"changed"}


def test_placing_by_the_body_needs_a_reason_and_changes_the_person(session: Session, centre: Centre) -> None:
    """Rule 22: L73 Đ35.3; L120 Đ46.2h."""
    person = centre.person()
    stay = centre.admit(person)
    otherwise = replace(FACTS, lives_as=Sex.FEMALE)
    with pytest.raises(ReasonNeeded) as asked:
        write(stay, otherwise, actor=centre.actor)
    assert asked.value.findings[0].rule == "22"
    write(stay, otherwise, actor=centre.actor, reason="Khám khi tiếp nhận")
    assert person_facts(session, person, scope=EVERYWHERE).facts.placed_as is Sex.FEMALE
    write(stay, replace(otherwise, degree=Degree.MILD), actor=centre.actor)  # accepted once, not asked again
    write(stay, FACTS, actor=centre.actor)  # back to what the paper says
    session.rollback()
    session.expire_all()
    assert person_facts(session, person, scope=EVERYWHERE).person.lives_as is Sex.MALE


def test_a_strangers_stay_is_not_found(session: Session, centre: Centre) -> None:
    with pytest.raises(NotFound):
        classifications(session, centre.admit(), scope=Scope(frozenset({999})))


def test_the_pages(session: Session, centre: Centre, sign_in: SignIn) -> None:
    stay = centre.admit()
    intake = sign_in(Role.INTAKE)
    address = f"/admissions/{stay}/classification"
    assert "Người này chưa được phân loại" in intake.get(address).text
    assert 'name="health_group"' not in intake.get(f"{address}/new").text
    assert 'name="health_group"' in sign_in(Role.MEDICAL).get(f"{address}/new").text
    assert intake.post(f"{address}/new", data=FORM).status_code == 303
    assert "Trung bình" in intake.get(address).text
    assert "Phân loại" in intake.get(f"/admissions/{stay}").text
    session.rollback()
    assert "classification.opened" in session.scalars(select(AuditEntry.act)).all()


def test_what_is_wrong_stays_typed_with_its_error(centre: Centre, sign_in: SignIn) -> None:
    client, address = sign_in(Role.INTAKE), f"/admissions/{centre.admit()}/classification/new"
    wrong = client.post(address, data=FORM | {"classified_on": "09/03/2024", "note": "ghi chú dở"})
    assert wrong.status_code == 422
    assert "ghi chú dở" in wrong.text
    assert 'id="classified_on-error"' in wrong.text
    asked = client.post(address, data=FORM | {"lives_as": "female"})
    assert asked.status_code == 422
    assert "Điều 46.2h" in asked.text
    assert client.post(address, data=FORM | {"lives_as": "female", "reason": "seen"}).status_code == 303


def test_who_may(centre: Centre, sign_in: SignIn) -> None:
    address = f"/admissions/{centre.admit()}/classification"
    assert sign_in(Role.INSPECTOR).get(address).status_code == 200
    assert sign_in(Role.INSPECTOR).get(f"{address}/new").status_code == 403
    assert sign_in(Role.ADMINISTRATOR).get(address).status_code == 403
