"""The import as long work: batch by batch, each noted as done in the transaction that did it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.db import db, transaction
from rehab_center.jobs.context import JobContext
from rehab_center.jobs.handlers import handler
from rehab_center.register import uploads
from rehab_center.register.book import Book, Numbered, read_book
from rehab_center.register.fates import Planned, PlannedMove
from rehab_center.register.forms import ALL
from rehab_center.register.importing import BATCH, Confirmed, found_in, residents_of, write_batch, write_loose_batch
from rehab_center.register.outcomes import SHOWN, Beginning, Outcome, as_json, begun, told_line_by_line
from rehab_center.register.queries.known import remembered
from rehab_center.register.rules.fields import Field
from rehab_center.register.rules.readings import MoveRow
from rehab_center.register.services import record_import
from rehab_center.register.uploads import Upload
from rehab_center.web.formatting import say

KIND = "register.import"

_READ_AS = ("sheets", "today", "meanings")
_COUNTS = ("imported", "unchanged", "updated")
_LISTS = ("conflicts", "rejected", "warnings", "changes")


def ready() -> None:
    """Importing this module has registered the work; the wiring says so by calling."""


def uploads_folder() -> Path:
    """Where sent workbooks are kept."""
    return Path(current_app.config["INSTANCE"]) / "uploads"


@handler(KIND, label=_l("Import of a register"), done_endpoint="register.result", cancellable=True)
def import_register(job: JobContext) -> dict[str, Any]:
    """Import the workbook named in the payload. Broken off and taken up again, it goes on with the batches left."""
    upload = uploads.sent(uploads_folder(), job.payload["sha256"], sender=job.payload["sender"])
    book = read_as(job.payload, upload)
    residents = residents_of(book, facility_id=upload.facility_id, actor=job.actor)
    for _key, part in job.results():  # of an attempt before this one
        for person, found in part.get("people", {}).items():
            residents.setdefault(int(person), found)
    parts, loose = book.parts(BATCH), book.loose_parts(BATCH)
    numbers = {f"{number + 1:04d}": number for number in range(len(parts))}
    loose_numbers = {f"m{number + 1:04d}": number for number in range(len(loose))}
    for key in job.plan([*numbers, *loose_numbers]):
        if key in numbers:
            _write(job, key, book, parts[numbers[key]], residents, facility_id=upload.facility_id)
        else:
            _write_loose(job, key, book, loose[loose_numbers[key]], facility_id=upload.facility_id)
    told = told_line_by_line(begun(book.register, dry_run=False, shelves=book.shelves), say, with_sheets=True)
    older = {"warnings": job.payload.get("older", ())}  # jobs that waited when this came have none
    result = _together(chain([told, older], (part for _key, part in job.results())))
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
    return result | {"sha256": upload.sha256, "read": read} | {name: job.payload.get(name) for name in _READ_AS}


def read_as(asked: Mapping[str, Any], upload: Upload) -> Book:
    """The workbook read as it was when the import was asked for, by the job's payload or result.

    A job taken up again after midnight must find the same rows, and the workbook of refused rows those that were
    refused, whatever the day and the meanings of headings are by then. Jobs of earlier versions do not name them all.
    """
    meanings = asked.get("meanings")
    return read_book(
        db.session(),
        uploads.content(uploads_folder(), upload),
        upload.filename,
        facility_id=upload.facility_id,
        today=date.fromisoformat(asked.get("today") or clock.today().isoformat()),
        sheets=asked["sheets"] or None,
        meanings=None if meanings is None else {key: Field(value) for key, value in meanings.items()},
    )


def asked_to_read(session: Session, upload: Upload, sheets: list[str]) -> dict[str, Any]:
    """What ``read_as`` goes by, as it is now: the sheets, the day and the meanings of headings given by hand."""
    meanings = {key: field.value for key, field in remembered(session, upload.facility_id).items()}
    return {"sheets": sheets, "today": clock.today().isoformat(), "meanings": meanings}


def _write(
    job: JobContext, key: str, book: Book, batch: Sequence[Numbered], residents: dict[int, int], *, facility_id: int
) -> None:
    def note(session: Session, fates: Sequence[Planned]) -> None:
        people = {str(person): found for person, found in found_in(book, fates).items()}
        job.finish(session, key, _told(book, fates) | {"people": people})

    write_batch(
        book,
        batch,
        facility_id=facility_id,
        reason=job.payload["reason"],
        actor=job.actor,
        residents=residents,
        confirmed=_confirmed(job.payload["confirmed"]),
        within=note,
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


class _Lines:
    """The first lines in the order of the book, of all that come; and how many came."""

    def __init__(self) -> None:
        self.first: list[dict[str, Any]] = []
        self.length = 0

    def add(self, lines: Iterable[dict[str, Any]]) -> None:
        for one in lines:
            self.first.append(one)
            self.length += 1
            if len(self.first) > 2 * SHOWN:
                self.cut()

    def cut(self) -> list[dict[str, Any]]:
        self.first.sort(key=lambda one: (one.get("sheet", ""), one["row"] or 0))
        del self.first[SHOWN:]
        return self.first


def _together(parts: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """What reading has shown, with what every batch has done: the counts, the beginning and the length of each list."""
    counts = dict.fromkeys(("rows", *_COUNTS), 0)
    lists = {name: _Lines() for name in _LISTS}
    for part in parts:
        for name in counts:
            counts[name] += part.get(name, 0)
        for name, lines in lists.items():
            lines.add(part.get(name, ()))
    return {
        **counts,
        **{name: lines.cut() for name, lines in lists.items()},
        "lengths": {name: lines.length for name, lines in lists.items()},
        "dry_run": False,
    }


def shown(result: Mapping[str, Any]) -> dict[str, Any]:
    """A result whose lists know their lengths; those of earlier versions are whole."""
    lengths = result.get("lengths", {})
    return dict(result) | {name: Beginning(result[name], lengths.get(name, len(result[name]))) for name in _LISTS}


def _counts(result: Mapping[str, Any]) -> dict[str, int]:
    return {
        "rows": result["rows"],
        **{name: result[name] for name in _COUNTS},
        **{name: result["lengths"][name] for name in ("conflicts", "rejected")},
    }
