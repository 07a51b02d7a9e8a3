"""Payrolls: the list, one with everybody in it (computed while it is open, as signed afterwards), one person's pays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from rehab_center.conduct.months import first_of, name_of
from rehab_center.errors import NotFound
from rehab_center.pay.kinds import Ground, PayrollState
from rehab_center.pay.models import (
    PayDeduction,
    PayDeductionTaken,
    PayLine,
    PayNorm,
    Payroll,
    PayrollPerson,
    PayrollSignature,
)
from rehab_center.pay.queries.computing import Computed, compute
from rehab_center.pay.queries.corrected import formula_of, line_from
from rehab_center.pay.rules.paid import Named, PersonPay, Totals, number_text, totals
from rehab_center.pay.rules.quantities import Formula
from rehab_center.pay.rules.sharing import Owed, Split, Taken
from rehab_center.permissions import Scope
from rehab_center.web.list_state import ListState
from rehab_center.words import N_, message


@dataclass(frozen=True)
class Signed:
    """The signature of a payroll."""

    number_text: str
    submitted_by: str
    signed_by: str
    signed_at: datetime
    reason: str | None


@dataclass(frozen=True)
class PayrollRow:
    """A payroll in the list; amounts and people are None until it is signed: they follow the marks."""

    id: int
    facility_id: int
    month: date
    state: PayrollState
    prepared_by: str
    prepared_at: datetime
    submitted_by: str | None
    submitted_at: datetime | None
    signed: Signed | None
    people: int | None
    gross: int | None
    deducted: int | None
    net: int | None

    @property
    def month_name(self) -> str:
        """ "06/2024"."""
        return name_of(self.month)

    @property
    def number(self) -> str | None:
        """Its number, once it is signed."""
        return self.signed.number_text if self.signed else None


@dataclass(frozen=True)
class PayrollPage:
    """One payroll with everybody in it. ``computed`` None: it is signed, and nothing of it is computed any more."""

    row: PayrollRow
    people: tuple[PersonPay, ...]
    formula: Formula
    to_be_confirmed: bool
    computed: Computed | None
    submitter: str | None
    fingerprint: str | None
    reason: str | None
    returned_reason: str | None
    version: int

    @property
    def totals(self) -> Totals:
        """Everybody added up."""
        return totals(self.people)

    @property
    def moved(self) -> bool:
        """Whether something has changed since it was submitted: then it cannot be signed as it is."""
        return bool(self.computed and self.fingerprint and self.computed.fingerprint != self.fingerprint)

    def person(self, stay_id: int) -> PersonPay:
        """One person's pay in it. Raises NotFound for somebody who is not in it."""
        for one in self.people:
            if one.stay_id == stay_id:
                return one
        raise NotFound(message(N_("This person has no pay in this payroll")))


def load_payroll(session: Session, payroll_id: int, *, scope: Scope) -> Payroll:
    """The row itself, for services. Raises NotFound, outside the scope too."""
    row = session.get(Payroll, payroll_id)
    if row is None or not scope.covers(row.facility_id):
        raise NotFound(message(N_("There is no such payroll")))
    return row


def signature_of(session: Session, payroll_id: int) -> PayrollSignature | None:
    """Who signed it; None while it is open."""
    return session.scalar(select(PayrollSignature).where(PayrollSignature.payroll_id == payroll_id))


def _rows(scope: Scope) -> Select[Any]:
    columns: tuple[Any, ...] = (Payroll, PayrollSignature)
    query: Select[Any] = select(*columns).outerjoin(PayrollSignature, PayrollSignature.payroll_id == Payroll.id)
    return query if scope.facility_ids is None else query.where(Payroll.facility_id.in_(sorted(scope.facility_ids)))


def _row(row: Payroll, signature: PayrollSignature | None) -> PayrollRow:
    if signature is not None:
        state = PayrollState.SIGNED
    else:
        state = PayrollState.SUBMITTED if row.submitted_at else PayrollState.DRAFT
    return PayrollRow(
        row.id,
        row.facility_id,
        row.month,
        state,
        row.prepared_by,
        row.prepared_at,
        row.submitted_by,
        row.submitted_at,
        _signed(signature) if signature else None,
        signature.people if signature else None,
        signature.gross if signature else None,
        signature.deducted if signature else None,
        signature.net if signature else None,
    )


def _signed(row: PayrollSignature) -> Signed:
    return Signed(number_text(row.number, row.year), row.submitted_by, row.signed_by, row.signed_at, row.reason)


def open_payrolls(session: Session, *, scope: Scope, today: date) -> tuple[PayrollRow, ...]:
    """Payrolls of months before this one that nobody has signed, the earliest first: one statement."""
    query = _rows(scope).where(PayrollSignature.id.is_(None), Payroll.month < first_of(today))
    return tuple(_row(*found) for found in session.execute(query.order_by(Payroll.month, Payroll.id)))


