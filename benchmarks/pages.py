"""Pages: requests a second against bare Flask, and the SQL statements one request costs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any

from sqlalchemy import Engine, event

from benchmarks.centre import Centre
from benchmarks.http import ROUNDS, bare_flask, program, requests_per_second
from benchmarks.rows import Measured

PEOPLE = "/people"


def people_list_speed(centre: Centre) -> Measured:
    """The People list's requests a second over bare Flask's."""
    return speed_of(centre, PEOPLE)


def speed_of(centre: Centre, path: str) -> Measured:
    """A page's requests a second over bare Flask's, measured in turns."""
    hellos, pages = [], []
    with bare_flask() as bare, program(centre) as ours:
        for _ in range(ROUNDS):
            hellos.append(requests_per_second(f"{bare}/"))
            pages.append(requests_per_second(f"{ours}{path}", centre.cookie))
    hello, page = median(hellos), median(pages)
    return Measured(page / hello, f"{page:.0f} of {hello:.0f} requests/s")


def people_list_statements(centre: Centre) -> Measured:
    """How often the People list asks the database."""
    return statements_of(centre, PEOPLE)


def person_page_statements(centre: Centre) -> Measured:
    """How often a person's page asks the database; the longest of the list's first page."""
    return max((statements_of(centre, path) for path in _people(centre)), key=lambda measured: measured.value)


def _people(centre: Centre) -> list[str]:
    page = centre.client.get(PEOPLE).text
    found = sorted(set(re.findall(rf'href="({PEOPLE}/\d+)"', page)))
    if not found:
        raise RuntimeError("the People list leads to nobody")
    return found[:20]


def statements_of(centre: Centre, path: str) -> Measured:
    """How often a page asks the database, once everything that is done once is done."""
    centre.client.get(path)
    with _counted() as statements:
        answer = centre.client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path}: {answer.status}")
    return Measured(len(statements), path)


@contextmanager
def _counted() -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            statements.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", note)
