"""The rows of a list as HTML.

Written here and not in a template: fifty rows of nine cells are most of what a page costs, and a template takes several
times as long for each of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from flask_babel.speaklater import LazyString
from markupsafe import Markup, escape

from rehab_center.web.formatting import NOTHING, day, shown

if TYPE_CHECKING:
    from rehab_center.web.listing import Column

_ONE_LINE = 36  # letters: names and codes stay on one line, longer texts may wrap


def rows_html(columns: Sequence[Column], rows: Sequence[Any]) -> Markup:
    """``<tr>`` after ``<tr>``. Everything is escaped but what is :class:`Markup` already."""
    words = _Words()
    writers = [_writer(column, words) for column in columns]
    return Markup("".join(["<tr>" + "".join([write(row) for write in writers]) + "</tr>\n" for row in rows]))


class _Words:
    """Values as words. A sentence of a fixed list is translated once in a page and not once in every row."""

    def __init__(self) -> None:
        self._said: dict[int, tuple[LazyString, Markup]] = {}

    def of(self, value: object) -> str:
        """The value as HTML."""
        if type(value) is str:
            return escape(value) if value else NOTHING
        if type(value) is date:
            return day(value)  # nothing in it to escape
        if isinstance(value, LazyString):
            return self._sentence(value)
        return value if isinstance(value, Markup) and value else escape(shown(value))

    def _sentence(self, lazy: LazyString) -> Markup:
        # The sentence is kept with its words: another one must not get the number of one that is gone.
        if id(lazy) not in self._said:
            self._said[id(lazy)] = (lazy, escape(str(lazy)))
        return self._said[id(lazy)][1]


def _writer(column: Column, words: _Words) -> Callable[[Any], str]:
    """What turns a row into the column's ``<td>``."""
    value_of = column.cell or attrgetter(column.key)
    link_of = column.link
    opening = '<td class="number">' if column.number else "<td>"

    def plain(row: Any) -> str:
        return f"{opening}{words.of(value_of(row))}</td>"

    def linked(row: Any) -> str:
        url = link_of(row) if link_of else None
        if not url:
            return plain(row)
        text = words.of(value_of(row))
        begin = '<td class="tight">' if not column.number and len(text) <= _ONE_LINE else opening
        return f'{begin}<a href="{escape(url)}">{text}</a></td>'

    return linked if link_of else plain
