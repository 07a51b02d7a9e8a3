"""Who is kept apart from whom."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from rehab_center.errors import NotFound
from rehab_center.names import fold
from rehab_center.permissions import Scope
from rehab_center.placements.kinds import ApartReason, Part, Strictness
from rehab_center.placements.models import KeepApart
from rehab_center.residents.queries import PersonName, person_names
from rehab_center.web.list_state import ListState
from rehab_center.words import N_, message

Apart = dict[int, dict[int, Strictness]]
"""By person: from whom, and how strictly."""


@dataclass(frozen=True)
class PairLine:
    """Two persons kept apart, or once were."""

    id: int
    facility_id: int
    one: PersonName
    other: PersonName
    one_part: Part
    other_part: Part
    reason: ApartReason
    strictness: Strictness
    note: str | None
    opened_at: datetime
    opened_by: str
    closed_at: datetime | None
    closed_by: str | None
    closed_reason: str | None

    @property
    def holds(self) -> bool:
        """Whether they are still kept apart."""
        return self.closed_at is None


def apart_from(session: Session, facility_id: int, resident_ids: Collection[int] | None = None) -> Apart:
    """Everybody's pairs that hold in a centre, or those of some persons."""
    query = select(KeepApart).where(KeepApart.facility_id == facility_id, KeepApart.closed_at.is_(None))
    if resident_ids is not None:
        some = sorted(set(resident_ids))
        query = query.where(or_(KeepApart.one_id.in_(some), KeepApart.other_id.in_(some)))
    found: dict[int, dict[int, Strictness]] = {}
    for row in session.scalars(query):
        for one, other in ((row.one_id, row.other_id), (row.other_id, row.one_id)):
            stricter = found.setdefault(one, {})
            if one != other and stricter.get(other) is not Strictness.FORBIDDEN:
                stricter[other] = Strictness(row.strictness)
    return found


def pairs_of(session: Session, resident_id: int, *, scope: Scope) -> tuple[PairLine, ...]:
    """A person's pairs, those that hold first."""
    query = select(KeepApart).where(or_(KeepApart.one_id == resident_id, KeepApart.other_id == resident_id))
    rows = [row for row in session.scalars(query) if scope.covers(row.facility_id)]
    return _lines(session, sorted(rows, key=lambda row: (row.closed_at is not None, -row.id)))


def pair_list(session: Session, state: ListState, *, scope: Scope) -> tuple[Sequence[PairLine], int]:
    """The list of pairs: filters ``holds``, ``strictness`` and ``why``; search by name."""
    query = select(KeepApart).order_by(KeepApart.id.desc())
    if state.choice("holds"):
        still = KeepApart.closed_at.is_(None)
        query = query.where(still if state.choice("holds") == "yes" else ~still)
    if state.choice("strictness"):
        query = query.where(KeepApart.strictness == state.choice("strictness"))
    if state.choice("why"):
        query = query.where(KeepApart.reason == state.choice("why"))
    rows = [row for row in session.scalars(query) if scope.covers(row.facility_id)]
    wanted = fold(state.q)
    lines = [
        line
        for line in _lines(session, rows)
        if wanted in fold(f"{line.one.full_name} {line.other.full_name} {line.one.code} {line.other.code}")
    ]
    if state.sort == "opened_at":
        lines.sort(key=lambda line: (line.opened_at, line.id), reverse=state.descending)
    return state.cut(lines)


def load_pair(session: Session, pair_id: int, *, scope: Scope) -> KeepApart:
    """The row itself, for services. Raises NotFound, outside the scope too."""
    row = session.get(KeepApart, pair_id)
    if row is None or not scope.covers(row.facility_id):
        raise NotFound(message(N_("There is no such pair")))
    return row


def pair(session: Session, pair_id: int, *, scope: Scope) -> PairLine:
    """One pair. Raises NotFound, outside the scope too."""
    return _lines(session, [load_pair(session, pair_id, scope=scope)])[0]


def _lines(session: Session, rows: Sequence[KeepApart]) -> tuple[PairLine, ...]:
    names = person_names(session, {one for row in rows for one in (row.one_id, row.other_id)})
    return tuple(
        PairLine(
            id=row.id,
            facility_id=row.facility_id,
            one=names[row.one_id],
            other=names[row.other_id],
            one_part=Part(row.one_part),
            other_part=Part(row.other_part),
            reason=ApartReason(row.reason),
            strictness=Strictness(row.strictness),
            note=row.note,
            opened_at=row.opened_at,
            opened_by=row.opened_by,
            closed_at=row.closed_at,
            closed_by=row.closed_by,
            closed_reason=row.closed_reason,
        )
        for row in rows
    )
