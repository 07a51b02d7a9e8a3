"""Puts pages, commands and checks into the program."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from rehab_center.admissions import applying, cli
from rehab_center.admissions.first_page import BLOCK, DIFFERENCES
from rehab_center.admissions.models import Admission, HandoverPerson
from rehab_center.admissions.queries import stays_after, term_cache_problems
from rehab_center.admissions.queries.applied_conventions import applied_problems
from rehab_center.admissions.queries.conventions import TERM_POLICIES
from rehab_center.admissions.queries.openings import opening_problems
from rehab_center.admissions.services import refresh_terms
from rehab_center.admissions.uses import uses_of_paper
from rehab_center.admissions.views import bp
from rehab_center.admissions.work import begin_every_night
from rehab_center.audit.caches import register_check
from rehab_center.documents.uses import describe_uses
from rehab_center.permissions import Permission
from rehab_center.policies.dependents import Foresight, keep_in_step, show_first
from rehab_center.residents.hanging import Hanging, hangs_on_resident
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.settling import SettlingPage, settle_at
from rehab_center.web.first_page import add_block


def init_app(app: Flask) -> None:
    """Register pages and commands, the check of the cached term ends, and what rests on a paper."""
    app.register_blueprint(bp)
    add_block(app, BLOCK)
    add_block(app, DIFFERENCES)
    app.cli.add_command(cli.stay_commands)
    app.cli.add_command(cli.term_commands)
    app.cli.add_command(cli.due)
    register_check("admission.term_end_on", term_cache_problems)
    register_check("admission.applied_conventions", applied_problems)
    register_check("admission.opening", opening_problems)
    applying.ready()
    describe_uses("admissions", uses_of_paper)
    keep_in_step("admissions", TERM_POLICIES, refresh_terms)
    show_first("admissions", Foresight(TERM_POLICIES, "admissions.convention_change", Permission.TERMS_CONVENTIONS))
    settle_at(
        TaskKind.VOID_REQUEST, "movement", SettlingPage("admissions.void", Permission.ADMISSIONS_MOVE, "movement_id")
    )
    begin_every_night()
    hangs_on_resident(Hanging(Admission, _l("Stays"), goes_with=stays_after))
    hangs_on_resident(Hanging(HandoverPerson, _l("Lines of handover minutes")))
