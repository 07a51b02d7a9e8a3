"""Loading a list: by service, by command and by page; what the log and its check say of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.audit.models import AuditChange, AuditEntry
from rehab_center.audit.services import check_log
from rehab_center.communes.kinds import ListMode
from rehab_center.communes.models import CommuneList
from rehab_center.communes.queries import BadList, gazetteer, list_history, unit_now
from rehab_center.communes.services import go_back, load_list
from rehab_center.communes.shipped import shipped
from rehab_center.db import transaction
from rehab_center.errors import Conflict, DomainError
from rehab_center.permissions import Actor, Role
from tests.audit.intruder import intruder

HEAD = "code,kind,name,parent,valid_from,valid_to,successors\n"
CITATION = "Nghị quyết 1/NQ-UBTVQH16"
#: What came of a commune merged in 2024, as a centre may know it from the resolution of its province.
BAO_HUNG = f"{HEAD}04561,xã,Bảo Hưng,138,,2024-12-31,04567\n"


def load(actor: Actor, content: str = BAO_HUNG, mode: ListMode = ListMode.EXTENDS, citation: str = CITATION) -> int:
    with transaction() as session:
        return load_list(
            session,
            filename="danh-muc.csv",
            content=content,
            mode=mode,
            citation=citation,
            actor=actor,
            now=clock.now(),
        )


def test_a_loaded_list_mends_the_shipped_one(session: Session, actor: Actor) -> None:
    before = unit_now(session, "04561", today=date(2026, 1, 1))
    load(actor)
    after = unit_now(session, "04561", today=date(2026, 1, 1))

    assert before is not None
    assert after is not None
    assert (before.known, before.province) == (False, "tỉnh Lào Cai")
    assert (after.known, after.units, after.province) == (True, ("phường Âu Lâu",), "tỉnh Lào Cai")
    assert len(gazetteer(session)) == len(shipped())


def test_one_row_is_recorded_with_the_hash_and_not_the_content(session: Session, actor: Actor) -> None:
    list_id = load(actor)
    entry = session.scalars(select(AuditEntry).where(AuditEntry.act == "communes.loaded")).one()
    (change,) = session.scalars(select(AuditChange).where(AuditChange.entry_id == entry.id)).all()

    assert entry.details is not None
    assert entry.details["sha256"] == session.get_one(CommuneList, list_id).sha256
    assert (entry.details["units_mended"], entry.details["units_added"]) == (1, 0)
    assert "Bảo Hưng" not in str(change.difference)


def test_the_check_of_the_log_notices_a_changed_list(app: Flask, session: Session, actor: Actor) -> None:
    list_id = load(actor)
    assert check_log().ok
    with intruder(app) as thief:
        thief.drop_guards(CommuneList.__table__)
        thief.update(CommuneList.__table__, [list_id], "content", BAO_HUNG.replace("04567", "04570"))

    edited = [problem.where for problem in check_log().problems if problem.kind == "edited"]
    assert edited == [f"commune_list {list_id}"]


def test_going_back_to_the_shipped_list(session: Session, actor: Actor) -> None:
    load(actor)
    with transaction() as writing:
        go_back(writing, reason="Nhầm tệp", actor=actor, now=clock.now())

    assert gazetteer(session) is shipped()
    assert [line.mode for line in list_history(session)] == [ListMode.WITHDRAWN, ListMode.EXTENDS]
    with pytest.raises(Conflict), transaction() as writing:
        go_back(writing, reason="Lần nữa", actor=actor, now=clock.now())


def test_what_is_refused(session: Session, actor: Actor) -> None:
    with pytest.raises(DomainError):
        load(actor, citation=" ")
    with pytest.raises(BadList):
        load(actor, HEAD)
    with pytest.raises(BadList):
        load(actor, f"{HEAD}00009,xã,Lạc,99,,,\n")
    load(actor)
    with pytest.raises(Conflict):
        load(actor)

    assert len(list_history(session)) == 1


def test_a_list_that_replaces_the_shipped_one(session: Session, actor: Actor) -> None:
    load(actor, f"{HEAD}37,tỉnh,Ninh Bình,,,,\n13669,phường,Nam Định,37,2025-07-01,,\n", ListMode.REPLACES)

    assert len(gazetteer(session)) == 2
    assert unit_now(session, "13717", today=date(2026, 1, 1)) is None


def test_the_command_says_what_would_change_and_does_it(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "danh-muc.csv"
    file.write_text(BAO_HUNG, encoding="utf-8")
    run = app.test_cli_runner().invoke
    dry = run(args=["communes", "load", str(file), "--dry-run"])
    done = run(args=["communes", "load", str(file), "--citation", CITATION])
    found = run(args=["communes", "find", "xã Bảo Hưng, huyện Trấn Yên, Yên Bái"])

    assert '"mended": 1' in dry.output
    assert '"dry_run": true' in dry.output
    assert (done.exit_code, found.exit_code) == (0, 0)
    assert "phường Âu Lâu, tỉnh Lào Cai" in found.output


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"", HEAD.encode() + b"xx,a,b,,,,\n"])
def test_the_command_refuses_in_one_line(app: Flask, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "danh-muc.csv"
    file.write_bytes(content)
    result = app.test_cli_runner().invoke(args=["communes", "load", str(file), "--citation", CITATION])

    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert app.test_cli_runner().invoke(args=["communes", "load", str(tmp_path / "none.csv")]).exit_code == 1


# --- pages -----------------------------------------------------------------------------------------------------------

SignIn = Callable[..., FlaskClient]


def sent(content: str = BAO_HUNG, **others: str) -> dict[str, object]:
    file = (BytesIO(content.encode()), "danh-muc.csv")
    return {"file": file, "mode": "extends", "citation": CITATION, **others}


def test_the_page_shows_what_would_change_before_it_does(sign_in: SignIn, session: Session) -> None:
    client = sign_in(Role.ADMINISTRATOR)
    checked = client.post("/communes/load", data=sent()).get_data(as_text=True)

    assert "Bảo Hưng" in checked
    assert 'name="confirmed"' in checked
    assert list_history(session) == []
    answer = client.post("/communes/load", data=sent(confirmed="yes"))
    assert answer.status_code == 303
    session.rollback()
    assert list_history(session)[0].in_force
    assert "danh-muc.csv" in client.get("/communes/lists").get_data(as_text=True)
    assert client.post("/communes/back", data={"reason": "Nhầm tệp"}).status_code == 303
    session.rollback()
    assert not list_history(session)[0].in_force


def test_a_wrong_file_is_refused_line_by_line(sign_in: SignIn) -> None:
    answer = sign_in(Role.ADMINISTRATOR).post("/communes/load", data=sent(f"{HEAD}00009,làng,Lạc,37,,,\n"))

    assert answer.status_code == 422
    assert "làng" in answer.get_data(as_text=True)


def test_the_shipped_list_can_be_taken_away_and_loaded_again(sign_in: SignIn, session: Session, actor: Actor) -> None:
    answer = sign_in(Role.ADMINISTRATOR).get("/communes/shipped")
    load(actor, answer.get_data(as_text=True), ListMode.REPLACES)

    assert gazetteer(session).units == shipped().units


def test_only_who_may_edit_the_centre_loads_a_list(sign_in: SignIn) -> None:
    for role in (Role.INTAKE, Role.DIRECTOR, Role.INSPECTOR):
        assert sign_in(role).get("/communes/load").status_code == 403


def test_the_list_is_searched_filtered_and_exported(sign_in: SignIn) -> None:
    client = sign_in(Role.INTAKE)
    page = client.get("/communes?q=My+Thang,+Nam+Dinh").get_data(as_text=True)
    today = client.get("/communes?on=today&level=2").get_data(as_text=True)
    exported = client.get("/communes?on=2025-07-01&level=5&province=37&export=csv").get_data(as_text=True)

    assert "huyện Mỹ Lộc" in page
    assert "phường Đông A, tỉnh Ninh Bình" in page
    assert "Phù Mỹ" not in page
    assert "tỉnh Ninh Bình" in today
    assert "tỉnh Nam Định" not in today.split("<tbody")[1].split("</tbody")[0]
    assert len(exported.strip().splitlines()) == 129 + 1


@pytest.mark.parametrize(
    ("typed", "shown", "not_shown"),
    [
        # two levels: the old commune with the province of today, as residence papers say it now
        ("xã Mỹ Thắng, tỉnh Ninh Bình", "phường Đông A, tỉnh Ninh Bình", "Phù Mỹ"),
        # a hamlet before the commune
        ("xóm 5, xã Mỹ Tiến, huyện Mỹ Lộc, tỉnh Nam Định", "phường Mỹ Lộc, tỉnh Ninh Bình", "Mỹ Thắng</td>"),
        # nobody knows which commune took it over
        ("xã Bảo Hưng, Trấn Yên, Yên Bái", "nay thuộc tỉnh Lào Cai, chưa rõ xã, phường nào", "Âu Lâu"),
        ("xã Không Có, huyện Mỹ Lộc", "Không có kết quả phù hợp.", "tỉnh Nam Định</td>"),
    ],
)
def test_an_address_is_found_as_it_is_written(sign_in: SignIn, typed: str, shown: str, not_shown: str) -> None:
    page = sign_in(Role.INTAKE).get("/communes", query_string={"q": typed}).get_data(as_text=True)

    assert shown in page
    assert not_shown not in page


@pytest.mark.parametrize("typed", ["", "x", "%", "'", "zzzz", "a" * 5000])
def test_suggestions_for_nonsense_are_none(sign_in: SignIn, typed: str) -> None:
    answer = sign_in(Role.INTAKE).get("/communes/suggest", query_string={"q": typed})

    assert (answer.status_code, answer.get_json()) == (200, [])


def test_suggestions_begin_with_the_units_of_today(sign_in: SignIn) -> None:
    client = sign_in(Role.INTAKE)
    (first, *_) = client.get("/communes/suggest?q=thien+truong").get_json()
    of_a_district = client.get("/communes/suggest?q=my+thang,+my+loc").get_json()

    assert first == {
        "text": "phường Thiên Trường, tỉnh Ninh Bình",
        "commune": "phường Thiên Trường",
        "district": "",
        "province": "tỉnh Ninh Bình",
    }
    assert [one["text"] for one in of_a_district] == ["xã Mỹ Thắng, huyện Mỹ Lộc, tỉnh Nam Định"]
