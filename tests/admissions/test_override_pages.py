"""The pages of an end by a paper, of what waits for a check, and of delegations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from rehab_center.admissions.models import TermOverride
from rehab_center.admissions.queries import stay_page
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.permissions import EVERYWHERE, Role
from tests import factories
from tests.admissions.stays import Centre

SignIn = Callable[..., FlaskClient]
TYPED = {
    "version": "1",
    "end_on": "30/6/2025",
    "reason_kind": "other",
    "note": "Tòa trừ thêm ngày",
    "paper_number": "9/CV-TA",
    "paper_on": "10/6/2024",
    "paper_issuer": "TAND huyện Vụ Bản",
}


@pytest.fixture
def stay_id(centre: Centre) -> int:
    """Somebody who is here."""
    return centre.admit()


def test_an_override_from_the_stay_to_its_end(sign_in: SignIn, session: Session, stay_id: int) -> None:
    director = sign_in(Role.DIRECTOR)
    address = f"/admissions/{stay_id}/term/override"
    assert address in director.get(f"/admissions/{stay_id}").text
    assert "10/09/2025" in director.get(address).text
    checked = director.post(address, data=TYPED | {"step": "check"})
    assert checked.status_code == 200
    assert "ngày tính 10/09/2025, theo văn bản 30/06/2025: Tòa trừ thêm ngày" in checked.text
    wrong = director.post(address, data=TYPED | {"step": "check", "end_on": "10/9/2025"})
    assert (wrong.status_code, "9/CV-TA" in wrong.text) == (422, True)
    stale = director.post(address, data=TYPED | {"step": "confirm", "version": "7"})
    assert (stale.status_code, "9/CV-TA" in stale.text) == (409, True)
    assert director.post(address, data=TYPED | {"step": "confirm"}).status_code == 303
    shown = director.get(f"/admissions/{stay_id}").text
    assert address not in shown  # one stands: it is ended or voided first
    assert "chưa kiểm" in shown
    row = session.query(TermOverride).one()
    session.rollback()
    ends = f"/admissions/terms/overrides/{row.id}/ended"
    assert "10/09/2025" in director.get(ends).text
    assert director.post(ends, data={"note": "Tòa hủy"}).status_code == 422
    paper = {name: TYPED[name] for name in TYPED if name.startswith("paper_")}
    assert director.post(ends, data=paper | {"note": "Tòa hủy"}).status_code == 303
    assert director.get(ends).status_code == 303
    assert stay_page(session, stay_id, scope=EVERYWHERE, as_of=date(2024, 6, 14)).term_end_on == date(2025, 9, 10)
    assert "Tòa hủy" in director.get(f"/admissions/{stay_id}").text


def test_no_form_is_shown_where_nothing_can_be_written(sign_in: SignIn, centre: Centre, stay_id: int) -> None:
    """The clock stands still, or a paper gives the end already: the page says so."""
    director = sign_in(Role.DIRECTOR)
    address = f"/admissions/{stay_id}/term/override"
    assert 'name="end_on"' in director.get(address).text
    assert director.post(address, data=TYPED | {"step": "confirm"}).status_code == 303
    shown = director.get(address).text
    assert ("đã có ngày hết hạn theo văn bản" in shown, 'name="end_on"' in shown) == (True, False)
    other = centre.admit()
    centre.move(other, MovementKind.ESCAPED, date(2024, 6, 1))
    shown = director.get(f"/admissions/{other}/term/override").text
    assert ("Thời hạn đang tạm dừng" in shown, 'name="end_on"' in shown) == (True, False)


@pytest.mark.parametrize("role", [Role.DUTY, Role.INTAKE])
def test_nobody_else_overrides(sign_in: SignIn, stay_id: int, role: Role) -> None:
    clerk = sign_in(role)
    address = f"/admissions/{stay_id}/term/override"
    assert address not in clerk.get(f"/admissions/{stay_id}").text
    assert clerk.get(address).status_code == 403
    assert clerk.post(address, data=TYPED | {"step": "confirm"}).status_code == 403


def test_a_delegation_is_taken_back_after_asking(sign_in: SignIn, centre: Centre) -> None:
    account_id = factories.make_account("can.bo", Role.DUTY, facility_id=centre.facility_id)
    director = sign_in(Role.DIRECTOR)
    typed = {
        "account": account_id,
        "facility": centre.facility_id,
        "valid_from": "1/6/2024",
        "valid_to": "31/12/2099",
        "paper_number": "7/GUQ",
        "paper_on": "31/5/2024",
        "paper_issuer": "Giám đốc",
    }
    assert director.post("/admissions/terms/delegations", data=typed).status_code == 303
    assert director.post("/admissions/terms/delegations", data=typed | {"facility": 99}).status_code == 303
    address = "/admissions/terms/delegations/1/take-back"
    assert address in director.get("/admissions/terms/delegations").text
    asked = director.get(address).text
    assert "7/GUQ" in asked
    assert "Những gì đã kiểm vẫn giữ nguyên" in asked
    assert director.post(address).status_code == 303
    assert "thu hồi" in director.get(address).text.lower()
    assert director.post(address).status_code == 303  # said, and nothing more
    assert director.get("/admissions/terms/delegations/99/take-back").status_code == 404


def test_what_waits_is_a_list_that_is_ticked(sign_in: SignIn, centre: Centre) -> None:
    director = sign_in(Role.DIRECTOR)
    assert "Mọi thời hạn" in director.get("/admissions/terms").text
    first = centre.admit(centre.person("Nguyễn Văn Sáu"))
    second = centre.admit(centre.person("Lê Văn Bảy"), admitted_on=date(2024, 4, 2))
    moved = centre.admit(centre.person("Phạm Văn Tám"))
    centre.move(moved, MovementKind.ESCAPED, date(2024, 5, 1))
    names = {first: "Nguyễn Văn Sáu", second: "Lê Văn Bảy", moved: "Phạm Văn Tám"}

    def shown(query: str) -> list[int]:
        text = director.get(f"/admissions/terms?{query}").text
        places = {stay: text.find(f"{name}<") for stay, name in names.items()}
        return [stay for stay in sorted(names, key=lambda one: places[one]) if places[stay] >= 0]

    assert shown("") == [moved, first, second]
    assert shown("sort=admitted_on&order=desc") == [second, first, moved]
    assert shown("sort=name") == [second, first, moved]
    assert shown("sort=file_code&order=desc") == [moved, second, first]
    assert shown("sort=term_end_on") == [moved, first, second]
    assert shown("q=bay") == [second]
    assert shown("waits=changed") == [moved]
    assert shown("admitted_on_from=1/4/2024") == [second]
    assert shown("term_end_on_to=10/9/2025") == [first]
    assert director.get("/admissions/terms?tick=all&waits=begun").text.count(" checked>") == 2
    exported = director.get("/admissions/terms?export=csv&waits=begun").text
    assert ("Lê Văn Bảy" in exported, "Phạm Văn Tám" in exported, "checkbox" in exported) == (True, False, False)
    refused = director.post("/admissions/terms?q=bay")
    assert (refused.status_code, names[second] in refused.text, names[first] in refused.text) == (422, True, False)
    answer = director.post("/admissions/terms?waits=begun&tick=all", data={"stays": [f"{first}-1", f"{second}-1"]})
    assert (answer.status_code, answer.location) == (303, "/admissions/terms?waits=begun")
    assert shown("") == [moved]
    clerk = sign_in(Role.DUTY)
    assert "checkbox" not in clerk.get("/admissions/terms").text
    assert clerk.get("/admissions/terms?export=csv").status_code == 403
