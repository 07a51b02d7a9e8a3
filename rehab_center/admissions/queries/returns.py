"""How somebody came back into the stay they had left: what the paper of a return says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Handover, HandoverPerson
from rehab_center.admissions.queries.stays import MovementLine, StayPage
from rehab_center.admissions.rules.handover import BACK
from rehab_center.admissions.rules.movements import AFTER, MovementKind


@dataclass(frozen=True)
class Return:
    """One return: the movement, and ``left``, the one by which the person had gone.

    ``unit``, ``deliverers`` and ``receivers`` are those of the handover that brought the person; without one, nobody
    wrote them down there. ``end_before`` is the end of the term as it stood before the person went.
    """

    movement: MovementLine
    left: MovementLine | None
    end_before: date | None
    handover_id: int | None = None
    unit: str | None = None
    deliverers: tuple[str, ...] = ()
    receivers: tuple[str, ...] = ()


def returns_of(session: Session, page: StayPage) -> tuple[Return, ...]:
    """The returns of a stay that hold, the latest first: after an escape, and any other by a handover."""
    live = [one for one in page.movements if one.voided is None]
    rows = session.execute(
        select(HandoverPerson.movement_id, Handover)
        .join(Handover, Handover.id == HandoverPerson.handover_id)
        .where(HandoverPerson.admission_id == page.id, HandoverPerson.movement_id.is_not(None))
    )
    by_handover = {row.movement_id: row.Handover for row in rows}
    found = [
        _return(page, one, next((gone for gone in live[:place][::-1] if _away(gone)), None), by_handover.get(one.id))
        for place, one in enumerate(live)
        if one.kind is MovementKind.RETURNED or one.id in by_handover
    ]
    return tuple(reversed(found))


def _away(movement: MovementLine) -> bool:
    return AFTER.get(movement.kind) in BACK


def _return(page: StayPage, back: MovementLine, left: MovementLine | None, handover: Handover | None) -> Return:
    since = left.recorded_at if left else back.recorded_at
    end_before = next((one.end_on for one in page.terms if one.recorded_at < since and one.end_on), None)
    if handover is None:
        return Return(back, left, end_before)
    return Return(
        back,
        left,
        end_before,
        handover.id,
        handover.delivering_unit,
        tuple((handover.deliverers or "").splitlines()),
        tuple((handover.receivers or "").splitlines()),
    )
