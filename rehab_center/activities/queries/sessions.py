"""Sessions: what meets when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from rehab_center.activities.kinds import OWN_REASONS, ActivityKind, CancelReason, SessionState
from rehab_center.activities.models import Activity, ActivitySession
from rehab_center.errors import NotFound
from rehab_center.permissions import Scope
from rehab_center.words import N_, message


@dataclass(frozen=True)
class Meeting:
    """One session with what its programme is called. Times are minutes after midnight."""

    id: int
    activity_id: int
    facility_id: int
    kind: ActivityKind
    name: str
    place: str | None
    organiser: str | None
    capacity: int
    slot_id: int | None
    on: date
    begins: int
    ends: int
    state: SessionState
    cancelled_reason: CancelReason | None
    cancelled_note: str | None

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return self.ends - self.begins

    @property
    def is_planned(self) -> bool:
        """Whether it takes place."""
        return self.state is SessionState.PLANNED

    @property
    def may_be_planned(self) -> bool:
        """Whether somebody cancelled it who may take that back; what the plan cancelled follows the plan."""
        return not self.is_planned and self.cancelled_reason not in OWN_REASONS


def load_session(session: Session, session_id: int, *, scope: Scope) -> ActivitySession:
    """The row itself. Raises NotFound, for a stranger too."""
    row = session.get(ActivitySession, session_id)
    parent = session.get(Activity, row.activity_id) if row else None
    if row is None or parent is None or not scope.covers(parent.facility_id):
        raise NotFound(message(N_("There is no such session")))
    return row


def meeting(session: Session, session_id: int, *, scope: Scope) -> Meeting:
    """One session. Raises NotFound, for a stranger too."""
    found = session.execute(_meetings(scope).where(ActivitySession.id == session_id)).one_or_none()
    if found is None:
        raise NotFound(message(N_("There is no such session")))
    return _meeting(found)


def sessions_of(
    session: Session,
    first: date,
    last: date | None = None,
    *,
    scope: Scope,
    activity_id: int | None = None,
    planned_only: bool = False,
) -> tuple[Meeting, ...]:
    """The sessions of a day, or from ``first`` to ``last`` (both included), by day, time and name: one statement."""
    query = _meetings(scope).where(ActivitySession.on.between(first, last or first))
    if activity_id is not None:
        query = query.where(ActivitySession.activity_id == activity_id)
    if planned_only:
        query = query.where(ActivitySession.state == SessionState.PLANNED)
    order = (ActivitySession.on, ActivitySession.begins, Activity.name, ActivitySession.id)
    return tuple(_meeting(row) for row in session.execute(query.order_by(*order)))


_COLUMNS: tuple[Any, ...] = (
    ActivitySession.id,
    ActivitySession.activity_id,
    Activity.facility_id,
    Activity.kind,
    Activity.name,
    Activity.place,
    Activity.organiser,
    Activity.capacity,
    ActivitySession.slot_id,
    ActivitySession.on,
    ActivitySession.begins,
    ActivitySession.ends,
    ActivitySession.state,
    ActivitySession.cancelled_reason,
    ActivitySession.cancelled_note,
)
"""What a meeting tells, as columns: a board reads dozens, and a row of the session costs several times as much."""


def _meetings(scope: Scope) -> Select[Any]:
    query: Select[Any] = select(*_COLUMNS).join(Activity, Activity.id == ActivitySession.activity_id)
    return query if scope.facility_ids is None else query.where(Activity.facility_id.in_(scope.facility_ids))


def _meeting(row: Row[Any]) -> Meeting:
    told = dict(row._mapping)
    told["kind"], told["state"] = ActivityKind(row.kind), SessionState(row.state)
    told["cancelled_reason"] = CancelReason(row.cancelled_reason) if row.cancelled_reason else None
    return Meeting(**told)
