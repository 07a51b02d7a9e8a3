"""The gate through its pages: twelve people by the form alone, nothing typed twice; who may; what is wrong is kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from rehab_center.admissions.queries.handovers import HandoverPage, handover_page
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.dates import DateRange
from rehab_center.headcount.queries import balance
from rehab_center.permissions import EVERYWHERE, Role
from rehab_center.residents.kinds import Sex
from tests.admissions.deliveries import NEW_NAMES, UNIT, Known, known_people
from tests.admissions.stays import COURT, Centre

SignIn = Callable[..., FlaskClient]
DELIVERY = {
    "delivered_on": "13/6/2024",
    "delivered_time": "2000",
    "delivering_unit": UNIT,
    "deliverers": "Đại úy Trần Văn Giao",
    "receivers": "Lê Thị Nhận",
    "stated_count": "12",
    "entry": "admitted",
    "decision_number": "120/QĐ-TA",
    "decision_on": "10/6/2024",
    "decision_issuer": COURT,
    "decision_effective_on": "10/6/2024",
    "decision_kind": "compulsory",
    "months": "18",
}
URL = "/admissions/handovers/1"
DAY = date(2024, 6, 13)


@pytest.fixture
def known(centre: Centre) -> Known:
    """Who the centre knows already."""
    return known_people(centre)


@pytest.fixture
def clerk(centre: Centre, sign_in: SignIn) -> FlaskClient:
    """Somebody at the gate, with the delivery written down."""
    client = sign_in(Role.INTAKE)
    answer = client.post("/admissions/handovers/new", data=DELIVERY)
    assert (answer.status_code, answer.location) == (303, URL)
    return client


def line(full_name: str, birth: str, **others: str) -> dict[str, str]:
    """What is typed about one person: the decision is chosen already."""
    return {"full_name": full_name, "birth": birth, "sex": "male", "line_decision": "1", "step": "take-in"} | others


def _page(session: Session) -> HandoverPage:
    session.rollback()
    session.expire_all()
    return handover_page(session, 1, scope=EVERYWHERE)


def test_twelve_people_one_after_the_other(session: Session, known: Known, clerk: FlaskClient) -> None:
    for number, name in enumerate(NEW_NAMES):
        answer = clerk.post(URL, data=line(name, f"2/3/{1980 + number}"))
        assert (answer.status_code, answer.location) == (303, URL)
    seen = clerk.post(URL, data=line("lê văn bình", "050682", identity_number="036082012345")).location
    compared = clerk.get(seen).text
    assert "036082012345" in compared
    assert "05/01/2023" in compared
    assert clerk.post(seen, data={"resident": known.twice}).location == URL
    brother = clerk.post(URL, data=line("Phạm Văn Cường", "9/1/1985", sex="")).location
    assert clerk.post(brother, data={"resident": known.brother}).location == URL
    escapee = clerk.post(URL, data=line("Vũ Đình Dũng", "1/8/1993", sex="")).location
    assert re.search(rf'name="resident" value="{known.escapee}">[^<]*HV', clerk.get(escapee).text)
    assert clerk.post(escapee, data={"resident": known.escapee}).location == URL
    child = clerk.post(URL, data=line("Cao Bé Phúc", "1/2/2013", step="refuse")).location
    assert child.endswith("/refuse")
    assert '<option selected value="under-age">' in clerk.get(child).text
    assert clerk.post(child, data={"refusal": "under-age"}).location == URL
    assert clerk.post(URL, data=line("Không Rõ Quê", "1988")).location == URL
    held = clerk.post(URL, data=line("Hoàng Văn Em", "30/11/1991", sex="")).location
    assert clerk.post(held, data={"resident": known.held}).location == URL
    seen_again = clerk.get(URL).text
    assert 'href="/files/handovers/1/sheets/admission"' in seen_again
    _, before, here, after, *_ = (one for one in _page(session).persons if one.admission_id)
    stay = clerk.get(f"/admissions/{here.admission_id}").text
    assert f'rel="prev" href="/admissions/{before.admission_id}"' in stay
    assert f'rel="next" href="/admissions/{after.admission_id}"' in stay
    assert f"người thứ {here.number} trong 12 người" in stay
    counts = _page(session).counts
    assert (counts.delivered, counts.accepted, counts.returned, counts.refused) == (12, 10, 1, 1)
    assert counts.converted == 1
    closed = clerk.post(f"{URL}/close", data={"version": _page(session).version, "minutes_number": "07/BB-CSCN"})
    assert closed.status_code == 303
    page = clerk.get(URL).text
    assert "07/BB-CSCN" in page
    assert 'name="full_name"' not in page
    assert balance(session, DateRange(DAY, DAY), scope=EVERYWHERE).closes


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.INTAKE, 200), (Role.INSPECTOR, 403), (Role.DUTY, 403), (Role.ADMINISTRATOR, 403)],
)
def test_who_may(clerk: FlaskClient, sign_in: SignIn, role: Role, status: int) -> None:
    clerk.post(URL, data=line("Ngô Văn Giang", "1990", step="write"))
    client = sign_in(role)
    acts = ("/admissions/handovers/new", f"{URL}/close", "/admissions/handovers/lines/1")
    assert [client.get(url).status_code for url in acts] == [status] * 3
    reads = ("/admissions/handovers", "/admissions/refusals", URL)
    seen = 403 if role is Role.ADMINISTRATOR else 200
    assert [client.get(url).status_code for url in reads] == [seen] * 3
    assert ('name="full_name"' in client.get(URL).text) is (role is Role.INTAKE)


def test_a_strangers_handover_is_not_there(clerk: FlaskClient, sign_in: SignIn) -> None:
    for path in ("2", "2/close", "lines/9", "lines/9/refuse", "decisions/9/edit", "decisions/9/change-over"):
        assert clerk.get(f"/admissions/handovers/{path}").status_code == 404
    assert clerk.post("/admissions/handovers/lines/9/again").status_code == 404


def test_the_sex_is_asked_only_of_somebody_new(session: Session, known: Known, clerk: FlaskClient) -> None:
    alike = clerk.post(URL, data=line("Vũ Đình Dũng", "1/8/1993", sex="", identity_number="036093001")).location
    assert 'name="sex"' not in clerk.get(alike).text
    assert clerk.post(alike, data={"step": "somebody-else"}).location == alike
    asked = clerk.get(alike).text
    assert re.search(r'<select[^>]* autofocus[^>]* name="sex"|<select[^>]* name="sex"[^>]* autofocus', asked)
    unsaid = clerk.post(alike, data={"step": "confirm"})
    assert unsaid.status_code == 422
    assert 'id="sex-error"' in unsaid.text
    assert clerk.post(alike, data={"step": "confirm", "sex": "female"}).location == URL
    assert clerk.post(URL, data=line("Vũ Đình Dũng", "1/8/1993", sex="")).location != URL
    refused = clerk.post(URL, data=line("Cao Bé Phúc", "1/2/2013", sex="", step="refuse")).location
    assert clerk.post(refused, data={"refusal": "under-age"}).location == URL
    new, back, child = _page(session).persons
    assert (new.sex, back.sex, child.sex) == (Sex.FEMALE, None, None)
    assert clerk.post(f"/admissions/handovers/lines/{back.id}", data={"resident": known.escapee}).location == URL
    assert _page(session).persons[1].sex is Sex.MALE
    assert clerk.get("/admissions/refusals").status_code == clerk.get("/files/handovers/1/minutes").status_code == 200


def test_what_is_wrong_keeps_what_was_typed(session: Session, clerk: FlaskClient) -> None:
    bad = line("Ngô Văn Giang", "31/2/1990", sex="", identity_number="0360900111", note="đi muộn")
    answer = clerk.post(URL, data=bad)
    assert answer.status_code == 422
    for kept in ("Ngô Văn Giang", "31/2/1990", "0360900111", "đi muộn"):
        assert f'value="{kept}"' in answer.text
    assert 'id="birth-error"' in answer.text
    short = clerk.post(URL, data=line("Ngô Văn Giang", "1990", identity_number="0360900111"))
    assert 'id="identity_number-error"' in short.text
    assert _page(session).persons == ()


def test_court_and_term_go_on_to_a_decision_typed_in_passing(session: Session, clerk: FlaskClient) -> None:
    page = clerk.get(URL).text
    assert '<option selected value="1">' in page
    assert f'name="new_issuer" type="text" value="{COURT}"' in page
    passing = {"line_decision": "", "new_number": "121/QĐ-TA", "new_on": "100624", "new_issuer": COURT}
    assert clerk.post(URL, data=line("Ngô Văn Giang", "1990", **passing, new_months="15")).location == URL
    clerk.post(URL, data=line("Bùi Quang Khánh", "1991"))
    first, second = _page(session).persons
    assert first.decision is not None
    assert (first.decision.document.number, first.months, first.outcome) == ("121/QĐ-TA", 15, "accepted")
    assert second.months == 18
    # The last two came each under their own: none is chosen for the next, or it would be another's.
    assert '<option selected value="">' in clerk.get(URL).text
    clerk.post(URL, data=line("Đỗ Văn Hải", "1992"))
    own = passing | {"new_number": "122/QĐ-TA"}
    assert clerk.post(URL, data=line("Vương Đình Nam", "1993", **own, new_months="12")).location == URL
    # One came under a decision of his own: the next one again under that which names several.
    assert '<option selected value="1">' in clerk.get(URL).text


def test_the_decision_goes_on_behind_who_is_brought_back(session: Session, known: Known, clerk: FlaskClient) -> None:
    alike = clerk.post(URL, data=line("Vũ Đình Dũng", "1/8/1993")).location
    assert clerk.post(alike, data={"resident": known.escapee}).location == URL
    assert clerk.post(URL, data=line("Ngô Văn Giang", "1990")).location == URL
    back, new = _page(session).persons
    assert (back.outcome, new.outcome, new.decision and new.decision.people) == ("returned", "accepted", 1)
    assert '<option selected value="1">' in clerk.get(URL).text


def test_a_reason_given_once_answers_for_all_the_decision_names(session: Session, clerk: FlaskClient) -> None:
    clerk.post(
        "/admissions/handovers/1/decisions/new",
        data={"decision_number": "9/QĐ-TA", "decision_on": "10/6/2024", "decision_kind": "compulsory", "months": "30"},
    )
    asked = clerk.post(URL, data=line("Ngô Văn Giang", "1990", line_decision="2")).location
    assert asked.endswith("/lines/1")
    assert 'name="for_all"' in clerk.get(asked).text
    assert clerk.post(asked, data={"step": "confirm", "for_all": "y"}).status_code == 422
    confirmed = clerk.post(asked, data={"step": "confirm", "for_all": "y", "reason": "seen"})
    assert confirmed.location == URL
    assert clerk.post(URL, data=line("Bùi Quang Khánh", "1991", line_decision="2")).location == URL
    assert _page(session).counts.accepted == 2


def test_somebody_typed_twice_is_taken_out_from_where_it_is_seen(clerk: FlaskClient) -> None:
    clerk.post(URL, data=line("Ngô Văn Giang", "2/3/1980"))
    again = clerk.post(URL, data=line("Ngô Văn Giang", "2/3/1980")).location
    assert f'href="{again}/remove"' in clerk.get(again).text
    clerk.post(again, data={"resident": "1"})
    assert f'href="{again}/remove"' in clerk.get(again).text


def test_who_comes_too_late_is_told_who_was_quicker(clerk: FlaskClient) -> None:
    stale = clerk.post(URL, data=line("Cao Bé Phúc", "1/2/2013", step="refuse")).location
    clerk.post(stale, data={"refusal": "under-age"})
    for path in ("", "/edit", "/remove", "/refuse"):
        answer = clerk.post(stale.removesuffix("/refuse") + path, data={"step": "confirm"}, follow_redirects=True)
        assert "đã quyết định về Cao Bé Phúc rồi" in answer.text, path


def test_a_second_saver_sees_both_values(session: Session, clerk: FlaskClient) -> None:
    clerk.post(URL, data=line("Ngô Văn Giang", "1990", step="write"))
    version = _page(session).persons[0].version
    edit = "/admissions/handovers/lines/1/edit"
    typed = line("Ngô Văn Giang", "1990", kind="compulsory", step="write", times_treated="", credit_days="")
    assert clerk.post(edit, data=typed | {"version": version, "commune": "xã Một"}).status_code == 303
    second = clerk.post(edit, data=typed | {"version": version, "commune": "xã Hai", "kind": "voluntary"})
    assert second.status_code == 409
    assert "<td>voluntary</td>" not in second.text
    assert 'name="draft-theirs-times_treated"' not in second.text, "both left it empty: nothing to choose"
    assert "xã Một" in second.text
    assert "xã Hai" in second.text
    stale = clerk.post(f"{URL}/edit", data=DELIVERY | {"version": "77", "place": "Cổng phụ"})
    assert stale.status_code == 409


def test_minutes_close_only_when_they_add_up(session: Session, clerk: FlaskClient) -> None:
    clerk.post(URL, data=line("Ngô Văn Giang", "1990", step="write"))
    assert "minutes_number" not in clerk.get(f"{URL}/close").text
    assert clerk.post("/admissions/handovers/lines/1/remove").status_code == 303
    clerk.post(URL, data=line("Bùi Quang Khánh", "1991"))
    assert [one.number for one in _page(session).persons] == [1], "who was taken out leaves no number open"
    version = _page(session).version
    fewer = clerk.post(f"{URL}/close", data={"version": version})
    assert fewer.status_code == 422
    assert clerk.post(f"{URL}/close", data={"version": version, "reason": "seen"}).status_code == 303
    assert clerk.post(URL, data=line("Mai Xuân Nam", "1992")).status_code == 422
    assert clerk.post(f"{URL}/reopen", data={"why": "sót một người"}).status_code == 303
    assert clerk.post(URL, data=line("Mai Xuân Nam", "1992")).location == URL


def test_refusals_have_a_list_that_can_be_exported(session: Session, clerk: FlaskClient) -> None:
    refused = clerk.post(URL, data=line("Trần Thị Yến", "1992", sex="female", step="refuse")).location
    assert clerk.post(refused, data={"refusal": "no-place"}).status_code == 422  # words of one's own are needed
    clerk.post(refused, data={"refusal": "no-place", "note": "khu nữ hết chỗ"})
    listed = clerk.get("/admissions/refusals?q=tran+thi&reason=no-place").text
    assert "khu nữ hết chỗ" in listed
    assert "khu nữ hết chỗ" in clerk.get("/admissions/refusals?export=csv").get_data(as_text=True)
    assert "Trần Thị Yến" not in clerk.get("/admissions/refusals?reason=pregnant").text
    assert clerk.get("/admissions/handovers?q=yen&state=open").text.count(UNIT) == 1
    again = clerk.post("/admissions/handovers/lines/1/again")
    assert again.location.endswith("/lines/1")


def test_everybody_a_decision_names_changes_over_together(session: Session, centre: Centre, clerk: FlaskClient) -> None:
    held = [
        centre.admit(
            centre.person(name), kind=StayKind.TEMPORARY, months=None, decision=None, admitted_on=date(2024, 6, 3)
        )
        for name in ("Hoàng Văn Em", "Đỗ Mạnh Quân", "Lý Văn Sơn")
    ]
    url = "/admissions/handovers/decisions/1/change-over"
    assert "Lý Văn Sơn" in clerk.get(url).text
    assert clerk.post(url, data={}).status_code == 422
    assert clerk.post(url, data={"stays": held[:2]}).location == URL
    page = _page(session)
    assert (page.counts.converted, [one.credit_days for one in page.persons]) == (2, [10, 10])
    night = balance(session, DateRange(DAY, DAY), scope=EVERYWHERE)
    assert (night.closes, night.arrivals, night.by_kind[StayKind.TEMPORARY].departures) == (True, {}, 2)


def test_the_notice_of_an_escape_names_the_unit_that_made_the_file(
    session: Session, centre: Centre, clerk: FlaskClient
) -> None:
    clerk.post(URL, data=line("Ngô Văn Giang", "1990"))
    stay_id = _page(session).persons[0].admission_id or 0
    session.rollback()
    centre.move(stay_id, MovementKind.ESCAPED, date(2024, 6, 14), with_paper=False)
    shown = clerk.get(f"/admissions/{stay_id}").text
    assert f"Thông báo cho {UNIT}" in shown or f"Notify {UNIT}" in shown
