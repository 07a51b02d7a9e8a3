"""Verifying from the page: a job, its result in words, and going on from the last one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from rehab_center import clock
from rehab_center.audit.models import AuditEntry
from rehab_center.db import Model, db, transaction
from rehab_center.jobs.models import Job, JobState
from rehab_center.jobs.queue import queue_of
from rehab_center.jobs.worker import run_job
from rehab_center.organisation.services import create_facility
from rehab_center.permissions import Actor, Role
from tests.audit.intruder import intruder


@pytest.fixture
def inspector(app: Flask, sign_in: Callable[..., FlaskClient], actor: Actor) -> FlaskClient:
    """An inspector, and a centre in the log."""
    with app.app_context():
        with transaction() as session:
            create_facility(session, code="CS1", name="Cơ sở cai nghiện số 1", actor=actor, now=clock.now())
        db.session.remove()
    return sign_in(Role.INSPECTOR)


def _verified(app: Flask) -> list[AuditEntry]:
    with app.app_context():
        return list(
            db.session.scalars(select(AuditEntry).where(AuditEntry.act == "audit.verified").order_by(AuditEntry.id))
        )


def test_it_is_a_job_with_progress(app: Flask, inspector: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue_of(app), "wake", lambda _job_id: None)
    answer = inspector.post("/log/verify")
    assert (answer.status_code, answer.location) == (303, "/jobs/1")
    assert inspector.get("/jobs/1").status_code == 200
    assert inspector.get("/log/verification/1").status_code == 404
    run_job(app, 1)
    with app.app_context():
        job = db.session.get_one(Job, 1)
        assert (job.state, job.done) == (JobState.DONE, job.total)
    (entry,) = _verified(app)
    assert entry.details is not None
    assert (entry.details["result"], entry.details["first"], entry.details["entries"]) == ("sound", 1, entry.id - 1)
    assert "Nhật ký nguyên vẹn" in inspector.get("/log/verification/1").text
    page = inspector.get("/log").text
    assert "badge-good" in page
    assert f"{entry.id - 1} mục" in page


def test_it_goes_on_from_the_last(app: Flask, inspector: FlaskClient) -> None:
    inspector.post("/log/verify")
    inspector.post("/log/verify", data={"extent": "go-on"})
    first, second = _verified(app)
    assert second.details is not None
    assert (second.details["first"], second.details["result"]) == (first.id, "sound")
    page = inspector.get("/log/verification").text
    assert "Bỏ qua nội dung" in page


def test_what_is_found_is_said_with_what_to_do(app: Flask, inspector: FlaskClient) -> None:
    with intruder(app) as thief:
        thief.do("UPDATE facility SET code = 'CS7' WHERE id = 1")
        thief.drop_foreign_keys()
        thief.drop_guards(Model.metadata.tables["facility_name"])
        thief.do("DELETE FROM facility_name WHERE id = 1")
    job = inspector.post("/log/verify").location.rpartition("/")[2]
    page = inspector.get(f"/log/verification/{job}").text
    for words in ("CS1 → CS7", "Cơ sở cai nghiện số 1", "Đối chiếu với giấy tờ", "Tìm lại trong bản sao lưu"):
        assert words in page
    assert "badge-bad" in inspector.get("/log").text


def test_others_verify_nothing(inspector: FlaskClient, sign_in: Callable[..., FlaskClient]) -> None:
    client = sign_in(*(set(Role) - {Role.INSPECTOR, Role.DIRECTOR}))
    assert client.post("/log/verify").status_code == 403
