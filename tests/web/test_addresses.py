"""A number that no row can have is no address of this program."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import NotFound
from werkzeug.routing import IntegerConverter

from rehab_center.permissions import Role
from rehab_center.web.addresses import GREATEST, row_number

pytestmark = pytest.mark.any_database


@pytest.mark.parametrize("number", [str(GREATEST + 1), str(2**63), "9" * 5000, "-1", "١", "１", "1e3", "%00"])
def test_no_address_takes_a_number_that_no_row_has(app: Flask, number: str) -> None:
    numbered = [rule for rule in app.url_map.iter_rules() if "<int:" in rule.rule]
    assert len(numbered) > 30
    adapter = app.url_map.bind("localhost")
    for rule in numbered:
        address = re.sub(r"<int:\w+>", number, rule.rule)
        with pytest.raises(NotFound):
            adapter.match(address, method="GET" if "GET" in (rule.methods or ()) else "POST")


@pytest.mark.parametrize("word", ["\x00", "new_compulsory\x00", "a\nb", "\x7f"])
def test_no_address_takes_letters_that_nobody_types(app: Flask, word: str) -> None:
    worded = [rule for rule in app.url_map.iter_rules() if "<string:" in rule.rule]
    assert worded
    adapter = app.url_map.bind("localhost")
    for rule in worded:
        address = re.sub(r"<string:\w+>", word, re.sub(r"<int:\w+>", "1", rule.rule))
        with pytest.raises(NotFound):
            adapter.match(address, method="GET" if "GET" in (rule.methods or ()) else "POST")


def test_the_greatest_number_is_an_address(app: Flask) -> None:
    numbers = [
        converter
        for rule in app.url_map.iter_rules()
        for converter in rule._converters.values()
        if isinstance(converter, IntegerConverter)
    ]
    assert {number.max for number in numbers} == {GREATEST}


@pytest.mark.parametrize(
    ("text", "number"),
    [("7", 7), ("007", 7), (str(GREATEST), GREATEST), (str(GREATEST + 1), None), ("9" * 30, None), ("-1", None)]
    + [(text, None) for text in ("", "1e3", "١", " 1", "1\n", "x")],
)
def test_a_row_number_in_an_argument(text: str, number: int | None) -> None:
    assert row_number(text) == number


@pytest.mark.parametrize("number", ["9" * 20, "-1", "x"])
def test_the_log_takes_any_argument(sign_in: Callable[..., FlaskClient], number: str) -> None:
    client = sign_in(Role.INSPECTOR)
    assert client.get(f"/log?about=resident:{number}").status_code == 200
    assert client.get(f"/log/1?position={number}").status_code == 200
