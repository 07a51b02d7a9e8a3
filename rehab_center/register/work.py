"""The import as long work: batch by batch, each noted as done in the transaction that did it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l

from rehab_center import clock
from rehab_center.db import db, transaction
from rehab_center.jobs.context import JobContext
from rehab_center.jobs.handlers import handler
from rehab_center.register import uploads
from rehab_center.register.book import Book, Numbered, read_book
from rehab_center.register.fates import Planned, PlannedMove
from rehab_center.register.forms import ALL
from rehab_center.register.importing import BATCH, Confirmed, write_batch, write_loose_batch
from rehab_center.register.outcomes import Outcome, as_json, begun
from rehab_center.register.rules.readings import MoveRow
from rehab_center.register.services import record_import
from rehab_center.web.formatting import say

KIND = "register.import"

_COUNTS = ("imported", "unchanged", "updated")
_LISTS = ("conflicts", "rejected", "warnings")


def ready() -> None:
    """Importing this module has registered the work; the wiring says so by calling."""


def uploads_folder() -> Path:
    """Where sent workbooks are kept."""
    return Path(current_app.config["INSTANCE"]) / "uploads"


@handler(KIND, label=_l("Import of a register"), done_endpoint="register.result", cancellable=True)
def import_register(job: JobContext) -> dict[str, Any]:
    """Import the workbook named in the payload. Broken off and taken up again, it goes on with the batches left."""
    upload = uploads.sent(uploads_folder(), job.payload["sha256"], sender=job.payload["sender"])
    book = read_book(
        db.session(),
        uploads.content(uploads_folder(), upload),
        upload.filename,
        facility_id=upload.facility_id,
        today=date.fromisoformat(job.payload["today"]),
        sheets=job.payload["sheets"] or None,
    )
    parts, loose = book.parts(BATCH), book.loose_parts(BATCH)
    numbers = {f"{number + 1:04d}": number for number in range(len(parts))}
    loose_numbers = {f"m{number + 1:04d}": number for number in range(len(loose))}
    for key in job.plan([*numbers, *loose_numbers]):
        if key in numbers:
            _write(job, key, book, parts[numbers[key]], facility_id=upload.facility_id)
        else:
            _write_loose(job, key, book, loose[loose_numbers[key]], facility_id=upload.facility_id)
    whole = as_json(begun(book.register, dry_run=False), say, with_sheets=True)
    whole["warnings"] += job.payload.get("older", ())  # jobs that waited when this came have none
    result = _together(whole, job.results())
    with transaction() as session:
        record_import(
            session,
            facility_id=upload.facility_id,
            source=book.source,
            counts=_counts(result),
            reason=job.payload["reason"],
            actor=job.actor,
            now=clock.now(),
        )
    read = [table.sheet.name for table in book.register.all_tables]
    return result | {"sha256": upload.sha256, "sheets": job.payload["sheets"], "read": read}


def _write(job: JobContext, key: str, book: Book, batch: Sequence[Numbered], *, facility_id: int) -> None:
    write_batch(
        book,
        batch,
        facility_id=facility_id,
        reason=job.payload["reason"],
        actor=job.actor,
        confirmed=_confirmed(job.payload["confirmed"]),
        within=lambda session, fates: job.finish(session, key, _told(book, fates)),
    )


def _write_loose(job: JobContext, key: str, book: Book, batch: Sequence[MoveRow], *, facility_id: int) -> None:
    write_loose_batch(
        book,
        batch,
        facility_id=facility_id,
        reason=job.payload["reason"],
        actor=job.actor,
        within=lambda session, moves: job.finish(session, key, _told(book, (), moves)),
    )


def _confirmed(chosen: str | Sequence[str]) -> Confirmed:
    """The rows whose changes somebody has said yes to: all, none, or those named."""
    if isinstance(chosen, str):
        return lambda place: chosen == ALL
    keys = frozenset(chosen)
    return lambda place: place.key in keys


def _told(book: Book, fates: Sequence[Planned], moves: Sequence[PlannedMove] = ()) -> dict[str, Any]:
    """What became of one batch, as JSON."""
    outcome = Outcome(0, tuple(book.tables), (), dry_run=False)
    for planned in fates:
        outcome.count(planned)
    for move in moves:
        outcome.count_move(move)
    return as_json(outcome, say, with_sheets=True)


def _together(whole: dict[str, Any], parts: Sequence[tuple[str, Mapping[str, Any]]]) -> dict[str, Any]:
    """What reading has shown, with what every batch has done."""
    for _key, part in parts:
        for name in _COUNTS:
            whole[name] += part[name]
        for name in (*_LISTS, "changes"):
            whole.setdefault(name, []).extend(part.get(name, []))
    for name in (*_LISTS, "changes"):
        whole.setdefault(name, []).sort(key=lambda one: (one.get("sheet", ""), one["row"] or 0))
    return whole


def _counts(result: Mapping[str, Any]) -> dict[str, int]:
    return {
        "rows": result["rows"],
        **{name: result[name] for name in _COUNTS},
        **{name: len(result[name]) for name in ("conflicts", "rejected")},
    }
