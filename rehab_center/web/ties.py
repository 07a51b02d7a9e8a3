"""What stays on one line of a printed paper: a day's "năm 2024", "số 12/QĐ-TA", "Điều 46". Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from markupsafe import Markup, escape

#: Pictures are text to a reader of HTML, and take no spans.
_PIECES = re.compile(r"(<svg.*?</svg>)", re.DOTALL)
_TEXT = re.compile(r">([^<]+)<")
_TIED = re.compile(
    r"(?<!\w)(?:"
    r"(?:[Nn]gày|[Tt]háng|[Nn]ăm|Điều|[Kk]hoản) \d[\w/]*"
    r"|[Đđ]iểm [a-zđ](?!\w)"
    r"|[Ss]ố:? \d[\w./–-]*\w"
    r"|Chính phủ"
    r"|\d+ (?:giờ|phút|tháng|năm|ngày|mm|cm|m|kg|km)(?!\w)"
    r")"
)


_LONGEST = 34
"""A longer name may be parted: kept whole it would tear the line before it."""
_LAST_WORDS = 4


def whole(text: str, names: Iterable[str]) -> Markup:
    """A text in which none of the names is parted at the end of a line."""
    said = str(escape(text))
    for name in sorted({str(escape(name)) for name in names if name and len(name) <= _LONGEST}, key=len):
        said = said.replace(name, f'<span class="tied">{name}</span>')
    return Markup(said)


def balanced(text: str) -> Markup:
    """A title whose last line never is a single word."""
    words = text.split()
    if len(words) < 3 * _LAST_WORDS:
        return escape(text)
    at = len(words) - _LAST_WORDS
    if words[at - 1].isdigit():  # "06 tháng đầu năm 2024"
        at -= 1
    first, last = " ".join(words[:at]), " ".join(words[at:])
    return Markup('{} <span class="tied">{}</span>').format(first, last)


def tied(html: str) -> Markup:
    """A part of a page whose days, numbers of papers and articles are not parted; its words stay the same.

    Not for what is laid out as a line of fields: there each span would be a field of its own.
    """
    parts = _PIECES.split(f">{escape(html)}<")
    return Markup("".join(part if part.startswith("<svg") else _TEXT.sub(_spanned, part) for part in parts)[1:-1])


def _spanned(found: re.Match[str]) -> str:
    return f">{_TIED.sub(_span, found[1])}<"


def _span(found: re.Match[str]) -> str:
    return f'<span class="tied">{found[0]}</span>'
