"""Reading a list of units from the text of a CSV file, and saying line by line what is wrong with it. Pure."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rehab_center.communes.kinds import LEVELS, Level, UnitKind
from rehab_center.communes.rules.units import Gazetteer, Unit
from rehab_center.names import clean
from rehab_center.words import N_, Message, message

COLUMNS = ("code", "kind", "name", "parent", "valid_from", "valid_to", "successors")
_LENGTHS = {int(level) for level in Level}
_KINDS = {kind.value: kind for kind in UnitKind}


@dataclass(frozen=True)
class Fault:
    """What is wrong with a list; ``line`` counts from 1, 0 for the list as a whole."""

    line: int
    what: Message


class BadList(ValueError):
    """A text that is no list of units; ``faults`` in the order of the lines."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(f"{len(self.faults)} faults")


class _BadLine(ValueError):
    def __init__(self, what: Message) -> None:
        self.what = what
        super().__init__(str(what))


def read_units(text: str) -> tuple[Unit, ...]:
    """The units of a CSV text with the columns ``COLUMNS``; lines that begin with # are remarks. Raises BadList."""
    lines = [(number, line) for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1)]
    lines = [(number, line) for number, line in lines if line.strip() and not line.startswith("#")]
    if not lines:
        raise BadList([Fault(0, message(N_("There are no lines in the file")))])
    separator = ";" if lines[0][1].count(";") > lines[0][1].count(",") else ","
    heading = [cell.strip().casefold() for cell in next(csv.reader([lines[0][1]], delimiter=separator))]
    if tuple(heading) != COLUMNS:
        raise BadList(
            [Fault(lines[0][0], message(N_("The first line must be: %(columns)s"), columns=",".join(COLUMNS)))]
        )
    units, faults = [], []
    if not lines[1:]:
        raise BadList([Fault(0, message(N_("There are no lines in the file")))])
    rows = csv.reader((line for _, line in lines[1:]), delimiter=separator)
    for (number, _), cells in zip(lines[1:], rows, strict=False):
        try:
            units.append(_unit(cells))
        except _BadLine as bad:
            faults.append(Fault(number, bad.what))
    if faults:
        raise BadList(faults)
    return tuple(units)


def _unit(cells: Sequence[str]) -> Unit:
    if len(cells) != len(COLUMNS):
        raise _BadLine(message(N_("There must be %(count)s columns"), count=len(COLUMNS)))
    code, kind, name, parent, first, last, successors = (cell.strip() for cell in cells)
    if not (code.isascii() and code.isdigit() and len(code) in _LENGTHS):
        raise _BadLine(message(N_("“%(code)s” is no code: 2, 3 or 5 digits"), code=code))
    if kind not in _KINDS or len(code) not in LEVELS[_KINDS[kind]]:
        raise _BadLine(message(N_("“%(kind)s” is no kind of unit for the code %(code)s"), kind=kind, code=code))
    if not clean(name):
        raise _BadLine(message(N_("The unit %(code)s has no name"), code=code))
    unit = Unit(
        code,
        _KINDS[kind],
        clean(name),
        parent,
        _day(first),
        _day(last),
        tuple(one.strip() for one in successors.split("|") if one.strip()),
    )
    if unit.first_day > unit.last_day:
        raise _BadLine(message(N_("The unit %(code)s ends before it begins"), code=code))
    for reference in unit.successors:
        _day(reference.partition("@")[2])  # says so where that is no day
    return unit


@lru_cache(maxsize=1024)
def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _BadLine(message(N_("“%(text)s” is no day in the form 2025-07-01"), text=text)) from None


def check_list(gazetteer: Gazetteer) -> None:
    """See to it that the units fit each other. Raises BadList."""
    faults = [Fault(0, what) for unit in gazetteer.units for what in _misfits(gazetteer, unit)]
    if not any(unit.level is Level.PROVINCE for unit in gazetteer.units):
        faults.append(Fault(0, message(N_("There is no province in the list"))))
    if faults:
        raise BadList(faults)


def _misfits(gazetteer: Gazetteer, unit: Unit) -> Iterator[Message]:
    for later in gazetteer.generations(unit.code):
        if later is not unit and later.first_day >= unit.first_day and later.overlaps(unit):
            yield message(N_("Two units have the code %(code)s on the same day"), code=unit.code)
    if unit.level is Level.PROVINCE:
        if unit.parent:
            yield message(N_("The province %(code)s belongs to no other unit"), code=unit.code)
    elif len(unit.parent) >= len(unit.code) or gazetteer.parent_of(unit) is None:
        yield message(
            N_("The unit %(code)s belongs to %(parent)s, which is not there"), code=unit.code, parent=unit.parent
        )
    if len(gazetteer.next_of(unit)) != len(unit.successors):
        yield message(N_("A successor of the unit %(code)s is not there"), code=unit.code)


def merged(units: Sequence[Unit], more: Sequence[Unit]) -> tuple[Unit, ...]:
    """A list with another laid over it: the same code and first day is the same unit, put right."""
    return tuple(({unit.key: unit for unit in units} | {unit.key: unit for unit in more}).values())
