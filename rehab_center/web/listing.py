"""Lists have one owner: what a list shows, what can be searched, filtered and sorted in it, and its export.

A feature describes its list once, as a :class:`Listing`, and its view ends with :func:`list_page`. The query gets a
:class:`ListState` and must sort *stably*: whatever the state's column, it ends its ORDER BY with the row's id, or rows
would move between pages. A list that is too long to be counted (the log) names its falling key as ``keyset``; its
query gives :class:`KeyedRows` for ``state.before`` or ``state.after``. Nothing in an address can break a list: what
makes no sense counts as not given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import urlencode

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup, escape

from rehab_center import clock
from rehab_center.dates import BadDate, in_the_calendar, parse_date
from rehab_center.permissions import Permission
from rehab_center.web.access import may
from rehab_center.web.export import download
from rehab_center.web.fields import clean_text
from rehab_center.web.formatting import day, shown
from rehab_center.web.keyset import KeyedRows
from rehab_center.web.language import current_language
from rehab_center.web.list_rows import options_html, rows_html, rows_kept
from rehab_center.web.list_state import PAGE_SIZES, ListState

EXPORTS = ("xlsx", "csv")
_LAST_PAGE = 1_000_000

Words = Any
"""A text, or one that Flask-Babel translates when it is used."""


@dataclass(frozen=True, eq=False)
class Column:
    """One column. ``cell(row)`` gives the value as it is (a day, a number, a text): page and export write it each in
    its way; without it the row's attribute ``key`` is taken. ``link(row)`` makes the cell a link; ``opens(id)`` does so
    with an address that differs by the row's ``id`` at its end only, and is asked for once in a page. ``when`` says
    whether this reader's page has the column at all: a box to tick is nothing to whoever may not act; ``narrow``: the
    column is no wider than what stands in it, as such a box is.
    """

    key: str
    label: Words
    sortable: bool = False
    cell: Callable[[Any], object] | None = None
    link: Callable[[Any], str | None] | None = None
    opens: Callable[[int], str] | None = None
    number: bool = False
    narrow: bool = False
    on_page: bool = True
    in_export: bool = True
    when: Callable[[], bool] | None = None

    def value(self, row: Any) -> object:
        """What the row has in this column."""
        return self.cell(row) if self.cell else getattr(row, self.key)


@dataclass(frozen=True)
class Search:
    """The search box of a list, and the hint in it."""

    placeholder: Words = ""


@dataclass(frozen=True)
class Choice:
    """A filter by one of some values; ``choices`` gives (value, label) pairs, or is a function that does.

    A label with pairs instead of a value, (label, [pairs]), is a heading over them.
    """

    key: str
    label: Words
    choices: Sequence[tuple[Words, Any]] | Callable[[], Sequence[tuple[Words, Any]]]
    _drawn: dict[str, str] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def groups(self) -> list[tuple[Words, list[tuple[str, Words]]]]:
        """The pairs, values as text, under their headings; the empty heading for those without one."""
        found: list[tuple[Words, list[tuple[str, Words]]]] = []
        for first, second in self.choices() if callable(self.choices) else self.choices:
            if isinstance(second, list):
                found.append((first, [(str(value), label) for value, label in second]))
            elif found and not found[-1][0]:
                found[-1][1].append((str(first), second))
            else:
                found.append(("", [(str(first), second)]))
        return found

    @property
    def options(self) -> list[tuple[str, Words]]:
        """The pairs, values as text."""
        return [pair for _heading, pairs in self.groups for pair in pairs]

    def drawn(self, chosen: str | None) -> Markup:
        """The options as HTML. What is the same in every request is put together once in each language."""
        if callable(self.choices):
            html = options_html(self.groups)
        else:
            language = current_language()
            if language not in self._drawn:
                self._drawn[language] = options_html(self.groups)
            html = self._drawn[language]
        if chosen:
            value = f'<option value="{escape(chosen)}"'
            html = html.replace(f"{value}>", f"{value} selected>", 1)
        return Markup(html)


@dataclass(frozen=True)
class Days:
    """A filter by a range of days, either end open. Arguments ``<key>_from`` and ``<key>_to``."""

    key: str
    label: Words


@dataclass(frozen=True)
class Listing:
    """A list, described once. ``key`` names it in files; ``sort`` is the column it starts with.

    ``keyset`` is the attribute of a row that pages are found by, for a list that is not counted. ``pure`` promises that
    rows can be told apart by value and that cells follow from them alone: the same rows are then written once.
    ``empty`` says what to do when there is nothing at all; ``empty_endpoint`` and ``empty_action`` make a button of it.
    """

    key: str
    title: Words
    columns: tuple[Column, ...]
    sort: str
    descending: bool = False
    search: Search | None = None
    filters: tuple[Choice | Days, ...] = ()
    empty: Words = ""
    empty_action: Words = ""
    empty_endpoint: str = ""
    per_page: int = PAGE_SIZES[0]
    export_permission: Permission | None = None
    exports: bool = True
    keyset: str = ""
    pure: bool = False

    def read(self, args: Mapping[str, str]) -> ListState:
        """The state that an address asks for."""
        sort = args.get("sort", "")
        known = any(column.sortable and column.key == sort for column in self.columns)
        descending = args.get("order") == "desc" if known else self.descending
        per_page = _whole(args.get("per_page"), self.per_page)
        export = args.get("export")
        return ListState(
            q=(clean_text(args.get("q")) or "")[:200] if self.search else "",
            choices=self._choices(args),
            days=self._days(args),
            sort=sort if known else self.sort,
            descending=descending,
            page=min(max(_whole(args.get("page"), 1), 1), _LAST_PAGE),
            per_page=per_page if per_page in PAGE_SIZES else self.per_page,
            export=export if export in EXPORTS and self.exports else None,
            before=_key(args.get("before")) if self.keyset else None,
            after=_key(args.get("after")) if self.keyset else None,
        )

    def _choices(self, args: Mapping[str, str]) -> dict[str, str]:
        asked = [(one, args.get(one.key, "")) for one in self.filters if isinstance(one, Choice)]
        return {one.key: value for one, value in asked if value and value in dict(one.options)}

    def _days(self, args: Mapping[str, str]) -> dict[str, tuple[date | None, date | None]]:
        asked = {
            one.key: (_day(args.get(f"{one.key}_from")), _day(args.get(f"{one.key}_to")))
            for one in self.filters
            if isinstance(one, Days)
        }
        return {key: ends for key, ends in asked.items() if ends != (None, None)}

    def arguments(self, state: ListState) -> dict[str, str]:
        """The shortest arguments that give ``state`` again, but for the page and the export."""
        given = {"q": state.q, **state.choices}
        for key, (first, last) in state.days.items():
            given |= {f"{key}_from": day(first) if first else "", f"{key}_to": day(last) if last else ""}
        if (state.sort, state.descending) != (self.sort, self.descending):
            given |= {"sort": state.sort, "order": "desc" if state.descending else "asc"}
        if state.per_page != self.per_page:
            given["per_page"] = str(state.per_page)
        return {key: value for key, value in given.items() if value}

    def table_of(self, rows: Iterable[Any]) -> tuple[list[str], Iterator[list[object]]]:
        """Headings and cells as a file has them, row by row."""
        columns = [column for column in self.columns if column.in_export]
        return [str(column.label) for column in columns], ([column.value(row) for column in columns] for row in rows)

    @property
    def may_export(self) -> bool:
        """Whether the reader gets the export buttons."""
        return self.exports and (self.export_permission is None or may(self.export_permission))


@dataclass(frozen=True)
class ListPage:
    """One page of a list, for the macro ``components/listing.html``. ``path`` is the page's own address."""

    listing: Listing
    rows: Sequence[Any]
    total: int
    state: ListState
    path: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)
    keyed: KeyedRows | None = None

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many rows a page may have."""
        return PAGE_SIZES

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.state.per_page))

    @property
    def first(self) -> int:
        """The number of the first row shown, 0 when there is none."""
        return self.state.offset + 1 if self.rows else 0

    @property
    def last(self) -> int:
        """The number of the last row shown."""
        return self.state.offset + len(self.rows)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of the page."""
        return tuple(
            column for column in self.listing.columns if column.on_page and (column.when is None or column.when())
        )

    @property
    def body(self) -> Markup:
        """The rows as HTML."""
        if self.listing.pure:
            return rows_kept(self.columns, tuple(self.rows), current_language(), request.script_root)
        return rows_html(self.columns, self.rows)

    @cached_property
    def _given(self) -> dict[str, str]:
        return {**self.extra, **self.listing.arguments(self.state)}

    def url(self, **changes: str | int) -> str:
        """This list's address with something changed; an empty value takes an argument away."""
        given = self._given | {key: str(value) for key, value in changes.items()}
        query = _query(tuple((key, value) for key, value in given.items() if value))
        return f"{self.path}?{query}" if query else self.path

    def sort_url(self, column: Column) -> str:
        """The address that sorts by ``column``; the other way round when it is sorted by it already."""
        down = self.state.sort == column.key and not self.state.descending
        return self.url(sort=column.key, order="desc" if down else "asc")

    def page_url(self, number: int) -> str:
        """The address of another page."""
        return self.url(page=number if number > 1 else "")

    @property
    def newer_url(self) -> str | None:
        """The address of the rows above this page, None where there are none. For a list read by key."""
        keyed = self.keyed
        return self.url(after=self._key_of(0)) if keyed and keyed.newer and self.rows else None

    @property
    def older_url(self) -> str | None:
        """The address of the rows below this page, None where there are none. For a list read by key."""
        keyed = self.keyed
        return self.url(before=self._key_of(-1)) if keyed and keyed.older and self.rows else None

    def key_words(self, place: int) -> str:
        """The key of a row of this page as it is read."""
        return shown(self._key_of(place))

    def _key_of(self, place: int) -> int:
        return int(getattr(self.rows[place], self.listing.keyset))

    @property
    def numbers(self) -> list[int | None]:
        """The pages to link to: the first, the last and the present one with its neighbours; None is a gap."""
        near = {1, self.pages, *range(self.state.page - 1, self.state.page + 2)}
        shown_pages = sorted(number for number in near if 1 <= number <= self.pages)
        numbers: list[int | None] = []
        for number in shown_pages:
            if numbers and numbers[-1] is not None and number - numbers[-1] > 1:
                numbers.append(None)
            numbers.append(number)
        return numbers


