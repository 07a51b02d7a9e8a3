"""Deductions: the list, those of one person, how much of each is taken."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission
from rehab_center.conduct.months import name_of
from rehab_center.documents.models import Document
from rehab_center.errors import NotFound
from rehab_center.names import fold
from rehab_center.pay.kinds import DeductionState, Ground
from rehab_center.pay.models import PayDeduction, PayDeductionTaken
from rehab_center.pay.rules.grounds import state_of
from rehab_center.permissions import Scope
from rehab_center.policies.naming import name_key
from rehab_center.residents.models import Resident
from rehab_center.web.list_state import ListState
from rehab_center.words import N_, message


@dataclass(frozen=True)
class DeductionRow:
    """A deduction with whose it is and how much signed payrolls have taken, in đồng."""

    id: int
    stay_id: int
    full_name: str
    file_code: str
    ground: Ground
    amount: int
    from_month: date
    document_id: int
    paper: str
    note: str | None
    entered_by: str
    entered_at: datetime
    withdrawn_by: str | None
    withdrawn_reason: str | None
    taken: int

    @property
    def state(self) -> DeductionState:
        """How far it is."""
        return state_of(self.amount, self.taken, withdrawn=self.withdrawn_by is not None)

    @property
    def rest(self) -> int:
        """What is still to be taken."""
        return 0 if self.withdrawn_by else self.amount - self.taken

    @property
    def month_name(self) -> str:
        """ "06/2024": from which payroll on."""
        return name_of(self.from_month)


def _rows(scope: Scope) -> Select[Any]:
    taken = (
        select(PayDeductionTaken.deduction_id, func.sum(PayDeductionTaken.amount).label("amount"))
        .group_by(PayDeductionTaken.deduction_id)
        .subquery()
    )
    columns: tuple[Any, ...] = (
        PayDeduction.id,
        Admission.id,
        Resident.full_name,
        Admission.file_code,
        PayDeduction.ground,
        PayDeduction.amount,
        PayDeduction.from_month,
        Document.id,
        Document.number,
        PayDeduction.note,
        PayDeduction.entered_by,
        PayDeduction.entered_at,
        PayDeduction.withdrawn_by,
        PayDeduction.withdrawn_reason,
        func.coalesce(taken.c.amount, 0),
    )
    query: Select[Any] = (
        select(*columns)
        .select_from(PayDeduction)
        .join(Admission, Admission.id == PayDeduction.admission_id)
        .join(Resident, Resident.id == Admission.resident_id)
        .join(Document, Document.id == PayDeduction.document_id)
        .outerjoin(taken, taken.c.deduction_id == PayDeduction.id)
    )
    return query if scope.facility_ids is None else query.where(Admission.facility_id.in_(sorted(scope.facility_ids)))


def _row(row: Any) -> DeductionRow:
    values = list(row)
    values[4], values[14] = Ground(row[4]), int(row[14])
    return DeductionRow(*values)


def deduction_list(session: Session, state: ListState, *, scope: Scope) -> tuple[Sequence[DeductionRow], int]:
    """Deductions; search by name, file code or paper; filters ``ground`` and ``state``."""
    query = _rows(scope).order_by(PayDeduction.id)
    ground = state.choice("ground")
    if ground:
        query = query.where(PayDeduction.ground == ground)
    wanted, words = state.choice("state"), fold(state.q)
    rows = [
        row
        for row in map(_row, session.execute(query))
        if wanted in (None, row.state) and words in fold(f"{row.full_name} {row.file_code} {row.paper}")
    ]
    named = name_key(session)
    keys: dict[str, Any] = {
        "entered_at": lambda row: row.id,
        "name": lambda row: (named(row.full_name), row.id),
        "amount": lambda row: (row.amount, row.id),
        "rest": lambda row: (row.rest, row.id),
        "month": lambda row: (row.from_month, row.id),
    }
    return state.cut(sorted(rows, key=keys[state.sort], reverse=state.descending))


def deductions_of(session: Session, stay_id: int) -> tuple[DeductionRow, ...]:
    """A person's deductions, the latest first: one statement. The caller has checked the reach."""
    query = _rows(Scope(None)).where(PayDeduction.admission_id == stay_id).order_by(PayDeduction.id.desc())
    return tuple(map(_row, session.execute(query)))


def owing(session: Session, deduction_ids: Collection[int], *, scope: Scope) -> tuple[DeductionRow, ...]:
    """These deductions in the order they were entered: one statement."""
    query = _rows(scope).where(PayDeduction.id.in_(sorted(deduction_ids))).order_by(PayDeduction.id)
    return tuple(map(_row, session.execute(query)))


def deduction(session: Session, deduction_id: int, *, scope: Scope) -> DeductionRow:
    """One deduction. Raises NotFound, outside the scope too."""
    row = session.execute(_rows(scope).where(PayDeduction.id == deduction_id)).one_or_none()
    if row is None:
        raise NotFound(message(N_("There is no such deduction")))
    return _row(row)
