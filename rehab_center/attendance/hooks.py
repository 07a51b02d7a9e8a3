"""What a later feature knows of output: of which programmes it is counted on a day, and in which unit."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date

from sqlalchemy.orm import Session

OutputUnits = Callable[[Session, Collection[int], date], Mapping[int, str]]
"""The unit (chiếc, kg) of those of these programmes, by id, whose output counts on a day. One statement for all."""

_units: dict[str, OutputUnits] = {}


def counts_output(feature: str, units: OutputUnits) -> None:
    """Let a feature say where output is asked for when a session is marked. Called from its ``init_app``."""
    _units[feature] = units


def output_units(session: Session, activity_ids: Collection[int], on: date) -> dict[int, str]:
    """The unit of each of these programmes whose output counts on a day; the others are left out."""
    return {key: unit for find in _units.values() for key, unit in find(session, activity_ids, on).items()}
