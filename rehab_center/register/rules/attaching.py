"""Which stay of a book a row of its sheet of movements speaks of. Pure."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence

from rehab_center.register.rules.codes import code_key
from rehab_center.register.rules.crosscheck import CrossCheck, Stay
from rehab_center.register.rules.readings import MoveRow
from rehab_center.register.rules.shelves import Index, Shelves


def attached(
    moves: Iterable[MoveRow], met: CrossCheck, shelves: Shelves
) -> tuple[Index[tuple[int, ...]], Sequence[int]]:
    """The places of movements in ``moves`` under the key of their stay's row, and of those the book has no row for."""
    own: Index[tuple[int, ...]] = shelves.index()
    loose = array("L")
    for place, move in enumerate(moves):
        stay = _stay_of(move, met)
        if stay is None:
            loose.append(place)
        else:
            own[stay.place.key] = (*own.get(stay.place.key, ()), place)
    return own, loose


def _stay_of(move: MoveRow, met: CrossCheck) -> Stay | None:
    first = met.with_code(move.code)
    person = first.person if first else next(iter(met.holders(move.numbers)), None)
    own = met.stays_of(person)
    during = [stay for stay in own if _runs_on(stay, move)]
    coded = [stay for stay in own if move.code and stay.code and code_key(stay.code) == code_key(move.code)]
    both = [stay for stay in during if stay in coded]
    return next(iter(both or during[-1:] or coded or own), None)


def _runs_on(stay: Stay, move: MoveRow) -> bool:
    return stay.entered_on <= move.first_on and (stay.left_on is None or move.first_on <= stay.left_on)
