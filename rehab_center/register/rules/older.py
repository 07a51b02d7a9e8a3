"""An older copy of a book, sent after a newer one: what it would undo. Pure.

Of each stay what copies said before the last one is kept, field by field. A cell that goes back to such a value is no
news: it is shown and left as it is. A book is taken for an older copy when it goes back in more places than it goes on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.register.rules.fields import Field
from rehab_center.register.rules.statements import Exit, alike, relative_words
from rehab_center.residents.rules.facts import RelativeFacts
from rehab_center.residents.rules.identity import read_number
from rehab_center.words import N_, Message, message

Kept = Mapping[str, Sequence[Any]]
"""Field -> what earlier copies said of it, as statements are kept; None: nothing."""

GOES_BACK = N_("An earlier copy said this and a later one changed it; the later one holds.")


def with_last(earlier: Kept | None, last: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, list[Any]]:
    """What earlier copies said once ``now`` is kept instead of ``last`` (both as statements are kept)."""
    kept = {name: list(values) for name, values in (earlier or {}).items()}
    for name in sorted({*last, *now}):
        said = last.get(name)
        if said != now.get(name) and said not in kept.get(name, ()):
            kept.setdefault(name, []).append(said)
    return kept


class Earlier:
    """What copies before the last one said of one stay."""

    def __init__(self, kept: Kept | None = None) -> None:
        self._kept = kept or {}

    def said(self, column: Field, value: str | None) -> bool:
        """Whether one of them said this of a field; None: nothing."""
        if column is Field.CONTACT:
            return value in [relative_words(RelativeFacts(*one)) for one in self._each("relatives")]
        if column is Field.IDENTITY:
            return value in [read_number(number).key for number in self._each("numbers")]
        values = self._kept.get(column.value, ())
        return any(one == value or (one and value and alike(column, one, value)) for one in values)

    def said_exit(self, left: Exit | None) -> bool:
        """Whether one of them said that the stay went on so; None: that it did not."""
        exits = self._kept.get("exit", ())
        return any((MovementKind(one[0]).value, one[1]) == _words(left) if one else left is None for one in exits)

    def _each(self, name: str) -> list[Any]:
        return [one for several in self._kept.get(name, ()) for one in several or ()]


NOBODY = Earlier()
"""There is one copy at most."""


def _words(left: Exit | None) -> tuple[str, str] | None:
    return (left[0].value, left[1].isoformat()) if left else None


# --- the book as a whole ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Copy:
    """A copy that was imported, and on which day. ``known``: how many of its rows were there already."""

    sha256: str
    day: date
    known: int


@dataclass(frozen=True)
class KeptRow:
    """A row that is kept, in the order of ``id``; ``first_sha256``: the copy it came with, None where nobody noted."""

    id: int
    stay_id: int
    code: str
    first_sha256: str | None


@dataclass(frozen=True)
class Steps:
    """How far a book goes back and on: in cells, leavings and rows that it lacks; and what is new in it."""

    cells: int = 0
    leavings: int = 0
    rows: tuple[str, ...] = ()
    news: int = 0

    @property
    def back(self) -> int:
        """Everything that importing it as news would undo."""
        return self.cells + self.leavings + len(self.rows)


_WHOLE = 0.8
"""A copy of the whole register has this share of the rows kept before it; some were refused, or struck out."""


def rows_of_later_copies(kept: Iterable[KeptRow], present: Collection[int], copies: Sequence[Copy]) -> tuple[str, ...]:
    """The file codes of rows that a book lacks and that came with copies later than any row it has.

    ``kept`` is gone through several times; ``present`` are the stays the book has. Only of copies that had nearly all
    rows kept until then: a second book of the centre, of other people, is no newer copy of this one.
    """
    newest = max((row.id for row in kept if row.stay_id in present), default=None)
    if newest is None:
        return ()
    known = {copy.sha256: copy.known for copy in copies}
    later: dict[str, tuple[int, int]] = {}
    for count, row in enumerate(kept):
        if row.first_sha256 is not None:
            later.setdefault(row.first_sha256, (count, row.id))
    whole = {
        sha256
        for sha256, (before, first) in later.items()
        if before and first > newest and known.get(sha256, 0) >= _WHOLE * before
    }
    return tuple(row.code for row in kept if row.first_sha256 in whole)


_SHOWN = 5


def older_copy(steps: Steps, sha256: str, last: tuple[str, date], copies: Sequence[Copy]) -> Message | None:
    """What to say of a book that is an older copy; None where it is not.

    ``last`` is the newest copy, its name and day; ``copies`` are all in their order.
    """
    same = [copy for copy in copies if copy.sha256 == sha256]
    superseded = bool(same) and copies[-1].sha256 != sha256
    if not steps.back or not (superseded or steps.back > steps.news):
        return None
    filename, day = last
    codes = ", ".join(steps.rows[:_SHOWN]) + (", …" if len(steps.rows) > _SHOWN else "")
    told = {
        "file": filename,
        "day": day,
        "cells": steps.cells,
        "leavings": steps.leavings,
        "rows": f"{len(steps.rows)} ({codes})" if codes else "0",
    }
    if superseded:
        said = N_(
            "This very file was imported on %(before)s, and “%(file)s” came after it, on %(day)s. Set against that"
            " copy: cells that go back %(cells)s, leavings taken back %(leavings)s, rows missing %(rows)s. Nothing"
            " newer is undone. Send the newest copy."
        )
        return message(said, before=same[-1].day, **told)
    said = N_(
        "This looks like an older copy of the register than “%(file)s” of %(day)s: cells that go back to what an"
        " earlier copy said %(cells)s, leavings taken back %(leavings)s, rows missing %(rows)s. Nothing newer is"
        " undone. Send the newest copy; if this is the newest, put those cells right on the pages of the persons."
    )
    return message(said, **told)
