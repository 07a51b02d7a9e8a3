"""The pages of belongings: several lines by keyboard alone, slips in two copies, who may."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.audit.models import AuditEntry
from rehab_center.belongings.forms import MOST_ROWS
from rehab_center.belongings.queries import belongings_page
from rehab_center.permissions import EVERYWHERE, Role
from tests.admissions.stays import Centre

# What the pages ask is asked on both databases by the tests of the queries and by web/test_fuzz.py.
pytestmark = pytest.mark.any_database

SignIn = Callable[..., FlaskClient]
SIDES = {"happened_on": "10/03/2024", "party": "Trần Văn An", "officer": "Lê Văn Gác", "relation": "bản thân"}


def lines(*typed: dict[str, str], empty: int = 3) -> dict[str, str]:
    """The rows of the form as a browser sends them, empty ones too."""
    blank = {"kind": "thing", "description": "", "quantity": "", "amount": "", "currency": "VND"}
    rows = [blank | one for one in (*typed, *({} for _ in range(empty)))]
    return {f"rows-{place}-{name}": value for place, row in enumerate(rows) for name, value in row.items()}


COAT = {"description": "Áo khoác", "quantity": "2", "kept_where": "Kho"}
CASH = {"kind": "money", "amount": "1.500.000"}


@pytest.fixture
def address(centre: Centre) -> str:
    return f"/admissions/{centre.admit()}/belongings"


def test_several_lines_on_one_slip(session: Session, address: str, sign_in: SignIn) -> None:
    client = sign_in(Role.DUTY)
    assert client.get(f"{address}/new").text.count('name="rows-') == 6 * 7
    answer = client.post(f"{address}/new", data=SIDES | lines(COAT, CASH))
    assert answer.status_code == 303
    shown = client.get(answer.location).text
    assert shown.count("Phiếu tạm giữ đồ vật, tiền, tư trang</h1>") == 2  # two copies
    assert "1.500.000 đồng" in shown
    assert len(belongings_page(session, 1, scope=EVERYWHERE).things) == 2
    assert "còn giữ 2" in client.get("/people/1").text


def test_more_lines_keep_what_was_typed(session: Session, address: str, sign_in: SignIn) -> None:
    answer = sign_in(Role.DUTY).post(f"{address}/new", data=SIDES | lines(COAT, empty=5) | {"step": "more"})
    assert answer.status_code == 200
    assert answer.text.count('name="rows-') == 12 * 7
    assert 'value="Áo khoác"' in answer.text
    assert not belongings_page(session, 1, scope=EVERYWHERE).things


def test_so_many_lines_and_no_more(address: str, sign_in: SignIn) -> None:
    answer = sign_in(Role.DUTY).post(f"{address}/new", data=SIDES | lines(empty=70) | {"step": "more"})
    assert answer.status_code == 200
    assert answer.text.count('name="rows-') == MOST_ROWS * 7


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"quantity": "2"}, "rows-1-description"),
        ({"description": "Nhẫn", "quantity": "hai"}, "rows-1-quantity"),
        ({"description": "Nhẫn", "quantity": "0"}, "rows-1-quantity"),
        ({"kind": "money", "description": "Tiền"}, "rows-1-amount"),
        ({"kind": "money", "amount": "1,500,000"}, "rows-1-amount"),
        ({"description": "Nhẫn", "amount": "5.000"}, "rows-1-amount"),
    ],
)
def test_what_is_wrong_stands_at_its_line_and_nothing_typed_is_lost(
    session: Session, address: str, sign_in: SignIn, wrong: dict[str, str], field: str
) -> None:
    answer = sign_in(Role.DUTY).post(f"{address}/new", data=SIDES | lines(COAT, wrong))
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert 'value="Áo khoác"' in answer.text
    assert not belongings_page(session, 1, scope=EVERYWHERE).things


@pytest.mark.parametrize("sent", [SIDES | lines(), SIDES | {"party": ""} | lines(COAT), {}, {"rows-x-kind": "?"}])
def test_a_slip_without_things_or_without_a_side(address: str, sign_in: SignIn, sent: dict[str, str]) -> None:
    answer = sign_in(Role.DUTY).post(f"{address}/new", data=sent)
    assert answer.status_code == 422
    assert "error-summary" in answer.text


def test_giving_back_and_taking_back(address: str, sign_in: SignIn) -> None:
    client = sign_in(Role.DUTY)
    client.post(f"{address}/new", data=SIDES | lines(COAT, CASH))
    page = client.get(f"{address}/return")
    assert page.text.count("checked") == 2  # all of it, unless told otherwise
    assert client.post(f"{address}/return", data=SIDES).status_code == 422
    assert client.post(f"{address}/return", data=SIDES | {"things": ["77"]}).status_code == 422
    answer = client.post(f"{address}/return", data=SIDES | {"things": ["1"], "signed": "y"})
    assert answer.status_code == 303
    assert "Phiếu trả lại" in client.get(answer.location).text
    assert client.post(f"{address}/1/void-return", data={"reason": "Chưa ký"}).status_code == 303
    assert client.post(f"{address}/2/void", data={"reason": ""}).status_code == 422
    assert client.post(f"{address}/2/void", data={"reason": "Của người khác"}).status_code == 303
    assert client.post(f"{address}/2/void", data={"reason": "Lần nữa"}).status_code == 422
    assert "Của người khác" in client.get(address).text
    for missing in ("/99/void", "/slips/99", "/slips/99/file"):
        assert client.get(address + missing).status_code == 404
    assert client.get("/admissions/9/belongings").status_code == 404


def test_the_slip_prints_both_copies_and_the_log_says_so(session: Session, address: str, sign_in: SignIn) -> None:
    client = sign_in(Role.DUTY)
    client.post(f"{address}/new", data=SIDES | lines(COAT, CASH))
    answer = client.get(f"{address}/slips/1/file")
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-")
    assert answer.data == client.get(f"{address}/slips/1/file").data
    session.rollback()
    assert session.scalars(select(AuditEntry.act)).all().count("belongings.printed") == 2


def test_who_may(address: str, sign_in: SignIn) -> None:
    reader = sign_in(Role.INSPECTOR)
    assert reader.get(address).status_code == 200
    for path in ("/new", "/return", "/1/void"):
        assert reader.get(address + path).status_code == 403
    assert sign_in(Role.ADMINISTRATOR).get(address).status_code == 403
