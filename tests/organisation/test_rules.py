"""A centre's paper worked out from its name and the day."""

from __future__ import annotations

from datetime import date

import pytest

from rehab_center.dated import Confidence
from rehab_center.organisation.rules import HEADING_LETTERS, NameLine, first_lines, heading_lines, initials, province_of

NAM_DINH = "Cơ sở Cai nghiện ma túy tỉnh Nam Định"


@pytest.mark.parametrize(
    ("name", "sign", "province"),
    [
        (NAM_DINH, "CSCNMT", "Nam Định"),
        (NAM_DINH.upper(), "CSCNMT", "Nam Định"),
        ("Cơ sở cai nghiện ma túy số 2", "CSCNMTS2", ""),
        ("Cơ sở Điều trị nghiện ma túy thành phố Hải Phòng", "CSĐTNMT", "Hải Phòng"),
        ("Cơ sở Xã hội Nhị Xuân", "CSXHNX", ""),
    ],
)
def test_sign_and_province_come_from_the_name(name: str, sign: str, province: str) -> None:
    assert initials(name) == sign
    assert province_of(name) == province


def test_the_law_of_2025_writes_two_more_lines() -> None:
    before, police, merged = first_lines(NameLine(date(2022, 1, 1), NAM_DINH, citation="x"))

    assert (before.head_title, before.place) == ("GIÁM ĐỐC", "Nam Định")
    assert before.superior == ("Sở Lao động - Thương binh và Xã hội tỉnh Nam Định",)
    assert before.confidence is Confidence.CONFIRMED
    assert before.recipients[-1] == "Ủy ban nhân dân tỉnh Nam Định"
    assert (police.valid_from, police.head_title) == (date(2025, 3, 1), "TRƯỞNG CƠ SỞ")
    assert police.superior[0] == "Công an tỉnh Nam Định"
    assert (merged.valid_from, merged.place) == (date(2025, 7, 1), "Ninh Bình")
    assert merged.superior[0] == "Công an tỉnh Ninh Bình"
    assert {police.confidence, merged.confidence} == {Confidence.TO_BE_CONFIRMED}


def test_a_province_that_was_not_merged_keeps_its_place() -> None:
    lines = first_lines(NameLine(date(2022, 1, 1), "Cơ sở cai nghiện ma túy tỉnh Nghệ An"))

    assert [line.place for line in lines] == ["Nghệ An", "Nghệ An"]


def test_a_centre_founded_after_the_hand_over_has_one_line() -> None:
    (line,) = first_lines(NameLine(date(2026, 1, 1), "Cơ sở cai nghiện ma túy số 1 tỉnh Ninh Bình"))

    assert line.head_title == "TRƯỞNG CƠ SỞ"
    assert line.superior == ("Công an tỉnh Ninh Bình", "Phòng Cảnh sát điều tra", "tội phạm về ma túy")


def test_what_was_given_is_not_proposed() -> None:
    given = NameLine(date(2022, 1, 1), NAM_DINH, short_name="CSCN", superior=("UBND tỉnh",), place="Thành phố Nam Định")

    first, *later = first_lines(given)

    assert (first.short_name, first.superior, first.place) == ("CSCN", ("UBND tỉnh",), "Thành phố Nam Định")
    assert [line.place for line in later] == ["Thành phố Nam Định", "Thành phố Nam Định"]
    assert [line.superior[0] for line in later] == ["Công an tỉnh Nam Định", "Công an tỉnh Ninh Bình"]


def test_without_a_known_province_what_was_given_stays_until_somebody_says_otherwise() -> None:
    first, after = first_lines(NameLine(date(2022, 1, 1), "Cơ sở Xã hội Nhị Xuân", superior=("Sở LĐTBXH",)))

    assert first.recipients == ()
    assert (after.superior, after.head_title) == (("Sở LĐTBXH",), "TRƯỞNG CƠ SỞ")


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Cơ sở Xã hội Nhị Xuân", ("Cơ sở Xã hội Nhị Xuân",)),
        (NAM_DINH, ("Cơ sở Cai nghiện ma túy", "tỉnh Nam Định")),
        (
            "Sở Lao động - Thương binh và Xã hội tỉnh Nam Định",
            ("Sở Lao động - Thương binh", "và Xã hội tỉnh Nam Định"),
        ),
        ("Sở Lao động - Thương binh và Xã hội", ("Sở Lao động -", "Thương binh và Xã hội")),
        ("Phòng Cảnh sát điều tra tội phạm về ma túy", ("Phòng Cảnh sát điều", "tra tội phạm về ma túy")),
    ],
)
def test_names_break_to_fit_the_left_half(text: str, lines: tuple[str, ...]) -> None:
    assert heading_lines(text) == lines
    assert all(len(line) <= HEADING_LETTERS for line in lines)


def test_a_word_longer_than_the_line_stays_whole() -> None:
    assert heading_lines("x" * 40 + " y") == ("x" * 40, "y")
