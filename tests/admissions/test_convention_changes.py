"""The whole register by another convention: before anything is entered, and on paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.models import Admission, TermEntry
from rehab_center.admissions.queries.convention_changes import Proposal, counted, ends_moved
from rehab_center.admissions.rules.convention_change import Effect, Harm
from rehab_center.admissions.rules.facts import OverrideFacts
from rehab_center.admissions.rules.movements import MovementKind as K
from rehab_center.admissions.rules.term_case import Ground
from rehab_center.admissions.rules.term_override import OverrideReason
from rehab_center.admissions.services import override_term
from rehab_center.admissions.services.conventions import ConventionFacts, apply_convention, decide_convention
from rehab_center.clock import moment_of
from rehab_center.db import transaction
from rehab_center.errors import DomainError
from rehab_center.permissions import EVERYWHERE, Role, Scope
from rehab_center.policies.rules import PolicyKind
from tests.admissions.stays import NOW, SECOND, Centre, paper

SignIn = Callable[..., FlaskClient]

TODAY = date(2024, 6, 14)
EVE = Proposal(PolicyKind.TERM_END_CONVENTION, "day-before", date(2024, 6, 1))
COUNTED = Proposal(PolicyKind.ESCAPE_DAYS_OLD, "counted", date(2024, 6, 1))


@contextmanager
def statements() -> Iterator[list[str]]:
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@pytest.fixture
def people(centre: Centre) -> dict[str, int]:
    """Escaped for ten days and back, due in three days and in a month; one still away; one without an escape."""
    found = {"never": centre.admit()}
    for name, start in (("held", date(2022, 12, 7)), ("later", date(2023, 1, 15)), ("gone", date(2022, 10, 1))):
        found[name] = centre.admit(reason="Sổ cũ", admitted_on=start)
        centre.move(found[name], K.ESCAPED, date(2023, 5, 1))
        centre.move(found[name], K.RETURNED, date(2023, 5, 11))
    centre.move(found["gone"], K.COMPLETED, date(2024, 4, 11))
    found["away"] = centre.admit()
    centre.move(found["away"], K.ESCAPED, date(2024, 6, 1))
    return found


def test_everybody_whose_end_would_move_is_ranked_by_harm(
    session: Session, centre: Centre, people: dict[str, int]
) -> None:
    moved = ends_moved(session, COUNTED, scope=EVERYWHERE, today=TODAY)
    assert [(one.stay_id, one.effect.harm, one.effect.days) for one in moved] == [
        (people["held"], Harm.HELD_TOO_LONG, 7),
        (people["later"], Harm.EARLIER, -10),
        (people["away"], Harm.STANDING, None),
    ]
    assert (moved[0].effect.end_before, moved[0].effect.end_after) == (date(2024, 6, 17), date(2024, 6, 7))
    assert (moved[2].effect.left_before, moved[2].effect.end_after) == (466, date(2025, 9, 10))
    assert counted(moved)[Harm.LATER] == 0
    assert ends_moved(session, COUNTED, scope=Scope(frozenset({99})), today=TODAY) == []


def test_whoever_left_is_told_of_only_where_it_was_too_early(
    session: Session, centre: Centre, people: dict[str, int]
) -> None:
    stay_id = centre.admit(reason="Sổ cũ", admitted_on=date(2022, 12, 1), credit_days=10)
    centre.move(stay_id, K.COMPLETED, date(2024, 5, 22))
    credit = Proposal(PolicyKind.CREDIT_OLD, "no", TODAY)
    (one,) = ends_moved(session, credit, scope=EVERYWHERE, today=TODAY)
    assert (one.stay_id, one.effect.harm, one.effect.days) == (stay_id, Harm.RELEASED_TOO_EARLY, 10)
    with pytest.raises(DomainError):
        ends_moved(session, Proposal(PolicyKind.PRISON_DAYS_OLD, "maybe", TODAY), scope=EVERYWHERE, today=TODAY)
    # a law of another case reads another policy
    new_law = Proposal(PolicyKind.ESCAPE_DAYS_NEW, "counted", TODAY)
    assert ends_moved(session, new_law, scope=EVERYWHERE, today=TODAY) == []


def test_an_end_by_a_paper_stands_and_is_told_apart(session: Session, centre: Centre, people: dict[str, int]) -> None:
    """Only what would be computed moves; an escape after the paper moves the end on, and is ranked like any other."""
    given = date(2024, 9, 1)
    facts = OverrideFacts(given, OverrideReason.DECISION_DIFFERS, paper(), "Xem điểm 2")
    for name in ("held", "later"):
        with transaction() as writing:
            override_term(writing, people[name], facts=facts, seen_calculation=3, actor=SECOND, now=NOW)
    for kind, day in ((K.ESCAPED, date(2024, 6, 20)), (K.RETURNED, date(2024, 6, 25))):
        centre.move(people["later"], kind, day, now=moment_of(day, 9))
    today = date(2024, 6, 25)
    moved = {one.stay_id: one.effect for one in ends_moved(session, COUNTED, scope=EVERYWHERE, today=today)}
    moves_on = date(2024, 9, 6)
    plain = (date(2024, 7, 30), date(2024, 7, 15))
    assert moved[people["later"]] == Effect(Harm.EARLIER, -5, moves_on, given, None, None, given, *plain)
    stands = Effect(Harm.BY_PAPER, None, given, given, None, None, given, date(2024, 6, 17), date(2024, 6, 7))
    assert moved[people["held"]] == stands
    assert list(moved)[-1] == people["held"]
    # applied, the end that the paper gives is the end still; what is computed beside it is another
    convention = ConventionFacts(COUNTED.kind, COUNTED.value, COUNTED.valid_from, "QĐ 7/QĐ-CS", paper())
    with transaction() as writing:
        change = decide_convention(
            writing, convention, facility_id=centre.facility_id, actor=centre.actor, now=moment_of(today, 10)
        )
        written = apply_convention(
            writing, change, [people["held"], people["later"]], actor=centre.actor, now=moment_of(today, 11)
        )
    assert written == {people["held"]: True, people["later"]: True}
    session.rollback()
    assert {session.get_one(Admission, people[name]).term_end_on for name in ("held", "later")} == {given}
    line = select(TermEntry).where(TermEntry.admission_id == people["held"], TermEntry.ground == Ground.OVERRIDE.value)
    assert [one.params["computed"] for one in session.scalars(line)] == ["day:2024-06-17", "day:2024-06-07"]


def test_a_larger_register_needs_no_more_statements(session: Session, centre: Centre) -> None:
    def cost() -> int:
        session.rollback()
        ends_moved(session, EVE, scope=EVERYWHERE, today=TODAY)  # what seldom changes is read once
        session.rollback()
        with statements() as sent:
            moved = ends_moved(session, EVE, scope=EVERYWHERE, today=TODAY)
        assert all(one.effect.days == -1 for one in moved)
        counts.append(len(moved))
        return len(sent)

    counts: list[int] = []
    for _ in range(5):
        centre.admit()
    few = cost()
    for _ in range(15):
        centre.admit()
    assert cost() == few <= 12
    assert counts == [5, 20]


def test_the_page_the_files_and_the_paper(app: Flask, centre: Centre, sign_in: SignIn) -> None:
    today = clock.today()
    for person in ("Lê Văn Bình", "Phạm Văn Chín"):
        centre.admit(centre.person(person), admitted_on=today - timedelta(days=30), reason="Sổ cũ", now=clock.now())
    client = sign_in(Role.DIRECTOR)
    kind = PolicyKind.TERM_END_CONVENTION.value
    url, query = f"/admissions/terms/conventions/{kind}", {"value": "day-before", "valid_from": "1/1/2026"}
    assert "Lê Văn Bình" not in client.get(url).text
    page = client.get(url, query_string=query).text
    assert "Lê Văn Bình" in page
    assert "Phạm Văn Chín" in page
    one = client.get(url, query_string=query | {"q": "binh", "sort": "name", "harm": "earlier"}).text
    assert "Lê Văn Bình" in one
    assert "Phạm Văn Chín" not in one
    assert client.get(url, query_string=query | {"valid_from": "31/2/2026"}).status_code == 422
    assert client.get(url, query_string=query | {"export": "xlsx"}).status_code == 200
    assert client.get(url, query_string=query | {"end_after_from": "1/1/2090"}).text.count("Lê Văn Bình") == 0
    paper = client.get(f"{url}/paper", query_string=query).text
    assert "Lê Văn Bình" in paper
    assert "Ký, ghi rõ họ tên" in paper
    assert client.get(f"{url}/paper").status_code == 303
    answer = client.get(f"{url}/paper/file", query_string=query)
    assert answer.data.startswith(b"%PDF")
    assert client.get("/admissions/terms/conventions/name-order").status_code == 404
    assert f'href="{url}"' in client.get(f"/settings/policies/{kind}").text
    client = sign_in(Role.ADMINISTRATOR)
    assert client.get(url).status_code == 403
