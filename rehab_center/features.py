"""The features in order: the order of registration, and of what may import what (earlier ones only)."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from flask import Flask

FEATURES: tuple[str, ...] = (
    "audit",
    "policies",
    "organisation",
    "communes",
    "accounts",
    "drafts",
    "documents",
    "jobs",
    "tasks",
    "residents",
    "admissions",
    "dossiers",
    "merging",
    "headcount",
    "classification",
    "belongings",
    "health",
    "conduct",
    "placements",
    "stages",
    "activities",
    "assignments",
    "attendance",
    "pay",
    "courses",
    "issuing",
    "release",
    "figures",
    "capacity",
    "reports",
    "register",
    "casefile",
    "logbook",
    "help",
    "today",
    "backups",
    "demo",
)
"""Package names below ``rehab_center``. Each has ``wiring.init_app(app)``: its blueprints, commands and hooks."""


def init_app(app: Flask) -> None:
    """Register every feature."""
    with _nothing_let_go():
        for name in FEATURES:
            _wiring(name).init_app(app)


@contextmanager
def _nothing_let_go() -> Iterator[None]:
    # Half a million things are loaded that stay; to look for waste among them again and again is a fifth of the start.
    looked = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looked:
            gc.enable()


def _wiring(name: str) -> ModuleType:
    # Apart from the package, so that importing a feature's models does not load its views.
    apart = f"rehab_center.{name}.wiring"
    return import_module(apart if find_spec(apart) else f"rehab_center.{name}")
