"""What cannot be, each with its own sentence: in the rules, the services and on the page (domain 9.3, rule 49)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from rehab_center.admissions.rules.impossible import why_impossible
from rehab_center.admissions.rules.movements import AFTER, EFFECTS, EXITS, MovementKind, State
from rehab_center.admissions.rules.sequence import Moved, check_insertion
from rehab_center.clock import moment_of
from rehab_center.db import transaction
from rehab_center.documents.kinds import DocumentKind
from rehab_center.documents.rules import DocumentFacts
from rehab_center.documents.services import add_document
from rehab_center.errors import Blocked, DomainError
from rehab_center.permissions import Role
from rehab_center.web.formatting import say
from tests.admissions.stays import NOW, Centre, paper

SignIn = Callable[..., FlaskClient]

K = MovementKind
ENTERED = date(2024, 3, 10)


@pytest.fixture(autouse=True)
def request_in_vietnamese(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


def day(number: int) -> date:
    """A day of April 2024."""
    return date(2024, 4, number)


#: The ledger so far after the entry on 10/03/2024 (kind, day of April), the new movement, its day, the sentence.
SENTENCES: tuple[tuple[tuple[tuple[MovementKind, int], ...], MovementKind, date, str], ...] = (
    # a return before its escape, without one, and a second one
    (((K.ESCAPED, 5),), K.RETURNED, day(1),
     "“Trở lại sau khi bỏ trốn” ngày 01/04/2024 trước cả “Bỏ trốn” ngày 05/04/2024: xem lại hai ngày"),
    ((), K.RETURNED, day(1),
     "Ngày 01/04/2024 không có “Bỏ trốn” nào để trở lại (từ ngày 10/03/2024: “Tiếp nhận”): ghi việc ấy trước"),
    (((K.ESCAPED, 5), (K.RETURNED, 8)), K.RETURNED, day(9),
     "Đã ghi “Trở lại sau khi bỏ trốn” ngày 08/04/2024: nếu lại đi lần nữa thì ghi “Bỏ trốn” trước"),
    # stops that overlap
    (((K.ESCAPED, 5),), K.ESCAPED, day(9),
     "Đã ghi “Bỏ trốn” từ ngày 05/04/2024, chưa trở lại: ghi “Trở lại sau khi bỏ trốn” rồi mới ghi lần nữa"),
    (((K.ESCAPED, 5),), K.TO_HOSPITAL, day(9),
     "Từ ngày 05/04/2024: “Bỏ trốn”, chưa trở lại: ghi “Trở lại sau khi bỏ trốn” trước rồi mới ghi “Chuyển viện”"),
    (((K.IMPRISONED, 5),), K.ESCAPED, day(9),
     "Từ ngày 05/04/2024: “Chấp hành án phạt tù”, chưa trở lại: ghi “Trở lại sau khi chấp hành án” trước rồi mới ghi"
     " “Bỏ trốn”"),
    (((K.TO_HOSPITAL, 5), (K.FROM_HOSPITAL, 12)), K.IMPRISONED, day(3),
     "Ghi “Chấp hành án phạt tù” ngày 03/04/2024 thì “Chuyển viện” ngày 05/04/2024 thành vô lý: xem lại ngày, hoặc hủy"
     " dòng kia trước"),
    # an exit before the admission, from an escape, and a second one
    ((), K.DIED, date(2024, 3, 1),
     "“Chết” ngày 01/03/2024 trước cả ngày vào cơ sở 10/03/2024: xem lại ngày, hoặc đính chính ngày vào"),
    (((K.ESCAPED, 5),), K.COMPLETED, day(9),
     "Bỏ trốn từ ngày 05/04/2024, chưa trở lại: ghi “Trở lại sau khi bỏ trốn” trước rồi mới ghi “Chấp hành xong (hết"
     " thời hạn)”; đã hết thời hiệu thì ghi “Hết thời hiệu thi hành khi đang bỏ trốn”"),
    (((K.COMPLETED, 5),), K.TRANSFERRED_OUT, day(9),
     "Đợt này đã kết thúc ngày 05/04/2024 (“Chấp hành xong (hết thời hạn)”), chỉ kết thúc một lần: nếu dòng ấy sai thì"
     " hủy dòng ấy trước"),
    (((K.COMPLETED, 5),), K.TO_HOSPITAL, day(9),
     "Đợt này đã kết thúc ngày 05/04/2024 (“Chấp hành xong (hết thời hạn)”): người ấy vào lại thì mở đợt mới"),
    (((K.DIED, 5),), K.COMPLETED, day(9),
     "Đã chết từ ngày 05/04/2024: không ghi được biến động nào nữa. Nếu ghi nhầm thì hủy dòng ấy trước"),
    ((), K.LAPSED, day(9),
     "“Hết thời hiệu thi hành khi đang bỏ trốn” chỉ ghi cho người bỏ trốn mà không tìm được; từ ngày 10/03/2024:"
     " “Tiếp nhận”"),
    ((), K.TRANSFERRED_IN, day(9),
     "Một đợt chỉ vào một lần (từ ngày 10/03/2024: “Tiếp nhận”): người đã ra nay vào lại thì mở đợt mới"),
    # what would take the ground from under a later line
    (((K.TO_HOSPITAL, 5),), K.COMPLETED, day(1),
     "Ghi “Chấp hành xong (hết thời hạn)” ngày 01/04/2024 thì “Chuyển viện” ngày 05/04/2024 thành vô lý: xem lại ngày,"
     " hoặc hủy dòng kia trước"),
)  # fmt: skip


@pytest.mark.parametrize(("before", "kind", "on", "sentence"), SENTENCES)
def test_each_has_its_sentence(
    before: tuple[tuple[MovementKind, int], ...], kind: MovementKind, on: date, sentence: str
) -> None:
    rows = [(K.ADMITTED, ENTERED), *((one, day(number)) for one, number in before)]
    ledger = [Moved(number, one, at, moment_of(at)) for number, (one, at) in enumerate(rows)]
    with pytest.raises(DomainError) as refused:
        check_insertion(ledger, Moved(99, kind, on, NOW))
    assert say(refused.value.message) == sentence
    assert refused.value.field == "effective_on"


def test_every_pair_that_the_table_leaves_out_has_a_sentence() -> None:
    led_to = {after: kind for kind, after in AFTER.items()}
    seen = set()
    for state in State:
        for kind in EFFECTS:
            last = None if state is State.NOT_ENTERED else led_to[state]
            if state in EFFECTS[kind].follows:
                with pytest.raises(ValueError, match="may follow"):
                    why_impossible(kind, day(9), state=state, last=last, since=ENTERED)
                continue
            said = say(why_impossible(kind, day(9), state=state, last=last, since=ENTERED))
            assert "%(" not in said
            seen.add((state, kind, said))
    assert len({said for state, _kind, said in seen if state not in (State.LEFT, State.NOT_ENTERED)}) > len(EXITS)


def test_months_and_numbers_that_cannot_be(centre: Centre) -> None:
    for months in (0, 400):
        with pytest.raises(Blocked) as blocked:
            centre.admit(months=months)
        said = f"Thời hạn {months} tháng là không đúng: chỉ nhập được từ 1 đến 60 tháng, xem lại quyết định"
        assert said in [say(finding.message) for finding in blocked.value.findings]
    stay = centre.admit()
    for months, said in (
        (0, "Ghi rõ thời hạn thay đổi bao nhiêu tháng hoặc ngày"),
        (400, "Không có quyết định nào thay đổi thời hạn 400 tháng: xem lại quyết định"),
    ):
        with pytest.raises(DomainError) as refused:
            centre.move(stay, K.TERM_EXTENDED, day(9), months=months)
        assert say(refused.value.message) == said
    facts = replace(paper(DocumentKind.LEAVE), own_book=True, facility_id=centre.facility_id)
    with pytest.raises(DomainError) as refused:
        _enter_twice(centre, facts)
    assert say(refused.value.message) == f"Số {facts.number} đã có trong sổ năm 2024 của cơ sở"


def _enter_twice(centre: Centre, facts: DocumentFacts) -> None:
    with transaction() as session:
        for _time in range(2):
            add_document(session, facts=facts, actor=centre.actor, now=NOW)


def test_the_page_says_the_same(centre: Centre, sign_in: SignIn) -> None:
    stay = centre.admit()
    centre.move(stay, K.ESCAPED, day(5))
    client = sign_in(Role.INTAKE)
    said = "Bỏ trốn từ ngày 05/04/2024, chưa trở lại: ghi “Trở lại sau khi bỏ trốn” trước"
    assert said in client.get(f"/admissions/{stay}/move?kind=completed").text
    late = {"kind": "returned", "effective_on": "1/4/2024", "step": "check"}
    page = client.post(f"/admissions/{stay}/move?late=1", data=late)
    assert page.status_code == 422
    assert "ngày 01/04/2024 trước cả “Bỏ trốn” ngày 05/04/2024: xem lại hai ngày" in page.text
    gone = centre.admit()
    centre.move(gone, K.COMPLETED, day(5), reason="Theo sổ")
    for one, kind, on, words in (
        (stay, "escaped", "9/4/2024", "Đã ghi “Bỏ trốn” từ ngày 05/04/2024, chưa trở lại"),
        (centre.admit(), "died", "1/3/2024", "trước cả ngày vào cơ sở 10/03/2024"),
        (gone, "transferred-out", "9/4/2024", "chỉ kết thúc một lần"),
    ):
        typed = {"kind": kind, "effective_on": on, "step": "check", "to_centre": "Cơ sở số 2", "paper_number": "1/QĐ",
                 "paper_on": on, "paper_issuer": "Công an tỉnh"}  # fmt: skip
        page = client.post(f"/admissions/{one}/move?late=1", data=typed)
        assert page.status_code == 422, kind
        assert words in page.text
    for months, words in (("400", "Thời hạn từ 1 đến 60 tháng"), ("0", "Thời hạn từ 1 đến 60 tháng")):
        typed = {"full_name": "Lê Văn Bình", "kind": "compulsory", "admitted_on": "10/3/2024", "months": months}
        page = client.post("/admissions/new/person", data={**typed, "sex": "male", "step": "check"})
        assert page.status_code == 422
        assert words in page.text
        assert f'value="{months}"' in page.text
