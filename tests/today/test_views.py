"""Everybody's first page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.clock import moment_of
from rehab_center.dates import add_months
from rehab_center.permissions import EVERYWHERE, Actor, Role
from rehab_center.tasks.queries import open_tasks
from rehab_center.today.rules import FEW
from rehab_center.web.first_page import Block, Content, Folded, Harm, Line, add_block
from tests.admissions.deliveries import Gate
from tests.admissions.stays import Centre, decision, make_centre

# What the pages ask is asked on both databases by the tests of the queries and by web/test_fuzz.py.
pytestmark = pytest.mark.any_database

SignIn = Callable[..., FlaskClient]


@pytest.fixture
def centre(session: Session, actor: Actor) -> Centre:
    """An empty centre, inside an application context."""
    return make_centre(actor)


def begun(centre: Centre, months_ago: int, months: int, *, days: int = 0, name: str = "Trần Văn An") -> int:
    """A stay that began that long ago, by today's clock."""
    day = add_months(clock.today(), -months_ago) + timedelta(days=days)
    person = centre.person(name)
    return centre.admit(
        person,
        now=clock.now(),
        admitted_on=day,
        months=months,
        decision=decision(day - timedelta(days=3)),
        reason="Theo quyết định",
    )


def anchors(page: str) -> list[str]:
    """The blocks of a page, in their order."""
    return re.findall(r'<section class="card-section" id="([a-z-]+)"', page)


def block(page: str, key: str) -> str:
    """One block of a page."""
    found = re.search(rf'<section class="card-section" id="{key}">.*?</section>', page, re.DOTALL)
    return found[0] if found else ""


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every SELECT sent while it is open."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("SELECT"):
            seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


# --- by post ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("roles", "shown"),
    [
        ([Role.DUTY], ["at-large", "over", "ratings", "owed", "ending", "away", "recorded"]),
        ([Role.MEDICAL], ["health-checks", "stages", "owed", "away", "recorded"]),
        ([Role.TRAINING], ["over", "ratings", "stages", "owed", "ending", "away", "recorded"]),
        ([Role.INSPECTOR], ["log", "acts", "reports"]),
        (
            [Role.MEDICAL, Role.INSPECTOR],
            ["health-checks", "stages", "owed", "log", "acts", "away", "recorded", "reports"],
        ),
    ],
)
def test_each_post_finds_its_blocks_in_the_order_of_harm(
    centre: Centre, sign_in: SignIn, roles: list[Role], shown: list[str]
) -> None:
    with clock.set_to(moment_of(date(2024, 6, 14), 16)):  # in the first days of a month no rating is overdue yet
        out = begun(centre, 2, 18)
        centre.move(out, MovementKind.ESCAPED, clock.today(), now=clock.now(), with_paper=False)
        ill = begun(centre, 3, 18)
        centre.move(ill, MovementKind.TO_HOSPITAL, clock.today(), now=clock.now())
        begun(centre, 18, 18, days=-3)
        assert anchors(sign_in(*roles).get("/today").text) == shown


def test_the_administrator_is_led_to_accounts_and_sees_nobody(centre: Centre, sign_in: SignIn) -> None:
    begun(centre, 18, 18, days=-3, name="Hết Hạn Rồi")
    page = sign_in(Role.ADMINISTRATOR).get("/today").text
    assert anchors(page) == ["machine", "backups", "locked"]
    assert "/accounts" in page
    assert "/settings" in page
    assert "Hết Hạn Rồi" not in page
    assert "/people" not in page


def test_a_quiet_day_says_so(centre: Centre, sign_in: SignIn) -> None:
    begun(centre, 2, 18)
    for role in Role:
        assert sign_in(role).get("/today").status_code == 200


def test_the_address_of_the_program_leads_here(sign_in: SignIn) -> None:
    assert sign_in(Role.DUTY).get("/").location == "/today"


