"""``register import`` and ``register export``."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from rehab_center import clock
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError, NotFound
from rehab_center.organisation.queries import default_facility
from rehab_center.permissions import Actor
from rehab_center.register import services
from rehab_center.register.book import Book, read_book
from rehab_center.register.dry_runs import dry_run
from rehab_center.register.importing import write_book
from rehab_center.register.outcomes import Outcome, rejected, told_line_by_line
from rehab_center.register.queries.exporting import export_register
from rehab_center.register.refused import workbook_of_refused
from rehab_center.register.rules.fields import Field
from rehab_center.register.rules.headers import heading_key
from rehab_center.web.command_line import actor_option, domain_errors, say_json
from rehab_center.web.command_types import DAY
from rehab_center.web.formatting import say
from rehab_center.words import N_, message

register = AppGroup("register", help="The register as a workbook: import and export.")


@register.command("import")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--dry-run", "only_dry", is_flag=True, help="Say what would happen and change nothing.")
@click.option("--facility", metavar="CODE", help="The centre, where there are several.")
@click.option("--sheet", "sheets", multiple=True, help="Read this sheet; more than once for several.")
@click.option("--map", "mapped", multiple=True, metavar="HEADING=FIELD", help="Say what a heading holds; remembered.")
@click.option("--refused", type=click.Path(dir_okay=False, path_type=Path), help="Write the refused rows here (.xlsx).")
@click.option("--reason", default=services.USUAL_REASON, help="Why rows that rules warn about are right nevertheless.")
@domain_errors
@actor_option
def import_(
    file: Path,
    only_dry: bool,
    facility: str | None,
    sheets: tuple[str, ...],
    mapped: tuple[str, ...],
    refused: Path | None,
    reason: str,
    actor: Actor,
) -> None:
    """Import a workbook (.xlsx, .xls, .ods). Importing it again adds nothing."""
    meanings = _mapping(mapped)
    facility_id = _facility(facility)
    book = read_book(
        db.session(),
        _read(file),
        file.name,
        facility_id=facility_id,
        today=clock.today(),
        sheets=sheets or None,
        mapping={key: field for key, (_heading, field) in meanings.items()},
    )
    if only_dry:
        outcome = dry_run(db.session(), book, facility_id=facility_id, actor=actor)
    else:
        outcome = _write(book, facility_id, meanings, reason=reason, actor=actor)
    if refused and len(outcome.refusals):
        _save(refused, workbook_of_refused(book.register, rejected(outcome, say)))
    say_json(told_line_by_line(outcome, say))


def _facility(code: str | None) -> int | None:
    """The centre meant; None where there is none yet and the workbook's title is to name it."""
    try:
        return default_facility(db.session(), code)
    except DomainError as error:
        if code is None and error.code == "no-facility":
            return None
        raise


def _write(
    book: Book,
    facility_id: int | None,
    meanings: dict[str, tuple[str, Field]],
    *,
    reason: str,
    actor: Actor,
) -> Outcome:
    if facility_id is None:
        name = book.register.facility_name
        if name is None:
            said = N_("There is no centre yet and the workbook's title names none: create one first (facility create).")
            raise DomainError(message(said), code="no-facility")
        with transaction() as session:
            facility_id = services.found_facility(session, name=name, actor=actor, now=clock.now())
    if meanings:
        with transaction() as session:
            services.remember_columns(session, facility_id, meanings, actor=actor, now=clock.now())
    with click.progressbar(length=len(book.register.order), file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        outcome = write_book(
            book,
            facility_id=facility_id,
            reason=reason,
            actor=actor,
            after_batch=lambda done: bar.update(done - bar.pos),
        )
    with transaction() as session:
        services.record_import(
            session,
            facility_id=facility_id,
            source=book.source,
            counts=outcome.counts,
            reason=reason,
            actor=actor,
            now=clock.now(),
        )
    return outcome


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        raise NotFound(message(N_("The file %(file)s cannot be read."), file=str(file))) from None


def _save(file: Path, content: bytes) -> None:
    try:
        file.write_bytes(content)
    except OSError:
        raise DomainError(message(N_("The file %(file)s cannot be written."), file=str(file))) from None


def _mapping(mapped: tuple[str, ...]) -> dict[str, tuple[str, Field]]:
    """``--map "Ngày kết thúc=left-on"``; a heading under a group is written "Group / Heading"."""
    found: dict[str, tuple[str, Field]] = {}
    for one in mapped:
        heading, _equals, field = one.rpartition("=")
        group, _slash, bare = heading.rpartition(" / ")
        try:
            found[heading_key(bare, group)] = (heading, Field(field.strip()))
        except ValueError:
            words = ", ".join(each.value for each in Field)
            raise click.BadParameter(f"“{one}”: TIÊU ĐỀ=TRƯỜNG, TRƯỜNG: {words}", param_hint="--map") from None
    return found


@register.command("export")
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--as-of", type=DAY, help="The register at the end of this day (YYYY-MM-DD); today without it.")
@click.option("--facility", metavar="CODE", help="The centre, where there are several.")
@domain_errors
@actor_option
def export(out: Path, as_of: date | None, facility: str | None, actor: Actor) -> None:
    """Write the register as a workbook (.xlsx) that imports back to the same."""
    facility_id = default_facility(db.session(), facility)
    day = as_of or clock.today()
    exported = export_register(db.session(), facility_id, as_of=day)
    _save(out, exported.content)
    with transaction() as session:
        services.record_export(
            session, facility_id=facility_id, filename=out.name, rows=exported.stays, actor=actor, now=clock.now()
        )
    told: dict[str, Any] = {"file": str(out), "rows": exported.stays, "as_of": day.isoformat()}
    say_json(told)
