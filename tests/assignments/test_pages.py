"""The pages of assignments: from suitability to the decision, the lists, many at once; few statements."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.activities.kinds import ActivityKind, Subject
from rehab_center.activities.queries.programmes import facts_of, load_activity
from rehab_center.activities.services import edit_activity
from rehab_center.admissions.queries import load_stay
from rehab_center.assignments.kinds import Standing
from rehab_center.assignments.models import ActivityWish, Assignment, AssignmentOverride
from rehab_center.assignments.queries import assigned, places_taken
from rehab_center.assignments.rules.workbook import read_rows
from rehab_center.db import transaction
from rehab_center.health.kinds import Clearance
from rehab_center.permissions import EVERYWHERE, Role
from rehab_center.stages.kinds import Stage
from tests.admissions.stays import NOW
from tests.assignments.test_workbook import save
from tests.assignments.working import Works, at, on
from tests.placements.test_views import counted

pytestmark = pytest.mark.any_database

SignIn = Callable[..., FlaskClient]
TODAY = "14/6/2024"


@pytest.fixture(autouse=True)
def then(works: Works) -> object:
    """All of it on one day."""
    with clock.set_to(NOW):
        yield works


def ids(session: Session, *standings: Standing) -> dict[str, int]:
    """The boxes of the assignments that stand so, with their versions."""
    session.rollback()
    rows = assigned(session, NOW.date(), scope=EVERYWHERE)
    return {f"a-{row.id}": row.version for row in rows if row.standing in standings}


def test_one_person_on_one_screen(works: Works, session: Session, sign_in: SignIn) -> None:
    """The trainer sees what speaks against each programme and proposes; the director signs what is against a rule."""
    shop = works.programme(capacity=1)
    works.programme("Xưởng gạch", "1-5 13:00-17:00", hazardous=True)
    works.programme("Lớp pháp luật", "6 07:00-09:00", kind=ActivityKind.EDUCATION, subject=Subject.LAW)
    first, stay = works.worker("Lê Văn Một"), works.worker("Lê Văn Hai", cleared=Clearance.NO_HEAVY)
    works.assign(first, shop)
    trainer, director = sign_in(Role.TRAINING), sign_in(Role.DIRECTOR)
    page = trainer.get(f"/assignments/stays/{stay}").text
    for words in (
        "Hết chỗ: 1 trên 1",
        "Bộ phận y tế không cho phép",
        "Chỉ khi người đứng đầu",
        "Lớp pháp luật",
        "0 trên nhiều",
    ):
        assert words in page
    address = f"/assignments/stays/{stay}/programmes/{shop}"
    assert "override_reason" not in trainer.get(address).text
    bad = trainer.post(address, data={"step": "propose", "starts_on": "31/2/2024", "why": "Cần người"})
    assert bad.status_code == 422
    assert 'value="31/2/2024"' in bad.text
    assert trainer.post(address, data={"step": "decide", "starts_on": TODAY}).status_code == 403
    against = director.post(address, data={"step": "decide", "starts_on": TODAY})
    assert against.status_code == 422
    assert "Chưa lưu" in against.text
    assert "Muộn nhất đến 14/07/2024" in against.text
    done = trainer.post(address, data={"step": "propose", "starts_on": TODAY, "why": "Cần người"})
    assert done.status_code == 303
    assert "Chờ quyết định" in trainer.get(f"/assignments/stays/{stay}").text
    boxes = ids(session, Standing.PROPOSED)
    assert trainer.post("/assignments/decide", data=boxes).status_code == 403
    assert "Trả lời đề nghị" in director.get(f"/assignments/{next(iter(boxes)).removeprefix('a-')}").text
    assert "1 đề nghị phân công" in director.get("/today").text
    assert "1 đề nghị phân công" not in trainer.get("/today").text
    shown = director.post("/assignments/decide", data=boxes | {"step": "chosen"}).text
    assert "Hết chỗ" in shown
    refused = director.post("/assignments/decide", data=boxes | {"step": "save"})
    assert refused.status_code == 422
    signed = {"override_reason": "urgent-work", "note": "Đơn hàng gấp", "expires_on": "20/6/2024"}
    late = director.post("/assignments/decide", data=boxes | signed | {"step": "save", "expires_on": "20/9/2024"})
    assert "30 ngày" in late.text
    assert 'value="Đơn hàng gấp"' in late.text
    assert director.post("/assignments/decide", data=boxes | signed | {"step": "save"}).status_code == 303
    session.rollback()
    assert session.scalars(select(AssignmentOverride.rule)).all() == ["full"]
    assert "Đơn hàng gấp" in director.get("/assignments/permissions?when=holds").text
    number = max(session.scalars(select(Assignment.id)))
    assert "20/06/2024" in trainer.get(f"/assignments/{number}").text
    again = director.post(f"/assignments/{number}/sign/full", data=signed | {"expires_on": "1/7/2024"})
    assert again.status_code == 303
    assert director.get(f"/assignments/{number}/sign/nothing").status_code == 404
    with clock.set_to(at(date(2024, 7, 2))):
        assert "1 phân công đang tạm dừng" in sign_in(Role.DIRECTOR).get("/today").text
    paused = {"from_on": "17/6/2024", "until_on": "18/6/2024", "pause_reason": "no-work"}
    assert trainer.post(f"/assignments/{number}/pause", data=paused).status_code == 303
    assert "17/06/2024" in trainer.get(f"/assignments/{number}").text
    assert trainer.post(f"/assignments/{number}/pause", data=paused | {"until_on": "1/6/2024"}).status_code == 422
    assert trainer.post(f"/assignments/{number}/resume", data={"on": "18/6/2024"}).status_code == 303
    assert f'href="/assignments/{number}"' in trainer.get(f"/admissions/{stay}").text


def test_many_at_once(works: Works, session: Session, sign_in: SignIn) -> None:
    """Ticked, shown, written; whoever a rule stops is named and left out; moved and ended with the reason."""
    shop, farm = works.programme(), works.programme("Trồng rau", "1-5 13:00-17:00")
    good, new = works.many(3), works.many(1, stage=Stage.TREATMENT)
    director = sign_in(Role.DIRECTOR)
    assert "Không tham gia gì" in director.get("/assignments/people?load=none").text
    boxes = {f"p-{stay}": 0 for stay in (*good, *new)}
    assert director.post("/assignments/assign", data={}).status_code == 303
    data = boxes | {"activity": shop, "starts_on": TODAY}
    shown = director.post("/assignments/assign", data=data | {"step": "check"}).text
    assert "giai đoạn a và b" in shown
    done = director.post("/assignments/assign", data=data | {"step": "decide"}, follow_redirects=True).text
    assert "Đã ghi: 3 người" in done
    assert "Bỏ qua: 1 người" in done
    assert "Xưởng may" in done
    empty = director.post("/assignments/assign", data=boxes | {"activity": "", "starts_on": TODAY, "step": "check"})
    assert empty.status_code == 422
    running = ids(session, Standing.ACTIVE)
    assert len(running) == 3
    both = director.post(
        "/assignments/move", data=running | {"activity": farm, "starts_on": "17/6/2024", "step": "check"}
    )
    assert both.text.count("17/06/2024") >= 3
    stale = dict.fromkeys(running, 7)
    move = {"activity": farm, "starts_on": "17/6/2024", "step": "save"}
    assert "đã sửa nội dung này lúc" in director.post("/assignments/move", data=stale | move).text
    assert director.post("/assignments/move", data=running | move).status_code == 303
    planned = ids(session, Standing.PLANNED)
    assert len(planned) == 3
    end = {"last_on": "30/6/2024", "end_reason": "safety", "step": "save"}
    assert "Ghi rõ sự việc" in director.post("/assignments/end", data=planned | end).text
    assert director.post("/assignments/end", data=planned | end | {"note": "Sạt lở"}).status_code == 303
    session.rollback()
    rows = assigned(session, date(2024, 7, 1), scope=EVERYWHERE, over=True)
    assert {row.standing for row in rows} == {Standing.ENDED}
    assert "Trồng rau" in director.get("/assignments?standing=open&q=trong+rau").text
    assert director.get("/assignments?export=xlsx").status_code == 200
    assert director.get("/assignments/people?sort=hours&order=desc").status_code == 200
    inspector = sign_in(Role.INSPECTOR)
    assert 'type="checkbox"' not in inspector.get("/assignments").text


def test_wishes(works: Works, session: Session, sign_in: SignIn) -> None:
    shop, stay = works.programme(), works.worker("Lê Văn Hai")
    trainer, director = sign_in(Role.TRAINING), sign_in(Role.DIRECTOR)
    wish = {"wanted": shop, "asked_on": "10/6/2024", "asker": "family", "note": "Mẹ xin"}
    assert trainer.post(f"/assignments/stays/{stay}/wishes/new", data=wish).status_code == 303
    assert trainer.post(f"/assignments/stays/{stay}/wishes/new", data=wish).status_code == 422
    course = wish | {"wanted": "kind-vocational", "trade": "Hàn", "asked_on": "9/6/2024"}
    assert trainer.post(f"/assignments/stays/{stay}/wishes/new", data=course).status_code == 303
    page = trainer.get("/assignments/waiting?answer=none").text
    assert page.index("09/06/2024") < page.index("10/06/2024")
    session.rollback()
    number = min(session.scalars(select(ActivityWish.id)))
    answer = {"version": 1, "decision": "declined", "reason": ""}
    refused = director.post(f"/assignments/wishes/{number}", data=answer)
    assert refused.status_code == 422
    assert director.post(f"/assignments/wishes/{number}", data=answer | {"reason": "Hết chỗ"}).status_code == 303
    assert "Hết chỗ" in director.get("/assignments/waiting?answer=declined").text


def test_the_lists_on_paper(works: Works, sign_in: SignIn) -> None:
    """What is filtered on the page is what prints; who has nothing and why, and who is close to a limit, are papers."""
    shop = works.programme()
    works.worker("Lê Văn Rảnh", cleared=None)
    works.assign(works.worker("Trần Văn Làm"), shop)
    client = sign_in(Role.DIRECTOR)
    for which in ("assignments", "people", "waiting", "permissions", "review"):
        assert "Theo sổ lúc" in client.get(f"/assignments/paper/{which}").text
    nothing = client.get("/assignments/paper/people?load=none").text
    assert "Danh sách học viên chưa được phân công và lý do" in nothing
    assert "Lê Văn Rảnh" in nothing
    assert "Không có kết luận sức khỏe còn giá trị" in nothing
    assert "Trần Văn Làm" not in nothing
    assert "/assignments/paper/people/file?load=none" in nothing
    assert "Chỉ gồm: so với giới hạn: Không tham gia gì" in nothing
    assert client.get("/assignments/paper/people/file?load=none").data.startswith(b"%PDF-")
    assert client.get("/assignments/paper/nothing").status_code == 404
    with client.session_transaction() as kept:
        kept["language"] = "en"
    english = client.get("/assignments/paper/assignments").text
    assert "Đang tham gia" in english  # a paper is Vietnamese whatever the reader's language


def test_from_a_workbook(works: Works, session: Session, sign_in: SignIn, tmp_path: Path) -> None:
    """Shown first, then written; the refused row is named; the trainer can only propose."""
    works.programme()
    stays = works.many(2)
    codes = [load_stay(session, stay, scope=EVERYWHERE).file_code for stay in stays]
    session.rollback()
    path = save(tmp_path / "a.xlsx", [[codes[0], "Xưởng may"], [codes[1], "Xưởng giày"]])
    trainer = sign_in(Role.TRAINING)

    def send(step: str) -> str:
        file = (io.BytesIO(path.read_bytes()), "a.xlsx")
        return trainer.post("/assignments/workbook", data={"file": file, "step": step}).text

    assert "/assignments/workbook.xlsx" in trainer.get("/assignments/workbook").text
    sample = load_workbook(io.BytesIO(trainer.get("/assignments/workbook.xlsx").data))
    cells = [list(row) for row in sample.worksheets[0].iter_rows(values_only=True)]
    assert read_rows(cells) == ((), ())  # the names beside the headings are no wishes
    cells[1][:2] = [codes[0].lower(), cells[1][5]]
    assert [(row.code, row.programme) for row in read_rows(cells)[0]] == [(codes[0].lower(), "Xưởng may")]
    assert "Xưởng giày" in send("check")
    assert ids(session, Standing.PROPOSED) == {}
    decided = {"file": (io.BytesIO(path.read_bytes()), "a.xlsx"), "step": "decide"}
    assert trainer.post("/assignments/workbook", data=decided).status_code == 403
    assert "Số dòng đã ghi: 1" in send("propose")
    assert len(ids(session, Standing.PROPOSED)) == 1
    bad = trainer.post("/assignments/workbook", data={"file": (io.BytesIO(b"x"), "a.xlsx"), "step": "check"})
    assert bad.status_code == 422
    assert trainer.post("/assignments/workbook", data={"step": "check"}).status_code == 422


def test_what_a_rule_speaks_against_by_now(works: Works, sign_in: SignIn) -> None:
    """A clearance that runs out, a programme that gets more hours: seen on the list, though nobody wrote anything."""
    shop = works.programme()
    soon, fine = works.worker("Lê Văn Hạn", until=date(2024, 6, 20)), works.worker("Lê Văn Hai")
    works.assign(soon, shop, why="Đã hẹn khám lại")
    works.assign(fine, shop)
    small = works.programme("Tổ bếp", "6 07:00-10:00", capacity=4)
    early, late = works.worker("Lê Văn Sớm"), works.worker("Lê Văn Muộn")
    for number, stay in enumerate((early, works.worker("Lê Văn Ba"), works.worker("Lê Văn Bốn"))):
        works.assign(stay, small, on(number))
    works.assign(late, small, on(4))
    client = sign_in(Role.DIRECTOR)
    assert "đều đúng quy tắc" in client.get("/assignments/review").text
    assert client.get(f"/activities/programmes/{shop}").text.count("Đang tham gia") == 2
    with transaction() as session:
        kitchen = load_activity(session, small, scope=EVERYWHERE)
        edit_activity(session, small, facts=replace(facts_of(kitchen), capacity=3), expected_version=kitchen.version,
                      actor=works.actor, now=NOW)  # fmt: skip
    with clock.set_to(at(date(2024, 6, 21))):
        page = sign_in(Role.DIRECTOR).get("/assignments/review").text
    assert "Lê Văn Hạn" in page
    assert "hết hạn ngày 20/06/2024" in page
    assert "Lê Văn Hai" not in page
    assert "Lê Văn Sớm" not in page
    assert "Lê Văn Muộn" in page


def test_statements_do_not_grow(works: Works, session: Session, sign_in: SignIn) -> None:
    shop = works.programme()
    stays = works.many(2)
    client = sign_in(Role.DIRECTOR)
    seen = []
    for some in (stays, works.many(6)):
        for stay in some:
            works.assign(stay, shop)
        sent = []
        for address in ("/assignments", "/assignments/people", f"/assignments/stays/{stays[0]}"):
            with counted() as statements:
                assert client.get(address).status_code == 200
            sent.append(len(statements))
        seen.append(sent)
    session.rollback()
    kept = [one.activity_id for one in assigned(session, NOW.date(), scope=EVERYWHERE) if one.holds_place]
    assert places_taken(session, NOW.date(), [shop]) == {shop: len(kept)} == {shop: 8}
    assert seen[0][1:] == seen[1][1:]
    assert seen[1][0] <= 12
    assert max(seen[1]) <= 50
