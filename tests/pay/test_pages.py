"""Pages of pay: from the marks to a signed payroll, its sheet, a slip and a workbook, each by whoever may."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from rehab_center import clock
from rehab_center.attendance.kinds import Attended
from rehab_center.attendance.rules.marking import Mark
from rehab_center.clock import moment_of
from rehab_center.db import transaction
from rehab_center.pay.kinds import Basis
from rehab_center.pay.queries.deductions import deductions_of
from rehab_center.pay.rules.norms import NormFacts
from rehab_center.pay.rules.spelled import spelled
from rehab_center.pay.services.norms import enter_norm
from rehab_center.permissions import Role
from rehab_center.policies.rules import Confidence, PolicyKind
from rehab_center.policies.services import set_value
from tests.admissions.stays import Centre, paper
from tests.attendance.workshop import DAY, DURING, Workshop, assign, programme
from tests.pay.office import AFTER, LATER, Office
from tests.residents.persons import make_facility

SignIn = Callable[..., FlaskClient]


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "Không đồng"),
        (5, "Năm đồng"),
        (10, "Mười đồng"),
        (15, "Mười lăm đồng"),
        (21, "Hai mươi mốt đồng"),
        (105, "Một trăm linh năm đồng"),
        (1_000, "Một nghìn đồng"),
        (1_005, "Một nghìn không trăm linh năm đồng"),
        (19_800, "Mười chín nghìn tám trăm đồng"),
        (1_000_050, "Một triệu không trăm năm mươi đồng"),
        (412_355_000, "Bốn trăm mười hai triệu ba trăm năm mươi lăm nghìn đồng"),
        (1_200_000_001, "Một tỷ hai trăm triệu không trăm linh một đồng"),
        (12_000_000_000, "Mười hai tỷ đồng"),
    ],
)
def test_amounts_in_words(amount: int, words: str) -> None:
    assert spelled(amount) == words


def hidden(page: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', page)
    assert found, name
    return found[1]


def test_a_month_is_paid_by_two_people(workshop: Workshop, sign_in: SignIn) -> None:
    an, binh, cuong = workshop.stays
    with transaction() as session:
        facts = NormFacts(Basis.DAY, 45_000, date(2024, 5, 1))
        enter_norm(session, workshop.activity_id, facts=facts, paper=paper(), actor=workshop.centre.actor, now=DURING)
    workshop.mark({an: Mark(Attended.PRESENT), binh: Mark(Attended.PRESENT), cuong: Mark(Attended.SICK)})
    workshop.meet(date(2024, 6, 20))  # nobody marks it
    with clock.set_to(AFTER):
        training, director, duty = sign_in(Role.TRAINING), sign_in(Role.DIRECTOR), sign_in(Role.DUTY)
        assert duty.get("/pay").status_code == 403
        assert director.get("/pay/payrolls/new").status_code == 403
        code = re.search(r'class="code">([^<]+)</span>', training.get(f"/pay/stays/{an}").text)
        assert code
        typed = {
            "codes": f"{code[1]}, KHONG-CO",
            "ground": "food",
            "amount": "10.000",
            "from_month": "2024-06",
            "paper_number": "7/PC",
            "paper_on": "10/06/2024",
            "paper_issuer": "Bộ phận bếp",
        }
        refused = training.post("/pay/deductions/new", data=typed)
        assert refused.status_code == 422
        assert "KHONG-CO" in refused.text
        assert training.post("/pay/deductions/new", data=typed | {"codes": code[1]}).status_code == 303
        assert f"(Trần Văn An {code[1]})" in training.get("/pay/deductions").text
        assert "Trần Văn An" in training.get("/pay/deductions?q=an&state=open&ground=food").text

        offered = re.findall(r'<option( selected)? value="(2024-[0-9]+)"', training.get("/pay/payrolls/new").text)
        # No month before the first norm: an empty payroll of it would stand before every later one.
        assert offered == [("", "2024-07"), (" selected", "2024-06"), ("", "2024-05")]
        mistaken = training.post("/pay/payrolls/new", data={"month": "2024-05"}).location
        assert f'{mistaken}/drop"' in training.get(mistaken).text
        dropping = {"version": hidden(training.get(f"{mistaken}/drop").text, "version")}
        assert director.get(f"{mistaken}/drop").status_code == 403
        assert training.post(f"{mistaken}/drop", data=dropping).status_code == 422
        dropping["reason"] = "Chọn nhầm tháng"
        assert (
            "Đã bỏ bảng tiền công tháng 05/2024"
            in training.post(f"{mistaken}/drop", data=dropping, follow_redirects=True).text
        )
        assert training.get(mistaken).status_code == 404
        begun = training.post("/pay/payrolls/new", data={"month": "2024-06"})
        assert begun.status_code == 303
        address = begun.location
        page = training.get(address).text
        assert "0,44 công" in page
        assert "39.600" in page
        assert "Buổi lao động chưa điểm danh đủ: 1" in page
        assert "chưa ký" in training.get(f"{address}/sheet").text
        person = training.get(f"{address}/stays/{an}").text
        assert "19.800 tiền công = 5.940 khấu trừ + 0 vào quỹ + 13.860 vào lưu ký + 0 thực nhận" in person
        assert "Còn 4.060 đồng trừ tháng sau" in person
        assert "0,44 công × 1 định mức × 45.000 đồng" in person
        assert training.get(f"{address}/stays/{cuong}").status_code == 404

        step = training.get(f"{address}/submit").text
        assert 'name="reason_note"' in step  # what warns asks for its reason before anything is pressed
        assert step.count("Buổi lao động chưa điểm danh đủ: 1") == 1
        assert "Hãy nói vì sao vẫn ghi như vậy." not in step
        sent = {"version": hidden(step, "version"), "seen": hidden(step, "seen")}
        asked = training.post(f"{address}/submit", data=sent)
        assert asked.status_code == 422
        assert "Buổi lao động chưa điểm danh đủ: 1" in asked.text
        assert "Hãy nói vì sao vẫn ghi như vậy." in asked.text
        reasoned = sent | {"reason": "other", "reason_note": "Mất điện cả ngày 20"}
        for moved in (sent, reasoned):  # other figures than those seen: told first, and what stands now is shown
            told = training.post(f"{address}/submit", data=moved | {"seen": "0" * 64})
            assert told.status_code == 422
            assert "xem lại" in told.text
            assert hidden(told.text, "seen") == sent["seen"]
        assert training.post(f"{address}/submit", data=reasoned).status_code == 303
        assert "Mất điện cả ngày 20" in director.get(address).text
        assert "Bảng tiền công tháng 06/2024" in director.get("/today").text
        assert "Bảng tiền công tháng 06/2024" not in training.get("/today").text
        assert training.get(f"{address}/sign").status_code == 403
        version = {"version": hidden(training.get(f"{address}/drop").text, "version")}
        refused = training.post(f"{address}/drop", data=version | {"reason": "Nhầm"})
        assert refused.status_code == 422
        assert "hãy trả lại trước" in refused.text

        back = {"version": hidden(director.get(f"{address}/return").text, "version")}
        assert director.post(f"{address}/return", data=back).status_code == 422
        assert director.post(f"{address}/return", data=back | {"reason": "Xem lại ngày 20"}).status_code == 303
        assert "Xem lại ngày 20" in training.get(address).text
        step = training.get(f"{address}/submit").text
        again = reasoned | {"version": hidden(step, "version"), "seen": hidden(step, "seen")}
        assert training.post(f"{address}/submit", data=again).status_code == 303
        signing = {"version": hidden(director.get(f"{address}/sign").text, "version")}
        assert director.post(f"{address}/sign", data={"version": "1"}).status_code == 409
        assert director.post(f"{address}/sign", data=signing).status_code == 303
        assert director.post(f"{address}/sign", data=signing).status_code == 422

        signed = training.get(address).text
        assert "0001/BTCLĐ-2024" in signed
        assert "dòng bổ sung" in signed or "sẽ thành dòng bổ sung" in signed
        assert "Trình ký…" not in signed
        assert "0001/BTCLĐ-2024" in training.get("/pay?state=signed&q=06/2024").text
        assert "0001/BTCLĐ-2024" in training.get(f"/pay/stays/{an}").text
        assert "Lê Văn Bình" not in training.get(f"{address}?q=an&only=deduction").text
        sheet = director.get(f"{address}/sheet").text
        assert "Ba mươi chín nghìn sáu trăm đồng" in sheet
        assert sheet.index("Người lập") < sheet.index("Ký, ghi rõ họ tên, đóng dấu")
        assert director.get(f"{address}/sheet/file").data.startswith(b"%PDF-")
        assert "Phiếu tiền công" in training.get(f"{address}/stays/{an}/slip").text
        assert training.get(f"{address}/stays/{an}/slip/file").data.startswith(b"%PDF-")
        book = load_workbook(BytesIO(training.get(f"{address}?export=xlsx").data))
        rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows(values_only=False)]
        assert [row[5] for row in rows[1:3]] == [19_800, 19_800]
        assert rows[1][4] == "Xưởng may: 0,44 công × 1 định mức × 45.000 đồng"
        assert "Tiền công lao động" in director.get(f"/admissions/{an}").text

        gone = "/pay/deductions/1/withdraw"
        assert training.get(gone).status_code == 200
        assert training.post(gone, data={"reason": "Bếp miễn"}).status_code == 303
        assert "Đã thôi trừ" in training.get(f"/pay/stays/{an}").text


def test_a_deduction_lands_on_whom_it_was_begun_for(workshop: Workshop, sign_in: SignIn) -> None:
    """File codes are unique in a centre only: the link from a person's page says which centre it means."""
    actor = workshop.centre.actor
    other = Centre(make_facility(actor, "CS2"), actor)
    there = other.admit(other.person("Đỗ Văn Khác"))
    training = sign_in(Role.TRAINING)
    page = training.get(f"/pay/stays/{there}").text
    link = re.search(r'href="(/pay/deductions/new[^"]*)"', page)
    assert link
    form = training.get(unescape(link[1])).text
    assert hidden(form, "centre") == "CS2"
    typed = {
        "centre": hidden(form, "centre"),
        "codes": "HV00001",
        "ground": "food",
        "amount": "10.000",
        "from_month": f"{clock.today():%Y-%m}",
        "paper_number": "8/PC",
        "paper_on": "10/06/2024",
        "paper_issuer": "Bộ phận bếp",
    }
    told = training.post("/pay/deductions/new", data=typed, follow_redirects=True).text
    assert "(Đỗ Văn Khác HV00001)" in told
    assert "Bộ phận bếp" not in training.get(f"/pay/stays/{workshop.stays[0]}").text
    with transaction() as session:
        assert [one.full_name for one in deductions_of(session, there)] == ["Đỗ Văn Khác"]
        assert not deductions_of(session, workshop.stays[0])


