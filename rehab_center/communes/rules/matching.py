"""Which unit a written address means: one, one of several, or none that the list knows. Pure.

Nothing is guessed: everything that is written must be explained by the unit, by what it belonged to, or by what that
was or is called at another time ("xã Mỹ Thắng, tỉnh Ninh Bình" names an old commune with its new province). Only a
street or hamlet before the commune need not be.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rehab_center.communes.kinds import LEVELS, Level, UnitKind
from rehab_center.communes.rules.spelling import ends_with_marks_of, name_key
from rehab_center.communes.rules.units import Gazetteer, Unit
from rehab_center.communes.rules.written import Part, Reading, Written, parts_of


class Outcome(StrEnum):
    """What came of it."""

    BLANK = "blank"
    UNIQUE = "unique"
    SEVERAL = "several"
    NONE = "none"


@dataclass(frozen=True)
class Match:
    """``units``: the one unit, or those it may be, in the order of their codes. A lone commune name is never unique."""

    outcome: Outcome
    units: tuple[Unit, ...] = ()

    @property
    def unit(self) -> Unit | None:
        """The unit, where it is only one."""
        return self.units[0] if self.outcome is Outcome.UNIQUE else None


_BLANK, _NONE = Match(Outcome.BLANK), Match(Outcome.NONE)


@dataclass(frozen=True, order=True)
class _Fit:
    """How well a unit explains what is written; the greater the better."""

    left_over: int
    from_other_times: int
    other_kinds: int
    explained: int
    same_marks: bool


def match(gazetteer: Gazetteer, written: Written, *, today: date) -> Match:
    """Recognise an address. ``today`` only serves to see whether several candidates are the same unit by now."""
    parts = parts_of(written, knows=gazetteer.knows)
    if not parts:
        return _BLANK
    for level in (Level.COMMUNE, Level.DISTRICT, Level.PROVINCE):
        fits = {unit.key: (unit, fit) for unit, fit in _fits(gazetteer, parts, level)}
        if fits:
            return _settled(gazetteer, list(fits.values()), level, today)
    return _NONE


def _settled(gazetteer: Gazetteer, fits: Sequence[tuple[Unit, _Fit]], level: Level, today: date) -> Match:
    best = max(fit for _, fit in fits)
    units = _without_doubles(gazetteer, [unit for unit, fit in fits if fit == best], today)
    alone = level is Level.COMMUNE and best.explained == 0
    return Match(Outcome.UNIQUE if len(units) == 1 and not alone else Outcome.SEVERAL, units)


def _fits(gazetteer: Gazetteer, parts: Sequence[Part], level: Level) -> Iterable[tuple[Unit, _Fit]]:
    for place, part in enumerate(parts):
        others = [(index, other) for index, other in enumerate(parts) if index != place]
        for reading in part.readings:
            if reading.kind is not None and level not in LEVELS[reading.kind]:
                continue
            for unit in gazetteer.named(reading.key, level):
                explained = _explained(gazetteer, unit, others, place)
                if explained is not None:
                    yield unit, _fit(unit, part, reading, explained)


@dataclass
class _Explained:
    """How the other parts are explained: how many, by what is called otherwise, by other times, and not at all."""

    parts: int = 0
    other_kinds: int = 0
    from_other_times: int = 0
    left_over: int = 0


def _fit(unit: Unit, part: Part, reading: Reading, explained: _Explained) -> _Fit:
    return _Fit(
        -explained.left_over,
        -explained.from_other_times,
        -explained.other_kinds - _differs(reading.kind, {unit.kind}),
        explained.parts,
        part.text.isascii() or ends_with_marks_of(part.text, unit.name),
    )


def _explained(gazetteer: Gazetteer, unit: Unit, others: Sequence[tuple[int, Part]], place: int) -> _Explained | None:
    """None where a part says something that the unit does not explain."""
    own, found = _names(gazetteer.above(unit)), _Explained()
    related: dict[str, set[UnitKind]] | None = None
    for index, part in others:
        kinds = _kinds(part, own)
        if kinds is None:
            related = related if related is not None else _names(_related(gazetteer, unit))
            kinds = _kinds(part, related)
            found.from_other_times += kinds is not None
        if kinds is not None:
            found.parts += 1
            found.other_kinds += kinds
        elif index < place and unit.level is Level.COMMUNE and not part.says_its_kind:
            found.left_over += 1
        else:
            return None
    return found


def _names(units: Iterable[Unit]) -> dict[str, set[UnitKind]]:
    names: dict[str, set[UnitKind]] = {}
    for unit in units:
        names.setdefault(name_key(unit.name), set()).add(unit.kind)
    return names


def _kinds(part: Part, names: dict[str, set[UnitKind]]) -> int | None:
    """None where no reading of the part is among the names; else 1 where it is called another kind there, 0 if not."""
    found = [
        _differs(reading.kind, names[reading.key])
        for reading in part.readings
        if reading.key in names and not _is_commune(reading.kind)
    ]
    return min(found) if found else None


def _is_commune(kind: UnitKind | None) -> bool:
    return kind is not None and LEVELS[kind] == {Level.COMMUNE}


def _differs(said: UnitKind | None, kinds: set[UnitKind]) -> int:
    return int(said is not None and said not in kinds)


def _related(gazetteer: Gazetteer, unit: Unit) -> list[Unit]:
    """What its ground belonged to before or after its own time."""
    near = [unit, *gazetteer.previous_of(unit), *gazetteer.next_of(unit)]
    near += [before for one in gazetteer.previous_of(unit) for before in gazetteer.previous_of(one)]
    near += [after for one in gazetteer.next_of(unit) for after in gazetteer.next_of(one)]
    above = [higher for one in near for higher in gazetteer.above(one)]
    return above + [later for higher in above for later in gazetteer.next_of(higher)]


def _without_doubles(gazetteer: Gazetteer, units: Sequence[Unit], today: date) -> tuple[Unit, ...]:
    """The units without those that another of them merely continues: the same name, and by now the same ground."""
    by_ground: dict[tuple[str, tuple[str, ...]], Unit] = {}
    for unit in sorted(units, key=lambda one: (one.first_day, one.code)):
        now = gazetteer.now(unit, today)
        ground = tuple(one.key for one in now.units) if now.whole else (unit.key,)
        by_ground[name_key(unit.name), ground] = unit
    return tuple(sorted(by_ground.values(), key=lambda one: (one.code, one.first_day)))
