"""A part of the log on paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select

from rehab_center import clock
from rehab_center.audit.conditions import Window
from rehab_center.audit.left_out import left_out
from rehab_center.audit.models import AuditEntry
from rehab_center.audit.recorder import log_head, record
from rehab_center.db import db, transaction
from rehab_center.logbook import extract
from rehab_center.organisation.services import create_facility
from rehab_center.permissions import Actor, Role, Scope
from rehab_center.web.list_state import ListState


@pytest.fixture
def inspector(app: Flask, sign_in: Callable[..., FlaskClient], actor: Actor) -> FlaskClient:
    """An inspector of a centre in whose log something stands."""
    client = sign_in(Role.INSPECTOR)
    with app.app_context():
        with transaction() as session:
            create_facility(session, code="CS1", name="Cơ sở cai nghiện số 1", actor=actor, now=clock.now())
        for _number in range(3):
            with transaction():
                record("policy.set", actor=actor, at=clock.now(), reason="Theo nghị định mới")
        db.session.remove()
    return client


def test_the_preview_says_range_filters_and_head(app: Flask, inspector: FlaskClient) -> None:
    with app.app_context():
        head = log_head(db.session())
        hashes = list(db.session.scalars(select(AuditEntry.hash).where(AuditEntry.act == "policy.set")))
        before = db.session.scalar(select(AuditEntry.id).order_by(AuditEntry.id.desc()))
        db.session.remove()
    page = inspector.get("/log/extract?act=policy.set").text
    for words in ("TRÍCH NHẬT KÝ HỆ THỐNG", "Theo nghị định mới", head.hash, hashes[0], hashes[-1], "trích: 3"):
        assert words in page
    assert "CƠ SỞ CAI NGHIỆN SỐ 1" in page.upper()
    with app.app_context():
        assert db.session.scalar(select(AuditEntry.id).order_by(AuditEntry.id.desc())) == before


def test_printing_is_an_act(app: Flask, inspector: FlaskClient) -> None:
    answer = inspector.post("/log/extract?act=policy.set")
    assert answer.status_code == 200
    assert answer.data.startswith(b"%PDF-")
    assert "trich-nhat-ky-" in answer.headers["Content-Disposition"]
    with app.app_context():
        entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        assert entry is not None
        assert entry.details is not None
        assert (entry.act, entry.details["form"], entry.details["rows"]) == ("audit.exported", "pdf", 3)


def test_a_long_extract_is_cut_and_says_so(inspector: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extract, "MOST_PRINTED", 2)
    page = inspector.get("/log/extract?act=policy.set").text
    assert "trích: 2 (mới nhất; còn các mục cũ hơn không in ở đây)" in page


def test_nothing_fits(inspector: FlaskClient) -> None:
    assert "Không có mục nào." in inspector.get("/log/extract?q=khong+co+gi").text


def test_a_director_prints_nothing(inspector: FlaskClient, sign_in: Callable[..., FlaskClient]) -> None:
    assert sign_in(Role.DIRECTOR).get("/log/extract").status_code == 403


def test_what_lies_between_is_counted_with_its_reason(app: Flask, inspector: FlaskClient, actor: Actor) -> None:
    yesterday = clock.now() - timedelta(days=1)
    with app.app_context():
        for at, act in ((clock.now(), "policy.set"), (yesterday, "policy.set"), (clock.now(), "people.exported")):
            with transaction():
                record(act, actor=actor, at=at)
        with transaction():
            last = record("policy.set", actor=actor, at=clock.now(), reason="Cuối cùng")
        first = min(db.session.scalars(select(AuditEntry.id).where(AuditEntry.act == "policy.set")))
        db.session.remove()
    today = f"{clock.today():%d/%m/%Y}"
    asked = f"act=policy.set&at_from={today}&at_to={today}"
    said = f"Từ số {first} đến số {last}: có ở đây 5 mục; không có ở đây 2 mục nằm giữa: 1 mục ghi ngày khác; 1 mục"
    assert said in inspector.get(f"/log/extract?{asked}").text
    sheet = load_workbook(BytesIO(inspector.get(f"/log?{asked}&export=xlsx").data)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 1 + 5 + 2
    assert str(rows[-1][0]).startswith(said)
    whole = inspector.get("/log/extract?act=policy.set&q=cuoi+cung").text
    assert f"Từ số {last} đến số {last}: đủ cả 1 mục, không bỏ mục nào." in whole


def test_another_centres_entries_and_lost_ones_are_told_apart(app: Flask, inspector: FlaskClient, actor: Actor) -> None:
    assert inspector
    with app.app_context():
        with transaction() as session:
            other = create_facility(session, code="CS2", name="Cơ sở số 2", actor=actor, now=clock.now())
        numbers = list(db.session.scalars(select(AuditEntry.id).where(AuditEntry.act == "policy.set")))
        nobody = Window(ListState(), Scope(frozenset({other})))
        found = left_out(db.session(), nobody, first=numbers[0], last=numbers[-1] + 100, shown=0)
        there = db.session.scalars(select(AuditEntry.id).where(AuditEntry.id >= numbers[0])).all()
        assert (found.out_of_reach + found.unfit, found.gone) == (
            len(there),
            numbers[-1] + 101 - numbers[0] - len(there),
        )
        assert found.out_of_reach >= len(numbers)
