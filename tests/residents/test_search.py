"""Finding persons."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from rehab_center.permissions import EVERYWHERE, Actor, Scope
from rehab_center.residents.kinds import Sex
from rehab_center.residents.queries import MatchedBy, find_people, likely_duplicates
from rehab_center.residents.rules.births import born_in, born_on
from rehab_center.residents.rules.facts import AliasFacts, PaperFacts
from tests.residents.persons import facts, make_facility, make_person

NUMBER = "036182475594"


@pytest.fixture
def people(session: Session, actor: Actor) -> dict[str, int]:
    centre = make_facility(actor)
    named = {
        "Đỗ Thị Hòa": {"identity": (PaperFacts(NUMBER),)},
        "Đỗ Thị Hoà": {"birth": born_in(1990)},
        "Đỗ Thị Hoa": {"birth": born_in(1991), "aliases": (AliasFacts("Long xoăn"),)},
        "Nguyễn Thị Quỳnh": {"birth": born_in(1992)},
        "Lý Văn Quý": {"birth": born_in(1993), "sex": Sex.MALE, "identity": (PaperFacts("167609763"),)},
    }
    return {name: make_person(actor, centre, name, **others) for name, others in named.items()}


def names(session: Session, text: str) -> list[str]:
    return [hit.person.full_name for hit in find_people(session, text, scope=EVERYWHERE)]


@pytest.mark.parametrize("text", ["do thi hoa", "ĐỖ THỊ HOA", "hoa do", "thi ho", "đỗ  hoa", "Do-thi.hoa"])
def test_marks_case_order_and_endings_need_not_be_typed(session: Session, people: dict[str, int], text: str) -> None:
    assert set(names(session, text)) == {"Đỗ Thị Hòa", "Đỗ Thị Hoà", "Đỗ Thị Hoa"}


def test_names_with_the_marks_typed_come_first(session: Session, people: dict[str, int]) -> None:
    assert set(names(session, "Đỗ Thị Hoà")[:2]) == {"Đỗ Thị Hòa", "Đỗ Thị Hoà"}
    assert names(session, "đỗ thị hoà")[2] == "Đỗ Thị Hoa"


@pytest.mark.parametrize("text", ["hi hoa", "oa", "xyz", "%", "_", "do thi hoa z", ""])
def test_a_middle_of_a_word_or_nothing_finds_nobody(session: Session, people: dict[str, int], text: str) -> None:
    assert names(session, text) == []


def test_y_and_i_meet_also_while_typing(session: Session, people: dict[str, int]) -> None:
    assert names(session, "li van qui") == ["Lý Văn Quý"]
    assert names(session, "lí quý") == ["Lý Văn Quý"]
    assert set(names(session, "quy")) == {"Lý Văn Quý", "Nguyễn Thị Quỳnh"}


def test_an_alias_says_that_it_matched(session: Session, people: dict[str, int]) -> None:
    (hit,) = find_people(session, "long xoan", scope=EVERYWHERE)
    assert (hit.person.full_name, hit.matched_by, hit.words) == ("Đỗ Thị Hoa", MatchedBy.ALIAS, "Long xoăn")


@pytest.mark.parametrize("text", ["NT-000001", "nt1", "nt 000001", NUMBER, "036 182 475 594", "0361824", "036.182"])
def test_by_code_and_by_number(session: Session, people: dict[str, int], text: str) -> None:
    assert names(session, text) == ["Đỗ Thị Hòa"]


def test_an_old_card_too(session: Session, people: dict[str, int]) -> None:
    (hit,) = find_people(session, "167 609 763", scope=EVERYWHERE)
    assert (hit.person.full_name, hit.matched_by) == ("Lý Văn Quý", MatchedBy.IDENTITY_NUMBER)


def test_the_limit_and_the_scope(session: Session, people: dict[str, int], actor: Actor) -> None:
    assert len(find_people(session, "hoa", scope=EVERYWHERE, limit=2)) == 2
    elsewhere = Scope(frozenset({make_facility(actor, "CS2")}))
    for text in ("do thi hoa", "NT-000001", NUMBER):
        assert find_people(session, text, scope=elsewhere) == ()
    assert likely_duplicates(session, facts(), scope=elsewhere) == ()


def test_likely_duplicates_are_found_by_name_and_birth(session: Session, people: dict[str, int]) -> None:
    matches = likely_duplicates(session, facts("Do Thi Hoà", birth=born_on(date(1982, 5, 6))), scope=EVERYWHERE)
    assert [(match.person.full_name, match.same_number) for match in matches] == [("Đỗ Thị Hòa", False)]


def test_whoever_holds_the_number_comes_first_whatever_the_name(session: Session, people: dict[str, int]) -> None:
    asked = facts("Nguyễn Thị Quỳnh", birth=born_in(1992), identity=(PaperFacts("036 182475594"),))
    matches = likely_duplicates(session, asked, scope=EVERYWHERE)
    assert [(match.person.full_name, match.same_number) for match in matches] == [
        ("Đỗ Thị Hòa", True),
        ("Nguyễn Thị Quỳnh", False),
    ]


def test_somebody_new_is_like_nobody_and_nobody_is_like_oneself(session: Session, people: dict[str, int]) -> None:
    assert likely_duplicates(session, facts("Trần Văn Tám", birth=born_in(1975)), scope=EVERYWHERE) == ()
    assert likely_duplicates(session, facts(), scope=EVERYWHERE, besides=people["Đỗ Thị Hòa"]) == ()
