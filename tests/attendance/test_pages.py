"""Pages of attendance: marked by keyboard and without a script, two officers, corrections, sheets on paper, files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.attendance.kinds import Attended
from rehab_center.attendance.models import SessionRoll
from rehab_center.attendance.queries.hours import attendance_of
from rehab_center.attendance.queries.sheets import sheet_page
from rehab_center.attendance.rules.marking import Mark
from rehab_center.attendance.views import marking
from rehab_center.audit.models import AuditEntry
from rehab_center.dates import DateRange
from rehab_center.db import transaction
from rehab_center.permissions import EVERYWHERE, Role
from tests.attendance.workshop import AFTER_WINDOW, DAY, DURING, NEXT_DAY, Workshop
from tests.placements.building import build

SignIn = Callable[..., FlaskClient]
_CHOICE = re.compile(r'type="(radio|checkbox)"')
PDF = b"%PDF-1.7\n" + b"x" * 50


@pytest.fixture(autouse=True)
def during() -> Iterator[None]:
    """It is nine o'clock of the morning on which they work."""
    with clock.set_to(DURING):
        yield


def filled(page: str, name: str = "MarkForm") -> dict[str, Any]:
    """What a browser would send of the form of marks, as it stands."""
    form = re.search(rf'<form method="post"[^>]*id="form-{name}".*?</form>', page, re.S)
    assert form, page
    inputs = [one for one in re.findall(r"<input[^>]*>", form[0]) if not _CHOICE.search(one) or " checked" in one]
    pairs = [(re.search(r'name="([^"]+)"', one), re.search(r'value="([^"]*)"', one)) for one in inputs]
    found = {key[1]: unescape(value[1]) if value else "" for key, value in pairs if key}
    for field, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form[0], re.S):
        chosen = re.search(r'<option selected value="([^"]*)"', options)
        found[field] = chosen[1] if chosen else ""
    return found


def book_of(client: FlaskClient, address: str) -> str:
    """The words of a list's workbook."""
    book = load_workbook(BytesIO(client.get(f"{address}export=xlsx").data))
    return "\n".join(str(cell) for row in book.worksheets[0].iter_rows(values_only=True) for cell in row)


def hidden(page: str, stay: int) -> list[str]:
    """Which of minutes and note somebody's choice does not ask for: there, but hidden until it does."""
    found = re.findall(
        rf'data-asked="(\w+)"( hidden)?><div[^>]*>\s*<label for="\w+_{stay}"', re.sub(r">\s+<", "><", page)
    )
    return [part for part, away in found if away]


def test_all_there_then_the_exceptions_by_one_form(workshop: Workshop, sign_in: SignIn) -> None:
    an, binh, cuong = workshop.stays
    duty = sign_in(Role.DUTY)
    board = duty.get("/attendance").text
    assert "Xưởng may" in board
    assert "Chưa điểm danh" in board
    address = f"/attendance/sessions/{workshop.session_id}"
    first = duty.get("/today").text
    assert "1 buổi hôm nay" in first
    assert "07:30–11:00 Xưởng may" in first
    page = duty.get(address).text
    sent = filled(page)
    assert [sent[f"attended_{stay}"] for stay in workshop.stays] == ["present"] * 3
    assert "note" in hidden(page, an)  # thirty names, thirty stops of the Tab key
    refused = duty.post(address, data=sent | {f"attended_{an}": "refused", f"attended_{binh}": "late"})
    assert refused.status_code == 422
    again = filled(refused.text)
    assert (again[f"attended_{an}"], again[f"attended_{binh}"], again[f"attended_{cuong}"]) == (
        "refused",
        "late",
        "present",
    )
    assert hidden(refused.text, an) == ["minutes"]
    assert hidden(refused.text, binh) == []
    done = duty.post(address, data=again | {f"note_{an}": "Không chịu ra xưởng", f"minutes_{binh}": "150"})
    assert done.status_code == 303
    after = duty.get(address).text
    assert "Không chịu ra xưởng" in after
    assert "người điểm danh" in after
    reader = sign_in(Role.INTAKE)
    seen = reader.get(address).text
    assert "Từ chối" in seen
    assert "<select" not in seen
    assert reader.post(address, data=again).status_code == 403


