"""The server killed in the middle of an import: each row is there once or not yet, and the next worker goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.models import Admission, Movement
from rehab_center.audit.models import AuditEntry
from rehab_center.audit.recorder import audit_key
from rehab_center.audit.verifier import verify
from rehab_center.config import ROOT
from rehab_center.db import Model, db, transaction
from rehab_center.jobs.models import Job, JobState
from rehab_center.jobs.queue import queue_of
from rehab_center.jobs.services import enqueue
from rehab_center.jobs.worker import run_job
from rehab_center.permissions import Actor
from rehab_center.register import uploads, work
from rehab_center.register.models import RegisterRow
from rehab_center.register.work import KIND, uploads_folder
from rehab_center.residents.models import Resident
from tests.processes import until
from tests.register import books
from tests.register.conftest import Import

Start = Callable[[], subprocess.Popen[bytes]]
LEFT = {"left": date(2023, 9, 5), "reason": "Giảm thời hạn", "paper": "7/QĐ"}
ROWS = 110


@pytest.fixture
def start(app: Flask) -> Iterator[Start]:
    """Starts a worker on the test's database; all are gone at the end."""
    queue_of(app).immediate = False
    started: list[subprocess.Popen[bytes]] = []

    def begin() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tests.jobs.worker_process", app.instance_path, app.config["DATABASE_URL"]]
        started.append(subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL))
        return started[-1]

    yield begin
    for process in started:
        process.kill()
        process.wait()


def ask(data: bytes, facility_id: int, actor: Actor, *, confirmed: str = "all") -> int:
    """Send a workbook and have it imported."""
    sent = uploads.keep(uploads_folder(), data, "so.xlsx", sender=actor.name, facility_id=facility_id)
    payload = {
        "sha256": sent.sha256,
        "sender": sent.sender,
        "sheets": [],
        "reason": "Nhập sổ",
        "confirmed": confirmed,
        "today": clock.today().isoformat(),
    }
    with transaction() as session:
        return enqueue(session, KIND, payload, actor=actor, now=clock.now(), facility_id=facility_id)


def count(session: Session, model: type[Model]) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(model)) or 0


def job(session: Session, job_id: int) -> Job:
    session.rollback()
    return session.get_one(Job, job_id)


def killed_in_the_middle(session: Session, job_id: int, start: Start) -> None:
    """Kill a worker once some parts are done and others are not."""
    worker = start()
    until(lambda: job(session, job_id).done >= 2)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    assert job(session, job_id).state == JobState.RUNNING
    assert 2 <= job(session, job_id).done < (job(session, job_id).total or 0)


@pytest.mark.any_database  # the weekly copy is killed on both
def test_a_killed_import_goes_on_with_the_parts_left(
    session: Session, facility_id: int, actor: Actor, start: Start, import_book: Import
) -> None:
    rows = [books.plain_row(number, **(LEFT if number % 2 else {})) for number in range(1, ROWS + 1)]
    data = books.plain_book(*rows, books.plain_row(ROWS + 1, months="mười tám"))
    job_id = ask(data, facility_id, actor)
    killed_in_the_middle(session, job_id, start)
    part = count(session, Admission)
    assert 0 < part < ROWS
    assert part == count(session, Resident) == count(session, RegisterRow)

    start()
    until(lambda: job(session, job_id).state == JobState.DONE)
    result = job(session, job_id).result
    assert result is not None
    assert (result["imported"], result["updated"], len(result["rejected"])) == (ROWS, 0, 1)
    assert [count(session, model) for model in (Resident, Admission, RegisterRow)] == [ROWS] * 3
    assert count(session, Movement) == ROWS + ROWS // 2
    acts = session.scalars(select(AuditEntry.act)).all()
    assert (acts.count("register.row-imported"), acts.count("register.imported")) == (ROWS, 1)
    assert import_book(data)["unchanged"] == ROWS
    db.session.rollback()
    assert verify(db.session(), audit_key()).ok


def test_a_killed_weekly_copy_changes_each_cell_once(
    session: Session, facility_id: int, actor: Actor, start: Start, import_book: Import
) -> None:
    numbers = range(1, ROWS + 1)
    import_book(books.plain_book(*[books.plain_row(number) for number in numbers]))
    newer = books.plain_book(*[books.plain_row(number, commune="xã Hải Bắc", **LEFT) for number in numbers])
    job_id = ask(newer, facility_id, actor)
    killed_in_the_middle(session, job_id, start)
    start()
    until(lambda: job(session, job_id).state == JobState.DONE)
    result = job(session, job_id).result
    assert result is not None
    assert (result["updated"], result["unchanged"], len(result["changes"]), result["conflicts"]) == (ROWS, 0, ROWS, [])
    assert set(session.scalars(select(Resident.commune))) == {"xã Hải Bắc"}
    assert count(session, Movement) == 2 * ROWS
    assert import_book(newer)["unchanged"] == ROWS


def test_an_import_taken_up_again_remembers_whom_it_found(
    app: Flask, session: Session, facility_id: int, actor: Actor, import_book: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name put right that nobody confirms is in no table: the last row is known by the first one only."""
    monkeypatch.setattr(work, "BATCH", 1)
    queue_of(app).immediate = False
    others = [books.plain_row(number) for number in (2, 3, 4)]
    first = {
        "identity": "",
        "entered": date(2020, 1, 5),
        "left": date(2021, 1, 5),
        "reason": "Hết thời hạn",
        "paper": "1",
    }
    import_book(books.plain_book(books.plain_row(1, **first), *others))
    renamed = {"identity": "", "name": "Nguyễn Văn Bốn"}
    last = books.plain_row(1, code="HV01-b", entered=date(2024, 3, 5), **renamed)
    data = books.plain_book(books.plain_row(1, **{**first, **renamed}), *others, last)
    job_id = ask(data, facility_id, actor, confirmed="none")
    looks = iter([False] * 3 + [True])
    run_job(app, job_id, stopping=lambda: next(looks))
    assert (job(session, job_id).state, job(session, job_id).done) == (JobState.QUEUED, 2)
    run_job(app, job_id)
    assert job(session, job_id).state == JobState.DONE
    assert (count(session, Resident), count(session, Admission)) == (4, 5)
