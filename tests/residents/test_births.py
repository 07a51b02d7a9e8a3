"""Birth dates of which only a part is known."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehab_center.residents.kinds import BirthPrecision
from rehab_center.residents.rules.births import (
    UNKNOWN_BIRTH,
    AgeRange,
    BadBirth,
    NoSuchDay,
    PartialBirth,
    YearOnlyRule,
    age_on,
    born_in,
    born_on,
    compatible,
    counted_age,
    counted_birthday,
    fuller,
    parse_birth,
)


@pytest.mark.parametrize(
    ("text", "birth"),
    [
        ("1982", born_in(1982)),
        (" 1982 ", born_in(1982)),
        ("5/1982", born_in(1982, 5)),
        ("05-1982", born_in(1982, 5)),
        ("tháng 5 năm 1982", born_in(1982, 5)),
        ("Tháng 5/1982", born_in(1982, 5)),
        ("05/06/1982", born_on(date(1982, 6, 5))),
        ("5.6.1982", born_on(date(1982, 6, 5))),
        ("1982-06-05", born_on(date(1982, 6, 5))),
        ("", UNKNOWN_BIRTH),
    ],
)
def test_reads_as_much_as_is_known(text: str, birth: PartialBirth) -> None:
    assert parse_birth(text) == birth


@pytest.mark.parametrize(
    "text",
    ["31/02/1982", "13/1982", "0/1982", "82", "1899", "không rõ", "5/6/82", "19 82", "9999", "12/9999", "0000"],
)
def test_refuses_what_is_no_birth(text: str) -> None:
    with pytest.raises(BadBirth):
        parse_birth(text)


@pytest.mark.parametrize(("text", "known"), [("31/02/2001", True), ("31022001", True), ("13/2001", False)])
def test_a_day_that_the_calendar_does_not_have_is_told_from_what_is_no_day(text: str, known: bool) -> None:
    with pytest.raises(BadBirth) as refused:
        parse_birth(text)
    assert isinstance(refused.value, NoSuchDay) is known


@pytest.mark.parametrize("text", ["1982", "05/1982", "05/06/1982", ""])
def test_writes_what_it_read(text: str) -> None:
    assert parse_birth(text).text == text


def test_day_and_precision_belong_together() -> None:
    with pytest.raises(ValueError, match="known"):
        PartialBirth(None, BirthPrecision.DAY)
    with pytest.raises(ValueError, match="known"):
        PartialBirth(date(1982, 1, 1), BirthPrecision.UNKNOWN)


def test_age_is_a_range_where_the_day_is_not_known() -> None:
    day = date(2024, 6, 14)
    assert age_on(born_in(2006), day) == AgeRange(17, 18)
    assert age_on(born_in(2006, 6), day) == AgeRange(17, 18)
    assert age_on(born_in(2006, 5), day) == AgeRange(18, 18)
    assert age_on(born_on(date(2006, 6, 14)), day) == AgeRange(18, 18)
    assert age_on(born_on(date(2006, 6, 15)), day) == AgeRange(17, 17)
    assert age_on(UNKNOWN_BIRTH, day) is None


def test_the_centre_chooses_which_day_counts() -> None:
    day = date(2024, 6, 14)
    assert counted_birthday(born_in(2006), YearOnlyRule.LAST_DAY) == date(2006, 12, 31)
    assert counted_birthday(born_in(2006, 2), YearOnlyRule.LAST_DAY) == date(2006, 2, 28)
    assert counted_birthday(born_in(2006), YearOnlyRule.FIRST_DAY) == date(2006, 1, 1)
    assert counted_birthday(UNKNOWN_BIRTH, YearOnlyRule.LAST_DAY) is None
    assert counted_age(born_in(2006), day, YearOnlyRule.LAST_DAY) == 17
    assert counted_age(born_in(2006), day, YearOnlyRule.FIRST_DAY) == 18
    assert counted_age(UNKNOWN_BIRTH, day, YearOnlyRule.FIRST_DAY) is None


def test_a_leap_day_completes_its_year_on_the_28th() -> None:
    born = born_on(date(2008, 2, 29))
    assert age_on(born, date(2026, 2, 27)) == AgeRange(17, 17)
    assert age_on(born, date(2026, 2, 28)) == AgeRange(18, 18)


def test_compatible_births_could_be_one_day() -> None:
    assert compatible(born_in(1982), born_on(date(1982, 6, 5)))
    assert compatible(born_in(1982, 6), born_in(1982))
    assert compatible(UNKNOWN_BIRTH, born_in(1982))
    assert not compatible(born_in(1982, 5), born_on(date(1982, 6, 5)))
    assert not compatible(born_in(1981), born_in(1982))


@pytest.mark.parametrize(
    ("one", "other", "says_more"),
    [
        ("1982", "26/06/1982", "26/06/1982"),
        ("06/1982", "26/06/1982", "26/06/1982"),
        ("", "06/1982", "06/1982"),
        ("26/06/1982", "1982", "26/06/1982"),
        ("1983", "26/06/1982", "1983"),
        ("27/06/1982", "26/06/1982", "27/06/1982"),
        ("1982", "", "1982"),
        ("", "", ""),
    ],
)
def test_what_is_known_of_one_birthday_is_filled_up_from_the_other(one: str, other: str, says_more: str) -> None:
    assert fuller(parse_birth(one), parse_birth(other)).text == says_more


@given(
    birth=st.one_of(
        st.builds(born_on, st.dates(date(1900, 1, 1), date(2024, 1, 1))),
        st.builds(born_in, st.integers(1900, 2023), st.none() | st.integers(1, 12)),
    ),
    day=st.dates(date(2024, 1, 1), date(2030, 1, 1)),
)
def test_counted_ages_lie_in_the_range(birth: PartialBirth, day: date) -> None:
    ages = age_on(birth, day)
    assert ages is not None
    assert ages.least == counted_age(birth, day, YearOnlyRule.LAST_DAY)
    assert ages.most == counted_age(birth, day, YearOnlyRule.FIRST_DAY)
    assert 0 <= ages.most - ages.least <= 1
    assert parse_birth(birth.text) == birth
