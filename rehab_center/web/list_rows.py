"""The rows of a list and the choices of its filters as HTML.

Written here and not in a template: fifty rows of nine cells are most of what a page costs, and a template takes several
times as long for each of them. Column by column, so that what must be escaped is escaped in one go.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from flask_babel.speaklater import LazyString
from markupsafe import Markup, escape

from rehab_center.web.formatting import NOTHING, day, shown

if TYPE_CHECKING:
    from rehab_center.web.listing import Column

_FILE_CODES = frozenset({"code", "file_code"})  # NT-000959 is one word: no line ends at its hyphen
_ONE_LINE = 36  # letters: names and codes stay on one line, longer texts may wrap
_BETWEEN = "\0"


def rows_html(columns: Sequence[Column], rows: Sequence[Any]) -> Markup:
    """``<tr>`` after ``<tr>``. Everything is escaped but what is :class:`Markup` already."""
    cells = [_cells(column, rows) for column in columns]
    return Markup("".join(["<tr>" + "".join(row) + "</tr>\n" for row in zip(*cells, strict=True)]))


@lru_cache(maxsize=64)
def rows_kept(columns: tuple[Column, ...], rows: tuple[Any, ...], _language: str, _root: str) -> Markup:
    """:func:`rows_html` where the cells follow from the rows alone: the same rows are written once for all readers."""
    return rows_html(columns, rows)


def options_html(groups: Iterable[tuple[Any, Sequence[tuple[str, Any]]]]) -> str:
    """``<option>`` after ``<option>``, none of them chosen, each group but the nameless one under its heading."""
    written: list[str] = []
    for heading, pairs in groups:
        values, labels = _escaped([value for value, _label in pairs]), _escaped([str(label) for _value, label in pairs])
        options = [f'<option value="{value}">{label}</option>' for value, label in zip(values, labels, strict=True)]
        written += [f'<optgroup label="{escape(str(heading))}">', *options, "</optgroup>"] if heading else options
    return "".join(written)


def _cells(column: Column, rows: Sequence[Any]) -> list[str]:
    """What a column has in each row, as ``<td>``."""
    value_of: Callable[[Any], object] = column.cell or attrgetter(column.key)
    tight = column.narrow or column.key in _FILE_CODES
    opening = '<td class="number">' if column.number else '<td class="tight">' if tight else "<td>"
    texts = _texts([value_of(row) for row in rows])
    if column.opens:
        front = escape(column.opens(0).removesuffix("0"))
        urls = [f"{front}{row.id}" for row in rows]
    elif column.link:
        urls = _escaped([column.link(row) or "" for row in rows])
    else:
        return [f"{opening}{text}</td>" for text in texts]
    return [_linked(opening, text, url) for text, url in zip(texts, urls, strict=True)]


def _linked(opening: str, text: str, url: str) -> str:
    if not url:
        return f"{opening}{text}</td>"
    begin = '<td class="tight">' if opening == "<td>" and len(text) <= _ONE_LINE else opening
    return f'{begin}<a href="{url}">{text}</a></td>'


def _texts(values: Sequence[object]) -> list[str]:
    """Values as HTML. A sentence of a fixed list is translated once in a column and not once in every row."""
    if all(type(value) is str for value in values):
        return [text or NOTHING for text in _escaped([str(value) for value in values])]
    said: dict[int, str] = {}
    return [_text(value, said) for value in values]


def _text(value: object, said: dict[int, str]) -> str:
    if type(value) is date:
        return day(value)  # nothing in it to escape
    if isinstance(value, LazyString):
        if id(value) not in said:  # the values outlive the call: no other one gets the number of one that is gone
            said[id(value)] = escape(str(value))
        return said[id(value)]
    return value if isinstance(value, Markup) and value else escape(shown(value))


def _escaped(texts: Sequence[str]) -> list[str]:
    """Every text escaped: in one go, for the call costs more than the work."""
    parts = str.split(escape(_BETWEEN.join(texts)), _BETWEEN)
    return parts if len(parts) == len(texts) else [escape(text) for text in texts]
