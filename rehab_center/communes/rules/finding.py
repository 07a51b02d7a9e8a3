"""Finding units while somebody types. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from rehab_center.communes.kinds import Level
from rehab_center.communes.rules.spelling import name_key
from rehab_center.communes.rules.units import Gazetteer, Unit
from rehab_center.communes.rules.written import Part, Written, parts_of


def found_by(gazetteer: Gazetteer, text: str, units: Iterable[Unit], *, today: date) -> Iterator[Unit]:
    """Those of ``units`` whose code or name holds the first part of ``text``, and that lie in the further parts.

    Where they lie by ``today`` counts too: "xã Mỹ Thắng, tỉnh Ninh Bình" is how the old commune is written now.
    """
    parts = parts_of(Written(commune=text), knows=gazetteer.knows)
    if not parts:
        return
    first, further = parts[0], parts[1:]
    keys = {reading.key for reading in first.readings} | {name_key(first.text)}
    for unit in units:
        key = name_key(unit.name)
        named = any(wanted in key for wanted in keys) or unit.code.startswith(first.text)
        if named and (not further or _lies_in(gazetteer, unit, further, today)):
            yield unit


def suggested(gazetteer: Gazetteer, text: str, *, today: date, limit: int) -> list[Unit]:
    """Communes that somebody may be typing the name of: those of today first, then those that begin with it."""
    there = (unit for unit in gazetteer.units if unit.level is Level.COMMUNE)
    found = list(found_by(gazetteer, text, there, today=today))
    keys = tuple(
        reading.key for part in parts_of(Written(text), knows=gazetteer.knows)[:1] for reading in part.readings
    )
    found.sort(key=lambda unit: (not unit.valid_on(today), not name_key(unit.name).startswith(keys), unit.code))
    return found[:limit]


def _lies_in(gazetteer: Gazetteer, unit: Unit, parts: Iterable[Part], today: date) -> bool:
    now = gazetteer.now(unit, today).units
    around = (*gazetteer.above(unit), *(one for later in now for one in gazetteer.chain(later) if later != unit))
    names = [name_key(one.name) for one in around]
    return all(any(reading.key in name for reading in part.readings for name in names) for part in parts)
