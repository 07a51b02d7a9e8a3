"""What the pages show of a dry run, kept beside the sent workbook: a long book is read and planned once, then paged.

A preview is good for the state of the program it was made in and the day; each choice of sheets and each language has a
file of its own, so that two tabs do not take each other's away.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from flask_babel import get_locale
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.audit.models import AuditChange
from rehab_center.permissions import Actor
from rehab_center.register import uploads
from rehab_center.register.book import Book, read_book
from rehab_center.register.dry_runs import fates_into
from rehab_center.register.fates import Planned, PlannedMove
from rehab_center.register.outcomes import OLDER_COPY, SHOWN, Beginning, Outcome, begun, told_line_by_line
from rehab_center.register.row_list import RowLine, lines_of, lines_of_move, lines_of_refusal
from rehab_center.register.row_store import read_about, write_lines
from rehab_center.register.rules.readings import Place
from rehab_center.register.uploads import Upload
from rehab_center.web.formatting import say

FORMAT = 2
"""Raised where a preview holds something else than before (``RowLine``, ``_told``): older files are not read."""


@dataclass(frozen=True)
class Read:
    """What the book says of itself: the sheets read and not read, the centre and the day in its title."""

    sheets: tuple[str, ...]
    others: tuple[str, ...]
    facility_name: str | None
    as_of: date | None


@dataclass(frozen=True)
class Preview:
    """``outcome``: as the command prints it, but that of each list only the beginning is there, which knows its length.

    ``changed``: the changed cells, row by row, under the key by which a row is ticked. ``lines``: the file with the dry
    run row by row (``row_store``).
    """

    read: Read
    outcome: Mapping[str, Any]
    older: Sequence[Mapping[str, Any]]
    changed: Sequence[tuple[str, Sequence[Mapping[str, Any]]]]
    lines: Path


def preview(session: Session, folder: Path, sent: Upload, sheets: Sequence[str], *, actor: Actor) -> Preview:
    """The dry run of a sent workbook: as it was made, or made now. Raises DomainError for a book not understood."""
    place = uploads.preview_place(folder, sent, [FORMAT, list(sheets), str(get_locale())])
    good_for = [clock.today().isoformat(), sent.facility_id, _last_change(session)]
    told = read_about(place)
    if told is None or told["good_for"] != good_for:
        data = uploads.content(folder, sent)
        book = read_book(
            session, data, sent.filename, facility_id=sent.facility_id, today=clock.today(), sheets=sheets or None
        )
        told = _made(session, place, book, facility_id=sent.facility_id, actor=actor, good_for=good_for)
    lists = {name: Beginning(*value) for name, value in told["lists"].items()}
    read = told["read"]
    as_of = date.fromisoformat(read["as_of"]) if read["as_of"] else None
    return Preview(
        read=Read(tuple(read["sheets"]), tuple(read["others"]), read["facility_name"], as_of),
        outcome=told["counts"] | lists,
        older=[one for one in lists["warnings"] if one.get("code") == OLDER_COPY],
        changed=Beginning(*told["changed"]),
        lines=place,
    )


def _last_change(session: Session) -> int:
    """What nobody can write anything without."""
    return session.scalar(select(func.max(AuditChange.id))) or 0


def _made(
    session: Session, place: Path, book: Book, *, facility_id: int, actor: Actor, good_for: list[Any]
) -> dict[str, Any]:
    outcome = begun(book.register, dry_run=True, shelves=book.shelves)
    told: dict[str, Any] = {}

    def about() -> dict[str, Any]:
        told.update(_told(book, outcome), good_for=good_for)
        return told

    descriptor, name = tempfile.mkstemp(dir=place.parent)  # 0600
    os.close(descriptor)
    try:
        fates = fates_into(outcome, session, book, facility_id=facility_id, actor=actor)
        write_lines(Path(name), _lines(book, fates), about)
        Path(name).replace(place)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return told


def _lines(book: Book, fates: Iterable[Planned | PlannedMove]) -> Iterator[RowLine]:
    for refusal in book.register.refusals:
        yield from lines_of_refusal(refusal)
    for one in fates:
        yield from lines_of(one) if isinstance(one, Planned) else lines_of_move(one)


def _told(book: Book, outcome: Outcome) -> dict[str, Any]:
    """All of a preview that is no line, as plain JSON: of each list the beginning and the length."""
    told = told_line_by_line(outcome, say, with_sheets=True)
    lengths = {
        "conflicts": len(outcome.conflicts),
        "rejected": len(outcome.refusals),
        "warnings": len(outcome.notices) + bool(outcome.older),
        "changes": len(outcome.changes),
    }
    register = book.register
    return {
        "read": {
            "sheets": list(book.tables),
            "others": register.others,
            "facility_name": register.facility_name,
            "as_of": register.as_of.isoformat() if register.as_of else None,
        },
        "counts": {name: value for name, value in told.items() if name not in lengths},
        "lists": {name: (list(islice(told.get(name, ()), SHOWN)), length) for name, length in lengths.items()},
        "changed": _changed_rows(told_line_by_line(outcome, say, with_sheets=True).get("changes", ())),
    }


def _changed_rows(changes: Iterable[Mapping[str, Any]]) -> tuple[list[tuple[str, list[Mapping[str, Any]]]], int]:
    """The first rows with changed cells, each under its key, and how many there are."""
    rows = ((key, list(cells)) for key, cells in groupby(changes, lambda one: Place(one["sheet"], one["row"]).key))
    first = list(islice(rows, SHOWN))
    return first, len(first) + sum(1 for _row in rows)