def test_marks_are_written_at_the_moment_they_are_written(
    workshop: Workshop, sign_in: SignIn, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever waits for another writer comes after him: a payroll signed meanwhile is older than these marks."""
    waited = DURING + timedelta(minutes=3)

    @contextmanager
    def after_the_other() -> Iterator[Session]:
        with clock.set_to(waited), transaction() as writing:
            yield writing

    duty = sign_in(Role.DUTY)
    address = f"/attendance/sessions/{workshop.session_id}"
    sent = filled(duty.get(address).text)
    monkeypatch.setattr(marking, "transaction", after_the_other)
    assert duty.post(address, data=sent).status_code == 303
    assert session.scalars(select(SessionRoll.saved_at)).all() == [waited]


def test_a_second_officer_is_told_and_loses_nothing(workshop: Workshop, sign_in: SignIn) -> None:
    an, binh, _cuong = workshop.stays
    one, other = sign_in(Role.DUTY), sign_in(Role.TRAINING)
    address = f"/attendance/sessions/{workshop.session_id}"
    first, second = filled(one.get(address).text), filled(other.get(address).text)
    assert one.post(address, data=first | {f"attended_{an}": "treatment", f"note_{an}": "Nhổ răng"}).status_code == 303
    late = {f"attended_{binh}": "visit"}
    told = other.post(address, data=second | late)
    assert told.status_code == 409
    assert "Đi khám, điều trị" in told.text
    assert ": Ghi chú" in told.text
    merged = filled(told.text)
    assert merged[f"attended_{binh}"] == "visit"  # what was typed is still there
    assert other.post(address, data=merged).status_code == 303
    marks = {one.stay_id: one.mark and one.mark.attended for one in workshop.page.people}
    # What the second one never touched stays as the first one left it.
    assert (marks[an], marks[binh]) == (Attended.TREATMENT, Attended.VISIT)


def test_a_correction_from_proposal_to_its_second_person(workshop: Workshop, sign_in: SignIn) -> None:
    an = workshop.stays[0]
    workshop.mark()
    address = f"/attendance/sessions/{workshop.session_id}"
    with clock.set_to(AFTER_WINDOW):
        training, director = sign_in(Role.TRAINING), sign_in(Role.DIRECTOR)
        page = training.get(address).text
        assert "Vì sao sửa điểm danh" in page
        sent = filled(page) | {f"attended_{an}": "sick"}
        assert training.post(address, data=sent).status_code == 422
        assert training.post(address, data=sent | {"reason": "Y tế báo muộn"}).status_code == 303
        assert "đã đề nghị sửa điểm danh" in director.get("/today").text
        assert "Chờ người thứ hai" in training.get("/attendance/corrections?state=waits").text
        own = training.post("/attendance/corrections/1", data={"step": "confirm"})
        assert own.status_code in (403, 422)
        assert "Xác nhận với tư cách người thứ hai" not in training.get("/attendance/corrections/1").text
        assert "Xác nhận với tư cách người thứ hai" in director.get("/attendance/corrections/1").text
        assert director.post("/attendance/corrections/1", data={"step": "refuse"}).status_code == 422
        assert director.post("/attendance/corrections/1", data={"step": "confirm"}).status_code == 303
        headed = training.get(f"/attendance/sessions/{workshop.session_id}").text
        assert "sửa theo đề nghị của " in headed
        after = director.get(address).text
    assert "Điểm danh đã sửa" in after
    assert "Y tế báo muộn" in after


def test_a_sheet_goes_out_and_comes_back(workshop: Workshop, sign_in: SignIn, session: Session) -> None:
    workshop.mark()
    training = sign_in(Role.TRAINING)
    printed = training.post(f"/attendance/sessions/{workshop.session_id}/sheets", data={"kind": "roll"})
    assert printed.status_code == 303
    paper = training.get(printed.location).text
    assert "0001/PĐD-2024" in paper
    assert "Sản lượng" not in paper
    assert paper.index("Người lập") < paper.index("Ký, ghi rõ họ tên, đóng dấu")
    file = training.get(f"{printed.location}/file")
    assert file.data.startswith(b"%PDF-")
    assert file.headers["Content-Disposition"].endswith("filename=phieu-diem-danh-buoi-2024-0001.pdf")
    slip = training.post(f"/attendance/sessions/{workshop.session_id}/sheets", data={"kind": "work-slip"})
    assert "Việc được giao" in training.get(slip.location).text
    day = training.post("/attendance/days/sheets", data={"on": "14/06/2024"})
    assert "07:30–11:00: Xưởng may" in training.get(day.location).text
    form = {"version": "1", "signed": "yes", "on_paper": "2", "scan": (BytesIO(PDF), "phiếu ký.pdf")}
    assert training.post("/attendance/sheets/1", data=form).status_code == 303
    sheet = training.get("/attendance/sheets/1").text
    assert "Khác với trên máy" in sheet
    assert "phiếu ký.pdf" in sheet
    scan = re.search(r'href="(/attendance/sheets/1/scans/\d+)"', sheet)
    assert scan
    assert training.get(scan[1]).data == PDF
    assert training.post("/attendance/sheets/1/settle", data={"version": "2", "how": " "}).status_code == 422
    settled = training.post("/attendance/sheets/1/settle", data={"version": "2", "how": "Đếm lại: 3"})
    assert settled.status_code == 303
    assert training.post("/attendance/sheets/2/cancel", data={"version": "1", "reason": "In hỏng"}).status_code == 303
    listed = training.get("/attendance/sheets").text
    assert all(number in listed for number in ("0001/PĐD-2024", "0001/PGV-2024", "0001/DSDC-2024"))
    session.rollback()
    with clock.set_to(NEXT_DAY):
        assert sheet_page(session, 1, scope=EVERYWHERE, now=NEXT_DAY).row.settled_how == "Đếm lại: 3"
    assert sign_in(Role.INTAKE).post("/attendance/sheets/1", data={"signed": "yes"}).status_code == 403


def test_a_room_is_marked_at_all_its_sessions_at_once(workshop: Workshop, sign_in: SignIn, session: Session) -> None:
    an, binh, cuong = workshop.stays
    building = build(workshop.centre)
    building.place(an, building.bed(), at=DURING)
    building.place(binh, building.bed(label="2"), at=DURING)
    earlier = workshop.meet(DAY, 5 * 60, 6 * 60)
    duty, other = sign_in(Role.DUTY), sign_in(Role.TRAINING)
    rooms = duty.get("/attendance/rooms?on=14/06/2024").text
    address = re.search(r'href="(/attendance/rooms/\d+)\?on=14/06/2024"', rooms)
    assert address
    page = duty.get(f"{address[1]}?on=14/06/2024").text
    assert "Phạm Văn Cường" not in page  # sleeps elsewhere
    sent, stale = filled(page, "RoomForm"), filled(other.get(f"{address[1]}?on=14/06/2024").text, "RoomForm")
    late = {f"attended_{earlier}_{binh}": "late"}
    refused = duty.post(address[1], data=sent | late)
    assert refused.status_code == 422
    assert "Lê Văn Bình: có mặt bao nhiêu phút" in refused.text
    assert duty.post(address[1], data=sent | late | {f"minutes_{earlier}_{binh}": "20"}).status_code == 303
    assert other.post(address[1], data=stale).status_code == 409
    session.rollback()
    marks = {one.stay_id: one.mark for one in workshop.page.people}
    assert marks == {an: Mark(Attended.PRESENT, 210), binh: Mark(Attended.PRESENT, 210), cuong: None}
    session.rollback()
    there = attendance_of(session, binh, DateRange(DAY, DAY), rights=frozenset())
    assert [(one.times, one.minutes) for one in there] == [("05:00–06:00", 20), ("07:30–11:00", 210)]
    assert sign_in(Role.INTAKE).post(address[1], data=sent).status_code == 403
    paper = other.get(f"{address[1]}/paper?on=14/06/2024").text
    assert "Điểm danh lao động, học tập của phòng" in paper
    assert re.findall(r"<td>(05:00–06:00|07:30–11:00)</td>", paper) == ["05:00–06:00"] * 2 + ["07:30–11:00"] * 2
    assert "Phạm Văn Cường" not in paper
    assert other.get(f"{address[1]}/paper/file?on=14/06/2024").data.startswith(b"%PDF-")
    session.rollback()
    entry = session.scalars(select(AuditEntry).where(AuditEntry.act == "attendance.room-printed")).one()
    assert entry.details == {"day_of_work": "14/06/2024"}
    assert duty.get("/attendance/rooms/9999").status_code == 404


def test_hours_and_refusals_as_pages_files_and_paper(workshop: Workshop, sign_in: SignIn) -> None:
    an = workshop.stays[0]
    workshop.mark()
    workshop.mark({an: Mark(Attended.REFUSED, note="Không đi")})
    training = sign_in(Role.TRAINING)
    page = training.get("/attendance/hours?month=2024-06").text
    assert "3 giờ 30" in page
    assert "7 giờ" in page  # two of three
    only = training.get("/attendance/hours?month=2024-06&only=refused").text
    assert "Trần Văn An" in only
    assert "Lê Văn Bình" not in only
    book = load_workbook(BytesIO(training.get("/attendance/hours?month=2024-06&export=xlsx").data))
    rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows(values_only=False)]
    assert rows[0][:3] == ["Mã học viên", "Họ và tên", "Lao động (giờ)"]
    assert [row[2] for row in rows[1:4]] == [0, 3.5, 3.5]
    assert "Bảng tổng hợp giờ lao động, học tập" in training.get("/attendance/hours/sheet?month=2024-06").text
    narrowed = training.get("/attendance/hours/sheet?month=2024-06&only=refused").text
    assert "Chỉ gồm: người từ chối." in narrowed
    assert "Trần Văn An" in narrowed
    assert "Lê Văn Bình" not in narrowed
    assert "sheet/file?month=2024-06&amp;only=refused" in narrowed
    assert training.get("/attendance/hours/sheet/file?month=2024-06").data.startswith(b"%PDF-")
    own = training.get(f"/attendance/stays/{an}?month=2024-06").text
    assert "Từ chối" in own
    assert "đã sửa" in own
    paper = training.get(f"/attendance/stays/{an}/sheet?month=2024-06").text
    assert "Từ chối: Không đi" in paper
    assert training.get(f"/attendance/stays/{an}/sheet/file?month=2024-06").data.startswith(b"%PDF-")
    refusals = training.get("/attendance/refusals").text
    assert "Không đi" in refusals
    paper = training.get("/attendance/paper/refusals?attended=refused").text
    assert "Không đi" in paper
    assert "Chỉ gồm: điểm danh: Từ chối" in paper
    for which in ("corrections", "sheets"):
        assert "Không có dòng nào" in training.get(f"/attendance/paper/{which}").text
    assert training.get("/attendance/paper/sheets/file").data.startswith(b"%PDF-")
    assert training.get(f"/attendance/hours?month=2024-06&activity={workshop.activity_id}").status_code == 200
    workshop.mark({an: Mark(Attended.SICK, note="Thủy đậu")})
    said = {role: book_of(sign_in(role), "/attendance/refusals?attended=sick&") for role in (Role.DUTY, Role.INSPECTOR)}
    assert ["Thủy đậu" in words for words in said.values()] == [True, False]  # as on the page: the right to clearances
    assert sign_in(Role.MEDICAL).get("/attendance/refusals?export=xlsx").status_code == 403
    assert training.get("/people?export=xlsx").status_code == 403  # other rooms' lists stay as they were
    assert training.get("/attendance/hours?activity=9999").status_code == 404
