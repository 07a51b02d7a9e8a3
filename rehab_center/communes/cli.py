"""``communes``: loading a list of units, and asking what an address means."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from rehab_center import clock
from rehab_center.communes import services
from rehab_center.communes.kinds import ListMode
from rehab_center.communes.queries import BadList, gazetteer, recognised, unit_now
from rehab_center.communes.rules.written import Written
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.permissions import Actor
from rehab_center.web.command_line import actor_option, domain_errors, say_json
from rehab_center.web.formatting import say
from rehab_center.words import N_, message

communes = AppGroup("communes", help="Provinces, districts and communes with their changes.")
_LINES = 50


@communes.command("load")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="The file holds all units; without it, it is laid over the shipped list.")
@click.option("--citation", default="", help="The decision the list follows: number and date.")
@click.option("--dry-run", "only_dry", is_flag=True, help="Say what would change and change nothing.")
@domain_errors
@actor_option
def load(file: Path, replace: bool, citation: str, only_dry: bool, actor: Actor) -> None:
    """Put the list in FILE (CSV) in force. JSON: how many units are added, ended, renamed, mended, gone."""
    mode = ListMode.REPLACES if replace else ListMode.EXTENDS
    content = services.text_of(_read(file))
    try:
        there, difference = services.dry_run(db.session(), content, mode)
    except BadList as bad:
        for fault in bad.faults[:_LINES]:
            click.echo(f"{file.name}:{fault.line}: {say(fault.what)}", err=True)
        raise SystemExit(1) from None
    if not only_dry:
        with transaction() as session:
            services.load_list(
                session,
                filename=file.name,
                content=content,
                mode=mode,
                citation=citation,
                actor=actor,
                now=clock.now(),
            )
    say_json({"units": len(there), **difference.counts, "dry_run": only_dry})


@communes.command("find")
@click.argument("address")
@domain_errors
def find(address: str) -> None:
    """Say what ADDRESS means and what it is today. JSON."""
    session, today = db.session(), clock.today()
    found = recognised(session, Written(commune=address), today=today)
    lines: list[dict[str, Any]] = []
    for unit in found.units:
        now = unit_now(session, unit.key, today=today)
        units = [gazetteer(session).label(one) for one in gazetteer(session).now(unit, today).units]
        lines.append({"code": unit.code, "unit": now.label if now else unit.title, "today": units})
    say_json({"outcome": found.outcome, "units": lines})


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        raise DomainError(message(N_("The file %(file)s cannot be read"), file=str(file))) from None
