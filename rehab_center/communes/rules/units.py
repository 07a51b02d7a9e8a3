"""A unit, and the list of all of them with its changes. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from rehab_center.communes.kinds import Level, UnitKind
from rehab_center.communes.rules.spelling import name_key

_FIRST, _LAST = date.min, date.max
_STEPS = 12
"""As many times a unit may have gone over into another; more is a circle in the list."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as it was called from ``valid_from`` (None: before the list begins) to ``valid_to`` (None: still).

    A change of name, kind or parent ends a unit and begins another, often under the same code: codes were given again
    on 01/07/2025, so a code alone names nobody. ``key`` does. ``successors`` are references: a code as of the day after
    ``valid_to``, or "code@day". Empty for an ended unit: nobody knows which unit took it over.
    """

    code: str
    kind: UnitKind
    name: str
    parent: str
    valid_from: date | None = None
    valid_to: date | None = None
    successors: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What a record keeps of it: code and first day."""
        return f"{self.code}@{self.valid_from}" if self.valid_from else self.code

    @property
    def level(self) -> Level:
        """Province, district or commune."""
        return Level(len(self.code))

    @property
    def title(self) -> str:
        """Kind and name: "xã Mỹ Thắng"."""
        return f"{self.kind} {self.name}"

    @property
    def first_day(self) -> date:
        """The first day, for comparing."""
        return self.valid_from or _FIRST

    @property
    def last_day(self) -> date:
        """The last day, for comparing."""
        return self.valid_to or _LAST

    def valid_on(self, day: date) -> bool:
        """Whether it was there on a day."""
        return self.first_day <= day <= self.last_day

    def overlaps(self, other: Unit) -> bool:
        """Whether there was a day when both were there."""
        return self.first_day <= other.last_day and other.first_day <= self.last_day


@dataclass(frozen=True)
class Now:
    """What a unit is on a day: the units that hold its ground, the lowest known; empty where nobody knows at all.

    ``whole``: the unit lies in them as a whole and they are of its own level; else only where it lies is known.
    """

    units: tuple[Unit, ...]
    whole: bool


class Gazetteer:
    """All units of a list, found by code, by name and by day."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self.units = tuple(sorted(units, key=lambda unit: (len(unit.code), unit.code, unit.first_day)))
        self._by_code: dict[str, list[Unit]] = defaultdict(list)
        for unit in self.units:
            self._by_code[unit.code].append(unit)

    def __len__(self) -> int:
        return len(self.units)

    @cached_property
    def _by_name(self) -> dict[tuple[str, Level], list[Unit]]:
        found: dict[tuple[str, Level], list[Unit]] = defaultdict(list)
        for unit in self.units:
            found[name_key(unit.name), unit.level].append(unit)
        return found

    @cached_property
    def _before(self) -> dict[str, list[Unit]]:
        found: dict[str, list[Unit]] = defaultdict(list)
        for unit in self.units:
            for later in self.next_of(unit):
                found[later.key].append(unit)
        return found

    def generations(self, code: str) -> tuple[Unit, ...]:
        """Everything that ever had a code, the oldest first."""
        return tuple(self._by_code.get(code, ()))

    def find(self, key: str) -> Unit | None:
        """The unit of a key; where a list has other days by now, the one that has the code on that day."""
        code, _, day = key.partition("@")
        there = self._by_code.get(code)
        if not there:
            return None
        return self.on(code, date.fromisoformat(day)) if day else there[0]

    def on(self, code: str, day: date) -> Unit | None:
        """Who has a code on a day."""
        return next((unit for unit in self._by_code.get(code, ()) if unit.valid_on(day)), None)

    def named(self, key: str, level: Level) -> tuple[Unit, ...]:
        """Units of a level by :func:`name_key`, of all times."""
        return tuple(self._by_name.get((key, level), ()))

    def knows(self, key: str) -> bool:
        """Whether anything bears the name."""
        return any((key, level) in self._by_name for level in Level)

    def alive(self, day: date) -> Iterator[Unit]:
        """The units of a day."""
        return (unit for unit in self.units if unit.valid_on(day))

    def parent_of(self, unit: Unit) -> Unit | None:
        """What it belonged to, as that was called on its last day."""
        there = [one for one in self._by_code.get(unit.parent, ()) if one.overlaps(unit)]
        return there[-1] if there else None

    def chain(self, unit: Unit) -> tuple[Unit, ...]:
        """The unit and what it belonged to, up to the province."""
        chain = [unit]
        while (above := self.parent_of(chain[-1])) is not None:
            chain.append(above)
        return tuple(chain)

    def above(self, unit: Unit) -> tuple[Unit, ...]:
        """Everything it ever belonged to while it was there: a district may have changed its name meanwhile."""
        direct = [one for one in self._by_code.get(unit.parent, ()) if one.overlaps(unit)]
        return tuple(direct) + tuple(higher for one in direct for higher in self.above(one))

    def label(self, unit: Unit) -> str:
        """In full: "xã Mỹ Thắng, huyện Mỹ Lộc, tỉnh Nam Định"."""
        return ", ".join(one.title for one in self.chain(unit))

    def province_of(self, unit: Unit) -> Unit:
        """The province it lay in."""
        return self.chain(unit)[-1]

    def next_of(self, unit: Unit) -> tuple[Unit, ...]:
        """The units that took it over on the day after its last; () while it is there, or where nobody knows."""
        if unit.valid_to is None:
            return ()
        after = unit.valid_to + timedelta(days=1)
        found = []
        for reference in unit.successors:
            code, _, day = reference.partition("@")
            found.append(self.on(code, date.fromisoformat(day) if day else after))
        return tuple(one for one in found if one)

    def previous_of(self, unit: Unit) -> tuple[Unit, ...]:
        """The units it was made of."""
        return tuple(self._before.get(unit.key, ()))

    def now(self, unit: Unit, day: date) -> Now:
        """What holds the unit's ground on ``day``; where that is not known, the province in which it lies then."""
        if unit.valid_on(day):
            return Now((unit,), whole=True)
        reached, lost = self._reached(unit, day)
        if reached and not lost:
            return Now(tuple(sorted(reached.values(), key=lambda one: one.code)), whole=True)
        above = self.parent_of(unit)
        return Now(self.now(above, day).units if above else (), whole=False)

    def _reached(self, unit: Unit, day: date) -> tuple[dict[str, Unit], bool]:
        """The units of ``day`` that successors lead to, and whether a part of the way is not known."""
        reached: dict[str, Unit] = {}
        waiting, lost = {unit.key: unit}, False
        for _ in range(_STEPS):
            ended = [one for one in waiting.values() if not one.valid_on(day)]
            reached |= {key: one for key, one in waiting.items() if one.valid_on(day)}
            following = [self.next_of(one) for one in ended]
            lost = lost or any(not later for later in following)
            waiting = {later.key: later for found in following for later in found}
            if not waiting:
                break
        return reached, lost