def payroll_list(session: Session, state: ListState, *, scope: Scope) -> tuple[Sequence[PayrollRow], int]:
    """The payrolls, the latest month first; filter ``state``; search by month or number."""
    rows = [_row(*found) for found in session.execute(_rows(scope).order_by(Payroll.month.desc(), Payroll.id))]
    wanted, words = state.choice("state"), state.q.strip().upper()
    rows = [
        row
        for row in rows
        if wanted in (None, row.state) and (words in row.month_name or words in (row.number or "").upper())
    ]
    keys: dict[str, Any] = {"month": lambda row: (row.month, row.id), "gross": lambda row: (row.gross or 0, row.id)}
    return state.cut(sorted(rows, key=keys[state.sort], reverse=state.descending))


def payroll_page(session: Session, payroll_id: int, *, scope: Scope, now: datetime) -> PayrollPage:
    """One payroll: computed from the marks while it is open, as it was signed afterwards. Raises NotFound."""
    found = session.execute(_rows(scope).where(Payroll.id == payroll_id)).one_or_none()
    if found is None:
        raise NotFound(message(N_("There is no such payroll")))
    row, signature = found
    common = (row.submitter, row.fingerprint, row.reason, row.returned_reason, row.version)
    if signature is not None:
        people = stored_people(session, payroll_id)
        formula = formula_of(signature)
        return PayrollPage(_row(row, signature), people, formula, signature.to_be_confirmed, None, *common)
    computed = compute(session, row.facility_id, row.month, now=now)
    return PayrollPage(_row(row, None), computed.people, computed.formula, computed.to_be_confirmed, computed, *common)


def stored_people(session: Session, payroll_id: int) -> tuple[PersonPay, ...]:
    """Everybody of a signed payroll as it was signed, in its order: three statements, nothing computed."""
    lines, taken = _lines_of(session, payroll_id), _taken_of(session, payroll_id)
    people = session.scalars(
        select(PayrollPerson).where(PayrollPerson.payroll_id == payroll_id).order_by(PayrollPerson.position)
    )
    return tuple(
        PersonPay(
            one.admission_id,
            one.full_name,
            one.file_code,
            tuple(lines[one.admission_id]),
            Split(one.gross, tuple(taken[one.admission_id]), one.fund, one.custody),
        )
        for one in people
    )


def _lines_of(session: Session, payroll_id: int) -> dict[int, list[Named]]:
    found: dict[int, list[Named]] = defaultdict(list)
    query = (
        select(PayLine, PayNorm)
        .join(PayNorm, PayNorm.id == PayLine.pay_norm_id)
        .where(PayLine.payroll_id == payroll_id)
        .order_by(PayLine.admission_id, PayLine.position)
    )
    for row, norm in session.execute(query):
        found[row.admission_id].append(Named(line_from(row, norm), row.activity))
    return found


def _taken_of(session: Session, payroll_id: int) -> dict[int, list[Taken]]:
    found: dict[int, list[Taken]] = defaultdict(list)
    query = (
        select(PayDeductionTaken, PayDeduction)
        .join(PayDeduction, PayDeduction.id == PayDeductionTaken.deduction_id)
        .where(PayDeductionTaken.payroll_id == payroll_id)
        .order_by(PayDeductionTaken.id)
    )
    for row, deduction in session.execute(query):
        owed = Owed(deduction.id, Ground(deduction.ground), row.amount + row.remaining, row.words)
        found[deduction.admission_id].append(Taken(owed, row.amount))
    return found


@dataclass(frozen=True)
class StayPay:
    """One signed pay of a person."""

    payroll_id: int
    month: date
    number_text: str
    gross: int
    deducted: int
    fund: int
    custody: int
    net: int
    carried: int

    @property
    def month_name(self) -> str:
        """ "06/2024"."""
        return name_of(self.month)


def pays_of_stay(session: Session, stay_id: int, *, limit: int | None = None) -> tuple[StayPay, ...]:
    """What signed payrolls paid a stay, the latest month first: one statement. The caller has checked the reach."""
    query = (
        select(PayrollPerson, Payroll.month, PayrollSignature.number, PayrollSignature.year)
        .join(Payroll, Payroll.id == PayrollPerson.payroll_id)
        .join(PayrollSignature, PayrollSignature.payroll_id == PayrollPerson.payroll_id)
        .where(PayrollPerson.admission_id == stay_id)
        .order_by(Payroll.month.desc(), PayrollPerson.id.desc())
        .limit(limit)
    )
    return tuple(
        StayPay(
            row.payroll_id,
            month,
            number_text(number, year),
            row.gross,
            row.deducted,
            row.fund,
            row.custody,
            row.net,
            row.carried,
        )
        for row, month, number, year in session.execute(query)
    )


def known_months(session: Session, facility_id: int) -> frozenset[date]:
    """The months of which a centre has a payroll, open or signed."""
    return frozenset(session.scalars(select(Payroll.month).where(Payroll.facility_id == facility_id)))