def test_a_feature_may_add_a_block(app: Flask, centre: Centre, sign_in: SignIn) -> None:
    assert centre
    line = Line("Lê Văn Giao", "chờ ký nhận", "23:10", "warn", act="Nhận", act_url="/admissions/new")
    content = Content((line,), total=3, all_url="/people", folded=(Folded("9 việc cũ", "/tasks"),))
    block = Block("waiting", "Giao nhận", "clock", Harm.UNFINISHED, frozenset({Role.DUTY}), lambda _actor: content)
    add_block(app, block)
    add_block(app, Block("nothing", "", "clock", Harm.OWED, frozenset({Role.DUTY}), lambda _actor: None))
    page = sign_in(Role.DUTY).get("/today").text
    assert anchors(page) == ["owed", "waiting", "ending", "recorded"]
    assert 'href="/admissions/new">Nhận<' in page
    assert 'href="/tasks">9 việc cũ<' in page
    assert "Lê Văn Giao" not in sign_in(Role.MEDICAL).get("/today").text


# --- what waits ------------------------------------------------------------------------------------------------------


def test_terms_that_are_over_and_that_end_soon(centre: Centre, sign_in: SignIn) -> None:
    over = begun(centre, 18, 18, days=-3, name="Hết Hạn Rồi")
    begun(centre, 18, 18, days=20, name="Sắp Hết Hạn")
    begun(centre, 2, 18, name="Còn Lâu Mới Hết")
    page = sign_in(Role.INTAKE).get("/today").text
    assert "Hết Hạn Rồi" in block(page, "over")
    assert f"/admissions/{over}/move?kind=completed" in block(page, "over")
    assert "Sắp Hết Hạn" in block(page, "ending")
    assert "Còn Lâu Mới Hết" not in block(page, "over") + block(page, "ending")


def test_an_old_book_is_one_line_that_leads_to_what_to_do(centre: Centre, sign_in: SignIn) -> None:
    for number in range(FEW + 1):
        begun(centre, 30, 18, name=f"Sổ Cũ {number}")
    client = sign_in(Role.INTAKE)
    page = client.get("/today").text
    assert f"{FEW + 1} người quá hạn theo sổ cũ" in block(page, "over")
    assert "Sổ Cũ" not in block(page, "over")
    listed = client.get("/today/old-book")
    assert listed.status_code == 200
    assert listed.text.count("Sổ Cũ") >= FEW + 1
    assert "move?late=1" in listed.text
    assert "move?late=1" not in sign_in(Role.TRAINING).get("/today/old-book").text


def test_an_escape_counts_the_hours_of_its_notice(centre: Centre, sign_in: SignIn) -> None:
    stay = begun(centre, 2, 18)
    now = clock.now()
    centre.move(stay, MovementKind.ESCAPED, clock.today() - timedelta(days=3), now=now, with_paper=False)
    page = block(sign_in(Role.INTAKE).get("/today").text, "at-large")
    assert "quá hạn báo công an xã" in page
    assert "3 ngày" in page
    assert re.search(r'href="/tasks/\d+\?next=/today"', page)


def test_what_is_owed_leads_to_the_act(centre: Centre, session: Session, sign_in: SignIn) -> None:
    stay = begun(centre, 2, 18)
    centre.move(stay, MovementKind.ESCAPED, clock.today() - timedelta(days=1), now=clock.now(), with_paper=False)
    page = sign_in(Role.DIRECTOR).get("/today").text
    owed = open_tasks(session, scope=EVERYWHERE)
    assert owed
    for task in owed:
        assert f"/tasks/{task.id}" in page
    assert "/people?here=escaped" in page


def test_a_post_sees_what_it_owes_itself(centre: Centre, sign_in: SignIn) -> None:
    stay = begun(centre, 2, 18)
    centre.move(stay, MovementKind.ESCAPED, clock.today(), now=clock.now(), with_paper=False)
    assert "/tasks/" in sign_in(Role.INTAKE).get("/today").text
    page = sign_in(Role.TRAINING).get("/today").text
    assert "/tasks/" not in page
    assert "Bộ phận của mình không còn việc nào" in block(page, "owed")


