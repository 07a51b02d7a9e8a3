"""Entering persons, and meeting them again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from rehab_center.audit.models import AuditEntry
from rehab_center.audit.recorder import UnrecordedWrite, record
from rehab_center.clock import moment_of
from rehab_center.db import transaction
from rehab_center.errors import Blocked, DomainError, NotFound, ReasonNeeded
from rehab_center.permissions import EVERYWHERE, Actor, Scope
from rehab_center.residents.kinds import AliasKind, BirthPrecision, PaperKind, Sex
from rehab_center.residents.models import IdentityPaper, Resident
from rehab_center.residents.queries import holder_of, is_within, numbers_of, person_facts, person_names
from rehab_center.residents.rules.births import UNKNOWN_BIRTH, born_in, born_on
from rehab_center.residents.rules.facts import AliasFacts, PaperFacts, RelativeFacts
from rehab_center.residents.rules.identity import read_number
from rehab_center.residents.services import add_person, create_person, fill_in_person, make_known_at
from tests.residents.persons import NOW, facts, make_facility, make_person

NUMBER = "036182475594"


def test_a_person_gets_a_running_code_and_the_keys_of_the_name(session: Session, actor: Actor) -> None:
    centre = make_facility(actor)
    first, second = make_person(actor, centre), make_person(actor, centre, "NGUYỄN VĂN AN", sex=Sex.MALE)
    names = person_names(session, [first, second])
    assert [names[one].code for one in (first, second)] == ["NT-000001", "NT-000002"]
    assert names[second].full_name == "Nguyễn Văn An"
    assert names[second].label == "Nguyễn Văn An (NT-000002)"
    assert session.scalars(select(Resident.full_name).order_by(Resident.sort_key)).all() == [
        "Nguyễn Văn An",
        "Đỗ Thị Hòa",
    ]


def test_everything_written_down_comes_back(session: Session, actor: Actor) -> None:
    centre = make_facility(actor)
    given = facts(
        birth=born_in(1982),
        placed_as=Sex.MALE,
        ethnicity="Kinh",
        commune="xã Nam Thanh",
        district="huyện Nam Trực",
        province="tỉnh Nam Định",
        drug_used="Heroin",
        identity=(PaperFacts(NUMBER, date(2021, 5, 1), "Cục CS QLHC"), PaperFacts("167609763", valid=False)),
        aliases=(AliasFacts("Hòa béo"),),
        relatives=(RelativeFacts("Mai Thu Mai", "mẹ", "0967578665"),),
    )
    page = person_facts(
        session,
        make_person(
            actor,
            centre,
            reason="Khám khi tiếp nhận",
            **{k: getattr(given, k) for k in vars(given) if k != "full_name"},
        ),
        scope=EVERYWHERE,
    )
    assert replace(page.facts, identity=given.identity, aliases=given.aliases, relatives=given.relatives) == given
    assert [(paper.kind, paper.number, paper.valid) for paper in page.papers] == [
        (PaperKind.CITIZEN_ID, NUMBER, True),
        (PaperKind.OLD_ID, "167609763", False),
    ]
    assert [(alias.name, alias.kind) for alias in page.aliases] == [("Hòa béo", AliasKind.ALIAS)]
    assert [(one.name, one.relation, one.phone) for one in page.relatives] == [("Mai Thu Mai", "mẹ", "0967578665")]
    assert page.home == "xã Nam Thanh, huyện Nam Trực, tỉnh Nam Định"
    assert numbers_of(session, [page.person.id]) == {page.person.id: NUMBER}


def test_the_act_is_in_the_log(session: Session, actor: Actor) -> None:
    person = make_person(actor, make_facility(actor))
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.act, entry.about_kind, entry.about_id) == ("resident.entered", "resident", person)
    assert entry.about_label == "Đỗ Thị Hòa (NT-000001)"


def test_add_person_leaves_the_record_to_its_caller(session: Session, actor: Actor) -> None:
    centre = make_facility(actor)
    with pytest.raises(UnrecordedWrite), transaction() as writing:
        add_person(writing, facts=facts(), facility_id=centre, actor=actor, now=NOW)
    assert session.scalar(select(Resident.id)) is None
    with transaction() as writing:
        add_person(writing, facts=facts(), facility_id=centre, actor=actor, now=NOW)
        record("register.imported", actor=actor, at=NOW)
    assert session.scalar(select(Resident.id)) is not None


def test_a_birth_keeps_its_precision(session: Session, actor: Actor) -> None:
    centre = make_facility(actor)
    for birth in (born_in(1982), born_in(1982, 5), UNKNOWN_BIRTH, born_on(date(1982, 6, 5))):
        person = make_person(actor, centre, birth=birth)
        row = session.get_one(Resident, person)
        assert (row.birth_on, row.birth_precision) == (birth.on, birth.precision)
    assert session.get_one(Resident, person).birth_precision == BirthPrecision.DAY


def test_rule_42_nobody_takes_the_number_of_another(session: Session, actor: Actor) -> None:
    centre = make_facility(actor)
    make_person(actor, centre, identity=(PaperFacts("036 182 475 594"),))
    with pytest.raises(DomainError) as refused:
        make_person(actor, centre, "Trần Thị Lan", identity=(PaperFacts(NUMBER),))
    assert refused.value.code == "id-of-another"
    assert "Đỗ Thị Hòa (NT-000001)" in str(refused.value)
    assert session.scalars(select(Resident.full_name)).all() == ["Đỗ Thị Hòa"]


def test_a_reason_does_not_lift_rule_42_but_old_cards_repeat(session: Session, actor: Actor) -> None:
    centre = make_facility(actor)
    make_person(actor, centre, identity=(PaperFacts(NUMBER), PaperFacts("167609763")))
    with pytest.raises(DomainError) as refused:
        make_person(actor, centre, "Trần Thị Lan", identity=(PaperFacts(NUMBER),), reason="đã xem bản gốc")
    assert refused.value.code == "id-of-another"
    with pytest.raises(DomainError) as refused:
        make_person(actor, centre, "Trần Thị Lan", identity=(PaperFacts("167609763"),))
    assert refused.value.code == "id-of-another"


def test_the_database_itself_keeps_the_12_digits_unique(session: Session, actor: Actor) -> None:
    centre = make_facility(actor)
    make_person(actor, centre, identity=(PaperFacts(NUMBER),))
    other = make_person(actor, centre, "Trần Thị Lan")
    row: dict[str, Any] = {
        "resident_id": other,
        "kind": "citizen-id",
        "number": NUMBER,
        "number_key": NUMBER,
        "created_at": NOW,
    }
    with pytest.raises(IntegrityError):
        _add_behind_the_service(actor, row)


def _add_behind_the_service(actor: Actor, row: dict[str, Any]) -> None:
    with transaction() as writing:
        writing.add(IdentityPaper(**row))
        record("identity-paper.entered", actor=actor, at=NOW)


def test_another_centres_person_is_not_named(session: Session, actor: Actor) -> None:
    here, there = make_facility(actor, "CS1"), make_facility(actor, "CS2")
    make_person(actor, there, identity=(PaperFacts(NUMBER),))
    local = Actor("lan", "Lan", account_id=7, facility_ids=frozenset({here}))
    with pytest.raises(DomainError) as refused:
        make_person(local, here, "Trần Thị Lan", identity=(PaperFacts(NUMBER),))
    assert refused.value.code == "id-of-another"
    assert "Hòa" not in str(refused.value)
    with pytest.raises(NotFound):
        make_person(local, there, "Trần Thị Lan")


def test_disagreeing_facts_need_a_reason(session: Session, actor: Actor) -> None:
    centre = make_facility(actor)
    with pytest.raises(ReasonNeeded) as warned:
        make_person(actor, centre, birth=born_in(1990), identity=(PaperFacts(NUMBER),))
    assert [finding.rule for finding in warned.value.findings] == ["id-birth-year"]
    person = make_person(actor, centre, birth=born_in(1990), identity=(PaperFacts(NUMBER),), reason="cải chính 2015")
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert entry.reason == "cải chính 2015"
    assert entry.about_id == person


def test_a_birth_in_the_future_is_refused(session: Session, actor: Actor) -> None:
    centre = make_facility(actor)
    with pytest.raises(Blocked):
        make_person(actor, centre, birth=born_in(2025), reason="x")


@pytest.mark.parametrize(("number", "code"), [("36182475594", "bad-id-length"), ("12345678", "bad-id-length")])
def test_numbers_of_a_wrong_length_are_refused(session: Session, actor: Actor, number: str, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        make_person(actor, make_facility(actor), identity=(PaperFacts(number),))
    assert refused.value.code == code


def test_a_scope_sees_the_people_its_centres_know(session: Session, actor: Actor) -> None:
    here, there = make_facility(actor, "CS1"), make_facility(actor, "CS2")
    person = make_person(actor, there)
    scope = Scope(frozenset({here}))
    assert not is_within(session, person, scope=scope)
    with pytest.raises(NotFound):
        person_facts(session, person, scope=scope)
    with transaction() as writing:
        make_known_at(writing, person, facility_id=here, now=NOW)
        make_known_at(writing, person, facility_id=here, now=NOW)
        record("stay.admitted", actor=actor, at=NOW)
    assert person_facts(session, person, scope=scope).person.full_name == "Đỗ Thị Hòa"


def test_meeting_somebody_again_fills_blanks_and_overwrites_nothing(session: Session, actor: Actor) -> None:
    here, there = make_facility(actor, "CS1"), make_facility(actor, "CS2")
    person = make_person(
        actor,
        there,
        birth=UNKNOWN_BIRTH,
        commune="xã Nam Thanh",
        identity=(PaperFacts("167609763"),),
        aliases=(AliasFacts("Hòa béo"),),
        relatives=(RelativeFacts("Mai Thu Mai", "mẹ"),),
    )
    later = facts(
        birth=born_in(1982),
        commune="phường Nam Định",
        occupation="Thợ mộc",
        identity=(PaperFacts("167609763"), PaperFacts(NUMBER)),
        aliases=(AliasFacts("hoà beo"), AliasFacts("Tý")),
        relatives=(RelativeFacts("Mai Thu Mai", "mẹ"), RelativeFacts("Lê Văn Ba", "chồng")),
    )
    with transaction() as writing:
        changed = fill_in_person(writing, person, facts=later, facility_id=here, actor=actor, now=NOW)
        record("stay.admitted", actor=actor, at=NOW)
    assert set(changed) == {"occupation", "birth", "identity", "aliases", "relatives"}
    page = person_facts(session, person, scope=Scope(frozenset({here})))
    assert (page.facts.commune, page.facts.occupation, page.facts.birth) == ("xã Nam Thanh", "Thợ mộc", born_in(1982))
    assert {paper.number for paper in page.papers} == {"167609763", NUMBER}
    assert {alias.name for alias in page.aliases} == {"Hòa béo", "Tý"}
    assert {one.name for one in page.relatives} == {"Mai Thu Mai", "Lê Văn Ba"}
    with transaction() as writing:
        again = fill_in_person(writing, person, facts=later, facility_id=here, actor=actor, now=NOW)
    assert again == ()


def test_who_holds_a_number(session: Session, actor: Actor) -> None:
    person = make_person(actor, make_facility(actor), identity=(PaperFacts(NUMBER),))
    holder = holder_of(session, read_number("036 182 475 594"))
    assert holder is not None
    assert holder.id == person
    assert holder_of(session, read_number("036182475595")) is None


def test_codes_go_on_after_many(session: Session, actor: Actor) -> None:
    centre = make_facility(actor)
    with transaction() as writing:
        for number in range(12):
            create_person(
                writing,
                facts=facts(f"Lê Văn {number} Ba"),
                facility_id=centre,
                actor=actor,
                now=moment_of(date(2024, 1, 1)),
            )
    assert session.scalars(select(Resident.code).order_by(Resident.id)).all()[-1] == "NT-000012"
