"""Puts the pages into the program, and beds into what follows from movements."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from rehab_center.admissions import hooks
from rehab_center.admissions.opening_parts import key_with_opening
from rehab_center.permissions import Permission
from rehab_center.placements.first_page import BLOCK
from rehab_center.placements.models import KeepApart
from rehab_center.placements.opening import PART
from rehab_center.placements.services.owing import after_movement, after_undoing, after_void
from rehab_center.placements.views import bp
from rehab_center.residents.hanging import Hanging, hangs_on_resident
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.settling import SettlingPage, settle_at
from rehab_center.web.first_page import add_block


def init_app(app: Flask) -> None:
    """Register the pages, let a bed be owed to whoever comes, lead to beds and shifts from where they are missed."""
    app.register_blueprint(bp)
    add_block(app, BLOCK)
    hooks.offer_on_stay("placements", hooks.StayLink(_l("Bed"), "placements.stay", Permission.PEOPLE_VIEW, "building"))
    hooks.after_movement("placements", after_movement)
    hooks.after_undoing("placements", after_undoing)
    hooks.after_void("placements", after_void)
    key_with_opening("placements", PART)
    settle_at(
        TaskKind.BED,
        "movement",
        SettlingPage("placements.person", Permission.PLACEMENTS_EDIT, None, person="resident_id"),
    )
    settle_at(TaskKind.ROLL_DIFFERENCE, "roll_check", SettlingPage("placements.roll", Permission.ROLL_CHECK, "roll_id"))
    words = _l("Pairs kept apart")
    hangs_on_resident(Hanging(KeepApart, words, "one_id", same=lambda row: _still(row, row.other_id)))
    hangs_on_resident(Hanging(KeepApart, words, "other_id", same=lambda row: _still(row, row.one_id)))


def _still(row: KeepApart, other_id: int) -> tuple[str, int]:
    """Two rows that hold and name the same other person are alike; what has ended is like nothing else."""
    return ("holds", other_id) if row.closed_at is None else ("ended", row.id)
