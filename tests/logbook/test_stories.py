"""Whose story an act belongs to, and what a story says of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.models import Admission
from rehab_center.admissions.rules.facts import StayCorrection
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.regime import Regime, StayKind
from rehab_center.admissions.services import convert_stay, correct_stay
from rehab_center.audit import labels, queries
from rehab_center.audit.conditions import Window
from rehab_center.audit.kin import kin_of
from rehab_center.audit.models import AuditEntry
from rehab_center.audit.presets import NATURES
from rehab_center.audit.recorder import Subject, record
from rehab_center.db import db, transaction
from rehab_center.permissions import EVERYWHERE, Actor, Role
from rehab_center.web.list_state import ListState
from tests import factories
from tests.admissions.stays import NOW, Centre, make_centre, stay_facts

WHY = "Quyết định ghi 12 tháng"


@pytest.fixture
def centre(session: Session, actor: Actor) -> Centre:
    """A centre with somebody who was admitted, moved and put right, and with somebody else."""
    centre = make_centre(actor)
    stay_id = centre.admit(centre.person("Nguyễn Văn An"))
    centre.move(stay_id, MovementKind.TO_HOSPITAL, date(2024, 6, 1))
    _shorten(stay_id, actor)
    centre.admit(centre.person("Trần Văn Bình"))
    return centre


def _shorten(stay_id: int, actor: Actor) -> None:
    stay = db.session.get_one(Admission, stay_id)
    names = (
        "file_code",
        "admitted_on",
        "term_start_on",
        "credit_days",
        "decision_effective_on",
        "times_treated",
        "note",
    )
    kept = {name: getattr(stay, name) for name in names}
    correction = StayCorrection(**kept, months=12, regime=Regime(stay.regime))
    version = stay.version
    with transaction() as session:
        correct_stay(
            session,
            stay_id,
            correction=correction,
            expected_version=version,
            reason=WHY,
            actor=actor,
            now=clock.now(),
        )


def test_a_change_of_ground_tells_of_both_stays_before_its_tasks(
    session: Session, centre: Centre, sign_in: Callable[..., FlaskClient]
) -> None:
    held = centre.admit(
        centre.person("Ninh Công Thủy"), kind=StayKind.TEMPORARY, months=None, decision=None,
        admitted_on=date(2024, 2, 20),
    )  # fmt: skip
    with transaction() as writing:
        facts = stay_facts(credit_days=19)
        new = convert_stay(writing, held, facts=facts, reason=None, actor=centre.actor, now=NOW)
    code = session.get_one(Admission, new).file_code
    lines = queries.entries_before(session, Window(ListState(), EVERYWHERE), None, limit=1, few=60)
    tables = [change.table for change in lines[0].changes]
    assert tables.count("task") > 0
    assert set(tables[-tables.count("task") :]) == {"task"}
    page = sign_in(Role.INSPECTOR).get("/log?act=stay.converted").text
    assert "<td>Chuyển diện: mã HV00003 (" in page
    assert f"hết thời hạn –) → mã {code} (Bắt buộc, hết thời hạn 22/08/2025)<br>" in page


def _acts(session: Session, kind: str, subject_id: int, *, actor: str | None = None) -> list[str]:
    window = Window(ListState(), EVERYWHERE, kin_of(session, kind, subject_id, actor=actor))
    return [line.act for line in queries.entries_before(session, window, None, limit=50)][::-1]


def test_a_persons_story_holds_stays_movements_and_nothing_of_others(session: Session, centre: Centre) -> None:
    assert _acts(session, "resident", 1) == ["resident.entered", "stay.admitted", "stay.moved", "stay.corrected"]
    assert _acts(session, "resident", 2) == ["resident.entered", "stay.admitted"]


def test_a_paper_cited_by_a_person_is_part_of_the_story_by_its_own_acts_only(
    session: Session, centre: Centre, actor: Actor
) -> None:
    decision = session.get_one(Admission, 1).decision_id
    assert decision is not None
    session.rollback()
    with transaction():
        record("document.scan-opened", actor=actor, at=clock.now(), about=Subject("document", decision, "1/QĐ-TA"))
    assert _acts(session, "resident", 1)[-1] == "document.scan-opened"
    assert _acts(session, "document", decision) == ["stay.admitted", "stay.corrected", "document.scan-opened"]


def test_an_officers_story_holds_what_they_did_and_what_was_done_to_the_account(
    session: Session, centre: Centre
) -> None:
    account_id = factories.make_account("lan", Role.DUTY)
    with transaction():
        record("people.exported", actor=Actor(name="lan", label="Lan", account_id=account_id), at=clock.now())
    assert _acts(session, "account", account_id, actor="lan") == ["account.created", "people.exported"]


def test_every_act_stands_under_a_heading(app: Flask) -> None:
    with app.app_context():
        assert [act for act in labels.described_acts() if labels.act_group(act) is None] == []


@pytest.mark.parametrize(
    ("act", "nature"),
    [
        ("handover.opened", "change"),
        ("handover.reopened", "change"),
        ("handover.viewed", "read"),
        ("resident.opened", "read"),
        ("file.sheet-printed", "export"),
    ],
)
def test_what_opens_minutes_is_found_among_the_changes(app: Flask, act: str, nature: str) -> None:
    with app.app_context():
        assert [key for key, preset in NATURES.items() if act in preset.acts] == [nature]


# --- pages -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def inspector(centre: Centre, sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    """Somebody who reads the log of that centre."""
    return sign_in(Role.INSPECTOR)


def test_who_changed_a_term_what_it_was_and_why_is_one_click(inspector: FlaskClient) -> None:
    day = clock.today()
    page = inspector.get(f"/log?what=term&at_from={day:%d/%m/%Y}").text
    for words in ("Người kiểm thử", "18 → 12", WHY, "Nguyễn Văn An"):
        assert words in page
    assert "Trần Văn Bình" not in page


def test_an_escape_and_a_return_say_in_one_line_what_becomes_of_the_term(
    centre: Centre, inspector: FlaskClient, session: Session
) -> None:
    stay_id = centre.admit(centre.person("Vũ Đình Dũng"))
    session.rollback()
    ends = session.get_one(Admission, stay_id).term_end_on
    session.rollback()
    at = [clock.moment_of(date(2024, 6, day), 9, 0) for day in (3, 14, 15)]
    with clock.set_to(at[2]):
        centre.move(stay_id, MovementKind.ESCAPED, date(2024, 6, 3), now=at[0])
        back = centre.move(stay_id, MovementKind.RETURNED, date(2024, 6, 13), now=at[1])
        centre.void(back, now=at[2])
    later = ends + timedelta(days=10) if ends else None
    gone = (
        f"{ends:%d/%m/%Y} trước đó, nay thời hạn đang tạm dừng, còn",
        "Bỏ trốn, 03/06/2024",
        f"{ends:%d/%m/%Y} trước đó, nay {later:%d/%m/%Y}, do: Trở lại sau khi bỏ trốn, 13/06/2024",
        f"{later:%d/%m/%Y} trước đó, nay thời hạn đang tạm dừng",
    )
    entries = [f"/log/{one}" for one in session.scalars(select(AuditEntry.id).where(AuditEntry.act == "stay.moved"))]
    told = "".join(inspector.get(entry).text for entry in entries[-2:])
    assert all(words in told for words in gone[:3])
    for page in ("/log", "/log/extract?act=stay.moved", "/log?what=term&export=csv", "/log/about/resident/3"):
        assert gone[2] in inspector.get(page).text, page
    assert gone[3] in inspector.get("/log?act=stay.movement-voided").text


def test_a_story_reads_as_one(inspector: FlaskClient) -> None:
    page = inspector.get("/log/about/resident/1")
    assert page.status_code == 200
    for words in ("<del>18</del>", "<ins>12</ins>", WHY, "Nguyễn Văn An", 'href="/people/1"'):
        assert words in page.text
    assert "Trần Văn Bình" not in page.text


def test_a_story_is_filtered_and_exported(inspector: FlaskClient, session: Session) -> None:
    assert WHY not in inspector.get("/log/about/resident/1?what=read").text
    answer = inspector.get("/log/about/resident/1?what=term&export=csv")
    assert (answer.status_code, WHY in answer.text) == (200, True)
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert entry.details is not None
    assert entry.act == "audit.exported"
    assert "Nguyễn Văn An" in entry.details["filters"]
    assert "Đổi thời hạn" in entry.details["filters"]


@pytest.mark.parametrize(
    "path",
    ["/log/about/resident/99", "/log/about/nothing/1", "/log/day/2024-02-31", "/log/day/x", "/log/day/0001-01-01"],
)
def test_a_stranger_is_nowhere(inspector: FlaskClient, path: str) -> None:
    assert inspector.get(path).status_code == 404


def test_a_day_begins_with_its_summary(inspector: FlaskClient) -> None:
    page = inspector.get(f"/log/day/{clock.today().isoformat()}")
    assert page.status_code == 200
    assert "Tóm tắt trong ngày" in page.text
    assert "Người kiểm thử" in page.text
    assert "/log/day/" in page.text
    empty = inspector.get("/log/day/2001-01-01")
    assert (empty.status_code, "Không có mục nào" in empty.text) == (200, True)


@pytest.mark.parametrize("path", ["/log/about/resident/1", "/log/day/2024-06-05", "/log/verification", "/log/extract"])
def test_others_do_not_read_the_log(sign_in: Callable[..., FlaskClient], path: str) -> None:
    client = sign_in(*(set(Role) - {Role.INSPECTOR, Role.DIRECTOR}))
    assert client.get(path).status_code == 403
