"""Puts the pages into the program, leads to them from what is owed, and shows papers on the page of a stay."""

from __future__ import annotations

from flask import Flask

from rehab_center.admissions.hooks import after_movement, fill_movement
from rehab_center.admissions.rules.movements import EFFECTS, MovementKind
from rehab_center.admissions.views.sections import show_on_stay
from rehab_center.documents.uses import describe_uses
from rehab_center.issuing.first_page import BLOCK
from rehab_center.issuing.kinds import PaperKind
from rehab_center.issuing.queries import out_of_paper
from rehab_center.issuing.services import TO_SIGN, adopt
from rehab_center.issuing.uses import uses_of_paper
from rehab_center.issuing.views import bp, section_of_stay
from rehab_center.permissions import Permission
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.settling import SettlingPage, settle_at
from rehab_center.web.first_page import add_block


def init_app(app: Flask) -> None:
    """Register the pages and the hooks."""
    app.register_blueprint(bp)
    show_on_stay("issuing", section_of_stay)
    add_block(app, BLOCK)
    after_movement("issuing", adopt)
    fill_movement("issuing", out_of_paper)
    describe_uses("issuing", uses_of_paper)
    settle_at(TaskKind.COMMUNE_NOTICE, "movement", _draft(PaperKind.ESCAPE_NOTICE))
    settle_at(TaskKind.SEARCH_DECISION, "movement", _draft(PaperKind.SEARCH_DECISION))
    settle_at(
        TaskKind.PAPER_MISSING,
        "movement",
        _draft(PaperKind.COMPLETION),
        what=EFFECTS[MovementKind.COMPLETED].paper_name,
    )
    settle_at(TaskKind.OTHER, TO_SIGN, SettlingPage("issuing.number", Permission.ISSUING_DRAFT, "issued_id"))


def _draft(kind: PaperKind) -> SettlingPage:
    return SettlingPage("issuing.for_movement", Permission.ISSUING_DRAFT, "movement_id", values={"kind": kind.value})
