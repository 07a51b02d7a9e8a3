"""The list of units as a page shows it and as a file takes it away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from flask_babel import lazy_gettext as _l

from rehab_center import clock
from rehab_center.communes.kinds import Level
from rehab_center.communes.labels import LEVELS
from rehab_center.communes.queries import gazetteer
from rehab_center.communes.rules.finding import found_by
from rehab_center.communes.rules.matching import match
from rehab_center.communes.rules.units import Gazetteer, Unit
from rehab_center.communes.rules.written import Written
from rehab_center.db import db
from rehab_center.web.formatting import day as written_day
from rehab_center.web.list_state import ListState
from rehab_center.web.listing import Choice, Column, Listing, Search

TODAY = "today"
"""The choice of the units of the day on which one looks."""


@dataclass(frozen=True)
class UnitRow:
    """A unit with what it belonged to and what it is today; ``now`` is empty while it is still there.

    Where nobody knows which unit took it over, ``now`` is the province, and says so.
    """

    code: str
    name: str
    district: str
    province: str
    valid_from: date | None
    valid_to: date | None
    now: str


def units_page(units: Gazetteer, state: ListState, *, today: date) -> tuple[Sequence[UnitRow], int]:
    """The units a list state asks for, and how many there are without its limit."""
    found = list(_asked_for(units, state, today))
    if state.sort == "name":
        found.sort(key=lambda unit: (unit.name, unit.code), reverse=state.descending)
    elif state.descending:
        found.reverse()
    shown = islice(found, state.offset, state.offset + state.limit if state.limit else None)
    return [_row(units, unit, today) for unit in shown], len(found)


def _asked_for(units: Gazetteer, state: ListState, today: date) -> Iterable[Unit]:
    when = state.choice("on")
    day = today if when == TODAY else date.fromisoformat(when) if when else None
    level, province = state.choice("level"), state.choice("province")
    there: Iterable[Unit] = units.units if day is None else units.alive(day)
    if level:
        there = (unit for unit in there if unit.level == int(level))
    if province:
        there = (unit for unit in there if units.province_of(unit).key == province)
    return _searched(units, state.q, list(there), today) if state.q else there


def _searched(units: Gazetteer, text: str, there: Sequence[Unit], today: date) -> Sequence[Unit]:
    """By name or code; a whole address, with a street or hamlet before the commune, as the program would read it."""
    found = list(found_by(units, text, there, today=today))
    if found:
        return found
    meant = {unit.key for unit in match(units, Written(text), today=today).units}
    return [unit for unit in there if unit.key in meant]


def _row(units: Gazetteer, unit: Unit, today: date) -> UnitRow:
    above = units.chain(unit)[1:]
    now = units.now(unit, today)
    later = "; ".join(units.label(one) for one in now.units if one != unit)
    if later and not now.whole and unit.level is Level.COMMUNE:
        later = str(_l("today in %(province)s; it is not known in which commune", province=later))
    return UnitRow(
        code=unit.code,
        name=unit.title,
        district=next((one.title for one in above if one.level is Level.DISTRICT), ""),
        province=next((one.title for one in above if one.level is Level.PROVINCE), ""),
        valid_from=unit.valid_from,
        valid_to=unit.valid_to,
        now=later,
    )


def _provinces() -> list[tuple[str, str]]:
    units = [unit for unit in gazetteer(db.session()).units if unit.level is Level.PROVINCE]
    ended = [f"{unit.title} ({written_day(unit.valid_from)}–{written_day(unit.valid_to)})" for unit in units]
    names = [unit.title if unit.valid_to is None else name for unit, name in zip(units, ended, strict=True)]
    return sorted(zip((unit.key for unit in units), names, strict=True), key=lambda pair: pair[1])


def _days() -> list[tuple[str, object]]:
    today = clock.today()
    first_days = {unit.valid_from for unit in gazetteer(db.session()).units if unit.valid_from}
    changes = [(str(day), written_day(day)) for day in sorted(first_days, reverse=True) if day <= today]
    before = [(str(date(2023, 12, 31)), written_day(date(2023, 12, 31)))]
    return [(TODAY, _l("Today")), *changes, *before]


UNITS = Listing(
    key="communes",
    title=_l("Communes and provinces"),
    columns=(
        Column("code", _l("Code"), sortable=True),
        Column("name", _l("Unit"), sortable=True),
        Column("district", _l("District")),
        Column("province", _l("Province")),
        Column("valid_from", _l("From")),
        Column("valid_to", _l("Until")),
        Column("now", _l("Today")),
    ),
    sort="code",
    search=Search(_l("Name or code, such as “Mỹ Thắng, Nam Định”")),
    filters=(
        Choice("level", _l("Level"), tuple((str(int(level)), words) for level, words in LEVELS.items())),
        Choice("province", _l("Province"), _provinces),
        Choice("on", _l("As of"), _days),
    ),
    empty=_l("There is no such unit in the list."),
)
