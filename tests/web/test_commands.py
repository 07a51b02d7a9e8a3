"""Whatever a command is given, it ends with words and the right code, never with a traceback."""

from __future__ import annotations

import sys

import pytest
from flask import Flask

from rehab_center.errors import DomainError
from rehab_center.web.command_line import read_stdin

CALENDAR = ("0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31")


@pytest.mark.parametrize("day", CALENDAR)
@pytest.mark.parametrize(
    "words",
    [
        ("headcount", "--as-of"),
        ("headcount", "--known-at"),
        ("balance", "--to", "2024-06-14", "--from"),
        ("due", "--days", "30", "--as-of"),
        ("plan", "show", "2024", "--as-of"),
    ],
)
def test_a_day_nobody_counts_with_is_bad_usage(app: Flask, words: tuple[str, ...], day: str) -> None:
    result = app.test_cli_runner().invoke(args=[*words, day])
    assert result.exit_code == 2
    assert "1900" in result.stderr


@pytest.mark.parametrize("moment", ["0001-01-01T00:00", "9999-12-31T23:59-23:59", "2024-06-14T25:00", "x"])
def test_a_moment_nobody_counts_with_is_bad_usage(app: Flask, moment: str) -> None:
    assert app.test_cli_runner().invoke(args=["headcount", "--known-at", moment]).exit_code == 2


@pytest.mark.parametrize(
    "words",
    [
        ("report", "cell", "9" * 20, "new_compulsory"),
        ("report", "cell", "0", "new_compulsory"),
        ("plan", "set", "2024", "new-compulsory-admissions", "9" * 30),
    ],
)
def test_a_number_no_database_holds_is_bad_usage(app: Flask, words: tuple[str, ...]) -> None:
    assert app.test_cli_runner().invoke(args=words).exit_code == 2


@pytest.mark.parametrize(
    "words", [("accounts", "create", "nguyen.van", "--role", "duty", "--password-stdin"), ("term", "compute", "-")]
)
@pytest.mark.parametrize("given", [b"\xff\xfe\xff\xfe\xff\xfe\xff\xfe\xff\xfe\xff\xfe\n", b'{"months":' + b"9" * 5000])
def test_what_is_no_text_or_no_number_on_standard_input(app: Flask, words: tuple[str, ...], given: bytes) -> None:
    result = app.test_cli_runner().invoke(args=words, input=given)
    assert (result.exit_code, result.stdout) == (1, "")
    assert len(result.stderr.strip().splitlines()) == 1


def test_a_closed_standard_input_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(DomainError):
        read_stdin()
