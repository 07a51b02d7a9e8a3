"""Whatever a command is given, it ends with 0, 1 or 2 and words, never with a traceback.

Few draws, always the same; REHAB_FUZZ=thousands makes them thousands.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import click
import pytest
from flask import Flask
from hypothesis import strategies as st

from tests.admissions.stays import make_centre
from tests.browser.samples import SOMEBODY
from tests.register.books import plain_book, plain_row
from tests.web import nasty

pytestmark = pytest.mark.any_database

#: What is left out, and why.
LEFT_OUT = {
    "db": "Flask-Migrate's own, which write migrations into the source",
    "jobs worker": "works until it is stopped",
}
_FAULT = re.compile(r"Traceback|sqlalchemy|psycopg|sqlite3|[a-z]Error\b")
DAYS = ["2024-06-14", "2026-01-01", "0001-01-01", "9999-12-31", "2024-02-30", "2024-06-14T17:30+99:00", "20240614"]
NAMES = ["CS1", "intake", "kiem.thu", "C-000001", "TN-1", "new_compulsory", "2024-H1", "2024-99", "xã Hải Anh", "-"]
FILES = ["so.xlsx", "rac.bin", "rong", "thu-muc", "khong-co", "thu-muc/khong/co.xlsx", "a" * 300, "tệp", "\udcff", ""]
STDIN = st.one_of(
    st.sampled_from([b"", b"\xff\xfe\x00", b"[]", b"{}", b"null", b"[" * 5_000, b'{"months": 1e999}', b"9" * 9_000]),
    st.binary(max_size=40),
    st.text(max_size=40).map(nasty.as_bytes),
)


def _commands(command: click.Command, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], click.Command]]:
    if " ".join(path) in LEFT_OUT:
        return []
    if isinstance(command, click.Group):
        return [found for name, one in sorted(command.commands.items()) for found in _commands(one, (*path, name))]
    return [(path, command)]


def _values(parameter: click.Parameter) -> st.SearchStrategy[str]:
    """Texts for a parameter that may be meant, more often than what can never be."""
    kind = parameter.type
    if isinstance(kind, click.Path):
        return st.sampled_from(FILES)  # never an address of this machine: some of these are written to
    wild = nasty.VALUES.map(lambda text: text.replace("\x00", "").encode("utf-8", "replace").decode())
    meant = kind.choices if isinstance(kind, click.Choice) else ["30", "2024", "1", *DAYS, *NAMES, "so.xlsx"]
    return st.one_of(st.sampled_from([str(one) for one in meant]), st.sampled_from([*DAYS, *NAMES]), wild)


@st.composite
def words(draw: st.DrawFn, parameters: list[click.Parameter]) -> list[str]:
    """The words after a command's name: arguments and options, some left out, some given twice, some of no command."""
    given: list[str] = []
    for one in parameters:
        times = draw(st.sampled_from([1, 1, 1, 1, 0, 2] if one.required else [0, 1, 1, 2]))
        for _time in range(times):
            named = [one.opts[0]] if isinstance(one, click.Option) else []
            flag = isinstance(one, click.Option) and one.is_flag
            given += named + ([] if flag else [draw(_values(one))])
    return given + draw(st.sampled_from([[]] * 6 + [["--khong-co"], ["thua"], ["--"], ["-"], ["--help"]]))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that commands are called in: a register, rubbish, an empty file and a folder."""
    here = tmp_path / "day"
    (here / "thu-muc").mkdir(parents=True)
    (here / "so.xlsx").write_bytes(plain_book(*[plain_row(number) for number in range(1, 4)]))
    (here / "rac.bin").write_bytes(bytes(range(256)) * 20)
    (here / "rong").touch()
    monkeypatch.chdir(here)
    return here


def test_whatever_a_command_is_given(app: Flask, folder: Path) -> None:
    with app.app_context():
        centre = make_centre(SOMEBODY)
        centre.admit()
    faults: list[Any] = []
    found = _commands(app.cli)
    assert len(found) > 30
    for path, command in found:
        faults += _call(app, path, command.params)
    assert not faults, "\n".join(map(repr, faults))


def _call(app: Flask, path: tuple[str, ...], parameters: list[click.Parameter]) -> list[Any]:
    """Call a command in many ways; the calls that did not end as a command should."""
    faults: list[Any] = []
    only_bad = ["--khong-co"] if path == ("demo", "load") else []  # otherwise it fills the database for a minute

    def call(drawn: tuple[list[str], bytes]) -> None:
        given, stdin = drawn
        result = app.test_cli_runner().invoke(args=[*path, *given, *only_bad], input=stdin)
        ended = result.exception is None or isinstance(result.exception, SystemExit)
        if not ended or result.exit_code not in (0, 1, 2) or _FAULT.search(result.output):
            faults.append((path, given, stdin[:60], result.exit_code, repr(result.exception), result.output[-400:]))

    nasty.throw(" ".join(path), st.tuples(words(parameters), STDIN), call, few=3, many=80)
    return faults
