"""What is printed: the layout of NĐ 30/2020 measured from both sides, the words, the log, forms without data."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.models import Handover
from rehab_center.admissions.rules.refusals import RefusalReason
from rehab_center.admissions.services import handovers
from rehab_center.audit.models import AuditEntry
from rehab_center.dated import Confidence
from rehab_center.db import transaction
from rehab_center.dossiers import wording
from rehab_center.dossiers.blank import FORMS, BlankForm
from rehab_center.dossiers.kinds import CopyForm
from rehab_center.dossiers.rules.leaves import Leaves
from rehab_center.organisation.rules import NameLine
from rehab_center.organisation.services import name_facility
from rehab_center.permissions import Role
from rehab_center.residents.kinds import PaperKind, Sex
from tests import factories
from tests.admissions.deliveries import TONIGHT, Gate, known_people
from tests.admissions.stays import Centre, decision
from tests.dossiers.conftest import NOW, Files, there
from tests.residents.persons import make_facility
from tests.web.measures import MM, TextLine, text_lines

pytestmark = pytest.mark.any_database

SignIn = Callable[..., FlaskClient]
SHEETS = ("admission", "cover", "contents", "checklist")


@pytest.fixture(autouse=True)
def tonight() -> Iterator[None]:
    """The evening of the delivery."""
    with clock.set_to(NOW):
        yield


def words_of(content: bytes, folder: Path) -> str:
    path = folder / "paper.pdf"
    path.write_bytes(content)
    text = subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True, text=True).stdout
    return " ".join(text.split())


def pages_of(content: bytes) -> int:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert {tuple(round(float(edge) / MM) for edge in page.mediabox) for page in pdf.pages} == {(0, 0, 210, 297)}
        return len(pdf.pages)


def assert_within_margins(content: bytes) -> list[TextLine]:
    """NĐ 30/2020: top and bottom 20-25 mm, left 30-35, right 15-20; the page number alone stands in the top margin."""
    lines = text_lines(content)
    body = [line for line in lines if not line.text.strip().isdigit() or line.top > 20 * MM]
    assert min(line.left for line in body) >= 29.5 * MM
    assert max(line.right for line in body) <= (210 - 14.5) * MM
    assert min(line.top for line in body) >= 19 * MM
    assert max(line.bottom for line in body) <= (297 - 19) * MM
    return lines


def acts(session: Session) -> list[tuple[str, str]]:
    session.rollback()
    entries = session.scalars(select(AuditEntry).where(AuditEntry.act.like("%printed")).order_by(AuditEntry.id))
    return [(entry.act, (entry.details or {})["sheet"]) for entry in entries]


def a_stay(files: Files) -> int:
    stay = files.stay("Nguyễn Văn Hồng Quân", entry_time="20:15")
    files.check(
        stay,
        decision=there(copy_form=CopyForm.ORIGINAL),
        summary=there(leaves=Leaves(1, 3), pages=5),
        violation=there(leaves=Leaves(6, 8)),
    )
    return stay


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_keeps_to_the_decree(files: Files, sign_in: SignIn, sheet: str) -> None:
    content = sign_in(Role.INTAKE).get(f"/files/{a_stay(files)}/sheets/{sheet}/file").data
    assert_within_margins(content)
    assert pages_of(content) == 1 or sheet in ("contents", "checklist")


def test_the_admission_slip(files: Files, sign_in: SignIn, session: Session, tmp_path: Path) -> None:
    stay = a_stay(files)
    answer = sign_in(Role.INTAKE).get(f"/files/{stay}/sheets/admission/file")
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="phieu-tiep-nhan-{stay}.pdf"'
    words = words_of(answer.data, tmp_path)
    assert "PHIẾU TIẾP NHẬN" in words
    assert "Số: ………/PTN-" in words
    assert "ngày …… tháng …… năm 2026" in words
    assert "Vào hồi 20 giờ 15 phút, ngày 03 tháng 8 năm 2026" in words
    assert "NGUYỄN VĂN HỒNG QUÂN" in words
    assert "Thời hạn: 24 tháng" in words
    assert "Giấy tờ kèm theo: 3 loại" in words
    for party in ("BÊN GIAO", "NGƯỜI ĐƯỢC", "CÁN BỘ TIẾP", "TRƯỞNG CƠ SỞ"):
        assert party in words
    assert acts(session) == [("file.sheet-printed", "Phiếu tiếp nhận")]


def test_the_cover(files: Files, sign_in: SignIn, tmp_path: Path) -> None:
    words = words_of(sign_in(Role.INTAKE).get(f"/files/{a_stay(files)}/sheets/cover/file").data, tmp_path)
    assert "HỒ SƠ HỌC VIÊN" in words
    assert "HV00001" in words
    assert "Thời hạn bảo quản:" in words
    assert "Số: …" not in words


def test_the_contents_go_by_leaf_number_and_say_what_is_missing(files: Files, sign_in: SignIn, tmp_path: Path) -> None:
    words = words_of(sign_in(Role.INTAKE).get(f"/files/{a_stay(files)}/sheets/contents/file").data, tmp_path)
    order = ("Bản tóm tắt lý lịch", "01-03", "Biên bản vi phạm", "06-08", "Bản chính", "II. Giấy tờ còn thiếu")
    places = [words.index(one) for one in order]
    assert places == sorted(places)
    missing = words.split("II. Giấy tờ còn thiếu")[1]
    assert "Biên bản giao, nhận người 06/08/2026" in missing
    assert "Bút lục không thuộc tài liệu nào: 04-05." in missing
    assert "chờ xác nhận" in missing


def test_contents_nobody_looked_through_are_a_list_to_tick(files: Files, sign_in: SignIn, tmp_path: Path) -> None:
    words = words_of(sign_in(Role.INTAKE).get(f"/files/{files.stay()}/sheets/contents/file").data, tmp_path)
    assert "đánh dấu vào danh mục" in words
    assert words.index("Bản tóm tắt lý lịch") < words.index("Biên bản giao, nhận người")
    assert "Giấy tờ còn thiếu" not in words


def test_a_long_list_repeats_its_head_and_keeps_the_signatures(files: Files, sign_in: SignIn, tmp_path: Path) -> None:
    stay = files.stay()
    files.check(stay)
    content = sign_in(Role.INTAKE).get(f"/files/{stay}/sheets/contents/file").data
    assert "NGƯỜI LẬP DANH MỤC" in words_of(content, tmp_path)
    assert_within_margins(content)


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_preview_shows_the_same_words_and_is_recorded(
    files: Files, sign_in: SignIn, session: Session, sheet: str
) -> None:
    stay = a_stay(files)
    client = sign_in(Role.DUTY)
    client.post("/language", data={"language": "en"})
    page = client.get(f"/files/{stay}/sheets/{sheet}").text
    paper = page.split('<article class="official')[1].split("</article>")[0]
    assert f"/files/{stay}/sheets/{sheet}/file" in page
    assert "Cơ sở cai nghiện ma túy CS1" in paper
    for english in ("Compulsory", "Male", "Original", "Missing"):
        assert english not in paper
    session.rollback()
    assert session.scalars(select(AuditEntry.act).order_by(AuditEntry.id.desc())).first() == "file.sheet-opened"


def test_letterhead_and_title_are_those_of_the_papers_day(files: Files, sign_in: SignIn, tmp_path: Path) -> None:
    old = files.stay(admitted_on=date(2024, 5, 6), months=18, decision=decision(date(2024, 5, 2)))
    with transaction() as session:
        name_facility(
            session,
            files.centre.facility_id,
            line=NameLine(
                valid_from=date(2025, 3, 1),
                name="Cơ sở cai nghiện ma túy tỉnh Ninh Bình",
                short_name="CSCNMT",
                superior=("Công an tỉnh Ninh Bình",),
                head_title="Trưởng cơ sở",
                deputy_title="Phó Trưởng cơ sở",
                place="Ninh Bình",
                address="",
                recipients=(),
                citation="QĐ 12",
                confidence=Confidence.CONFIRMED,
            ),
            actor=files.centre.actor,
            now=NOW,
        )
    client = sign_in(Role.INTAKE)
    slip = words_of(client.get(f"/files/{old}/sheets/admission/file").data, tmp_path)
    assert "GIÁM ĐỐC" in slip
    assert "TRƯỞNG CƠ SỞ" not in slip
    contents = words_of(client.get(f"/files/{old}/sheets/contents/file").data, tmp_path)
    assert "CÔNG AN TỈNH NINH BÌNH" in contents
    assert "Ninh Bình, ngày …… tháng …… năm 2026" in contents


def test_training_data_bears_its_band(app: Flask, files: Files, sign_in: SignIn, tmp_path: Path) -> None:
    stay = a_stay(files)
    client = sign_in(Role.INTAKE)
    assert "TẬP HUẤN" not in words_of(client.get(f"/files/{stay}/sheets/cover/file").data, tmp_path)
    app.config["DEMO"] = True
    assert "DỮ LIỆU TẬP HUẤN" in words_of(client.get(f"/files/{stay}/sheets/cover/file").data, tmp_path)


# --- the handover minutes ---------------------------------------------------------------------------------------------


def a_delivery(files: Files) -> int:
    """Twenty delivered: seventeen taken in, two refused, one waiting."""
    gate = Gate(files.centre)
    with clock.set_to(TONIGHT):
        handover = gate.open(stated_count=20, deliverers="Đại úy Trần Văn Giao\nTrung úy Lê Quang Dẫn")
        decision_id = gate.decide(handover)
        for number in range(20):
            line = gate.write(
                handover, f"Nguyễn Hữu {chr(65 + number)}n", decision_id=decision_id, commune="Xã Minh Tân"
            )
            if number in (7, 13):
                gate.act(handovers.refuse, line, refusal=RefusalReason.PAPER_MISSING, note="không có quyết định")
            elif number != 19:
                gate.act(handovers.somebody_else, line)
                gate.take_in(line)
    return handover


def test_the_handover_minutes(files: Files, sign_in: SignIn, session: Session, tmp_path: Path) -> None:
    handover = a_delivery(files)
    client = sign_in(Role.INTAKE)
    assert f"/files/handovers/{handover}/minutes" in client.get(f"/admissions/handovers/{handover}").text
    content = client.get(f"/files/handovers/{handover}/minutes/file").data
    lines = assert_within_margins(content)
    assert pages_of(content) >= 2
    # The head of the table again on the next page, the page's number on every page but the first.
    assert {line.page for line in lines if "Họ và tên" in line.text} >= {1, 2}
    assert [line.page for line in lines if line.text == "2" and line.top < 20 * MM] == [2]
    words = words_of(content, tmp_path)
    for said in (
        "BIÊN BẢN",
        "Vào hồi 20 giờ 00 phút, ngày 13 tháng 6 năm 2024",
        "I. Bên giao: Công an huyện Vụ Bản",
        "2. Trung úy Lê Quang Dẫn",
        "II. Bên nhận: Cơ sở cai nghiện ma túy CS1",
        "thời hạn 18 tháng (20 người)",
        "Bên giao đã giao 20 người. Bên nhận đã nhận 17 người; nhận trở lại 00 người; từ chối 02 người.",
        "Cộng: 17 người",
        "không có quyết định",
        "Chưa quyết định nhận hay từ chối: Nguyễn Hữu Tn.",
        "ĐẠI DIỆN BÊN GIAO ĐẠI DIỆN BÊN NHẬN",
        "Bản in trước khi khóa biên bản.",
    ):
        assert said in words, said
    parties = [line for line in lines if line.text.startswith("ĐẠI DIỆN BÊN")]
    assert len({line.page for line in parties}) == 1
    assert parties[0].middle < 105 * MM < parties[-1].middle or len(parties) == 1
    assert acts(session)[-1] == ("file.sheet-printed", "Biên bản giao, nhận người")


def test_one_file_prints_the_sheets_of_everybody_taken_in(
    files: Files, sign_in: SignIn, session: Session, tmp_path: Path
) -> None:
    client, handover = sign_in(Role.INTAKE), a_delivery(files)
    before = len(acts(session))
    content = client.get(f"/files/handovers/{handover}/sheets/admission/file").data
    assert pages_of(content) == 17
    assert not [line for line in text_lines(content) if line.text.isdecimal() and line.top < 20 * MM]  # nobody's page 2
    words = words_of(content, tmp_path)
    assert words.count("PHIẾU TIẾP NHẬN") == 17
    assert words.count("NGUYỄN HỮU AN") == 1
    assert "NGUYỄN HỮU HN" not in words  # refused
    assert acts(session)[before:] == [("file.sheet-printed", "Phiếu tiếp nhận")] * 17
    preview = client.get(f"/files/handovers/{handover}/sheets/cover").text
    assert preview.count("official-one-of-many") == 17
    with clock.set_to(TONIGHT):
        empty = Gate(files.centre).open()
    assert client.get(f"/files/handovers/{empty}/sheets/contents").status_code == 404


def test_minutes_say_what_the_centre_knows_of_who_came_before(files: Files, sign_in: SignIn, tmp_path: Path) -> None:
    known = known_people(files.centre)
    gate = Gate(files.centre)
    with clock.set_to(TONIGHT):
        handover = gate.open(stated_count=1)
        line = gate.write(handover, "Lê Văn Bình", decision_id=gate.decide(handover))
        gate.act(handovers.identify, line, resident_id=known.twice)
        gate.take_in(line, reason="đã đối chiếu bản gốc")
    words = words_of(sign_in(Role.INTAKE).get(f"/files/handovers/{handover}/minutes/file").data, tmp_path)
    assert "036082012345" in words
    assert "không có" not in words


def test_closed_minutes_lie_in_every_file_and_who_came_back_has_a_slip(
    files: Files, sign_in: SignIn, tmp_path: Path
) -> None:
    known, gate, client = known_people(files.centre), Gate(files.centre), sign_in(Role.INTAKE)
    assert client.get(f"/files/{known.escaped_stay}/sheets/return").status_code == 404
    with clock.set_to(TONIGHT):
        handover = gate.open(stated_count=2)
        decided = gate.decide(handover)
        lines = [gate.write(handover, name, decision_id=decided) for name in ("Ngô Văn Giang", "Vũ Đình Dũng")]
        gate.act(handovers.somebody_else, lines[0])
        gate.act(handovers.identify, lines[1], resident_id=known.escapee)
        new, back = gate.take_in(lines[0]), gate.take_in(lines[1])
        with transaction() as session:
            version = session.get_one(Handover, handover).version
            acts = {"actor": files.centre.actor, "now": TONIGHT}
            handovers.close_handover(session, handover, minutes_number="07/BB", expected_version=version, **acts)
    page = files.page(new)
    (row,) = [row.paper for row in page.rows if row.asked.code == "handover"]
    assert row is not None
    assert row.document is not None
    assert (row.is_received, row.document.number, page.checked) == (True, "07/BB", False)
    assert [(one.name, one.received_on) for one in files.page(back).others] == [
        ("Biên bản giao, nhận người (nhận trở lại)", date(2024, 6, 13))
    ]
    unchecked = client.get("/files?state=unchecked").text
    assert "Ngô Văn Giang" in unchecked
    assert client.get(f"/files/{back}").text.index("Phiếu nhận trở lại") < client.get(f"/files/{back}").text.index(
        "Phiếu tiếp nhận"
    )
    assert "Phiếu nhận trở lại" not in client.get(f"/files/{new}").text
    slip = client.get(f"/files/handovers/{handover}/sheets/return/file").data
    assert_within_margins(slip)
    assert pages_of(slip) == 1
    words = words_of(slip, tmp_path)
    for said in (
        "PHIẾU NHẬN TRỞ LẠI",
        "Vào hồi 20 giờ 00 phút, ngày 13 tháng 6 năm 2024",
        "Họ và tên: VŨ ĐÌNH DŨNG",
        "Đã rời cơ sở: Bỏ trốn, ngày 20/05/2024",
        "Người, đơn vị đưa trở lại: Công an huyện Vụ Bản",
        "Người giao: Đại úy Trần Văn Giao",
        "Biên bản số: 07/BB",
        "(chưa kiểm)",
    ):
        assert said in words, said
    assert "x" in words_of(client.get(f"/files/{new}/sheets/checklist/file").data, tmp_path).split()


def test_anothers_handover_is_not_found(files: Files, client: FlaskClient) -> None:
    with clock.set_to(TONIGHT):
        handover = Gate(files.centre).open()
    other = make_facility(files.centre.actor, "CS2")
    factories.make_account("nguoi.la", Role.INTAKE, facility_id=other)
    client.post("/sign-in", data={"username": "nguoi.la", "password": factories.PASSWORD})
    assert client.get(f"/files/handovers/{handover}/minutes").status_code == 404
    assert client.get(f"/files/handovers/{handover}/minutes/file").status_code == 404


def test_empty_minutes_leave_room_to_write(files: Files, sign_in: SignIn, tmp_path: Path) -> None:
    with clock.set_to(TONIGHT):
        handover = Gate(files.centre).open(deliverers=None, receivers=None, delivered_time=None)
    words = words_of(sign_in(Role.INTAKE).get(f"/files/handovers/{handover}/minutes/file").data, tmp_path)
    assert "Vào hồi …… giờ …… phút" in words
    assert words.count("1. Ông (bà): ……") == 2


# --- blank forms ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)
def test_a_blank_form_is_one_page_without_any_data(sign_in: SignIn, form: BlankForm, tmp_path: Path) -> None:
    code, name = form.code, form.name
    client = sign_in(Role.DUTY)
    assert f"/blank-forms/{code}" in client.get("/blank-forms").text
    assert client.get(f"/blank-forms/{code}").status_code == 200
    content = client.get(f"/blank-forms/{code}/file").data
    assert pages_of(content) == 1
    lines = assert_within_margins(content)
    words = words_of(content, tmp_path)
    titles = [slip.title.upper() for slip in form.slips] or [name.upper()]
    assert all(title in words for title in titles)
    assert words.count("Đã nhập vào phần mềm") == len(titles)
    if form.slips:  # one slip above the cut, one below
        heads = [line.top / MM for line in lines if line.text.startswith("Phiếu ghi biến động")]
        assert heads[0] < 60
        assert 145 < heads[1] < 165


def test_blank_forms_bear_the_centres_name_and_are_recorded(
    files: Files, sign_in: SignIn, session: Session, tmp_path: Path
) -> None:
    client = sign_in(Role.DUTY)
    assert "CƠ SỞ CAI NGHIỆN MA TÚY CS1" in words_of(client.get("/blank-forms/intake/file").data, tmp_path)
    assert acts(session)[-1] == ("blank-form.printed", "Phiếu tiếp nhận")
    assert client.get("/blank-forms/nothing").status_code == 404
    assert client.get("/blank-forms/nothing/file").status_code == 404


def test_the_intake_form_has_the_ten_fields(sign_in: SignIn, tmp_path: Path) -> None:
    words = words_of(sign_in(Role.DUTY).get("/blank-forms/intake/file").data, tmp_path)
    places = [words.index(f"{number}. ") for number in range(1, 11)]
    assert places == sorted(places)
    assert "Từ chối tiếp nhận, lý do" in words


def test_every_word_of_the_papers_is_there() -> None:
    assert set(wording.REFUSALS) == set(RefusalReason)
    assert set(wording.SEXES) == set(Sex)
    assert set(wording.PAPERS) == set(PaperKind)
    assert set(wording.COPIES) == set(CopyForm)
    assert set(wording.SHEET_NAMES) == set(wording.SHEET_FILES) == set(wording.Sheet)
    assert wording.day_words(date(2024, 2, 5)) == "ngày 05 tháng 02 năm 2024"
    assert wording.day_words(date(2024, 12, 15)) == "ngày 15 tháng 12 năm 2024"
    assert wording.time_words("20:05") == "20 giờ 05 phút"


def test_a_sheet_has_the_head_of_the_stays_own_centre(files: Files, sign_in: SignIn, tmp_path: Path) -> None:
    second = Centre(make_facility(files.centre.actor, "CS2"), files.centre.actor)
    stay = Files(second, files.session).stay("Lê Văn Khác")
    words = words_of(sign_in(Role.INTAKE).get(f"/files/{stay}/sheets/cover/file").data, tmp_path)
    assert "CƠ SỞ CAI NGHIỆN MA TÚY CS2" in words
