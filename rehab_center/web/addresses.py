"""The numbers and words that addresses hold. What no row can have is no such address, not a fault of the database."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Map, UnicodeConverter

GREATEST = 2**31 - 1
"""The greatest number an INTEGER of PostgreSQL holds; SQLite's is greater."""


class RowNumber(IntegerConverter):
    """``<int:…>`` of every route: plain digits, as many as a row's number can have."""

    regex = r"[0-9]{1,10}"

    def __init__(self, map: Map, **options: Any) -> None:
        super().__init__(map, **{"max": GREATEST, **options})


class Word(UnicodeConverter):
    """``<string:…>`` of every route: no letter that nobody types, for PostgreSQL takes no NUL."""

    def __init__(self, map: Map, **options: Any) -> None:
        super().__init__(map, **options)
        self.regex = self.regex.replace("[^/]", r"[^/\x00-\x1f\x7f]")


def row_number(text: str) -> int | None:
    """The number of a row as an argument gives it, None for anything else."""
    found = int(text) if re.fullmatch(RowNumber.regex, text) else None
    return found if found is not None and found <= GREATEST else None


def init_app(app: Flask) -> None:
    """Read the parts of every address this way. Before any route is registered."""
    app.url_map.converters |= {"int": RowNumber, "string": Word, "default": Word}
