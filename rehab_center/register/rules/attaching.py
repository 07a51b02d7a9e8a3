"""Which stay of a book a row of its sheet of movements speaks of. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from rehab_center.register.rules.codes import code_key
from rehab_center.register.rules.readings import MoveRow, Place, ReadRow


def attached(
    rows: Sequence[ReadRow], people: Sequence[int], moves: Sequence[MoveRow]
) -> tuple[tuple[ReadRow, ...], tuple[MoveRow, ...]]:
    """The rows with their movements, and the movements of people the book has no row for.

    ``people`` are the numbers of the rows' persons within the book.
    """
    by_key: dict[object, int] = {}
    stays: dict[int, list[ReadRow]] = {}
    for row, person in zip(rows, people, strict=True):
        stays.setdefault(person, []).append(row)
        for key in _keys(row):
            by_key.setdefault(key, person)
    mine: dict[Place, list[MoveRow]] = {}
    loose: list[MoveRow] = []
    for move in moves:
        stay = _stay_of(move, by_key, stays)
        (loose if stay is None else mine.setdefault(stay.place, [])).append(move)
    told = tuple(replace(row, moves=tuple(mine[row.place])) if row.place in mine else row for row in rows)
    return told, tuple(loose)


def _keys(row: ReadRow | MoveRow) -> list[object]:
    """What a row may be found by: the file code first."""
    keys: list[object] = [code_key(row.code)] if row.code else []
    return keys + [(number.kind, number.key) for number in row.numbers]


def _stay_of(move: MoveRow, by_key: Mapping[object, int], stays: Mapping[int, list[ReadRow]]) -> ReadRow | None:
    person = next((by_key[key] for key in _keys(move) if key in by_key), None)
    if person is None:
        return None
    own = stays[person]
    during = [row for row in own if _runs_on(row, move)]
    coded = [row for row in own if move.code and row.code and code_key(row.code) == code_key(move.code)]
    both = [row for row in during if row in coded]
    return next(iter(both or during[-1:] or coded or own))


def _runs_on(row: ReadRow, move: MoveRow) -> bool:
    return row.entered_on <= move.first_on and (row.left_on is None or move.first_on <= row.left_on)
