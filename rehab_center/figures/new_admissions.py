"""New admissions under a court's decision, and who was just not one.

``new_compulsory`` counts stays of kind compulsory or minor whose first day under that ground lies in the period, people
who came by transfer from another centre excepted; a temporary or voluntary stay that becomes compulsory counts on the
day of the change. Somebody who turns from minor to adult compulsory was newly admitted before and is not so again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Date, Select, bindparam, select
from sqlalchemy.orm import Session, aliased

from rehab_center.admissions.models import Admission, Movement
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.regime import BY_COURT, StayKind
from rehab_center.dates import DateRange
from rehab_center.figures.values import Counted, Excluded
from rehab_center.headcount import ledger
from rehab_center.permissions import Scope
from rehab_center.residents.models import Resident
from rehab_center.residents.queries.order import listed_by
from rehab_center.words import N_, Message, message

_NEAR = timedelta(days=3)
_ENTRIES = (MovementKind.ADMITTED, MovementKind.CONVERTED_IN, MovementKind.TRANSFERRED_IN)


@dataclass(frozen=True)
class Entry:
    """The step by which a stay began; ``kind_before`` is the ground of the stay it changed over from."""

    counted: Counted
    kind: StayKind
    movement: MovementKind
    kind_before: StayKind | None

    @property
    def was_by_court(self) -> bool:
        """Whether the person was under a court's decision already, and only its kind changed."""
        return self.movement is MovementKind.CONVERTED_IN and self.kind_before in BY_COURT and self.kind in BY_COURT

    @property
    def is_new(self) -> bool:
        """Whether it is a new admission under its ground."""
        return self.movement is not MovementKind.TRANSFERRED_IN and not self.was_by_court

    @property
    def is_new_compulsory(self) -> bool:
        """Whether it is a new admission under a court's decision."""
        return self.kind in BY_COURT and self.is_new


def entries(session: Session, days: DateRange, *, scope: Scope, known_at: datetime | None) -> tuple[Entry, ...]:
    """Every stay that began on one of ``days``, of any kind, in the order of lists."""
    found = _begun(known=known_at is not None).where(ledger.in_scope(scope))
    rows = session.execute(
        found.order_by(listed_by(session), Resident.id, Admission.id),
        {"first": days.first, "last": days.last, "known_at": known_at},
    )
    return tuple(
        Entry(
            Counted(admission, resident, code, name, on),
            StayKind(kind),
            MovementKind(movement),
            StayKind(before) if before else None,
        )
        for admission, code, kind, resident, name, movement, on, before in rows
    )


@cache
def _begun(*, known: bool) -> Select[*tuple[Any, ...]]:
    step = ledger.standing(ledger.KNOWN_AT if known else None).subquery("entry")
    previous = aliased(Admission)
    return (
        select(Admission.id, Admission.file_code, Admission.kind, Resident.id, Resident.full_name, step.c.kind,
               step.c.effective_on, previous.kind)
        .select_from(step)
        .join(Admission, Admission.id == step.c.admission_id)
        .join(Resident, Resident.id == Admission.resident_id)
        .outerjoin(previous, previous.id == Admission.previous_admission_id)
        .where(
            step.c.kind.in_([kind.value for kind in _ENTRIES]),
            step.c.effective_on.between(bindparam("first", type_=Date), bindparam("last", type_=Date)),
        )
    )  # fmt: skip


def new_compulsory(
    session: Session, period: DateRange, *, scope: Scope, known_at: datetime | None
) -> tuple[tuple[Counted, ...], tuple[Excluded, ...]]:
    """Who is counted, and who just is not: other ground, by transfer, a few days off, or voided."""
    around = DateRange(period.first - _NEAR, period.last + _NEAR)
    counted: list[Counted] = []
    outside: list[Excluded] = []
    for entry in entries(session, around, scope=scope, known_at=known_at):
        reason = _why_not(entry, period)
        if reason is None:
            counted.append(entry.counted)
        elif entry.counted.on in period or entry.is_new_compulsory:
            outside.append(_excluded(entry.counted, reason))
    named = {one.admission_id for one in counted} | {one.admission_id for one in outside}
    voided = _voided(session, period, scope=scope, known_at=known_at)
    outside += [one for one in voided if one.admission_id not in named]  # the others were entered again
    return tuple(counted), tuple(outside)


def _why_not(entry: Entry, period: DateRange) -> Message | None:
    if entry.counted.on < period.first:
        return message(N_("admitted on %(day)s, before the first day of the period"), day=entry.counted.on)
    if entry.counted.on > period.last:
        return message(N_("admitted on %(day)s, after the last day of the period"), day=entry.counted.on)
    if entry.kind not in BY_COURT:
        return message(N_("the stay does not rest on a court's decision"))
    if entry.movement is MovementKind.TRANSFERRED_IN:
        return message(N_("came by transfer from another centre"))
    if entry.was_by_court:
        return message(N_("was under a court's decision before; only its kind changed"))
    return None


def _excluded(one: Counted, reason: Message) -> Excluded:
    return Excluded(one.admission_id, one.resident_id, one.code, one.name, one.on, reason)


def _voided(session: Session, period: DateRange, *, scope: Scope, known_at: datetime | None) -> list[Excluded]:
    void = aliased(Movement)
    query = (
        select(Admission.id, Resident.id, Admission.file_code, Resident.full_name, Movement.effective_on)
        .select_from(Movement)
        .join(void, void.voids_id == Movement.id)
        .join(Admission, Admission.id == Movement.admission_id)
        .join(Resident, Resident.id == Admission.resident_id)
        .where(
            Movement.kind.in_([MovementKind.ADMITTED.value, MovementKind.CONVERTED_IN.value]),
            Movement.effective_on.between(period.first, period.last),
            Admission.kind.in_([kind.value for kind in BY_COURT]),
            ledger.in_scope(scope),
        )
        .order_by(listed_by(session), Resident.id, Admission.id)
    )
    if known_at is not None:
        query = query.where(void.recorded_at <= known_at)
    return [
        Excluded(admission, resident, code, name, on, _voided_reason(on))
        for admission, resident, code, name, on in session.execute(query)
    ]


def _voided_reason(on: date) -> Message:
    return message(N_("the entry of %(day)s was voided"), day=on)
