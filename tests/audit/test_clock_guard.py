"""A clock that cannot be believed: the program only reads until an administrator confirms the time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from rehab_center import clock
from rehab_center.audit import clock_guard
from rehab_center.audit.clock_guard import ClockDoubtful
from rehab_center.audit.models import AuditEntry
from rehab_center.audit.recorder import record
from rehab_center.audit.services import confirm_clock
from rehab_center.db import db, transaction
from rehab_center.organisation.models import Facility
from rehab_center.permissions import Actor, Role

MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


class FakeClock:
    """The machine's two clocks: the one on the wall, which anybody may set, and its running time, which nobody can."""

    def __init__(self) -> None:
        self.wall = MORNING
        self.running = timedelta(hours=3)
        self.boot = "one"

    def wait(self, time: timedelta) -> None:
        """Let time pass, as clocks do."""
        self.wall += time
        self.running += time

    def reboot(self) -> None:
        """Begin anew; how long the machine was off, the wall clock says."""
        self.running, self.boot = timedelta(minutes=1), f"{self.boot} and another"


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> FakeClock:
    """A machine whose clocks the test sets."""
    fake = FakeClock()
    monkeypatch.setattr(clock, "now", lambda: fake.wall)
    monkeypatch.setattr(clock, "steady", lambda: clock.Steady(fake.boot, fake.running))
    return fake


@pytest.fixture
def written(machine: FakeClock, app: Flask, actor: Actor) -> Iterator[Flask]:
    """A program with one entry in its log, written in the morning."""
    with app.app_context():
        with transaction():
            record("test.act", actor=actor, at=clock.now())
        yield app


def _add_facility(actor: Actor, act: str = "test.act") -> None:
    with transaction() as session:
        session.add(Facility(code="CS9", created_at=clock.now()))
        record(act, actor=actor, at=clock.now())


def _in_doubt() -> bool:
    return clock_guard.doubt(db.session()) is not None


# --- when it is doubtful ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("behind", "doubtful"),
    [(timedelta(seconds=90), False), (timedelta(minutes=3), True), (timedelta(days=4000), True)],
)
def test_a_clock_before_the_last_entry(written: Flask, machine: FakeClock, behind: timedelta, doubtful: bool) -> None:
    machine.wall -= behind
    assert _in_doubt() is doubtful


@pytest.mark.parametrize(("ahead", "doubtful"), [(timedelta(hours=23), False), (timedelta(days=1), True)])
def test_a_clock_that_went_ahead_of_the_running_time(
    written: Flask, machine: FakeClock, ahead: timedelta, doubtful: bool
) -> None:
    machine.wall += ahead
    assert _in_doubt() is doubtful


def test_waiting_is_no_jump(written: Flask, machine: FakeClock) -> None:
    machine.wait(timedelta(days=40))
    assert not _in_doubt()


def test_a_machine_that_was_off_is_believed(written: Flask, machine: FakeClock) -> None:
    machine.wall += timedelta(days=5)
    machine.reboot()
    assert not _in_doubt()


def test_a_dead_battery_put_right_by_itself_needs_nobody(written: Flask, machine: FakeClock) -> None:
    """The machine starts in 2010 and gets the time from the network a minute later: no jump is held against it."""
    machine.reboot()
    machine.wall = datetime(2010, 1, 1, tzinfo=UTC)
    assert _in_doubt()
    machine.wall = MORNING + timedelta(hours=9)
    assert not _in_doubt()


def test_signing_in_heals_nothing(written: Flask, machine: FakeClock, actor: Actor) -> None:
    machine.wall -= timedelta(days=1)
    with transaction():
        record("account.signed_in", actor=actor, at=clock.now())
    assert _in_doubt()


def test_a_clock_that_the_program_set_itself_is_not_doubted(written: Flask, machine: FakeClock) -> None:
    with clock.set_to(MORNING - timedelta(days=900)):
        assert not _in_doubt()


# --- what is refused then --------------------------------------------------------------------------------------------


def test_acts_that_change_rows_are_refused_to_everybody(written: Flask, machine: FakeClock, actor: Actor) -> None:
    machine.wall -= timedelta(days=1)
    with pytest.raises(ClockDoubtful):
        _add_facility(actor)
    assert db.session.scalar(select(Facility)) is None


def test_reading_goes_on_and_is_marked(written: Flask, machine: FakeClock, actor: Actor) -> None:
    machine.wall -= timedelta(days=1)
    with transaction():
        number = record("test.read", actor=actor, at=clock.now(), details={"page": 1})
    assert db.session.get_one(AuditEntry, number).details == {"page": 1, "clock": "doubtful"}


@pytest.mark.parametrize("jump", [timedelta(days=-2), timedelta(days=2)])
def test_a_confirmed_time_is_believed(written: Flask, machine: FakeClock, actor: Actor, jump: timedelta) -> None:
    machine.wall += jump
    assert _in_doubt()
    with transaction() as session:
        number = confirm_clock(session, doubt="vì sao", actor=actor, now=clock.now())
    assert not _in_doubt()
    _add_facility(actor)
    entry = db.session.get_one(AuditEntry, number)
    assert (entry.act, entry.reason) == ("clock.confirmed", "vì sao")
    assert entry.details is not None
    assert entry.details["previous_time"] == MORNING.isoformat()


# --- the pages -------------------------------------------------------------------------------------------------------


@pytest.fixture
def administrator(machine: FakeClock, sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    """An administrator, signed in while the time was right; then the clock goes back by an hour."""
    client = sign_in(Role.ADMINISTRATOR)
    machine.wall -= timedelta(hours=1)
    return client


def test_the_page_says_why_and_gives_back_what_was_typed(administrator: FlaskClient) -> None:
    answer = administrator.post("/accounts/new", data={"username": "lan.nt", "full_name": "Nguyễn Thị Lan"})
    assert answer.status_code == 503
    assert "Nguyễn Thị Lan" in answer.text
    assert "/clock" in answer.text


def test_reading_pages_open_under_a_banner(administrator: FlaskClient) -> None:
    answer = administrator.get("/accounts")
    assert answer.status_code == 200
    assert 'class="warning-band"' in answer.text
    assert "23/11/2026 08:00" in answer.text


def test_an_administrator_confirms_the_time(administrator: FlaskClient) -> None:
    assert administrator.get("/clock").status_code == 200
    answer = administrator.post("/clock")
    assert (answer.status_code, answer.location) == (303, "/clock")
    assert 'class="warning-band"' not in administrator.get("/clock").text


def test_one_can_still_sign_in_and_out(administrator: FlaskClient) -> None:
    assert administrator.post("/sign-out").status_code == 303


def test_nobody_else_confirms_the_time(machine: FakeClock, sign_in: Callable[..., FlaskClient]) -> None:
    client = sign_in(Role.DIRECTOR)
    machine.wall -= timedelta(hours=1)
    assert client.post("/clock").status_code == 403
    assert "/clock" not in client.get("/log").text


def test_the_command_confirms_too(written: Flask, machine: FakeClock) -> None:
    machine.wall -= timedelta(days=1)
    answer = written.test_cli_runner().invoke(args=["audit", "confirm-clock"])
    assert answer.exit_code == 0
    db.session.remove()
    assert not _in_doubt()
