"""The pages that correct a person's record."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.audit.models import AuditEntry
from rehab_center.documents.models import Document
from rehab_center.permissions import EVERYWHERE, Actor, Role
from rehab_center.residents.kinds import AliasKind
from rehab_center.residents.models import ResidentFacility
from rehab_center.residents.queries import PersonPage, person_facts
from rehab_center.residents.rules.facts import AliasFacts, PaperFacts, RelativeFacts
from tests.drafts.forms import draft_form
from tests.residents.persons import make_facility, make_person

# What the pages ask is asked on both databases by the tests of the queries and by web/test_fuzz.py.
pytestmark = pytest.mark.any_database

SignIn = Callable[..., FlaskClient]
NUMBER = "036182475594"
FORM = {
    "version": "1",
    "full_name": "Đỗ Thị Hòa",
    "birth": "05/06/1982",
    "sex": "female",
    "placed_as": "",
    "nationality": "Việt Nam",
}


@pytest.fixture
def person(session: Session, actor: Actor) -> int:
    return make_person(
        actor,
        make_facility(actor),
        identity=(PaperFacts(NUMBER),),
        aliases=(AliasFacts("Hòa béo"),),
        relatives=(RelativeFacts("Mai Thu Mai", "mẹ"),),
    )


def page_of(session: Session, person: int) -> PersonPage:
    session.rollback()
    session.expire_all()
    return person_facts(session, person, scope=EVERYWHERE)


def acts(session: Session) -> list[str]:
    session.rollback()
    return list(session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)))


def test_the_form_shows_the_record_and_opening_it_is_logged(session: Session, person: int, sign_in: SignIn) -> None:
    answer = sign_in(Role.INTAKE).get(f"/people/{person}/edit")
    assert answer.status_code == 200
    for words in ("Đỗ Thị Hòa", "05/06/1982", NUMBER, "Hòa béo", "Mai Thu Mai", "NT-00000"):
        assert words in answer.text
    assert acts(session)[-1] == "resident.opened"


def test_saving(session: Session, person: int, sign_in: SignIn) -> None:
    answer = sign_in(Role.INTAKE).post(
        f"/people/{person}/edit", data=FORM | {"commune": " xã  Nam Thanh", "birth": "6/1982"}
    )
    assert answer.status_code == 303
    facts = page_of(session, person).facts
    assert (facts.commune, facts.birth.text) == ("xã Nam Thanh", "06/1982")


def test_placing_against_the_paper_asks_for_a_reason(session: Session, person: int, sign_in: SignIn) -> None:
    client = sign_in(Role.INTAKE)
    asked = client.post(f"/people/{person}/edit", data=FORM | {"placed_as": "male"})
    assert asked.status_code == 422
    assert "Điều 46.2h" in asked.text
    given = FORM | {"placed_as": "male", "reason": "seen", "reason_note": "Khám khi tiếp nhận"}
    assert client.post(f"/people/{person}/edit", data=given).status_code == 303
    assert page_of(session, person).facts.placed_as == "male"
    again = FORM | {"version": "2", "placed_as": "male", "phone": "0912"}
    assert client.post(f"/people/{person}/edit", data=again).status_code == 303  # not asked twice


@pytest.mark.parametrize(("field", "value"), [("birth", "31/02/1982"), ("full_name", " "), ("sex", "x")])
def test_what_was_typed_stays_with_its_error(person: int, sign_in: SignIn, field: str, value: str) -> None:
    answer = sign_in(Role.INTAKE).post(f"/people/{person}/edit", data=FORM | {field: value, "phone": "0912"})
    assert answer.status_code == 422
    assert 'value="0912"' in answer.text
    if field == "birth":
        assert 'value="31/02/1982"' in answer.text


def test_a_warning_asks_for_a_reason_and_then_lets_through(session: Session, person: int, sign_in: SignIn) -> None:
    client = sign_in(Role.INTAKE)
    asked = client.post(f"/people/{person}/edit", data=FORM | {"birth": "1983"})
    assert asked.status_code == 422
    assert "Thông tư 07/2016/TT-BCA" in asked.text
    given = FORM | {"birth": "1983", "reason": "seen", "reason_note": "giấy khai sinh"}
    assert client.post(f"/people/{person}/edit", data=given).status_code == 303
    assert page_of(session, person).facts.birth.text == "1983"


def test_the_second_saver_sees_both_values_and_may_save_again(session: Session, person: int, sign_in: SignIn) -> None:
    client = sign_in(Role.INTAKE)
    opened = str(page_of(session, person).version)
    form = FORM | {"version": opened}
    assert client.post(f"/people/{person}/edit", data=form | {"commune": "xã A"}).status_code == 303
    refused = client.post(f"/people/{person}/edit", data=form | {"commune": "xã B"})
    assert refused.status_code == 409
    assert "xã A" in refused.text
    assert "Lê Thị Thử đã sửa nội dung này lúc " in refused.text
    assert 'value="xã B"' in refused.text
    present = str(page_of(session, person).version)
    assert f'value="{present}"' in refused.text
    again = client.post(f"/people/{person}/edit", data=form | {"commune": "xã B", "version": present})
    assert again.status_code == 303
    assert page_of(session, person).facts.commune == "xã B"


def test_the_second_saver_chooses_field_by_field(session: Session, person: int, sign_in: SignIn) -> None:
    address = f"/people/{person}/edit"
    client, other = sign_in(Role.INTAKE), sign_in(Role.INTAKE)
    mine, theirs = (draft_form(one.get(address).text).data for one in (client, other))
    assert other.post(address, data=theirs | {"commune": "xã A", "phone": "0912 000 111"}).status_code == 303
    refused = client.post(address, data=mine | {"commune": "xã B", "occupation": "thợ hàn"})
    assert refused.status_code == 409
    again = draft_form(refused.text)
    assert again["draft-theirs-phone"] != "yours", "left alone here: theirs is proposed"
    assert (again["draft-theirs-commune"], again["draft-theirs-occupation"]) == ("yours", "yours")
    assert draft_form(client.get(address).text)["commune"] == "xã B", "nothing typed is lost"
    assert client.post(address, data=again.data).status_code == 303
    facts = page_of(session, person).facts
    assert (facts.commune, facts.phone, facts.occupation) == ("xã B", "0912 000 111", "thợ hàn")


def test_a_draft_of_a_record_changed_since_shows_both(session: Session, person: int, sign_in: SignIn) -> None:
    address = f"/people/{person}/edit"
    client = sign_in(Role.INTAKE)
    mine = draft_form(client.get(address).text).data
    client.post("/my-account/drafts", data=mine | {"commune": "xã B"})
    assert "second-saver" not in client.get(address).text
    sign_in(Role.INTAKE).post(address, data=mine | {"commune": "xã A"})
    for _time in range(2):
        back = client.get(address).text
        assert "second-saver" in back
        assert "xã A" in back
    assert draft_form(back)["commune"] == "xã B"
    leave = draft_form(back).data | {"draft-theirs-everything": "y"}
    assert client.post(address, data=leave).status_code == 303
    assert page_of(session, person).facts.commune == "xã A"


def test_a_name_changed_by_a_paper(session: Session, person: int, sign_in: SignIn) -> None:
    client = sign_in(Role.INTAKE)
    version = str(page_of(session, person).version)
    paper = {"number": "12/TLKH", "issued_on": "2/5/2024", "issuer": "UBND xã Nam Thanh"}
    without = client.post(f"/people/{person}/name-change", data={"version": version, "new_name": "Đỗ Minh Hòa"})
    assert without.status_code == 422
    answer = client.post(f"/people/{person}/name-change", data={"version": version, "new_name": "Đỗ Minh Hòa"} | paper)
    assert answer.status_code == 303
    page = page_of(session, person)
    assert page.person.full_name == "Đỗ Minh Hòa"
    former = next(alias for alias in page.aliases if alias.kind is AliasKind.FORMER_NAME)
    shown = client.get(f"/papers/{former.document_id}")
    assert "Đỗ Minh Hòa" in shown.text
    assert "Đỗ Thị Hòa" in shown.text
    centre = session.scalar(select(ResidentFacility.facility_id).where(ResidentFacility.resident_id == person))
    assert session.get_one(Document, former.document_id).facility_id == centre


def test_papers_names_and_relatives(session: Session, person: int, sign_in: SignIn) -> None:
    client = sign_in(Role.INTAKE)
    for path in ("identity-papers/new", "other-names/new", "relatives/new", "name-change"):
        assert client.get(f"/people/{person}/{path}").status_code == 200
    posts = (
        ("identity-papers/new", {"identity_number": "167 609 763", "issued_on": "1/5/2001", "issuer": "CA tỉnh"}),
        ("other-names/new", {"full_name": "Tý còi", "kind": "other-name"}),
        ("relatives/new", {"name": "Lê Văn Ba", "relation": "chồng", "phone": "0912"}),
    )
    for path, data in posts:
        assert client.post(f"/people/{person}/{path}", data=data).status_code == 303
    page = page_of(session, person)
    assert {paper.number for paper in page.papers} == {NUMBER, "167 609 763"}
    assert {alias.name for alias in page.aliases} == {"Hòa béo", "Tý còi"}
    assert {one.name for one in page.relatives} == {"Mai Thu Mai", "Lê Văn Ba"}


def test_a_number_of_a_wrong_length_says_so_beside_the_field(person: int, sign_in: SignIn) -> None:
    answer = sign_in(Role.INTAKE).post(
        f"/people/{person}/identity-papers/new", data={"identity_number": "36182475594", "valid": "y"}
    )
    assert answer.status_code == 422
    assert 'id="identity_number-error"' in answer.text


def test_taking_away_needs_a_reason(session: Session, person: int, sign_in: SignIn) -> None:
    client = sign_in(Role.INTAKE)
    page = page_of(session, person)
    rows = {
        "identity-paper": page.papers[0].id,
        "other-name": page.aliases[0].id,
        "relative": page.relatives[0].id,
    }
    for kind, row in rows.items():
        path = f"/people/{person}/withdraw/{kind}/{row}"
        assert client.get(path).status_code == 200
        assert client.post(path, data={"reason": " "}).status_code == 422
        assert client.post(path, data={"reason": "nhập nhầm người"}).status_code == 303
        assert client.get(path).status_code == 404
    page = page_of(session, person)
    assert (page.papers, page.aliases, page.relatives) == ((), (), ())


def test_marking_a_paper(session: Session, person: int, sign_in: SignIn) -> None:
    client = sign_in(Role.INTAKE)
    paper = page_of(session, person).papers[0].id
    for state, valid in (("unusable", False), ("usable", True)):
        assert client.post(f"/people/{person}/identity-papers/{paper}/{state}").status_code == 303
        assert page_of(session, person).papers[0].valid is valid


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.DUTY, Role.INSPECTOR, Role.ADMINISTRATOR, Role.MEDICAL])
def test_only_those_who_may_edit(person: int, sign_in: SignIn, role: Role) -> None:
    client = sign_in(role)
    assert client.get(f"/people/{person}/edit").status_code == 403
    assert client.post(f"/people/{person}/other-names/new", data={"full_name": "X"}).status_code == 403


def test_a_stranger_is_a_404(person: int, sign_in: SignIn) -> None:
    client = sign_in(Role.INTAKE)
    assert client.get("/people/999/edit").status_code == 404
    assert client.get("/people/999/relatives/new").status_code == 404
    assert client.get(f"/people/{person}/withdraw/relative/999").status_code == 404