@lru_cache(maxsize=1024)
def _query(arguments: tuple[tuple[str, str], ...]) -> str:
    """Arguments as an address has them. A list's heading and its pages make a dozen, the same ones every time."""
    return urlencode(arguments)


Fetch = Callable[[ListState], tuple[Sequence[Any], int] | KeyedRows]
"""The rows that a state asks for, and how many there are without its limit; of a list read by key, how it goes on."""


def page_of(listing: Listing, fetch: Fetch, *, extra: Mapping[str, str] | None = None) -> ListPage:
    """The page the request asks for; beyond the last page, the last one. ``extra`` are arguments of the page's own."""
    state = replace(listing.read(request.args), export=None)
    rows, total, keyed = _fetched(fetch, state)
    if not rows and total and state.page > 1:
        state = replace(state, page=max(1, -(-total // state.per_page)))
        rows, total, keyed = _fetched(fetch, state)
    return ListPage(listing, rows, total, state, request.path, dict(extra or {}), keyed)


def _fetched(fetch: Fetch, state: ListState) -> tuple[Sequence[Any], int, KeyedRows | None]:
    found = fetch(state)
    if isinstance(found, KeyedRows):
        return found.rows, found.count or found.at_least or len(found.rows), found
    return *found, None


def list_page(
    listing: Listing,
    fetch: Fetch,
    template: str,
    *,
    on_export: Callable[[str, int], None] | None = None,
    extra: Mapping[str, str] | None = None,
    notes: Callable[[Sequence[Any]], Sequence[str]] | None = None,
    **context: object,
) -> ResponseReturnValue:
    """Answer a list's view: the page, or with ?export=xlsx or csv the whole filtered list as a file.

    ``on_export(form, rows)`` records that people's data left the program, before it does; ``notes(rows)`` is what
    a workbook says below its table. The template gets
    ``listing``, a :class:`ListPage`. Aborts with 403 when the reader may not export.
    """
    state = listing.read(request.args)
    if state.export is None:
        return render_template(template, listing=page_of(listing, fetch, extra=extra), **context)
    if not listing.may_export:
        abort(403)
    rows, _total, _keyed = _fetched(fetch, state)
    if on_export:
        on_export(state.export, len(rows))
    name = f"{listing.key}-{clock.today():%Y-%m-%d}"
    said = notes(rows) if notes else ()
    return download(state.export, name, str(listing.title), *listing.table_of(rows), said)


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else default


def _key(text: str | None) -> int | None:
    return _whole(text, -1) if text and _whole(text, -1) >= 0 else None


def _day(text: str | None) -> date | None:
    try:
        found = parse_date(text or "", pivot=clock.today().year + 20)
    except BadDate:
        return None
    return found if in_the_calendar(found) else None
