"""Puts pages and hooks into the program."""

from __future__ import annotations

from flask import Flask

from rehab_center.admissions.services.consequences import follow_opening, follow_undoing
from rehab_center.dossiers.services import forget_file, owe_check


def init_app(app: Flask) -> None:
    """Register pages and words, and what follows when a stay begins."""
    follow_opening("dossiers", owe_check)
    follow_undoing("dossiers", forget_file)
