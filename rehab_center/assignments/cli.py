"""``activities assign``: who works and learns where, from a workbook."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from rehab_center import clock
from rehab_center.assignments import services
from rehab_center.assignments.hooks import read_sheet
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.organisation.queries import default_facility
from rehab_center.permissions import Actor, Permission
from rehab_center.web.command_line import actor_option, domain_errors, let_act, say_json
from rehab_center.web.command_types import json_option
from rehab_center.web.formatting import say
from rehab_center.words import N_, message


@click.command("assign")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--dry-run", "only_dry", is_flag=True, help="Say what would happen and change nothing.")
@click.option("--propose", is_flag=True, help="Propose instead of deciding.")
@click.option("--facility", metavar="CODE", help="The centre, where there are several.")
@json_option
@with_appcontext
@domain_errors
@actor_option
def assign(file: Path, only_dry: bool, propose: bool, facility: str | None, actor: Actor) -> None:
    """Assign people from a workbook (.xlsx, .xls, .ods): file code, programme, days, reason."""
    let_act(actor, Permission.ASSIGNMENTS_PROPOSE if propose else Permission.ASSIGNMENTS_DECIDE)
    facility_id = default_facility(db.session(), facility)
    cells = read_sheet(_read(file), file.name)
    if only_dry:
        done = services.plan_file(db.session(), facility_id, cells, today=clock.today(), scope=actor.scope)
    else:
        with transaction() as session:
            done = services.assign_file(session, facility_id, cells, decided=not propose, actor=actor, now=clock.now())
    refused = [{"row": one.row, "rule": one.rule, "reason": say(one.reason)} for one in done.refused]
    say_json({"assigned": done.assigned, "refused": refused})


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        raise DomainError(message(N_("The file %(file)s cannot be read."), file=str(file))) from None
