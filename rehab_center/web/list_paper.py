"""A list on paper: the rows that are searched and filtered on the page, in the house's layout. Papers are Vietnamese.

A feature says once how its list prints, as a :class:`ListSheet` of the list's own columns; cells are those
of its files.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from rehab_center import clock
from rehab_center.errors import DomainError
from rehab_center.web.asked import asked_arguments
from rehab_center.web.formatting import day, say, shown
from rehab_center.web.keyset import KeyedRows
from rehab_center.web.language import DEFAULT, speaking
from rehab_center.web.list_state import ListState
from rehab_center.web.listing import Choice, Days, Fetch, Listing
from rehab_center.web.paper import Paper
from rehab_center.words import N_, message

MOST_ROWS = 1000
"""More is no paper: it is a workbook."""


Note = Callable[[dict[str, object]], None]
"""Writes into the log that a paper left the program: how many rows, and what it is called."""


@dataclass(frozen=True)
class ListSheet:
    """How a list prints. ``columns``: the key of each column with the class that gives its width, "" for what is left.
    ``file`` is the name in plain letters, without ending; ``note`` stands below."""

    title: str
    file: str
    columns: tuple[tuple[str, str], ...]
    note: str = ""


def list_paper(listing: Listing, fetch: Fetch, sheet: ListSheet, *, letterhead: object, paper_day: date) -> Paper:
    """The paper of the list that the request asks for, all its pages. Raises DomainError where it is too long."""
    state = replace(listing.read(request.args), export="pdf", page=1)
    found = fetch(state)
    rows = found.rows if isinstance(found, KeyedRows) else found[0]
    if len(rows) > MOST_ROWS:
        words = N_("Too long for paper: %(rows)s lines, at most %(most)s. Narrow the list, or take the workbook.")
        raise DomainError(message(words, rows=len(rows), most=MOST_ROWS))
    columns = {column.key: column for column in listing.columns}
    wanted = [columns[key] for key, _width in sheet.columns]
    with speaking(DEFAULT):
        heads = [str(column.label) for column in wanted]
        cells = [[shown(column.value(row)) for column in wanted] for row in rows]
    return Paper(
        template="layouts/list_sheet.html",
        title=sheet.title,
        name=f"{sheet.file}-{clock.today():%Y-%m-%d}",
        letterhead=letterhead,
        day=paper_day,
        given={
            "sheet": sheet,
            "heads": heads,
            "rows": cells,
            "numbers": [column.number for column in wanted],
            "narrowed": narrowed_words(listing, state),
            "known_at": clock.now(),
        },
    )


def paper_page(make: Callable[[], Paper], listing: Listing, *, menu: tuple[str, str], page: str, file: str,
               **which: str) -> ResponseReturnValue:  # fmt: skip
    """The preview of a list's paper: ``menu`` is the way back's first word, ``page`` and ``file`` the endpoints of the
    list and of the PDF, which keep the arguments of the address. A list that is too long goes back to its page."""
    arguments = asked_arguments()
    try:
        found = make()
    except DomainError as error:
        return _back(page, error)
    way = [menu, (str(listing.title), url_for(page, **arguments))]
    return found.preview(way=way, file_url=url_for(file, **(arguments | which)))


def paper_answer(make: Callable[[], Paper], *, page: str, note: Note) -> ResponseReturnValue:
    """The same as PDF, once ``note`` has written into the log what left the program."""
    try:
        found = make()
    except DomainError as error:
        return _back(page, error)
    note({"rows": len(found.given["rows"]), "printed": found.title})
    return found.answer(made_at=clock.now())


def _back(page: str, error: DomainError) -> ResponseReturnValue:
    flash(say(error), "warning")
    return redirect(url_for(page, **asked_arguments()), 303)


def narrowed_words(listing: Listing, state: ListState) -> str:
    """What the list was narrowed by, in Vietnamese words as they stand on paper; empty where it was not."""
    with speaking(DEFAULT):
        return _told(listing, state)


def _told(listing: Listing, state: ListState) -> str:
    told = [f"tìm “{state.q}”"] if state.q else []
    for one in listing.filters:
        if isinstance(one, Choice) and one.key in state.choices:
            chosen = dict(one.options)[state.choices[one.key]]
            # Where the filter itself is called "only", that word stands before the whole already.
            told.append(_lower(chosen) if one.key == "only" else f"{_lower(one.label)}: {chosen}")
        elif isinstance(one, Days) and one.key in state.days:
            first, last = state.days[one.key]
            ends = [f"từ {day(first)}" if first else "", f"đến {day(last)}" if last else ""]
            told.append(f"{_lower(one.label)} {' '.join(end for end in ends if end)}")
    return "; ".join(told)


def _lower(label: Any) -> str:
    words = str(label)
    return words[:1].lower() + words[1:]
