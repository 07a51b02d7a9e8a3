"""What of a form is kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from rehab_center.drafts import rules

NOW = datetime(2024, 6, 14, 13, 14, tzinfo=UTC)
KEY = "a" * 40


@pytest.mark.parametrize(
    ("pairs", "kept"),
    [
        ([("name", "Đỗ Thị Hoà")], [("name", "Đỗ Thị Hoà")]),
        ([("name", "Đỗ Thị Hoà"), ("scan", KEY)], [("name", "Đỗ Thị Hoà")]),
        ([("row-0-name", "A"), ("row-1-name", "B")], [("row-0-name", "A"), ("row-1-name", "B")]),
        ([("name", " "), ("note", "")], []),
        ([("draft-began", "[]"), ("name", "")], []),
        ([("draft-began", "[]"), ("name", "A")], [("draft-began", "[]"), ("name", "A")]),
        ([], []),
    ],
)
def test_what_is_worth_keeping(pairs: list[tuple[str, str]], kept: list[tuple[str, str]]) -> None:
    assert list(rules.worth_keeping(pairs, "draft-began")) == kept


@pytest.mark.parametrize(
    ("pairs", "version"),
    [
        ([("version", "7")], 7),
        ([("settle-version", "3")], 3),
        ([("version", "x")], None),
        ([("version", "9" * 12)], None),
        ([("name", "7")], None),
    ],
)
def test_the_version_typing_began_from(pairs: list[tuple[str, str]], version: int | None) -> None:
    assert rules.version_in(pairs) == version


@pytest.mark.parametrize(
    ("sheet", "number", "late"), [("s1", 1, True), ("s1", 2, False), ("s1", 3, False), ("s2", 1, False)]
)
def test_of_two_that_cross_the_later_one_counts(sheet: str, number: int, late: bool) -> None:
    assert rules.is_late(rules.Sending(sheet, number), rules.Sending("s1", 2)) is late


def test_too_much_is_not_kept() -> None:
    assert rules.too_large([("note", "x" * rules.LARGEST)])
    assert rules.too_large([("n", "x")] * (rules.MOST_FIELDS + 1))
    assert not rules.too_large([("note", "x" * 2000)])


@pytest.mark.parametrize(
    ("sheet", "seconds", "echo"), [("s1", 1, True), ("s1", -1, True), ("s2", 1, False), ("s1", 60, False)]
)
def test_what_was_sent_before_its_form_was_saved(sheet: str, seconds: int, echo: bool) -> None:
    now = NOW + timedelta(seconds=seconds)
    assert rules.is_echo(sheet, closed_sheet="s1", closed_at=NOW, now=now) is echo
