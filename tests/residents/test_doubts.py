"""What is owed about who somebody is, and the name of a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.audit.recorder import record
from rehab_center.db import transaction
from rehab_center.documents.kinds import DocumentKind
from rehab_center.documents.rules import DocumentFacts
from rehab_center.errors import DomainError, NotPermitted
from rehab_center.merging.services import keep_apart
from rehab_center.permissions import EVERYWHERE, Actor, Role
from rehab_center.residents import services
from rehab_center.residents.queries import find_people, names_on, person_facts
from rehab_center.residents.rules.births import born_on
from rehab_center.residents.rules.facts import PaperFacts
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.queries import TaskLine, open_tasks
from tests.admissions.stays import NOW, SECOND, Centre, make_centre
from tests.factories import PASSWORD, make_account
from tests.merging.doubles import merge

BORN = born_on(date(1982, 6, 5))
NUMBER, OF_ANOTHER_SEX = "036082475594", "036182475595"


@pytest.fixture
def centre(session: Session, actor: Actor) -> Centre:
    return make_centre(actor)


def owed(session: Session, kind: TaskKind) -> list[TaskLine]:
    session.rollback()
    return list(open_tasks(session, scope=EVERYWHERE, kinds=[kind]))


def enter(centre: Centre, person: int, number: str, reason: str | None = None) -> None:
    with transaction() as session:
        services.enter_identity_paper(
            session, person, facts=PaperFacts(number), actor=centre.actor, now=NOW, reason=reason
        )


def test_who_is_admitted_without_a_paper_owes_one_until_it_is_entered(session: Session, centre: Centre) -> None:
    person = centre.person(birth=BORN)
    assert owed(session, TaskKind.IDENTITY_PAPER) == []
    centre.admit(person)
    (task,) = owed(session, TaskKind.IDENTITY_PAPER)
    assert task.due_at is not None
    assert (task.due_at - NOW).days == 30
    enter(centre, person, NUMBER)
    assert owed(session, TaskKind.IDENTITY_PAPER) == []


def test_a_number_that_does_not_fit_is_no_paper_yet(session: Session, centre: Centre) -> None:
    person = centre.person(birth=BORN)
    centre.admit(person)
    enter(centre, person, OF_ANOTHER_SEX, reason="Theo bản photo mờ")
    assert len(owed(session, TaskKind.IDENTITY_PAPER)) == 1
    enter(centre, person, NUMBER)
    assert owed(session, TaskKind.IDENTITY_PAPER) == []


def test_admitted_in_spite_of_a_likely_double_until_the_two_are_compared(session: Session, centre: Centre) -> None:
    one, other, third = (centre.person("Trần Văn An", birth=BORN) for _ in range(3))
    centre.admit(other)
    assert [task.resident_id for task in owed(session, TaskKind.POSSIBLE_DUPLICATE)] == [other]
    with transaction() as writing:
        keep_apart(writing, one, other, reason="cha mẹ khác", actor=centre.actor, now=NOW)
    assert len(owed(session, TaskKind.POSSIBLE_DUPLICATE)) == 1, "there is the third one still"
    merge(centre, other, third)
    assert owed(session, TaskKind.POSSIBLE_DUPLICATE) == []


def test_an_import_sums_its_doubts_up_and_the_summary_closes_with_the_last(session: Session, centre: Centre) -> None:
    one, other = (centre.person("Trần Văn An", birth=BORN) for _ in range(2))
    with transaction() as writing:
        for _ in range(2):  # imported twice: one summary all the same
            services.sum_up_doubts(writing, centre.facility_id, about="Cơ sở", actor=centre.actor, now=NOW)
        record("register.imported", actor=centre.actor, at=NOW)
    assert [task.what.params for task in owed(session, TaskKind.IDENTITY_PAPER)] == [{"count": 2}]
    assert [task.what.params for task in owed(session, TaskKind.POSSIBLE_DUPLICATE)] == [{"count": 1}]
    merge(centre, one, other)
    assert owed(session, TaskKind.POSSIBLE_DUPLICATE) == []
    enter(centre, one, NUMBER)
    assert owed(session, TaskKind.IDENTITY_PAPER) == []


def change(
    centre: Centre, person: int, name: str, issued_on: date, version: int, valid_from: date | None = None
) -> None:
    paper = DocumentFacts(DocumentKind.CIVIL_STATUS, f"{version}/TLKH", issued_on, "UBND xã Nam Thanh")
    with transaction() as session:
        services.change_name(
            session,
            person,
            new_name=name,
            paper=paper,
            valid_from=valid_from,
            expected_version=version,
            actor=centre.actor,
            now=NOW,
        )


def test_each_day_has_its_name(session: Session, centre: Centre) -> None:
    person = centre.person("Trần Văn An", birth=BORN)
    change(centre, person, "Trần Văn Bình", date(2023, 3, 1), 1)
    change(centre, person, "Trần Văn Chính", date(2024, 3, 1), 2, valid_from=date(2024, 4, 1))
    for day, name in (
        (date(2023, 2, 28), "Trần Văn An"),
        (date(2023, 3, 1), "Trần Văn Bình"),
        (date(2024, 3, 31), "Trần Văn Bình"),
    ):
        assert names_on(session, [person], day) == {person: name}
    assert names_on(session, [person], date(2024, 4, 1)) == {}
    for text in ("tran van an", "tran van binh", "tran van chinh"):
        assert [hit.person.id for hit in find_people(session, text, scope=EVERYWHERE)] == [person]


@pytest.mark.parametrize("valid_from", [NOW.date() + timedelta(days=1), date(1982, 6, 4)])
def test_a_name_changes_neither_tomorrow_nor_before_the_birth(centre: Centre, valid_from: date) -> None:
    person = centre.person("Trần Văn An", birth=BORN)
    with pytest.raises(DomainError) as refused:
        change(centre, person, "Trần Văn Bình", date(2023, 3, 1), 1, valid_from)
    assert refused.value.field == "valid_from"


def test_a_paper_entered_yesterday_is_taken_away_by_a_second_person(session: Session, centre: Centre) -> None:
    person = centre.person(birth=BORN, identity=(PaperFacts(NUMBER),))
    (paper,) = person_facts(session, person, scope=EVERYWHERE).papers
    later = NOW + timedelta(hours=13)
    given: dict[str, Any] = {"reason": "của người khác", "now": later}
    with pytest.raises(NotPermitted), transaction() as writing:
        services.withdraw_identity_paper(writing, person, paper.id, actor=centre.actor, **given)
    with transaction() as writing:
        services.ask_withdrawal(writing, person, paper.id, actor=centre.actor, **given)
    assert [task.resident_id for task in owed(session, TaskKind.VOID_REQUEST)] == [person]
    with transaction() as writing:
        services.withdraw_identity_paper(writing, person, paper.id, actor=SECOND, **given)
    assert owed(session, TaskKind.VOID_REQUEST) == []
    session.rollback()
    assert person_facts(session, person, scope=EVERYWHERE).papers == ()


def test_a_request_leads_to_the_paper_and_its_author_is_told_to_ask(
    app: Flask, session: Session, centre: Centre, sign_in: Callable[..., FlaskClient]
) -> None:
    person = centre.person(birth=BORN)
    make_account("an.nhan", Role.INTAKE)
    author = {"username": "an.nhan", "password": PASSWORD}
    with clock.set_to(NOW):
        client = app.test_client()
        client.post("/sign-in", data=author)
        client.post(f"/people/{person}/identity-papers/new", data={"identity_number": NUMBER, "valid": "y"})
    (paper,) = person_facts(session, person, scope=EVERYWHERE).papers
    session.rollback()
    page = f"/people/{person}/withdraw/identity-paper/{paper.id}"
    with clock.set_to(NOW + timedelta(hours=13)):
        client.post("/sign-in", data=author)
        assert client.post(page, data={"reason": "của người khác"}).status_code == 303
        (task,) = owed(session, TaskKind.VOID_REQUEST)
        session.rollback()
        second = sign_in(Role.INTAKE)
        assert second.get(f"/tasks/{task.id}").location == page
        assert second.post(page, data={"reason": "đúng vậy"}).status_code == 303
    assert person_facts(session, person, scope=EVERYWHERE).papers == ()
