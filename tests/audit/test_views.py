"""The inspector's pages."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from rehab_center.audit import listing
from rehab_center.audit.models import AuditEntry
from rehab_center.audit.recorder import Subject, record
from rehab_center.db import db, transaction
from rehab_center.organisation.services import create_facility
from rehab_center.permissions import Actor, Role

AT = datetime(2024, 6, 4, 1, 30, tzinfo=UTC)


@pytest.fixture
def inspector(app: Flask, sign_in: Callable[..., FlaskClient], actor: Actor) -> FlaskClient:
    """An inspector, and something in the log to look at."""
    with app.app_context():
        with transaction() as session:
            create_facility(session, code="CS1", name="Cơ sở cai nghiện số 1", actor=actor, now=AT)
        with transaction():
            record("test.act", actor=actor, at=AT, about=Subject("facility", 1, "Cơ sở số 1"), reason="=1+1")
        db.session.remove()
    return sign_in(Role.INSPECTOR)


def _acts(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)))


def test_the_log_says_who_what_when_about_whom(inspector: FlaskClient) -> None:
    page = inspector.get("/log")
    assert page.status_code == 200
    for words in ("Người kiểm thử", "04/06/2024 08:30", "Cơ sở số 1", "=1+1"):
        assert words in page.text


def test_looking_leaves_no_entry(app: Flask, inspector: FlaskClient) -> None:
    before = _acts(app)
    assert inspector.get("/log?q=co+so").status_code == 200
    assert inspector.get("/log/1").status_code == 200
    assert _acts(app) == before


def test_every_filter_gives_a_page(inspector: FlaskClient) -> None:
    for query in (
        "q=%25",
        "act=facility.created",
        "table=facility",
        "at_from=4/6/2024&at_to=4/6/24",
        "about=facility:1",
        "about=x:y",
        "page=9",
        "before=2",
        "after=1&per_page=100",
        "before=-1&after=x",
        "what=term",
        "what=nothing",
        "table=admission.months",
        "table=x.y",
    ):
        assert inspector.get(f"/log?{query}").status_code == 200, query


def test_one_entry(inspector: FlaskClient) -> None:
    page = inspector.get("/log/1")
    assert page.status_code == 200
    assert "CS1" in page.text
    assert inspector.get("/log/99").status_code == 404


def test_an_export_is_an_act_and_holds_what_was_there(app: Flask, inspector: FlaskClient) -> None:
    before = _acts(app)
    answer = inspector.get("/log?export=xlsx&q=nguoi+kiem+thu")
    assert answer.status_code == 200
    assert _acts(app) == [*before, "audit.exported"]
    *rows, _between, (said, *_rest) = openpyxl.load_workbook(io.BytesIO(answer.data)).active.values
    assert "mục" in said
    assert [row[0] for row in rows[1:]] == sorted((row[0] for row in rows[1:]), reverse=True)
    assert rows[-1][0] == 1
    csv = inspector.get("/log?export=csv").text
    assert "'=1+1" in csv


def test_a_director_reads_but_exports_nothing(inspector: FlaskClient, sign_in: Callable[..., FlaskClient]) -> None:
    director = sign_in(Role.DIRECTOR)
    assert director.get("/log").status_code == 200
    assert director.get("/log?export=csv").status_code == 403


def test_others_do_not_see_the_log(sign_in: Callable[..., FlaskClient]) -> None:
    client = sign_in(*(set(Role) - {Role.INSPECTOR, Role.DIRECTOR}))
    assert client.get("/log").status_code == 403
    assert client.get("/log/1").status_code == 403


def test_the_questions_asked_often_are_links(inspector: FlaskClient) -> None:
    page = inspector.get("/log?q=co+so").text
    assert 'href="/log?q=co+so&amp;what=term"' in page
    chosen = inspector.get("/log?what=term").text
    assert 'aria-current="true"' in chosen


def test_too_many_entries_for_one_file_are_refused_in_words(
    inspector: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "MOST_EXPORTED", 1)
    answer = inspector.get("/log?export=csv")
    assert answer.status_code == 422
    assert "quá nhiều cho một tệp" in answer.text
