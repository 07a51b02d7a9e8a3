"""One owner of lists: whatever the address says, a list answers; its export holds what was filtered."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any

import openpyxl
import pytest
from flask import Blueprint
from flask.testing import FlaskClient
from flask.typing import ResponseReturnValue
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import ChoiceLoader, DictLoader

from rehab_center.permissions import Permission
from rehab_center.web.access import requires
from rehab_center.web.list_rows import rows_html
from rehab_center.web.list_state import ListState
from rehab_center.web.listing import Choice, Column, Days, Listing, ListPage, Search, list_page
from tests.web.conftest import doors, make_app, pages

Acting = Callable[..., dict[str, str]]


@dataclass(frozen=True)
class Row:
    """A row of the list."""

    id: int
    name: str
    number: str
    entered_on: date | None
    days: int


PEOPLE = Listing(
    "people",
    "People",
    (
        Column("name", "Full name", sortable=True, link=lambda row: f"/people/{row.id}"),
        Column("entered_on", "Entered", sortable=True),
        Column("days", "Days", number=True),
        Column("number", "Identity number", on_page=False),
        Column("act", "", cell=lambda row: "open", in_export=False),
    ),
    sort="name",
    search=Search("Name"),
    filters=(Choice("kind", "Kind", [("1", "Compulsory"), ("2", "Voluntary")]), Days("entered", "Entered")),
    empty="Admit the first person.",
    empty_action="Admit",
    empty_endpoint="sample.opened",
    export_permission=Permission.PEOPLE_EXPORT,
)
ROWS = [Row(n, f"Người {n:03}", f"{n:012}", date(2024, 1, 1 + n % 28), 1000 + n) for n in range(1, 121)]
ROWS[0] = Row(1, '=HYPERLINK("http://evil.example")', "036090001234", None, 1001)


def fetch(state: ListState) -> tuple[Sequence[Row], int]:
    """The rows that a state asks for, and how many there are."""
    found = [row for row in ROWS if state.q.casefold() in row.name.casefold()]
    found.sort(key=lambda row: (getattr(row, state.sort) or date.min, row.id), reverse=state.descending)
    return found[state.offset :][: state.limit], len(found)


@pytest.fixture
def exports() -> list[tuple[str, int]]:
    """What was recorded as exported."""
    return []


@pytest.fixture
def lists(exports: list[tuple[str, int]]) -> FlaskClient:
    """A client of a program with one list and an empty one."""
    bp = Blueprint("casefile", __name__)

    def view(rows: Callable[[ListState], tuple[Sequence[Row], int]]) -> Callable[[], ResponseReturnValue]:
        @requires(Permission.PEOPLE_VIEW)
        def shown() -> ResponseReturnValue:
            return list_page(PEOPLE, rows, "list_sample.html", on_export=lambda *what: exports.append(what))

        return shown

    bp.add_url_rule("/list", "people", view(fetch))
    bp.add_url_rule("/empty", "nobody", view(lambda _state: ([], 0)))
    app = make_app(bp, pages(), doors())
    page = '{% extends "layouts/list.html" %}{% block title %}People{% endblock %}'
    app.jinja_loader = ChoiceLoader([DictLoader({"list_sample.html": page}), app.jinja_loader])
    client = app.test_client()
    with client.session_transaction() as session:
        session["language"] = "en"
    return client


def _get(lists: FlaskClient, path: str, *more: Permission) -> Any:
    return lists.get(path, headers={"X-Actor": " ".join([Permission.PEOPLE_VIEW, *more])})


def test_a_page_says_what_it_shows_and_leads_on(lists: FlaskClient) -> None:
    page = _get(lists, "/list").text
    assert "1–50 of 120" in page
    assert 'href="/list?page=2"' in page
    assert 'aria-sort="ascending"' in page
    assert page.count('<a href="/people/') == 50
    assert "036090001234" not in page
    assert "Identity number" not in page


def test_the_last_page_stands_for_all_beyond_it(lists: FlaskClient) -> None:
    page = _get(lists, "/list?page=99").text
    assert "101–120 of 120" in page
    assert 'aria-current="page">3</a>' in page


def test_every_row_is_on_exactly_one_page(lists: FlaskClient) -> None:
    seen = [
        line
        for number in (1, 2, 3)
        for line in _get(lists, f"/list?page={number}&sort=entered_on").text.splitlines()
        if '<a href="/people/' in line
    ]
    assert len(seen) == len(set(seen)) == 120


def test_sorting_turns_round_and_keeps_the_search(lists: FlaskClient) -> None:
    page = _get(lists, "/list?q=Ng%C6%B0%E1%BB%9Di+00&sort=entered_on&order=asc").text
    assert "sort=entered_on&amp;order=desc" in page
    assert "q=Ng%C6%B0%E1%BB%9Di+00" in page
    assert 'value="Người 00"' in page


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "entered_from=01/01/0001",
        "entered_to=31/12/9999",
        "page=-1",
        "page=9999999999999999999999",
        "page=٣",
        "page=²",
        "sort=password",
        "sort=days",
        "order=up",
        "per_page=7",
        "per_page=100000",
        "kind=3",
        "entered_from=31/02/2024",
        "entered_to=x",
        "export=exe",
        "q=%00",
        "q=" + "a" * 5000,
        "q=%25_'\"<b>",
    ],
)
def test_no_address_breaks_a_list(lists: FlaskClient, query: str) -> None:
    answer = _get(lists, f"/list?{query}")
    assert answer.status_code == 200
    assert "<b>" not in answer.text


@given(
    st.dictionaries(
        st.sampled_from(["q", "page", "per_page", "sort", "order", "kind", "entered_from", "entered_to", "export"]),
        st.text(),
    )
)
def test_whatever_is_asked_gives_a_state_the_query_can_use(args: dict[str, str]) -> None:
    state = PEOPLE.read(args)
    assert state.sort in {"name", "entered_on"}
    assert state.per_page in {50, 100, 200}
    assert 0 <= state.offset < 2**31
    assert PEOPLE.read(PEOPLE.arguments(state)).sort == state.sort


def test_filters_are_read() -> None:
    state = PEOPLE.read({"q": "  đỗ \x00  thị ", "kind": "2", "entered_from": "5/6/24", "entered_to": ""})
    assert state.q == "đỗ thị"
    assert state.choice("kind") == "2"
    assert state.range_of("entered") == (date(2024, 6, 5), None)
    assert state.narrowed
    assert PEOPLE.arguments(state) == {"q": "đỗ thị", "kind": "2", "entered_from": "05/06/2024"}
    assert not PEOPLE.read({}).narrowed


def test_days_nobody_counts_with_are_as_not_given() -> None:
    assert not PEOPLE.read({"entered_from": "01/01/0001", "entered_to": "31/12/9999"}).narrowed


def test_page_numbers_leave_out_the_middle() -> None:
    page = ListPage(PEOPLE, [ROWS[0]], 1000, ListState(page=10), "/list")
    assert page.numbers == [1, None, 9, 10, 11, None, 20]
    assert (page.first, page.last) == (451, 451)


def test_nothing_found_and_nothing_at_all_say_what_to_do(lists: FlaskClient) -> None:
    nothing_found = _get(lists, "/list?q=zzz").text
    assert "Nothing fits this search" in nothing_found
    assert "Clear search and filters" in nothing_found
    nothing_yet = _get(lists, "/empty").text
    assert "Admit the first person." in nothing_yet
    assert 'href="/open"' in nothing_yet


def test_the_buttons_for_export_are_for_those_who_may(lists: FlaskClient, exports: list[tuple[str, int]]) -> None:
    assert "export=xlsx" not in _get(lists, "/list").text
    assert _get(lists, "/list?export=xlsx").status_code == 403
    assert exports == []
    assert "export=xlsx" in _get(lists, "/list", Permission.PEOPLE_EXPORT).text


def test_a_workbook_of_the_whole_filtered_list(lists: FlaskClient, exports: list[tuple[str, int]]) -> None:
    answer = _get(lists, "/list?export=xlsx&page=2", Permission.PEOPLE_EXPORT)
    assert exports == [("xlsx", 120)]
    assert "people-" in answer.headers["Content-Disposition"]
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    rows = list(sheet.iter_rows())
    assert [cell.value for cell in rows[0]] == ["Full name", "Entered", "Days", "Identity number"]
    assert len(rows) == 121
    first = rows[1]
    assert first[0].data_type == "s"
    assert first[0].value.startswith("=HYPERLINK")
    assert first[0].quotePrefix
    assert first[1].value is None
    assert first[2].value == 1001
    assert first[3].value == "036090001234"
    assert rows[2][1].value.date() == date(2024, 1, 3)
    assert rows[2][1].number_format == "dd/mm/yyyy"


def test_a_csv_that_a_spreadsheet_reads_by_itself(lists: FlaskClient, exports: list[tuple[str, int]]) -> None:
    answer = _get(lists, "/list?export=csv&q=%3D", Permission.PEOPLE_EXPORT)
    assert exports == [("csv", 1)]
    assert answer.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert rows[1] == ['\'=HYPERLINK("http://evil.example")', "", "1001", "036090001234"]


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        (ListState(per_page=50), range(50)),
        (ListState(page=3, per_page=50), range(100, 120)),
        (ListState(page=9, per_page=50), range(0)),
        (ListState(page=3, export="xlsx"), range(120)),
    ],
)
def test_rows_at_hand_are_cut_as_a_query_would(state: ListState, shown: range) -> None:
    assert state.cut(range(120)) == (list(shown), 120)


def test_a_file_code_is_one_word_in_a_list() -> None:
    """NT-000959 is not broken at its hyphen, linked or not."""
    row = {"file_code": "NT-000959", "note": "Phòng 2-3"}
    columns = [Column(key, key, cell=itemgetter(key)) for key in row]
    assert rows_html(columns, [row]).count('<td class="tight">') == 1
