"""A part of the log on paper."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from rehab_center import clock
from rehab_center.audit.models import AuditEntry
from rehab_center.audit.recorder import log_head, record
from rehab_center.db import db, transaction
from rehab_center.logbook import extract
from rehab_center.organisation.services import create_facility
from rehab_center.permissions import Actor, Role


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
