"""How names are compared."""

from __future__ import annotations

from datetime import date

import pytest

from rehab_center.errors import DomainError
from rehab_center.residents.kinds import AliasKind, Sex
from rehab_center.residents.rules.births import UNKNOWN_BIRTH, PartialBirth, born_in, born_on
from rehab_center.residents.rules.duplicates import LIKELY, Likeness, likeness, likeness_of, same_person
from rehab_center.residents.rules.facts import AliasFacts, RelativeFacts
from rehab_center.residents.rules.person import check_person, tidied, tidied_name
from rehab_center.residents.rules.searching import exact_form, forms_in, search_form, search_key
from tests.residents.persons import facts

BORN = born_on(date(1982, 6, 5))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Đỗ Thị Hoà", "do thi hoa"),
        ("Đỗ Thị Hòa", "DO  THI HOA"),
        ("Đo\u0302\u0303 Thi\u0323 Hoa\u0300", "do thi hoa"),
        ("Lý Mỹ Kỳ", "Lí Mĩ Kì"),
        ("Quý", "Quí"),
        ("Thuỷ", "Thủy"),
        ("Y-Bhăm Niê", "y bham nie"),
    ],
)
def test_spellings_of_one_name_meet(one: str, other: str) -> None:
    assert search_form(one) == search_form(other)


@pytest.mark.parametrize(("one", "other"), [("Tây", "Tài"), ("Mai", "May"), ("Huy", "Hui"), ("Duy", "Dũi")])
def test_different_names_stay_different(one: str, other: str) -> None:
    assert search_form(one) != search_form(other)


def test_the_exact_form_knows_marks_but_not_where_the_tone_stands() -> None:
    assert exact_form("Hoà") == exact_form("Hòa")
    assert exact_form("Hoà") != exact_form("Hoa")
    assert exact_form("Hoạ") != exact_form("Hoà")


def test_the_search_key_holds_every_name() -> None:
    assert search_key(["Đỗ Thị Hòa", "Hoà Béo"]) == "| do thi hoa | hoa beo |"
    assert forms_in("| do thi hoa | hoa beo |") == ("do thi hoa", "hoa beo")


def one(name: str, birth: PartialBirth = BORN, commune: str | None = None, *others: str) -> Likeness:
    return likeness_of((name, *others), birth, commune)


@pytest.mark.parametrize(
    "other",
    [
        one("Đỗ Thị Hoà"),
        one("Do Thi Hoa", born_in(1982)),
        one("Đỗ Thị Hoa", born_on(date(1982, 5, 6))),
        one("Đỗ Thị Hòe"),
        one("Trần Văn Ba", BORN, None, "Đỗ Thị Hòa"),
    ],
)
def test_likely_the_same(other: Likeness) -> None:
    assert likeness(one("Đỗ Thị Hòa"), other) >= LIKELY


@pytest.mark.parametrize(
    "other",
    [
        one("Đỗ Thị Hòa", born_in(1960)),
        one("Đỗ Thị Hòa", UNKNOWN_BIRTH),
        one("Nguyễn Văn Tuấn"),
        one("Đỗ Văn Nam", BORN, "xã Nam Thanh"),
    ],
)
def test_not_likely_the_same(other: Likeness) -> None:
    assert likeness(one("Đỗ Thị Hòa", BORN, "xã Nam Thanh"), other) < LIKELY


def test_likeness_ends_at_a_hundred() -> None:
    assert likeness(one("Đỗ Thị Hòa", BORN, "xã A"), one("Đỗ Thị Hòa", BORN, "xã A")) == 100
    assert likeness(Likeness((), BORN), one("Đỗ Thị Hòa")) < LIKELY


@pytest.mark.parametrize(
    ("name", "birth", "same"),
    [
        ("Đỗ Thị Hoà", BORN, True),
        ("ĐỖ THỊ HÒA", born_in(1982), True),
        ("Đỗ Thị Hòa", born_on(date(1982, 5, 6)), True),
        ("Đỗ Thị Hòa", born_on(date(1982, 6, 6)), True),
        ("Đỗ Thị Hào", BORN, True),
        ("Đỗ Thị Hường", BORN, False),
        ("Đỗ Thị Hoàn", BORN, True),
        ("Đỗ Thị Hoàn", born_in(1990), False),
        ("Đỗ Thị Hòa", born_in(1960), False),
        ("Trần Văn Ba", BORN, False),
    ],
)
def test_whether_a_shared_number_means_one_person(name: str, birth: PartialBirth, same: bool) -> None:
    assert same_person("Đỗ Thị Hòa", BORN, name, birth) is same


def test_facts_are_tidied() -> None:
    tidy = tidied(
        facts(
            "  TRẦN   KIM\u00a0BÍCH ",
            placed_as=Sex.FEMALE,
            commune="  xã  Nam Thanh ",
            note="  ",
            nationality=" ",
            aliases=(
                AliasFacts(" Bích  béo "),
                AliasFacts("Bích béo"),
                AliasFacts(" "),
                AliasFacts("B", AliasKind.OTHER_NAME),
            ),
            relatives=(RelativeFacts(" Mai Thu Mai ", " mẹ ", ""), RelativeFacts(" ")),
        )
    )
    assert tidy.full_name == "Trần Kim Bích"
    assert tidy.placed_as is None  # the same as on paper says nothing
    assert (tidy.commune, tidy.note, tidy.nationality) == ("xã Nam Thanh", None, "Việt Nam")
    assert [alias.name for alias in tidy.aliases] == ["Bích béo", "B"]
    assert tidy.relatives == (RelativeFacts("Mai Thu Mai", "mẹ", None, None),)


@pytest.mark.parametrize("name", ["", "  ", "...", "\u200b"])
def test_a_person_needs_a_name(name: str) -> None:
    with pytest.raises(DomainError) as refused:
        tidied_name(name)
    assert refused.value.code == "no-name"


def test_nobody_is_born_tomorrow_and_few_before_a_hundred_years() -> None:
    today = date(2024, 6, 14)
    assert [one.rule for one in check_person(facts(birth=born_on(date(2024, 6, 15))), today=today)] == ["birth-future"]
    assert [one.rule for one in check_person(facts(birth=born_in(1920)), today=today)] == ["birth-long-ago"]
    assert check_person(facts(), today=today) == ()