def test_who_is_away_is_one_click_from_the_return(centre: Centre, sign_in: SignIn) -> None:
    stay = begun(centre, 2, 18, name="Nằm Viện Lâu")
    centre.move(stay, MovementKind.TO_HOSPITAL, clock.today() - timedelta(days=4), now=clock.now())
    assert f"/admissions/{stay}/move?kind=from-hospital" in sign_in(Role.MEDICAL).get("/today").text
    page = sign_in(Role.TRAINING).get("/today").text
    assert "Nằm Viện Lâu" in page
    assert "/move" not in page


def test_what_was_recorded_today_and_what_was_voided(centre: Centre, sign_in: SignIn) -> None:
    stay = begun(centre, 2, 18, name="Vừa Ghi Xong")
    step = centre.move(stay, MovementKind.TO_HOSPITAL, clock.today(), now=clock.now())
    page = sign_in(Role.DUTY).get("/today").text
    assert page.count("Vừa Ghi Xong") >= 2
    assert "đã hủy" not in page
    centre.void(step, now=clock.now())
    assert "đã hủy" in sign_in(Role.DUTY).get("/today").text


def test_an_open_handover_waits_for_its_answers(centre: Centre, sign_in: SignIn) -> None:
    gate = Gate(centre)
    handover = gate.open()
    gate.write(handover, "Đang Đứng Chờ")
    page = block(sign_in(Role.INTAKE).get("/today").text, "handovers")
    assert "1 trên 1 người chưa được trả lời" in page
    assert "Làm tiếp" in page
    assert f'href="/admissions/handovers/{handover}"' in page
    assert "Làm tiếp" not in block(sign_in(Role.DUTY).get("/today").text, "handovers")
    assert block(sign_in(Role.MEDICAL).get("/today").text, "handovers") == ""


def test_an_escape_leads_to_what_the_reader_may_do(centre: Centre, sign_in: SignIn) -> None:
    stay = begun(centre, 2, 18)
    centre.move(stay, MovementKind.ESCAPED, clock.today(), now=clock.now(), with_paper=False)
    assert f"/admissions/{stay}/move?kind=returned" in block(sign_in(Role.DUTY).get("/today").text, "at-large")
    assert "/tasks/" in block(sign_in(Role.INTAKE).get("/today").text, "at-large")


# --- who watches -----------------------------------------------------------------------------------------------------


def test_the_inspector_sees_the_log_and_what_was_taken_back(centre: Centre, sign_in: SignIn) -> None:
    stay = begun(centre, 2, 18, name="Bị Hủy Rồi")
    inspector = sign_in(Role.INSPECTOR)
    assert "chưa kiểm tra lần nào" in inspector.get("/today").text
    centre.void(centre.move(stay, MovementKind.TO_HOSPITAL, clock.today(), now=clock.now()), now=clock.now())
    page = inspector.get("/today").text
    assert "Bị Hủy Rồi" in page
    assert re.search(r'href="/log/\d+"', page)


def test_a_locked_account_is_one_click_from_being_unlocked(app: Flask, centre: Centre, sign_in: SignIn) -> None:
    assert centre
    client = sign_in(Role.ADMINISTRATOR)
    app.config["SIGN_IN_FAILURES"] = 2
    username, stranger = _username(client), app.test_client()
    assert "bị khóa tạm" in block(client.get("/today").text, "locked")
    for _attempt in range(2):
        stranger.post("/sign-in", data={"username": username, "password": "sai mat khau"})
    page = client.get("/today").text
    assert re.search(r'href="/accounts/\d+/unlock"', page)


def _username(client: FlaskClient) -> str:
    found = re.search(r"administrator\.[0-9a-f]{8}", client.get("/accounts").text)
    assert found is not None
    return found[0]


# --- how much it costs -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.INTAKE, Role.INSPECTOR, Role.ADMINISTRATOR])
def test_few_statements_however_many_rows(centre: Centre, sign_in: SignIn, role: Role) -> None:
    client = sign_in(role)
    for number in range(12):
        stay = begun(centre, 18, 18, days=-3)
        if number % 3 == 0:
            centre.move(stay, MovementKind.ESCAPED, clock.today(), now=clock.now(), with_paper=False)
    with statements() as seen:
        assert client.get("/today").status_code == 200
    assert len(seen) <= 60
