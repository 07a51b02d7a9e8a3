"""A month from its marks to its signature, and what is corrected afterwards; through the services."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from rehab_center.attendance.kinds import Attended
from rehab_center.attendance.rules.marking import Mark
from rehab_center.clock import moment_of
from rehab_center.db import transaction
from rehab_center.errors import Blocked, Conflict, DomainError, NotFound, NotPermitted, ReasonNeeded
from rehab_center.pay.kinds import Basis, DeductionState, Ground, LineKind, PayrollState
from rehab_center.pay.models import PayLine
from rehab_center.pay.queries.computing import compute
from rehab_center.pay.queries.deductions import deductions_of
from rehab_center.pay.queries.payrolls import payroll_page, pays_of_stay
from rehab_center.pay.queries.worked import worked_in
from rehab_center.pay.rules.grounds import DeductionFacts
from rehab_center.pay.rules.norms import NormFacts
from rehab_center.pay.rules.quantities import Worked
from rehab_center.pay.services.deductions import enter_deductions, withdraw_deduction
from rehab_center.pay.services.norms import withdraw_norm
from rehab_center.pay.services.payrolls import prepare_payroll, return_payroll
from rehab_center.pay.views.words import line_on_paper
from rehab_center.permissions import Scope
from tests.admissions.stays import SECOND, paper
from tests.attendance.workshop import DAY, DURING
from tests.pay.office import AFTER, AUGUST, JULY, JUNE, LATER, MAY, Office
from tests.placements.test_views import counted


def test_from_the_marks_to_the_signature(office: Office, session: Session) -> None:
    an, binh, cuong = office.workshop.stays
    workshop = office.workshop
    workshop.mark({an: Mark(Attended.PRESENT), binh: Mark(Attended.LATE, minutes=105), cuong: Mark(Attended.SICK)})
    food = office.keep_back(an, 10_000)
    facility_id = office.centre.facility_id
    with pytest.raises(DomainError) as ahead:
        office.write(prepare_payroll, facility_id, AUGUST, now=AFTER)
    assert ahead.value.field == "month"
    payroll_id = office.write(prepare_payroll, facility_id, JUNE, now=DURING)
    with pytest.raises(Conflict):
        office.write(prepare_payroll, facility_id, JUNE, now=DURING)
    with pytest.raises(Blocked, match="not over"):
        office.submit(payroll_id, now=DURING)
    # 210 minutes are 0,44 công: 19.800 đồng; 105 minutes 0,22 công: 9.900 đồng. At most 30 % is kept back.
    page = office.page(payroll_id)
    assert [(one.stay_id, one.split.gross, one.split.deducted, one.split.custody) for one in page.people] == [
        (an, 19_800, 5_940, 13_860),
        (binh, 9_900, 0, 9_900),
    ]
    assert page.to_be_confirmed
    assert page.row.state is PayrollState.DRAFT
    other_day = workshop.meet(date(2024, 6, 20))
    with pytest.raises(ReasonNeeded, match="nobody has marked"):
        office.submit(payroll_id)
    office.submit(payroll_id, reason="Mất điện cả ngày")
    with pytest.raises(NotPermitted):
        office.sign(payroll_id, actor=office.centre.actor)
    # Somebody marks what was missing: what was submitted is not what would be signed.
    workshop.mark({binh: Mark(Attended.PRESENT)}, session_id=other_day, now=moment_of(date(2024, 6, 20), 12))
    assert office.page(payroll_id).moved
    with pytest.raises(Conflict, match="changed since it was submitted"):
        office.sign(payroll_id)
    version = office.page(payroll_id).version
    office.write(return_payroll, payroll_id, reason="Điểm danh đổi", expected_version=version, now=AFTER, actor=SECOND)
    assert office.page(payroll_id).returned_reason == "Điểm danh đổi"
    office.submit(payroll_id, reason="Hai người còn lại không ra xưởng")
    computed = office.page(payroll_id)
    office.sign(payroll_id)
    signed = office.page(payroll_id)
    assert signed.computed is None
    assert signed.people == computed.people
    assert signed.row.number == "0001/BTCLĐ-2024"
    assert (signed.totals.gross, signed.totals.people) == (19_800 + 29_700, 2)
    with pytest.raises(Conflict, match="nothing of it changes"):
        office.sign(payroll_id)
    session.rollback()
    rest = deductions_of(session, an)[0]
    assert (rest.id, rest.taken, rest.rest, rest.state) == (food, 5_940, 4_060, DeductionState.PARTLY)
    assert [one.carried for one in pays_of_stay(session, an)] == [4_060]


def test_a_correction_after_the_signing_comes_in_the_next_payroll(office: Office, session: Session) -> None:
    an, binh, cuong = office.workshop.stays
    workshop = office.workshop
    workshop.mark({an: Mark(Attended.PRESENT), binh: Mark(Attended.PRESENT), cuong: Mark(Attended.SICK)})
    june = office.paid(JUNE, now=AFTER)
    before = office.page(june)
    # An was at the medical post, Cường at work: told three weeks later, by a clock that was read before the signing.
    told = {an: Mark(Attended.SICK), binh: Mark(Attended.PRESENT), cuong: Mark(Attended.PRESENT)}
    office.correct(told, reason="Y tế báo muộn", now=AFTER - timedelta(minutes=1))
    assert office.page(june) == before
    july_day = workshop.meet(date(2024, 7, 2), 7 * 60, 9 * 60)
    workshop.mark(
        {an: Mark(Attended.PRESENT), binh: Mark(Attended.PRESENT), cuong: Mark(Attended.SICK)},
        session_id=july_day,
        now=AFTER,
    )
    july = office.paid(JULY, now=LATER)
    # 120 minutes are 0,25 công: 11.250 đồng; of the 19.800 paid too much for June no more can be taken back.
    people = {one.stay_id: one for one in office.page(july, LATER).people}
    lines = [(one.line.kind, one.line.month, one.line.amount, one.line.left) for one in people[an].lines]
    assert lines == [(LineKind.SUPPLEMENT, JUNE, -11_250, -8_550), (LineKind.WORK, JULY, 11_250, 0)]
    assert people[an].split.gross == 0
    assert people[an].lines[0].line.cause == "Sửa điểm danh ngày 14/06/2024"
    # A part taken back is no product of work and rate, and the paper says what is left; whole ones are.
    assert [line_on_paper(people[an].lines[0]), line_on_paper(people[cuong].lines[0])] == [
        "Chênh lệch tháng 06/2024: phần còn lại phải trừ: -11.250; còn 8.550 đồng trừ tháng sau",
        "Chênh lệch tháng 06/2024: 0,44 công × 1 định mức × 45.000",
    ]
    assert [(one.line.kind, one.line.amount) for one in people[cuong].lines] == [(LineKind.SUPPLEMENT, 19_800)]
    assert people[binh].supplements == 0
    # The rest comes again by itself.
    august_day = workshop.meet(date(2024, 8, 1), 7 * 60, 11 * 60)
    everybody = {stay: Mark(Attended.PRESENT) for stay in workshop.stays}
    workshop.mark(everybody, session_id=august_day, now=LATER)
    now = moment_of(date(2024, 9, 2), 9)
    august = office.paid(AUGUST, now=now)
    lines = office.page(august, now).person(an).lines
    assert [(one.line.month, one.line.amount, one.line.left) for one in lines] == [
        (JUNE, -8_550, 0),
        (AUGUST, 22_500, 0),
    ]
    assert line_on_paper(lines[0]) == "Chênh lệch tháng 06/2024: phần còn lại phải trừ: -8.550"
    assert lines[0].line.cause == "Sửa điểm danh ngày 14/06/2024"
    assert [(one.number_text, one.gross) for one in pays_of_stay(session, an)] == [
        ("0003/BTCLĐ-2024", 13_950),
        ("0002/BTCLĐ-2024", 0),
        ("0001/BTCLĐ-2024", 19_800),
    ]
    # Whatever was paid for June, line by line, is what June would be paid today.
    now_paid = sum(
        session.scalars(select(PayLine.amount).where(PayLine.month == JUNE, PayLine.admission_id.in_((an, cuong))))
    )
    assert now_paid == 19_800


def test_months_are_signed_one_after_the_other(office: Office) -> None:
    office.workshop.mark()
    begun = [office.write(prepare_payroll, office.centre.facility_id, month, now=AFTER) for month in (MAY, JUNE)]
    may, june = begun
    with pytest.raises(Blocked, match="waits for its signature"):
        office.submit(june)
    with pytest.raises(ReasonNeeded, match="Nobody has earned"):
        office.submit(may)
    office.submit(may, reason="Xưởng mở từ tháng sáu")
    office.sign(may)
    office.submit(june)
    office.sign(june)
    assert [office.page(one).row.number for one in begun] == ["0001/BTCLĐ-2024", "0002/BTCLĐ-2024"]


def test_deductions_of_several_people_by_one_paper(office: Office, session: Session) -> None:
    an, binh, _cuong = office.workshop.stays
    codes = [code for (code,) in session.execute(text("SELECT file_code FROM admission ORDER BY id"))]
    session.rollback()
    facts, here = DeductionFacts(Ground.TOOLS, 50_000, JUNE), office.centre.facility_id
    with pytest.raises(DomainError) as nameless:
        office.write(enter_deductions, here, codes[:2], facts=facts, paper=paper(), now=DURING)
    assert nameless.value.field == "note"
    whole = DeductionFacts(Ground.TOOLS, 50_000, JUNE, "Kéo cắt vải")
    with pytest.raises(DomainError, match="KHONG-CO") as unknown:
        office.write(enter_deductions, here, [codes[0], "KHONG-CO"], facts=whole, paper=paper(), now=DURING)
    assert unknown.value.field == "codes"
    spelled_twice = [codes[0], codes[1].lower(), codes[0].lower(), f" {codes[1]}"]
    ids = office.write(enter_deductions, here, spelled_twice, facts=whole, paper=paper(), now=DURING)
    assert len(ids) == 2
    first = ids[0]
    office.write(withdraw_deduction, first, reason="Tìm thấy kéo", now=DURING)
    with pytest.raises(Conflict):
        office.write(withdraw_deduction, first, reason="Lần nữa", now=DURING)
    states = [deductions_of(session, stay)[0].state for stay in (an, binh)]
    assert states == [DeductionState.WITHDRAWN, DeductionState.OPEN]
    session.rollback()


def test_the_month_of_everyone_is_one_statement(office: Office, session: Session) -> None:
    workshop = office.workshop
    workshop.mark()
    for day in range(17, 21):
        key = workshop.meet(date(2024, 6, day))
        workshop.mark(session_id=key, now=moment_of(date(2024, 6, day), 12))
    with counted() as sent:
        found = worked_in(session, office.centre.facility_id, JUNE)
    assert len([one for one in sent if one.startswith("SELECT")]) == 1
    assert found[workshop.stays[0]][0] == Worked(workshop.activity_id, DAY, 210)
    assert {len(marks) for marks in found.values()} == {5}
    session.rollback()
    computed = compute(session, office.centre.facility_id, JUNE, now=AFTER)
    assert [one.split.gross for one in computed.people] == [98_550] * 3  # 1.050 minutes: 2,19 công
    assert [one.lines[0].line.quantity for one in computed.people] == [Decimal("2.19")] * 3
    session.rollback()
    with pytest.raises(NotFound), transaction() as writing:
        payroll_page(writing, 1, scope=Scope(frozenset()), now=AFTER)
    june = office.paid(JUNE, now=AFTER)
    assert june
    with pytest.raises(DomainError) as signed:
        office.enter(NormFacts(Basis.DAY, 50_000, date(2024, 6, 15)), now=AFTER)
    assert (signed.value.field, signed.value.code) == ("valid_from", "signed")
    with pytest.raises(DomainError):
        office.write(withdraw_norm, office.norm, reason="Nhầm", now=AFTER)
