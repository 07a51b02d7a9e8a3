"""A month's payroll: begun, submitted as it was seen, sent back or signed by a second person, then frozen."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.audit.recorder import Subject, record
from rehab_center.audit.second_saver import refuse_stale
from rehab_center.conduct.months import name_of
from rehab_center.errors import Conflict, DomainError, NotFound, NotPermitted
from rehab_center.findings import settle
from rehab_center.names import clean
from rehab_center.pay.models import (
    PayDeductionTaken,
    PayLine,
    Payroll,
    PayrollPerson,
    PayrollSignature,
)
from rehab_center.pay.queries.computing import Computed, compute
from rehab_center.pay.queries.payrolls import load_payroll, signature_of
from rehab_center.pay.rules.paid import PersonPay, totals
from rehab_center.permissions import Actor
from rehab_center.words import N_, message


def prepare_payroll(session: Session, facility_id: int, month: date, *, actor: Actor, now: datetime) -> int:
    """Begin the payroll of a centre's month and give its id; until it is signed its figures follow the marks.

    Raises DomainError (field "month") for a month that has not begun, Conflict where there is one, NotFound.
    """
    if not actor.scope.covers(facility_id):
        raise NotFound(message(N_("There is no such centre")))
    month = month.replace(day=1)
    if month > clock.day_of(now):
        raise DomainError(message(N_("This month has not begun")), field="month")
    if session.scalar(select(Payroll.id).where(Payroll.facility_id == facility_id, Payroll.month == month)):
        raise Conflict(message(N_("There is a payroll of this month already")), field="month")
    row = Payroll(facility_id=facility_id, month=month, prepared_at=now, prepared_by=actor.label)
    session.add(row)
    session.flush()
    record("pay.payroll-begun", actor=actor, at=now, about=subject_of(row))
    return row.id


def drop_payroll(
    session: Session, payroll_id: int, *, reason: str, expected_version: int, actor: Actor, now: datetime
) -> None:
    """Take out a payroll that was begun by mistake: nothing of a draft is stored but that it was begun.

    Raises DomainError (field "reason"), Conflict where it is submitted or signed, NotFound.
    """
    row = _open(session, payroll_id, actor=actor, expected_version=expected_version)
    if row.submitted_at is not None:
        raise Conflict(message(N_("It is submitted: have it sent back first")), code="submitted")
    if not clean(reason):
        raise DomainError(message(N_("Say why it is dropped")), field="reason")
    session.delete(row)
    record("pay.payroll-dropped", actor=actor, at=now, about=subject_of(row), reason=clean(reason))


def submit_payroll(
    session: Session,
    payroll_id: int,
    *,
    seen: str,
    reason: str | None = None,
    expected_version: int,
    actor: Actor,
    now: datetime,
) -> None:
    """Say that a payroll is right and ready to be signed, as it was ``seen`` (its fingerprint then).

    Raises Conflict where figures changed since they were seen (code "moved"), somebody submitted it, or it is signed,
    then Blocked or ReasonNeeded as ``rules.completeness`` finds; NotFound.
    """
    row = _open(session, payroll_id, actor=actor, expected_version=expected_version)
    if row.submitted_at is not None:
        raise Conflict(message(N_("It is submitted already: %(who)s"), who=row.submitted_by))
    found = compute(session, row.facility_id, row.month, now=now)
    if found.fingerprint != seen:
        raise Conflict(
            message(N_("Marks, norms or deductions have changed since you opened this page: look again")), code="moved"
        )
    settle(found.findings, reason)
    row.submitter, row.submitted_by, row.submitted_at = actor.name, actor.label, now
    row.fingerprint, row.returned_reason = found.fingerprint, None
    row.reason = clean(reason or "") or None if found.warnings else None
    session.flush()
    record("pay.payroll-submitted", actor=actor, at=now, about=subject_of(row), reason=row.reason)


def return_payroll(
    session: Session, payroll_id: int, *, reason: str, expected_version: int, actor: Actor, now: datetime
) -> None:
    """Send a submitted payroll back with a word: it is a draft again. Raises DomainError, Conflict, NotFound."""
    row = _open(session, payroll_id, actor=actor, expected_version=expected_version)
    if row.submitted_at is None:
        raise Conflict(message(N_("It is not submitted")))
    if not clean(reason):
        raise DomainError(message(N_("Say why it is sent back")), field="reason")
    row.submitter = row.submitted_by = row.submitted_at = row.fingerprint = row.reason = None
    row.returned_reason = clean(reason)
    session.flush()
    record("pay.payroll-returned", actor=actor, at=now, about=subject_of(row), reason=row.returned_reason)


def sign_payroll(session: Session, payroll_id: int, *, expected_version: int, actor: Actor, now: datetime) -> str:
    """Sign a submitted payroll as its second person: its lines are written once, and it gets its number of the year.

    From then on nothing of it changes: what is corrected in its month later is a supplement of a later payroll. Gives
    the fingerprint of what was signed. Raises NotPermitted for whoever submitted it, Conflict where a figure changed
    since (send it back, submit it anew), Blocked, NotFound.
    """
    row = _open(session, payroll_id, actor=actor, expected_version=expected_version)
    if row.submitter is None or row.submitted_by is None:
        raise Conflict(message(N_("It is not submitted")))
    if row.submitter == actor.name:
        raise NotPermitted(message(N_("Whoever submitted a payroll cannot sign it")))
    found = compute(session, row.facility_id, row.month, now=now)
    settle(found.findings, row.reason)
    if found.fingerprint != row.fingerprint:
        raise Conflict(
            message(N_("Something has changed since it was submitted: send it back, so that it is submitted anew")),
            code="moved",
        )
    session.add(_signature(session, row, found, actor=actor, now=now))
    for position, one in enumerate(found.people, start=1):
        _freeze(session, row.id, position, one)
    session.flush()
    record(
        "pay.payroll-signed",
        actor=actor,
        at=now,
        about=subject_of(row),
        reason=row.reason,
        details={"people_paid": len(found.people), "amount_paid": totals(found.people).gross},
    )
    return found.fingerprint


def _signature(session: Session, row: Payroll, found: Computed, *, actor: Actor, now: datetime) -> PayrollSignature:
    year = clock.day_of(now).year
    last = session.scalar(
        select(func.max(PayrollSignature.number)).where(
            PayrollSignature.facility_id == row.facility_id, PayrollSignature.year == year
        )
    )
    sums = totals(found.people)
    return PayrollSignature(
        payroll_id=row.id,
        facility_id=row.facility_id,
        year=year,
        number=(last or 0) + 1,
        submitter=row.submitter,
        submitted_by=row.submitted_by,
        signer=actor.name,
        signed_by=actor.label,
        signed_at=now,
        marks_until=found.marks_until,
        **vars(found.formula),
        to_be_confirmed=found.to_be_confirmed,
        reason=row.reason,
        people=sums.people,
        gross=sums.gross,
        deducted=sums.deducted,
        fund=sums.fund,
        custody=sums.custody,
        net=sums.net,
    )


def _freeze(session: Session, payroll_id: int, position: int, one: PersonPay) -> None:
    session.add(
        PayrollPerson(
            payroll_id=payroll_id,
            admission_id=one.stay_id,
            position=position,
            full_name=one.full_name,
            file_code=one.file_code,
            gross=one.split.gross,
            deducted=one.split.deducted,
            fund=one.split.fund,
            custody=one.split.custody,
            net=one.split.net,
            carried=one.split.carried,
        )
    )
    for place, named in enumerate(one.lines, start=1):
        line = named.line
        session.add(
            PayLine(
                payroll_id=payroll_id,
                admission_id=one.stay_id,
                position=place,
                kind=line.kind.value,
                month=line.month,
                pay_norm_id=line.norm.id,
                activity=named.activity,
                minutes=line.minutes,
                quantity=line.quantity,
                amount=line.amount,
                remaining=line.left,
                cause=line.cause,
            )
        )
    for taken in one.split.taken:
        session.add(
            PayDeductionTaken(
                payroll_id=payroll_id,
                deduction_id=taken.owed.id,
                amount=taken.amount,
                remaining=taken.left,
                words=taken.owed.words,
            )
        )


def _open(session: Session, payroll_id: int, *, actor: Actor, expected_version: int) -> Payroll:
    row = load_payroll(session, payroll_id, scope=actor.scope)
    if signature_of(session, payroll_id) is not None:
        raise Conflict(message(N_("It is signed: nothing of it changes any more")), code="signed")
    refuse_stale(session, row, expected_version)
    return row


def subject_of(row: Payroll) -> Subject:
    """A payroll as the log names it. Vietnamese, for it stands in the log for ever."""
    return Subject("payroll", row.id, f"Bảng tiền công tháng {name_of(row.month)}")
