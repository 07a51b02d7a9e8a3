"""The name a person bore on a day: a change by a paper counts from its day on, a correction counts always."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.residents.kinds import AliasKind
from rehab_center.residents.models import Alias

_CHUNK = 500


def names_on(session: Session, ids: Collection[int], day: date) -> dict[int, str]:
    """Who of these persons bore another name at the end of ``day`` than today, and which; the others are left out.

    Of several changes since, the first one ended the name of that day.
    """
    found: dict[int, str] = {}
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), _CHUNK):
        rows = session.execute(
            select(Alias.resident_id, Alias.name)
            .where(
                Alias.resident_id.in_(wanted[start : start + _CHUNK]),
                Alias.kind == AliasKind.FORMER_NAME,
                Alias.until_on > day,
                Alias.withdrawn_at.is_(None),
            )
            .order_by(Alias.until_on.desc(), Alias.id.desc())
        )
        found |= {row.resident_id: row.name for row in rows}
    return found
