"""The numbers and words that addresses hold, and the address of the page itself.

What no row can have is no such address, not a fault of the database.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from flask import Flask, request
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


def own_address() -> str:
    """The page asked for, with its arguments: where its form posts to.

    Said in full, for a form without an action posts to the address in the browser's bar. The mark ("#field") that a
    link in an error message left there would go with it, through the redirect too, and pull the focus on the next page.
    """
    query = request.query_string.decode("latin-1")
    return quote(request.root_path + request.path) + (f"?{query}" if query else "")


def init_app(app: Flask) -> None:
    """Read the parts of every address this way. Before any route is registered."""
    app.jinja_env.globals["own_address"] = own_address
    app.url_map.converters |= {"int": RowNumber, "string": Word, "default": Word}
