"""Puts pages and hooks into the program."""

from __future__ import annotations

from flask import Flask

from rehab_center.admissions.hooks import after_closing, after_movement, after_undoing, after_void
from rehab_center.admissions.views.sections import show_on_stay
from rehab_center.dossiers.services import forget_file, keep_minutes, owe_check
from rehab_center.dossiers.services.owing import CHECK_SUBJECT, PAPER_SUBJECT, check_again
from rehab_center.dossiers.views import bp, section_of_stay
from rehab_center.permissions import Permission
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.settling import SettlingPage, settle_at


def init_app(app: Flask) -> None:
    """Register the pages, what follows when a stay begins, and where what is owed about a file is settled."""
    app.register_blueprint(bp)
    after_movement("dossiers", owe_check)
    after_closing("dossiers", keep_minutes)
    after_undoing("dossiers", forget_file)
    after_void("dossiers", check_again)
    show_on_stay("dossiers", section_of_stay)
    check = SettlingPage("dossiers.check", Permission.DOCUMENTS_EDIT, "stay_id")
    settle_at(TaskKind.OTHER, CHECK_SUBJECT, check)
    settle_at(
        TaskKind.PAPER_MISSING, PAPER_SUBJECT, SettlingPage("dossiers.edit", Permission.DOCUMENTS_EDIT, "paper_id")
    )
