"""Correcting a person, changing a name, and what hangs on a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.audit.models import AuditEntry
from rehab_center.audit.recorder import record
from rehab_center.db import transaction
from rehab_center.documents.kinds import DocumentKind
from rehab_center.documents.queries import document_line
from rehab_center.documents.rules import DocumentFacts
from rehab_center.errors import Conflict, DomainError, NotFound, ReasonNeeded
from rehab_center.permissions import EVERYWHERE, Actor, Role
from rehab_center.residents import services
from rehab_center.residents.kinds import AliasKind, Sex
from rehab_center.residents.queries import PersonPage, find_people, person_facts
from rehab_center.residents.rules.births import born_in
from rehab_center.residents.rules.facts import AliasFacts, PaperFacts, RelativeFacts
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.queries import of_resident
from rehab_center.tasks.rules import TaskSubject
from rehab_center.tasks.services import open_exception
from rehab_center.words import message
from tests.residents.persons import NOW, make_facility, make_person

NUMBER = "036182475594"
PAPER = DocumentFacts(DocumentKind.CIVIL_STATUS, "12/TLKH", date(2024, 5, 2), "UBND xã Nam Thanh")


def page_of(session: Session, person: int) -> PersonPage:
    session.rollback()
    return person_facts(session, person, scope=EVERYWHERE)


def correct(
    session: Session,
    actor: Actor,
    person: int,
    *,
    version: int | None = None,
    reason: str | None = None,
    **changes: Any,
) -> bool:
    page = page_of(session, person)
    with transaction() as writing:
        return services.correct_person(
            writing,
            person,
            facts=replace(page.facts, **changes),
            expected_version=page.version if version is None else version,
            actor=actor,
            now=NOW,
            reason=reason,
        )


def last_act(session: Session) -> AuditEntry:
    return session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first() or AuditEntry()


def test_a_correction_is_written_and_recorded(session: Session, actor: Actor) -> None:
    person = make_person(actor, make_facility(actor))
    assert correct(session, actor, person, commune=" xã  Nam Thanh ", phone="0967578665")
    page = page_of(session, person)
    assert (page.facts.commune, page.facts.phone) == ("xã Nam Thanh", "0967578665")
    assert page.version == 2
    assert last_act(session).act == "resident.corrected"


def test_nothing_changed_is_no_act(session: Session, actor: Actor) -> None:
    person = make_person(actor, make_facility(actor))
    before = last_act(session).id
    assert not correct(session, actor, person)
    assert last_act(session).id == before


def test_the_second_saver_sees_both_values(session: Session, actor: Actor) -> None:
    person = make_person(actor, make_facility(actor), commune="xã A")
    correct(session, actor, person, commune="xã B")
    with pytest.raises(Conflict) as refused:
        correct(session, actor, person, version=1, commune="xã C")
    assert [(one.field, one.theirs, one.yours) for one in refused.value.differences] == [("commune", "xã B", "xã C")]
    assert page_of(session, person).facts.commune == "xã B"


def test_a_misspelt_name_still_leads_here(session: Session, actor: Actor) -> None:
    person = make_person(actor, make_facility(actor), "Đỗ Thị Hào")
    with pytest.raises(ReasonNeeded):
        correct(session, actor, person, full_name="Đỗ Thị Hòa")
    correct(session, actor, person, full_name="Đỗ Thị Hòa", reason="theo thẻ căn cước")
    assert (last_act(session).details or {})["formerly"] == "Đỗ Thị Hào"
    page = page_of(session, person)
    assert [(alias.name, alias.kind) for alias in page.aliases] == [("Đỗ Thị Hào", AliasKind.MISSPELT)]
    assert [hit.person.id for hit in find_people(session, "do thi hao", scope=EVERYWHERE)] == [person]


def test_another_spelling_of_the_tone_is_nothing_to_remember(session: Session, actor: Actor) -> None:
    person = make_person(actor, make_facility(actor), "Đỗ Thị Hoà")
    correct(session, actor, person, full_name="Đỗ Thị Hòa")
    page = page_of(session, person)
    assert page.person.full_name == "Đỗ Thị Hòa"
    assert page.aliases == ()


def test_a_change_by_a_paper_keeps_the_former_name_and_the_paper(session: Session, actor: Actor) -> None:
    person = make_person(actor, make_facility(actor))
    with transaction() as writing:
        services.change_name(
            writing, person, new_name="ĐỖ MINH HÒA", paper=PAPER, expected_version=1, actor=actor, now=NOW
        )
    page = page_of(session, person)
    assert page.person.full_name == "Đỗ Minh Hòa"
    (former,) = page.aliases
    assert (former.name, former.kind) == ("Đỗ Thị Hòa", AliasKind.FORMER_NAME)
    assert former.document_id is not None
    assert document_line(session, former.document_id).number == "12/TLKH"
    assert last_act(session).act == "resident.name-changed"


@pytest.mark.parametrize(
    ("name", "paper", "version"),
    [
        ("Đỗ Thị Hòa", PAPER, 1),
        ("Đỗ Minh Hòa", replace(PAPER, issued_on=None), 1),
        ("Đỗ Minh Hòa", replace(PAPER, number=" "), 1),
        ("Đỗ Minh Hòa", replace(PAPER, issued_on=date(2025, 1, 1)), 1),
        (" ", PAPER, 1),
        ("Đỗ Minh Hòa", PAPER, 9),
    ],
)
def test_a_change_that_cannot_be(session: Session, actor: Actor, name: str, paper: DocumentFacts, version: int) -> None:
    person = make_person(actor, make_facility(actor))
    with pytest.raises(DomainError), transaction() as writing:
        services.change_name(
            writing, person, new_name=name, paper=paper, expected_version=version, actor=actor, now=NOW
        )
    assert page_of(session, person).person.full_name == "Đỗ Thị Hòa"


def test_open_tasks_follow_the_name(session: Session, actor: Actor) -> None:
    centre = make_facility(actor)
    person = make_person(actor, centre)
    with transaction() as writing:
        for kind, subject, code in (
            (TaskKind.IDENTITY_PAPER, "resident", "NT-000001"),
            (TaskKind.PHOTO, "admission", "HV00001"),
        ):
            open_exception(
                writing,
                facility_id=centre,
                kind=kind,
                subject=TaskSubject(subject, person, f"Đỗ Thị Hòa ({code})", person),
                what=message("No identity paper"),
                owner_role=Role.INTAKE,
                due_at=None,
                actor=actor,
                now=NOW,
            )
        record("resident.entered", actor=actor, at=NOW)
    correct(session, actor, person, full_name="Đỗ Thị Hường", reason="theo thẻ căn cước")
    called = sorted(task.about for task in of_resident(session, person, scope=EVERYWHERE))
    assert called == ["Đỗ Thị Hường (HV00001)", "Đỗ Thị Hường (NT-000001)"]


def test_birth_and_sex_are_held_against_the_persons_own_papers(session: Session, actor: Actor) -> None:
    person = make_person(actor, make_facility(actor), identity=(PaperFacts(NUMBER),))
    with pytest.raises(ReasonNeeded):
        correct(session, actor, person, birth=born_in(1983))
    assert correct(session, actor, person, birth=born_in(1983), reason="theo giấy khai sinh")
    assert correct(session, actor, person, phone="09")  # what was accepted once is not asked again


def test_a_stranger_is_not_found(session: Session, actor: Actor) -> None:
    here, there = make_facility(actor, "CS1"), make_facility(actor, "CS2")
    person = make_person(actor, there)
    local = Actor("lan", "Lan", account_id=7, facility_ids=frozenset({here}))
    with pytest.raises(NotFound):
        correct(session, local, person, phone="09")
    with pytest.raises(NotFound), transaction() as writing:
        services.enter_alias(writing, person, facts=AliasFacts("Tý"), actor=local, now=NOW)


def test_an_identity_paper_is_entered_checked_and_marked(session: Session, actor: Actor) -> None:
    person = make_person(actor, make_facility(actor))
    with pytest.raises(ReasonNeeded), transaction() as writing:
        services.enter_identity_paper(writing, person, facts=PaperFacts("036082475594"), actor=actor, now=NOW)
    with transaction() as writing:
        paper = services.enter_identity_paper(writing, person, facts=PaperFacts(NUMBER), actor=actor, now=NOW)
    with pytest.raises(DomainError) as refused, transaction() as writing:
        services.enter_identity_paper(writing, person, facts=PaperFacts("036 182 475594"), actor=actor, now=NOW)
    assert refused.value.code == "id-there-already"
    with transaction() as writing:
        services.mark_identity_paper(writing, person, paper, valid=False, actor=actor, now=NOW)
    assert [line.valid for line in page_of(session, person).papers] == [False]


def test_a_withdrawn_number_is_free_for_its_owner(session: Session, actor: Actor) -> None:
    centre = make_facility(actor)
    person = make_person(actor, centre)
    with transaction() as writing:
        paper = services.enter_identity_paper(writing, person, facts=PaperFacts(NUMBER), actor=actor, now=NOW)
    with pytest.raises(DomainError), transaction() as writing:
        services.withdraw_identity_paper(writing, person, paper, reason=" ", actor=actor, now=NOW)
    with transaction() as writing:
        services.withdraw_identity_paper(writing, person, paper, reason="của người khác", actor=actor, now=NOW)
    with pytest.raises(NotFound), transaction() as writing:
        services.withdraw_identity_paper(writing, person, paper, reason="lần nữa", actor=actor, now=NOW)
    assert page_of(session, person).papers == ()
    make_person(actor, centre, "Trần Thị Lan", identity=(PaperFacts(NUMBER),))


def test_an_old_card_of_another_needs_a_reason(session: Session, actor: Actor) -> None:
    centre = make_facility(actor)
    make_person(actor, centre, identity=(PaperFacts("167609763"),))
    other = make_person(actor, centre, "Trần Văn Ba", sex=Sex.MALE)
    with pytest.raises(DomainError), transaction() as writing:
        services.enter_identity_paper(writing, other, facts=PaperFacts("167609763"), actor=actor, now=NOW)
    with transaction() as writing:
        services.enter_identity_paper(
            writing, other, facts=PaperFacts("167609763"), actor=actor, now=NOW, reason="hai tỉnh cấp trùng số"
        )


def test_aliases_and_relatives_come_and_go(session: Session, actor: Actor) -> None:
    person = make_person(actor, make_facility(actor))
    with transaction() as writing:
        alias = services.enter_alias(writing, person, facts=AliasFacts(" Tý  còi "), actor=actor, now=NOW)
        relative = services.enter_relative(
            writing, person, facts=RelativeFacts("Mai Thu Mai", "mẹ"), actor=actor, now=NOW
        )
    assert [hit.words for hit in find_people(session, "ty coi", scope=EVERYWHERE)] == ["Tý còi"]
    with transaction() as writing:
        services.withdraw_alias(writing, person, alias, reason="của người khác", actor=actor, now=NOW)
        services.withdraw_relative(writing, person, relative, reason="đã mất", actor=actor, now=NOW)
    page = page_of(session, person)
    assert (page.aliases, page.relatives) == ((), ())
    assert find_people(session, "ty coi", scope=EVERYWHERE) == ()
    for empty in ("", " "):
        with pytest.raises(DomainError), transaction() as writing:
            services.enter_alias(writing, person, facts=AliasFacts(empty), actor=actor, now=NOW)
        with pytest.raises(DomainError), transaction() as writing:
            services.enter_relative(writing, person, facts=RelativeFacts(empty), actor=actor, now=NOW)
