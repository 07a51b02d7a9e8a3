"""The progress page: whose it is, what it says, when it renews itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from rehab_center import clock
from rehab_center.db import transaction
from rehab_center.jobs import services
from rehab_center.jobs.models import Job, JobState
from rehab_center.jobs.queue import queue_of
from rehab_center.permissions import Actor, Role
from tests import factories
from tests.jobs import kinds

assert kinds.count  # imported for the kinds it registers


@pytest.fixture
def lan(app: Flask, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """Lan of intake, signed in; nobody does her work but the test."""
    monkeypatch.setattr(queue_of(app), "wake", lambda _job_id: None)
    client = app.test_client()
    with app.app_context():
        factories.make_account("lan", Role.INTAKE, full_name="Phạm Thị Lan")
    client.post("/sign-in", data={"username": "lan", "password": factories.PASSWORD})
    return client


def ask(app: Flask, kind: str = "test.count", account_id: int | None = 1, **changes: Any) -> int:
    """Work asked for by the test's first account, then changed to how it stands."""
    asking = Actor("lan", "Phạm Thị Lan", account_id=account_id)
    with app.app_context():
        with transaction() as session:
            job_id = services.enqueue(session, kind, {}, actor=asking, now=clock.now())
        if changes:
            with transaction() as session:
                session.execute(update(Job).where(Job.id == job_id).values(**changes))
    return job_id


def test_work_under_way_renews_its_page(app: Flask, lan: FlaskClient) -> None:
    page = lan.get(f"/jobs/{ask(app, state=JobState.RUNNING, done=300, total=1234)}")
    assert page.status_code == 200
    assert page.headers["Refresh"] == "2"
    assert 'value="24" max="100"' in page.text
    assert "1.234" in page.text


def test_finished_work_stands_still(app: Flask, lan: FlaskClient) -> None:
    page = lan.get(f"/jobs/{ask(app, state=JobState.DONE, done=3, total=3, finished_at=clock.now())}")
    assert "Refresh" not in page.headers
    assert 'value="100"' in page.text


def test_failed_work_says_why(app: Flask, lan: FlaskClient) -> None:
    error = {"msgid": "Row %(row)s is empty", "params": {"row": 7}}
    page = lan.get(f"/jobs/{ask(app, state=JobState.FAILED, error=error)}")
    assert "Row 7 is empty" in page.text
    assert "Refresh" not in page.headers


def test_somebody_else_s_work_does_not_exist(app: Flask, lan: FlaskClient) -> None:
    with app.app_context():
        other = factories.make_account("mai", Role.INTAKE)
    job_id = ask(app, account_id=other)
    assert lan.get(f"/jobs/{job_id}").status_code == 404
    assert lan.post(f"/jobs/{job_id}/cancel").status_code == 404
    assert lan.get("/jobs/9999").status_code == 404


def test_who_only_looks_stops_nothing(app: Flask, lan: FlaskClient, sign_in: Callable[..., FlaskClient]) -> None:
    job_id = ask(app)
    for role, status in ((Role.INSPECTOR, 403), (Role.DIRECTOR, 403), (Role.ADMINISTRATOR, 303)):
        client = sign_in(role)
        assert (f"/jobs/{job_id}/cancel" in client.get(f"/jobs/{job_id}").text) is (status == 303)
        assert client.post(f"/jobs/{job_id}/cancel").status_code == status


def test_work_can_be_stopped_where_its_kind_allows(app: Flask, lan: FlaskClient) -> None:
    job_id = ask(app)
    assert f"/jobs/{job_id}/cancel" in lan.get(f"/jobs/{job_id}").text
    answer = lan.post(f"/jobs/{job_id}/cancel")
    assert (answer.status_code, answer.location) == (303, f"/jobs/{job_id}")
    assert f"/jobs/{job_id}/cancel" not in lan.get(f"/jobs/{job_id}").text
    assert lan.post(f"/jobs/{job_id}/cancel").status_code == 422
    assert lan.post(f"/jobs/{ask(app, kind='test.refuse')}/cancel").status_code == 422
