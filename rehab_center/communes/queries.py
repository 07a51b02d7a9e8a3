"""The list in force, and what an address means by it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.communes.kinds import ListMode
from rehab_center.communes.models import CommuneList
from rehab_center.communes.rules.matching import Match, match
from rehab_center.communes.rules.reading import BadList, check_list, merged, read_units
from rehab_center.communes.rules.units import Gazetteer, Unit
from rehab_center.communes.rules.written import Written
from rehab_center.communes.shipped import shipped
from rehab_center.settled import settled

_IN_FORCE = "communes_in_force"


@dataclass(frozen=True)
class ListLine:
    """One list that was loaded, or a return to the shipped one."""

    id: int
    mode: ListMode
    filename: str
    sha256: str
    units: int
    citation: str
    recorded_at: datetime
    entered_by: str
    in_force: bool


@dataclass(frozen=True)
class UnitNow:
    """A recognised unit and what it is by now. ``same``: still the same; ``known``: which units hold its ground."""

    unit: Unit
    label: str
    same: bool
    known: bool
    units: tuple[str, ...]
    province: str


def gazetteer(session: Session) -> Gazetteer:
    """The units in force: the loaded list, else the shipped one. Read once in a process, asked once in a session."""
    if _IN_FORCE not in session.info:
        session.info[_IN_FORCE] = settled(session, "communes", lambda: _in_force(session))
    found: Gazetteer = session.info[_IN_FORCE]
    return found


def forget_read(session: Session) -> None:
    """Ask anew: a list was loaded."""
    session.info.pop(_IN_FORCE, None)


_LAST = select(CommuneList).order_by(CommuneList.id.desc()).limit(1)


def _in_force(session: Session) -> Gazetteer:
    last = session.scalar(_LAST)
    if last is None or last.mode == ListMode.WITHDRAWN:
        return shipped()
    kept = _kept(last.sha256, last.mode)
    if kept is not None:
        return kept
    if hashlib.sha256(last.content.encode()).hexdigest() != last.sha256:
        return shipped()  # somebody changed it behind the program's back; `verify` says so
    return _remember(last.sha256, last.mode, last.content)


_read: dict[tuple[str, str], Gazetteer] = {}


def _kept(sha256: str, mode: str) -> Gazetteer | None:
    return _read.get((sha256, mode))


def _remember(sha256: str, mode: str, content: str) -> Gazetteer:
    _read.clear()  # one loaded list is enough in memory
    _read[sha256, mode] = built(content, ListMode(mode))
    return _read[sha256, mode]


def built(content: str, mode: ListMode) -> Gazetteer:
    """The units that a file's text gives by itself or laid over the shipped list. Raises BadList."""
    units = read_units(content)
    found = Gazetteer(merged(shipped().units, units) if mode is ListMode.EXTENDS else units)
    check_list(found)
    return found


def list_history(session: Session) -> Sequence[ListLine]:
    """Every list that was loaded, the latest first."""
    rows = session.scalars(select(CommuneList).order_by(CommuneList.id.desc())).all()
    return [
        ListLine(
            row.id,
            ListMode(row.mode),
            row.filename,
            row.sha256,
            row.units,
            row.citation,
            row.recorded_at,
            row.entered_by,
            in_force=place == 0 and row.mode != ListMode.WITHDRAWN,
        )
        for place, row in enumerate(rows)
    ]


def recognised(session: Session, written: Written, *, today: date) -> Match:
    """What an address means. The same address is read once: registers repeat a few hundred of them."""
    return _recognised(gazetteer(session), written, today)


@lru_cache(maxsize=4096)
def _recognised(units: Gazetteer, written: Written, today: date) -> Match:
    return match(units, written, today=today)


def unit_now(session: Session, key: str | None, *, today: date) -> UnitNow | None:
    """What a recorded unit is called and what it is by now; None for no key, and for one the list does not know."""
    if not key:
        return None
    units = gazetteer(session)
    unit = units.find(key)
    if unit is None:
        return None
    now = units.now(unit, today)
    return UnitNow(
        unit=unit,
        label=units.label(unit),
        same=unit in now.units,
        known=now.whole,
        units=tuple(one.title for one in now.units) if now.whole else (),
        province=", ".join(dict.fromkeys(units.province_of(one).title for one in now.units)),
    )


def keys_within(session: Session, keys: Sequence[str], code: str, *, today: date) -> list[str]:
    """Which of some recorded keys lie by now, wholly or in part, in the unit that has ``code`` today."""
    units = gazetteer(session)
    return [
        key
        for key in keys
        if (unit := units.find(key))
        and any(one.code == code for now in units.now(unit, today).units for one in units.chain(now))
    ]


__all__ = (
    "BadList",
    "ListLine",
    "UnitNow",
    "built",
    "forget_read",
    "gazetteer",
    "keys_within",
    "list_history",
    "recognised",
    "unit_now",
)
