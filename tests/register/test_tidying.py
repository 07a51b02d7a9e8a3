"""Sent workbooks go when no work needs them any more, and the log keeps what they were."""

from __future__ import annotations

import os
from datetime import timedelta
from functools import cache
from pathlib import Path

from flask import Flask
from sqlalchemy import select, update

from rehab_center import clock
from rehab_center.audit.models import AuditEntry
from rehab_center.db import db, transaction
from rehab_center.jobs.models import Job, JobState
from rehab_center.jobs.nightly import PROGRAM
from rehab_center.jobs.services import enqueue
from rehab_center.register import tidying, uploads
from rehab_center.register.work import KIND
from tests.register.books import xlsx


@cache
def _workbook(title: str) -> bytes:
    """Made once: a workbook holds the second it was made in."""
    return xlsx([[title]])


def _send(app: Flask, name: str, *, sender: str = "tiepnhan", title: str = "Sổ theo dõi") -> uploads.Upload:
    return uploads.keep(_folder(app), _workbook(title), name, sender=sender, facility_id=1)


def _folder(app: Flask) -> Path:
    return Path(app.config["INSTANCE"]) / "uploads"


def _night() -> dict[str, object]:
    with transaction() as session:
        job_id = enqueue(session, tidying.NIGHTLY, {}, actor=PROGRAM, now=clock.now())
    job = db.session().get_one(Job, job_id)
    assert job.state == JobState.DONE
    return dict(job.result or {})


def test_old_workbooks_go_and_the_log_names_them(app: Flask) -> None:
    with app.app_context(), clock.set_to(clock.now()):
        assert _night() == {"removed": 0}  # not even the folder is there
        begun = clock.now()
        old, again, waited = _send(app, "cũ.xlsx"), _send(app, "lại.xlsx", title="B"), _send(app, "chờ.xlsx", title="C")
        _send(app, "tên khác.xlsx", sender="bangiamdoc")  # the same bytes by another
        for name in (
            "tmpabc",
            "tmpabc-journal",
            f"{old.sha256}.{'0' * 16}.rows",
            f"{old.sha256}.{'0' * 16}.{'1' * 16}.rows",
        ):
            (_folder(app) / name).write_bytes(b"half")
        (_folder(app) / "ghi-chu.txt").write_text("not the program's own")
        for path in _folder(app).iterdir():
            os.utime(path, (begun.timestamp(), begun.timestamp()))
        with transaction() as session:
            payload = {"sha256": waited.sha256, "sender": "tiepnhan"}
            job_id = enqueue(session, KIND, payload, actor=PROGRAM, now=clock.now())
        with transaction() as session:
            session.execute(update(Job).where(Job.id == job_id).values(state=JobState.RUNNING))
        with clock.set_to(begun + timedelta(days=20)):
            assert _night() == {"removed": 0}
            _send(app, "lại.xlsx", title="B")
        with clock.set_to(begun + timedelta(days=31)):
            assert _night() == {"removed": 1}
            left = {path.name[:64] for path in _folder(app).iterdir()}
            assert left == {again.sha256, waited.sha256, "ghi-chu.txt"}
            with transaction() as session:
                session.execute(update(Job).where(Job.id == job_id).values(state=JobState.FAILED))
            assert _night() == {"removed": 1}
        entries = db.session().scalars(
            select(AuditEntry).where(AuditEntry.act == "register.uploads_removed").order_by(AuditEntry.id)
        )
        named = [(entry.details or {})["files"] for entry in entries]
        assert named == [
            [f"cũ.xlsx, tên khác.xlsx (SHA-256 {old.sha256})"],
            [f"chờ.xlsx (SHA-256 {waited.sha256})"],
        ]
