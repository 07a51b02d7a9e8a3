"""How values are written for people: days, moments, numbers, sentences. Template filters, and plain functions.

Everything but :func:`say` works without an application. Days are dd/mm/yyyy, moments are Vietnam's wall time, numbers
are 1.234,5 in both languages: the office's papers are Vietnamese whatever the language of the menu.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from babel.dates import format_date
from flask import Flask, has_app_context
from flask_babel import get_locale, gettext

from rehab_center import dates
from rehab_center.clock import ZONE
from rehab_center.errors import DomainError
from rehab_center.web.ties import balanced, tied, whole
from rehab_center.words import Message

NOTHING = "–"
"""What stands for a value that is not there."""

_PLAIN_NUMBERS = frozenset({"year", "row", "line", "code", "id"})
"""Parameters of a sentence that are written without separators: the year 2024, row 1234 of a sheet."""

_LAWS = {
    "L120": "Luật 120/2025/QH15",
    "L73": "Luật 73/2021/QH14",
    "XLVPHC": "Luật Xử lý vi phạm hành chính",
    "BLDS": "Bộ luật Dân sự",
    "NĐ": "Nghị định",
    "TT": "Thông tư",
}
"""The short names rules cite laws by, as an office writes them out."""
_SHORT_LAW = re.compile(rf"(?<![\w/])({'|'.join(_LAWS)})(?![\w-])")
_SHORT_ARTICLE = re.compile(r"\bĐ(?=\d)")

Number = int | float | Decimal


def init_app(app: Flask) -> None:
    """Register the filters."""
    app.jinja_env.filters.update(
        day=day,
        moment=moment,
        number=number,
        percent=percent,
        say=say,
        spell_day=spell_day,
        shown=shown,
        citation=citation,
        whole=whole,
        balanced=balanced,
        tied=tied,
    )


def day(value: date | None) -> str:
    """A day: 05/06/2024. A moment gives its Vietnamese day."""
    if isinstance(value, datetime):
        value = value.astimezone(ZONE).date()
    return f"{value.day:02}/{value.month:02}/{value.year:04}" if value else NOTHING  # three times as fast as strftime


def moment(value: datetime | None) -> str:
    """An aware moment as Vietnam's clocks showed it: 05/06/2024 14:30."""
    return value.astimezone(ZONE).strftime("%d/%m/%Y %H:%M") if value else NOTHING


def number(value: Number | None, decimals: int | None = None) -> str:
    """1234.5 as 1.234,5; half-up to ``decimals`` places, or as many as the value has."""
    if value is None:
        return NOTHING
    exact = Decimal(str(value))
    if decimals is not None:
        exact = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return f"{exact:,f}".translate(str.maketrans(",.", ".,"))


def percent(value: Number | None, decimals: int = 2) -> str:
    """A value already in percent: 65.789 as 65,79%."""
    return NOTHING if value is None else f"{number(value, decimals)}%"


def spell_day(value: date | None) -> str:
    """A day with its weekday, in the reader's language: thứ Tư, 05/06/2024."""
    if value is None:
        return NOTHING
    locale = get_locale() if has_app_context() else None
    if locale is None or locale.language == "vi":
        return dates.spell_day(value)
    return str(format_date(value, "EEEE, dd/MM/yyyy", locale=locale))


def say(words: Message | DomainError | object) -> str:
    """A sentence in the reader's language, with its values written as here. Plain text comes back as it is."""
    if isinstance(words, DomainError):
        words = words.message
    if not isinstance(words, Message):
        return str(words)
    sentence = str(gettext(words.msgid)) if has_app_context() else words.msgid
    return sentence % _written(words.params) if words.params else sentence


def _written(params: Mapping[str, object]) -> dict[str, str]:
    return {name: _param(name, value) for name, value in params.items()}


def _param(name: str, value: object) -> str:
    if name in _PLAIN_NUMBERS and isinstance(value, int):
        return str(value)
    return citation(value) if name == "source" and isinstance(value, str) else shown(value)


def citation(source: str) -> str:
    """An article as rules cite it, written out: "L120 Đ35.1" is "Luật 120/2025/QH15 Điều 35.1"."""
    return _SHORT_ARTICLE.sub("Điều ", _SHORT_LAW.sub(lambda found: _LAWS[found[1]], source))


def shown(value: object) -> str:
    """Any value as a cell of a table or a part of a sentence shows it."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(gettext("Yes") if value else gettext("No"))
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, int | float | Decimal):
        return number(value)
    return say(value)
