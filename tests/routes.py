"""Every route with what it asks for, one a line. ``python -m tests.routes`` rewrites ``tests/routes.txt``."""

from __future__ import annotations

import tempfile
from pathlib import Path

from flask import Flask

from rehab_center import create_app
from rehab_center.web.access import need_of
from tests.database import configuration

LIST = Path(__file__).with_name("routes.txt")
_SILENT = {"HEAD", "OPTIONS"}  # every route answers these; HEAD is checked like GET


def lines(app: Flask) -> list[str]:
    """ "GET /people -> people:view" for every method of every route, sorted by address."""
    found = {
        (rule.rule, method, str(need_of(app, rule.endpoint)))
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - _SILENT
    }
    return [f"{method} {address} -> {need}" for address, method, need in sorted(found)]


def write(app: Flask) -> None:
    """Put the program's routes into the reviewed list."""
    LIST.write_text("\n".join(lines(app)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        write(create_app(configuration(Path(folder), f"sqlite:///{folder}/routes.sqlite")))
