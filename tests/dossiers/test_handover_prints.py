"""What is printed of a handover: its minutes, the sheets of everybody it brought, and the papers of a return."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.models import Admission, Handover, HandoverPerson
from rehab_center.admissions.rules.facts import StayCorrection
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.refusals import RefusalReason
from rehab_center.admissions.rules.regime import Regime
from rehab_center.admissions.services import correct_stay, handovers
from rehab_center.db import transaction
from rehab_center.permissions import Role
from rehab_center.residents.kinds import BirthPrecision
from rehab_center.residents.models import Resident
from rehab_center.residents.rules.births import UNKNOWN_BIRTH, PartialBirth, born_in, born_on
from tests import factories
from tests.admissions.deliveries import TONIGHT, Gate, known_people
from tests.dossiers.conftest import NOW, Files
from tests.dossiers.prints import acts, assert_within_margins, pages_of, words_of
from tests.residents.persons import make_facility
from tests.web.measures import MM, text_lines

pytestmark = pytest.mark.any_database

SignIn = Callable[..., FlaskClient]


@pytest.fixture(autouse=True)
def tonight() -> Iterator[None]:
    """The evening of the delivery."""
    with clock.set_to(NOW):
        yield


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
        line = gate.write(handover, "Lê Văn Bình", birth=born_in(1982), decision_id=gate.decide(handover))
        gate.act(handovers.identify, line, resident_id=known.twice)
        gate.take_in(line, reason="đã đối chiếu bản gốc")
    words = words_of(sign_in(Role.INTAKE).get(f"/files/handovers/{handover}/minutes/file").data, tmp_path)
    assert "036082012345" in words
    assert "05/06/1982" in words
    assert "không có" not in words


def closed(files: Files, handover: int, **given: str) -> None:
    """The minutes closed, for the first time or again."""
    with transaction() as session:
        version = session.get_one(Handover, handover).version
        handovers.close_handover(
            session, handover, expected_version=version, actor=files.centre.actor, now=TONIGHT, **given
        )


def test_reopened_minutes_are_put_right_and_close_with_the_terms_as_they_stand(
    files: Files, sign_in: SignIn, session: Session, tmp_path: Path
) -> None:
    known, gate, client = known_people(files.centre), Gate(files.centre), sign_in(Role.INTAKE)
    acts_by = {"actor": files.centre.actor, "now": TONIGHT}
    with clock.set_to(TONIGHT):
        handover = gate.open(stated_count=2)
        decided = gate.decide(handover)
        before = gate.write(handover, "Lê Văn Bình", decision_id=decided, birth=UNKNOWN_BIRTH)
        old_card = gate.write(handover, "Ngụy Bá Tước", decision_id=decided, identity_number="162345678")
        gate.act(handovers.identify, before, resident_id=known.twice)
        gate.act(handovers.somebody_else, old_card)
        gate.take_in(before, reason="đã đối chiếu bản gốc")
        stay_id = gate.take_in(old_card, reason="giấy tờ cũ")
        closed(files, handover, minutes_number="07/BB")

    def printed() -> str:
        return words_of(client.get(f"/files/handovers/{handover}/minutes/file").data, tmp_path)

    words = printed()
    for said in ("05/06/1982", "036082012345", "CMND", "162345678", "Số giấy tờ", "18 tháng"):
        assert said in words, said
    assert client.get(f"/admissions/handovers/lines/{before}/said").status_code == 303  # closed: nothing to put right
    with transaction() as writing:
        stay = writing.get_one(Admission, stay_id)
        same = {one.name: getattr(stay, one.name) for one in fields(StayCorrection)}
        correction = StayCorrection(**(same | {"months": 21, "regime": Regime(stay.regime)}))
        correct_stay(
            writing, stay_id, correction=correction, expected_version=stay.version, reason="Ghi nhầm", **acts_by
        )
    assert "/QĐ-TA, 21" not in client.get(f"/files/handovers/{handover}/minutes").text  # both sides signed it so
    with transaction() as writing:
        handovers.reopen_handover(writing, handover, reason="Ghi sai", **acts_by)
    page = client.get(f"/admissions/handovers/lines/{before}/said").text
    assert 'value="05/06/1982"' in page
    session.rollback()
    version = session.get_one(HandoverPerson, before).version
    typed = {"full_name": "Lê Văn Bính", "birth": "05/06/1982", "sex": "male", "commune": "Xã Minh Tân"}
    bad = client.post(
        f"/admissions/handovers/lines/{before}/said", data=typed | {"version": version, "identity_number": "12"}
    )
    assert bad.status_code == 422
    late = client.post(f"/admissions/handovers/lines/{before}/said", data=typed | {"version": version - 1})
    assert late.status_code == 409
    client.post(f"/admissions/handovers/lines/{before}/said", data=typed | {"version": version})
    closed(files, handover)
    words = printed()
    for said in ("Lê Văn Bính", "Xã Minh", "036082012345"):
        assert said in words, said
    shown = client.get(f"/files/handovers/{handover}/minutes").text  # on paper a long number parts the two
    assert "/QĐ-TA, 21" in shown
    assert "/QĐ-TA, 18" in shown
    session.rollback()
    assert session.get_one(Resident, known.twice).full_name == "Lê Văn Bình"
    cover = words_of(client.get(f"/files/{stay_id}/sheets/cover/file").data, tmp_path)
    assert "Số CMND: 162345678" in cover


def test_a_change_of_ground_says_before_and_after_how_many_days_come_off(
    files: Files, sign_in: SignIn, tmp_path: Path
) -> None:
    known_people(files.centre)
    gate, client = Gate(files.centre), sign_in(Role.INTAKE)
    with clock.set_to(TONIGHT):
        handover = gate.open(stated_count=1)
        decided = gate.decide(handover)
        line = gate.write(handover, "Hoàng Văn Em", decision_id=decided, birth=born_on(date(1991, 11, 30)))
        asked = client.get(f"/admissions/handovers/lines/{line}").text
        assert "Trừ 23 ngày lưu trú tạm thời vào thời hạn" in asked
        edit = re.search(r'href="([^"]+/edit\?asked=1)"', asked)
        assert edit is not None
        assert f'href="/admissions/handovers/lines/{line}"' in client.get(edit.group(1)).text  # "Thôi" goes back there
        (held,) = re.findall(r'name="resident" value="(\d+)"', asked)
        gate.act(handovers.identify, line, resident_id=int(held))
        stay_id = gate.take_in(line)
    slip = client.get(f"/files/{stay_id}/sheets/admission/file").data
    assert pages_of(slip) == 1
    words = words_of(slip, tmp_path)
    assert "Đã trừ: 23 ngày lưu trú tạm thời" in words
    assert "Quốc tịch: Việt Nam" not in words  # no paper, and nobody said it


def test_no_heading_and_no_signature_stands_alone_on_a_page(files: Files, sign_in: SignIn) -> None:
    with clock.set_to(TONIGHT):
        gate = Gate(files.centre)
        handover = gate.open(stated_count=None)
        decision_id = gate.decide(handover)
        for number in range(13):
            name = f"Đinh Công {chr(65 + number)}n"
            line = gate.write(handover, name, decision_id=decision_id, address="Số 12, đường Trần Phú, tổ 5")
            gate.act(handovers.somebody_else, line)
            if number != 12:
                gate.take_in(line)
            else:
                gate.act(handovers.refuse, line, refusal=RefusalReason.UNDER_AGE)
    lines = text_lines(sign_in(Role.INTAKE).get(f"/files/handovers/{handover}/minutes/file").data)
    (caption,) = [line for line in lines if line.text == "Người được nhận"]
    assert [line for line in lines if line.page == caption.page and line.text.startswith("Đinh")]
    (ends,) = [line for line in lines if line.text.startswith("Biên bản kết thúc")]
    assert {line.page for line in lines if line.text.startswith("ĐẠI DIỆN BÊN")} == {ends.page}


def test_closed_minutes_lie_in_every_file_and_who_came_back_has_a_slip(
    files: Files, sign_in: SignIn, tmp_path: Path
) -> None:
    known, gate, client = known_people(files.centre), Gate(files.centre), sign_in(Role.INTAKE)
    assert client.get(f"/files/{known.escaped_stay}/sheets/return").status_code == 404
    year_only = files.centre.person("Cao Văn Khôi", birth=PartialBirth(date(1990, 1, 1), BirthPrecision.YEAR))
    stay = files.centre.admit(year_only)
    for kind, day in ((MovementKind.ESCAPED, date(2024, 5, 20)), (MovementKind.RETURNED, date(2024, 5, 21))):
        files.centre.move(stay, kind, day, with_paper=False)
    assert re.search(r"Năm sinh:(<[^>]*>|\s)*1990", client.get(f"/files/{stay}/sheets/return").text)
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
    assert (words.count("1. Ông (bà):"), words.count("Chức vụ:")) == (2, 4)
