"""``flask audit …`` and ``flask verify``: whether what is stored is what was written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask.cli import AppGroup, with_appcontext

from rehab_center import clock
from rehab_center.audit import caches, clock_guard
from rehab_center.audit.bundle import write_bundle
from rehab_center.audit.conditions import Window
from rehab_center.audit.listing import LOG, WholeLog
from rehab_center.audit.problems import Problem
from rehab_center.audit.queries import last_number
from rehab_center.audit.recorder import log_head, record
from rehab_center.audit.services import Extent, check_log, confirm_clock, one_state, record_verification
from rehab_center.db import db, transaction
from rehab_center.permissions import EVERYWHERE, Actor
from rehab_center.web.command_line import actor_option, domain_errors
from rehab_center.web.export import write_file
from rehab_center.web.formatting import moment, say
from rehab_center.web.list_state import ListState

group = AppGroup("audit", help="The log.")

_json = click.option("--json", "_as_json", is_flag=True, help="Machine-readable on stdout (always so).")


@group.command("verify")
@click.option("--record", "recorded", is_flag=True, help="Write the result into the log.")
@click.option(
    "--from-start",
    "extent",
    flag_value=Extent.WHOLE,
    type=Extent,
    help="Recompute every entry.",
)
@click.option(
    "--go-on", "extent", flag_value=Extent.GO_ON, type=Extent, help="Go on from the last recorded verification."
)
@_json
@domain_errors
@actor_option
def verify_log(recorded: bool, extent: Extent | None, _as_json: bool, actor: Actor) -> None:
    """Recompute the log's chain and compare every row with what the log last recorded of it.

    A long log is taken up where the last recorded verification found it sound; a short one from the start.
    """
    found = check_log(_say_progress, extent=extent or Extent.SUITABLE)
    if recorded:
        with transaction() as session:
            record_verification(session, found, actor=actor, now=clock.now())
    answer: dict[str, object] = {"ok": found.ok, "entries": found.entries, "head": found.head}
    _answer(answer if found.first == 1 else {**answer, "first": found.first}, found.problems)


@group.command("anchor")
@_json
def anchor(_as_json: bool) -> None:
    """Say where the log stands: number, hash and moment, to be written down and kept elsewhere."""
    head, now = log_head(db.session()), clock.now()
    click.echo(json.dumps({"entries": head.entries, "head": head.hash, "at": now.astimezone(clock.ZONE).isoformat()}))


@group.command("bundle")
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@_json
@domain_errors
@actor_option
def bundle(out: Path, _as_json: bool, actor: Actor) -> None:
    """Write the whole log, and a program of its own that recomputes the chain, into one zip."""
    with _readable(), one_state() as session:
        head = write_bundle(session, out)
    _note_export("bundle", head.entries, actor)
    click.echo(json.dumps({"out": str(out), "entries": head.entries, "head": head.hash}))


@group.command("export")
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@_json
@domain_errors
@actor_option
def export(out: Path, _as_json: bool, actor: Actor) -> None:
    """Write the whole log in words: a workbook where OUT ends in .xlsx, else CSV."""
    form = "xlsx" if out.suffix.lower() == ".xlsx" else "csv"
    whole = WholeLog(Window(ListState(export=form), EVERYWHERE, upto=last_number(db.session())))
    with _readable():
        write_file(out, form, str(LOG.title), *LOG.table_of(whole))
    _note_export(form, len(whole), actor)
    click.echo(json.dumps({"out": str(out), "rows": len(whole)}))


def _note_export(form: str, rows: int, actor: Actor) -> None:
    with transaction():
        record("audit.exported", actor=actor, at=clock.now(), details={"form": form, "rows": rows})


@contextmanager
def _readable() -> Iterator[None]:
    """A file that cannot be written is a sentence, not a traceback."""
    try:
        yield
    except OSError as error:
        raise click.ClickException(f"{error.filename or ''}: {error.strerror or error}") from None


@group.command("confirm-clock")
@domain_errors
@actor_option
def confirm_time(actor: Actor) -> None:
    """Confirm that this machine's time is right, after the program has become read-only for doubting it."""
    now, why = clock.now(), clock_guard.doubt(db.session())
    with transaction() as session:
        confirm_clock(session, doubt=say(why) if why else None, actor=actor, now=now)
    click.echo(moment(now))


@click.command("verify")
@with_appcontext
@_json
def verify_caches(_as_json: bool) -> None:
    """Compare every stored value that follows from others with what it follows from."""
    problems = caches.cache_problems(db.session())
    _answer({"ok": not problems, "checks": list(caches.registered())}, problems)


def _answer(answer: dict[str, object], problems: Iterable[Problem]) -> None:
    named = [{"kind": one.kind, "where": one.where, "what": say(one.what)} for one in problems]
    if named:
        answer["problems"] = named
    click.echo(json.dumps(answer, ensure_ascii=False))
    if named:
        raise SystemExit(1)


def _say_progress(done: int, total: int) -> None:
    click.echo(f"{done}/{total}", err=True)
