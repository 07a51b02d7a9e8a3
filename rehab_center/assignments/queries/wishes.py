"""The waiting list: who asked for what, since when, and what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import ColumnElement, case, select
from sqlalchemy.orm import Session

from rehab_center.activities.kinds import ActivityKind
from rehab_center.activities.models import Activity
from rehab_center.admissions.models import Admission
from rehab_center.assignments.kinds import Answer, Asker, WishPriority
from rehab_center.assignments.models import ActivityWish
from rehab_center.errors import NotFound
from rehab_center.headcount import ledger
from rehab_center.permissions import Scope
from rehab_center.residents.models import Resident
from rehab_center.words import N_, message


@dataclass(frozen=True)
class WishLine:
    """One wish. ``activity`` is None where any programme of a kind or trade will do; ``number``: the place
    in the line, None of one that is answered, and where only some stays were asked for."""

    id: int
    stay_id: int
    resident_id: int
    file_code: str
    full_name: str
    activity_id: int | None
    activity: str | None
    kind: ActivityKind
    trade: str | None
    asked_on: date
    asker: Asker
    note: str | None
    decision: Answer | None
    decided_on: date | None
    decided_by: str | None
    reason: str | None
    actor: str
    version: int
    priority: WishPriority | None = None
    number: int | None = None


def wish_lines(
    session: Session, *, scope: Scope, stay_ids: Collection[int] | None = None, activity_id: int | None = None
) -> tuple[WishLine, ...]:
    """Wishes, those that come first before the longest waiting: one statement, and always the same order.

    ``number`` counts those that wait for the same programme, or in the same centre for any of the same kind.
    """
    query = (
        select(ActivityWish, Activity.name, Activity.kind, Admission.file_code, Resident.id, Resident.full_name,
               Admission.facility_id)
        .join(Admission, Admission.id == ActivityWish.admission_id)
        .join(Resident, Resident.id == Admission.resident_id)
        .outerjoin(Activity, Activity.id == ActivityWish.activity_id)
        .where(ledger.in_scope(scope))
        .order_by(ActivityWish.decision.is_not(None), _rank(), ActivityWish.asked_on, ActivityWish.id)
    )  # fmt: skip
    if stay_ids is not None:
        query = query.where(ActivityWish.admission_id.in_(sorted(stay_ids)))
    if activity_id is not None:
        query = query.where(ActivityWish.activity_id == activity_id)
    found, counted = [], Counter[tuple[int, int | None, ActivityKind]]()
    for row in session.execute(query):
        line = _line(*row[:-1])
        if line.decision is None and stay_ids is None:
            queue = (row.facility_id, line.activity_id, line.kind)
            counted[queue] += 1
            line = replace(line, number=counted[queue])
        found.append(line)
    return tuple(found)


def _rank() -> ColumnElement[int]:
    ranks = {one.value: place for place, one in enumerate(WishPriority)}
    return case(ranks, value=ActivityWish.priority, else_=len(ranks))


def load_wish(session: Session, wish_id: int, *, scope: Scope) -> ActivityWish:
    """The row itself. Raises NotFound, outside the scope too."""
    row = session.get(ActivityWish, wish_id)
    stay = session.get(Admission, row.admission_id) if row else None
    if row is None or stay is None or not scope.covers(stay.facility_id):
        raise NotFound(message(N_("There is no such wish")))
    return row


def _line(row: ActivityWish, activity: str | None, kind: str | None, code: str, person: int, name: str) -> WishLine:
    return WishLine(
        row.id,
        row.admission_id,
        person,
        code,
        name,
        row.activity_id,
        activity,
        ActivityKind(kind or row.kind or ActivityKind.LABOUR),
        row.trade,
        row.asked_on,
        Asker(row.asker),
        row.note,
        Answer(row.decision) if row.decision else None,
        row.decided_on,
        row.decided_by,
        row.reason,
        row.actor,
        row.version,
        WishPriority(row.priority) if row.priority else None,
    )
