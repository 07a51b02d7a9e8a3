"""Where people come from, by the units of today: old addresses count where their ground is now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import Session, aliased

from rehab_center.communes.queries import gazetteer, keys_within
from rehab_center.communes.rules.units import Gazetteer, Unit
from rehab_center.permissions import Scope
from rehab_center.residents.models import Resident, ResidentFacility
from rehab_center.settled import since_last_act

NOT_RECOGNISED = "none"
"""The choice of those whose address is blank, or no unit that the list knows."""


def homes_there(session: Session, *, scope: Scope, today: date) -> list[tuple[str, str]]:
    """The provinces and communes of today that anybody in reach comes from: (code, name). Shared: not to be changed."""
    name = ("homes", scope.facility_ids, today)
    return since_last_act(session, name, lambda: _there(gazetteer(session), _keys(session, scope), today))


def _there(units: Gazetteer, keys: Sequence[str], today: date) -> list[tuple[str, str]]:
    found: dict[str, Unit] = {}
    for key in keys:
        unit = units.find(key)
        now = units.now(unit, today).units if unit else ()
        found |= {one.code: one for lowest in now for one in units.chain(lowest)}
    ordered = sorted(found.values(), key=lambda unit: [one.code for one in reversed(units.chain(unit))])
    return [(unit.code, unit.title if not unit.parent else f"– {unit.title}") for unit in ordered]


def living_in(session: Session, code: str, *, scope: Scope, today: date) -> ColumnElement[bool]:
    """Persons whose address lies by now, wholly or in part, in the unit that has ``code`` today."""
    if code == NOT_RECOGNISED:
        return Resident.commune_code.is_(None)
    return Resident.commune_code.in_(keys_within(session, _keys(session, scope), code, today=today))


def _keys(session: Session, scope: Scope) -> Sequence[str]:
    """The units that were recognised for anybody in reach: from an index, a few hundred of them."""
    return list(session.connection().scalars(_keys_query(scope.facility_ids)))


@lru_cache(maxsize=16)
def _keys_query(facility_ids: frozenset[int] | None) -> Select[Any]:
    keys = select(Resident.commune_code).where(Resident.commune_code.is_not(None)).distinct().subquery()
    query = select(keys.c.commune_code)
    if facility_ids is not None:
        one = aliased(Resident)
        query = query.where(
            exists().where(
                one.commune_code == keys.c.commune_code,
                ResidentFacility.resident_id == one.id,
                ResidentFacility.facility_id.in_(facility_ids),
            )
        )
    return query
