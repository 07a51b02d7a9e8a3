"""What a signed month still owes: corrections, norms entered late, months nobody has drawn up."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rehab_center.activities.kinds import ActivityKind
from rehab_center.activities.services.programmes import close_activity
from rehab_center.attendance.kinds import Attended
from rehab_center.attendance.rules.marking import Mark
from rehab_center.clock import moment_of
from rehab_center.db import transaction
from rehab_center.errors import Blocked, DomainError, ReasonNeeded
from rehab_center.pay.kinds import Basis, LineKind
from rehab_center.pay.queries.norms import payable
from rehab_center.pay.rules.norms import NormFacts
from rehab_center.pay.services.norms import withdraw_norm
from rehab_center.pay.services.payrolls import prepare_payroll
from rehab_center.permissions import EVERYWHERE
from tests.attendance.workshop import assign, programme
from tests.pay.office import AFTER, AUGUST, JULY, JUNE, LATER, MAY, Office
from tests.placements.test_views import counted

SEPTEMBER = moment_of(date(2024, 9, 2), 9)
WHY = "Quyết định định mức đang trình"


def offered(office: Office, today: date) -> set[str]:
    """The programmes for which a norm may be entered."""
    with transaction() as session:
        return {one.name for one in payable(session, scope=EVERYWHERE, today=today)}


def supplements(office: Office, month: date, now: date) -> list[tuple[int, date, int, str | None]]:
    """Stay, month, amount and cause of every supplement of a month's payroll."""
    found = office.month(month, now=moment_of(now, 9)).people
    return [
        (one.stay_id, named.line.month, named.line.amount, named.line.cause)
        for one in found
        for named in one.lines
        if named.line.kind is LineKind.SUPPLEMENT
    ]


def test_work_of_a_signed_month_without_a_norm_is_paid_once_there_is_one(office: Office) -> None:
    """L120 Đ45.2: pay for work belongs to whoever worked, whenever the decision came."""
    workshop, an = office.workshop, office.workshop.stays[0]
    workshop.mark()
    kitchen = programme(office.centre, "Bếp")
    assign(office.centre, an, kitchen)
    day = date(2024, 6, 20)
    cooked = workshop.meet(day, activity_id=kitchen)
    workshop.mark({an: Mark(Attended.PRESENT)}, session_id=cooked, now=moment_of(day, 12))
    closing = {"last_on": date(2024, 6, 21), "reason": "Hết hợp đồng", "now": moment_of(date(2024, 6, 21), 9)}
    office.write(close_activity, kitchen, **closing)
    assert "Bếp" in offered(office, AFTER.date())  # closed, but nobody has signed its month
    with pytest.raises(ReasonNeeded, match="Bếp"):
        office.paid(JUNE, now=AFTER)
    payroll_id = office.page(1).row.id
    office.submit(payroll_id, reason=WHY)
    office.sign(payroll_id)
    assert "Bếp" in offered(office, AFTER.date())
    late = NormFacts(Basis.HOUR, 10_000, JUNE)
    first = office.enter(late, activity_id=kitchen, now=AFTER + timedelta(days=1))
    office.write(withdraw_norm, first, reason="Nhầm đơn giá", now=AFTER + timedelta(days=1))  # nobody was paid by it
    dear = office.enter(NormFacts(Basis.HOUR, 12_000, JUNE), activity_id=kitchen, now=AFTER + timedelta(days=1))
    assert "Bếp" not in offered(office, AFTER.date())
    owed = [(an, JUNE, 42_000, "Nhập định mức từ ngày 01/06/2024")]  # three hours and a half
    assert supplements(office, JULY, date(2024, 8, 2)) == owed
    office.paid(JULY, now=LATER)
    assert supplements(office, AUGUST, date(2024, 9, 2)) == []
    with pytest.raises(DomainError, match="is signed"):
        office.write(withdraw_norm, dear, reason="Nhầm", now=SEPTEMBER)


def test_a_month_that_nobody_drew_up_is_named(office: Office) -> None:
    workshop = office.workshop
    workshop.mark()
    day = date(2024, 5, 20)
    workshop.mark(session_id=workshop.meet(day), now=moment_of(day, 12))
    with pytest.raises(ReasonNeeded, match=r"paid work in 05/2024"):
        office.paid(JUNE, now=AFTER)
    office.submit(1, reason="Tháng năm lập sau")
    office.sign(1)
    told = [one.message.params.get("months") for one in office.month(JULY, now=LATER).warnings]
    assert "05/2024" in told  # until it is drawn up
    office.write(prepare_payroll, office.centre.facility_id, MAY, now=LATER)
    with pytest.raises(Blocked, match="05/2024"):
        office.paid(JULY, now=LATER)


def test_causes_are_what_no_payroll_has_settled_and_months_cost_no_statements(office: Office) -> None:
    workshop, (an, binh, _cuong) = office.workshop, office.workshop.stays
    days = (date(2024, 5, 20), date(2024, 6, 20), date(2024, 7, 1))
    sessions = [workshop.meet(day) for day in days]
    for day, key in zip(days, sessions, strict=True):
        workshop.mark({an: Mark(Attended.PRESENT), binh: Mark(Attended.SICK)}, session_id=key, now=moment_of(day, 12))
    workshop.mark({an: Mark(Attended.PRESENT), binh: Mark(Attended.LATE, minutes=105)})
    for month, now in ((MAY, AFTER), (JUNE, AFTER), (JULY, LATER)):
        office.paid(month, now=now, reason="Cường không ra xưởng")
    worked = {an: Mark(Attended.PRESENT), binh: Mark(Attended.PRESENT)}

    def statements() -> int:
        with counted() as sent:
            office.month(AUGUST, now=SEPTEMBER)
        return len(sent)

    office.correct(worked, reason="Nguyễn Thị B báo: có làm", now=LATER, session_id=sessions[0])
    one_month = statements()
    for key in sessions[1:]:
        office.correct(worked, reason="Có làm", now=LATER, session_id=key)
    assert statements() == one_month
    assert supplements(office, AUGUST, date(2024, 9, 2)) == [
        (binh, day.replace(day=1), 19_800, f"Sửa điểm danh ngày {day:%d/%m/%Y}") for day in days
    ]
    office.paid(AUGUST, now=SEPTEMBER)
    # One more of June: what the payroll of August has settled is told no more.
    office.correct(worked, reason="Đến đúng giờ", now=SEPTEMBER)
    assert [one[:2] + one[3:] for one in supplements(office, date(2024, 9, 1), date(2024, 10, 2))] == [
        (binh, JUNE, "Sửa điểm danh ngày 14/06/2024")
    ]


def test_only_corrections_of_labour_wait_in_a_payroll(office: Office) -> None:
    workshop, an = office.workshop, office.workshop.stays[0]
    workshop.mark()
    lessons = programme(office.centre, "Lớp pháp luật", ActivityKind.EDUCATION)
    assign(office.centre, an, lessons)
    taught = workshop.meet(date(2024, 6, 18), activity_id=lessons)
    workshop.mark({an: Mark(Attended.PRESENT)}, session_id=taught, now=moment_of(date(2024, 6, 18), 12))
    office.propose({an: Mark(Attended.SICK)}, reason="Y tế báo muộn", now=AFTER, session_id=taught)
    assert office.month(JUNE, now=AFTER).waiting == ()
    others = {stay: Mark(Attended.PRESENT) for stay in workshop.stays}
    office.propose(others | {an: Mark(Attended.SICK)}, reason="Y tế báo muộn", now=AFTER)
    assert [one.activity for one in office.month(JUNE, now=AFTER).waiting] == ["Xưởng may"]
