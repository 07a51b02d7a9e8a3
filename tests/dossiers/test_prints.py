"""What is printed: the layout of NĐ 30/2020 measured from both sides, the words, the log, forms without data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.rules.refusals import RefusalReason
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
from tests.admissions.stays import Centre, decision
from tests.dossiers.conftest import NOW, Files, there
from tests.dossiers.prints import acts, assert_within_margins, pages_of, words_of
from tests.residents.persons import make_facility
from tests.web.measures import MM

pytestmark = pytest.mark.any_database

SignIn = Callable[..., FlaskClient]
SHEETS = ("admission", "cover", "contents", "checklist")


@pytest.fixture(autouse=True)
def tonight() -> Iterator[None]:
    """The evening of the delivery."""
    with clock.set_to(NOW):
        yield


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
    assert answer.headers["Content-Disposition"] == f"attachment; filename=phieu-tiep-nhan-{stay}.pdf"
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