def test_the_sheet_says_how_days_are_counted_and_what_is_left(office: Office, sign_in: SignIn) -> None:
    """Two workshops on one day are two days of work where each day counts, and the paper says so."""
    workshop, (an, binh, _cuong) = office.workshop, office.workshop.stays
    counted_by_day = {"value": "days", "valid_from": date(2024, 6, 1), "citation": "Quy chế của cơ sở", "now": DURING}
    office.write(set_value, PolicyKind.PAY_DAY_COUNTED, confidence=Confidence.TO_BE_CONFIRMED, **counted_by_day)
    kitchen = programme(office.centre, "Bếp")
    assign(office.centre, an, kitchen)
    office.enter(NormFacts(Basis.DAY, 30_000, date(2024, 6, 1)), activity_id=kitchen)
    workshop.mark()
    cooked = workshop.meet(DAY, 13 * 60, 15 * 60, activity_id=kitchen)
    workshop.mark({an: Mark(Attended.PRESENT)}, session_id=cooked, now=moment_of(DAY, 15))
    june = office.paid(date(2024, 6, 1), now=AFTER)
    gone = {stay: Mark(Attended.SICK) for stay in workshop.stays[:2]}
    office.correct(gone | {workshop.stays[2]: Mark(Attended.PRESENT)}, reason="Lý do riêng của An", now=AFTER)
    with clock.set_to(LATER):
        july_day = workshop.meet(date(2024, 7, 2), activity_id=kitchen)
        workshop.mark({an: Mark(Attended.PRESENT)}, session_id=july_day, now=AFTER)
        training = sign_in(Role.TRAINING)
        begun = training.post("/pay/payrolls/new", data={"month": "2024-07"}).location
        first, second = (training.get(f"/pay/payrolls/{june}/sheet").text, training.get(f"{begun}/sheet").text)
        slip = training.get(f"{begun}/stays/{an}/slip").text
        page = training.get(f"{begun}/stays/{an}").text
        assert training.get(f"{begun}/stays/{binh}").status_code == 404  # nothing earned: what is owed comes again
    assert "Bếp: 1 công × 1 định mức × 30.000" in first
    assert "Mỗi ngày có lao động ở một chương trình là một công" in first
    assert "Một công là" not in first
    assert (
        "Xưởng may: Chênh lệch tháng 06/2024: phần còn lại phải trừ: -30.000; còn 15.000 đồng trừ tháng sau" in second
    )
    assert "Sửa điểm danh ngày 14/06/2024" in slip
    assert "Lý do riêng" not in slip + page + second
    assert "Bổ sung" in page
