"""A log too large for a request is verified by the worker."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from rehab_center.audit import views
from rehab_center.audit.models import AuditEntry
from rehab_center.db import db
from rehab_center.jobs.models import Job, JobState
from rehab_center.jobs.queue import queue_of
from rehab_center.jobs.worker import run_job
from rehab_center.permissions import Role


def test_a_large_log_is_verified_in_the_background(
    app: Flask, sign_in: Callable[..., FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue_of(app), "wake", lambda _job_id: None)
    monkeypatch.setattr(views, "LARGE", 1)
    inspector = sign_in(Role.INSPECTOR)
    answer = inspector.post("/log/verify")
    assert (answer.status_code, answer.location) == (303, "/jobs/1")
    assert inspector.get("/jobs/1").status_code == 200
    run_job(app, 1)
    with app.app_context():
        job = db.session.get_one(Job, 1)
        assert (job.state, job.done, job.total) == (JobState.DONE, 2, 2)
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "audit.verified")).one()
        assert entry.details is not None
        assert entry.details["result"] == "sound"
    assert "badge-good" in inspector.get("/log").text
