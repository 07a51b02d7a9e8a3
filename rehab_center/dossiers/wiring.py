"""Puts pages and hooks into the program."""

from __future__ import annotations

from flask import Flask

from rehab_center.admissions.services.consequences import follow_opening, follow_undoing
from rehab_center.admissions.views.sections import show_on_stay
from rehab_center.dossiers.services import forget_file, owe_check
from rehab_center.dossiers.services.owing import CHECK_SUBJECT, PAPER_SUBJECT
from rehab_center.dossiers.views import bp, section_of_stay
from rehab_center.tasks.elsewhere import settle_at


def init_app(app: Flask) -> None:
    """Register the pages, what follows when a stay begins, and where what is owed about a file is settled."""
    app.register_blueprint(bp)
    follow_opening("dossiers", owe_check)
    follow_undoing("dossiers", forget_file)
    show_on_stay("dossiers", section_of_stay)
    settle_at(CHECK_SUBJECT, "dossiers.check", "stay_id")
    settle_at(PAPER_SUBJECT, "dossiers.edit", "paper_id")
