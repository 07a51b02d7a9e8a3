"""The supervisor: children that die come back, all stop together, one that will not live ends it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rehab_center.config import DEMO_MARKER, ROOT, make_keys
from tests.processes import PATIENCE, alive, free_port, until

PROGRAM = """
import os, sys, time
from pathlib import Path
from rehab_center.serve import Child, Supervisor

folder = Path(sys.argv[1])

def live(name):
    (folder / f"{name}-{os.getpid()}").touch()
    time.sleep(60)

def die():
    sys.exit("no life in me")

works = {"first": lambda: live("first"), "second": lambda: live("second"), "mortal": die}
sys.exit(Supervisor([Child(name, works[name]) for name in sys.argv[2:]]).run())
"""

Supervise = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def supervise(tmp_path: Path) -> Iterator[Supervise]:
    """Starts a supervisor over the named children, in a process of its own."""
    started: list[subprocess.Popen[str]] = []

    def begin(*names: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", PROGRAM, str(tmp_path), *names]
        started.append(subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True))
        return started[-1]

    yield begin
    for process in started:
        process.kill()
        process.communicate()


def pids(folder: Path, name: str) -> list[int]:
    return sorted(int(path.name.partition("-")[2]) for path in folder.glob(f"{name}-*"))


def test_a_child_that_dies_is_started_again_and_all_stop_together(supervise: Supervise, tmp_path: Path) -> None:
    supervisor = supervise("first", "second")
    until(lambda: bool(pids(tmp_path, "first") and pids(tmp_path, "second")))
    os.kill(pids(tmp_path, "first")[0], signal.SIGKILL)
    until(lambda: len(pids(tmp_path, "first")) == 2)
    assert len(pids(tmp_path, "second")) == 1
    supervisor.send_signal(signal.SIGTERM)
    assert supervisor.wait(PATIENCE) == 0
    assert not any(alive(pid) for name in ("first", "second") for pid in pids(tmp_path, name))


def test_no_child_outlives_a_killed_supervisor(supervise: Supervise, tmp_path: Path) -> None:
    supervisor = supervise("first")
    until(lambda: bool(pids(tmp_path, "first")))
    supervisor.kill()
    until(lambda: not alive(pids(tmp_path, "first")[0]))


def test_a_child_that_will_not_live_ends_it_with_words(supervise: Supervise) -> None:
    supervisor = supervise("first", "mortal")
    _, told = supervisor.communicate(timeout=PATIENCE)
    assert supervisor.returncode == 1
    assert "no life in me" in told
    assert "“mortal”" in told


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """An installation of its own: folder, SQLite database and port."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("REHAB_")}
    return kept | {
        "REHAB_INSTANCE": str(tmp_path / "instance"),
        "REHAB_PORT": str(free_port()),
        "REHAB_BACKUP_HOUR": "off",
    }


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "rehab_center.serve", *arguments]


def status(port: str, path: str = "/sign-in") -> int | None:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code
    except OSError:
        return None


def test_the_program_is_prepared_served_and_stopped(environment: dict[str, str], tmp_path: Path) -> None:
    prepared = subprocess.run(command("prepare"), cwd=ROOT, env=environment, capture_output=True, text=True)
    assert prepared.returncode == 0, prepared.stderr
    assert (tmp_path / "instance" / "rehab.sqlite").exists()
    port = environment["REHAB_PORT"]
    with subprocess.Popen(command(), cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True) as server:
        try:
            until(lambda: status(port) is not None)
            assert status(port) == 200
            second = subprocess.run(command(), cwd=ROOT, env=environment, capture_output=True, text=True)
            assert (second.returncode, port in second.stderr) == (1, True)
        finally:
            server.send_signal(signal.SIGTERM)
        _, told = server.communicate(timeout=PATIENCE)
    assert server.returncode == 0
    assert f"http://127.0.0.1:{port}/" in told
    assert "Traceback" not in told
    assert status(port) is None


@pytest.mark.parametrize("has_keys", [False, True])
def test_what_is_not_prepared_is_not_served(has_keys: bool, environment: dict[str, str], tmp_path: Path) -> None:
    if has_keys:
        make_keys(tmp_path / "instance")
    refused = subprocess.run(command(), cwd=ROOT, env=environment, capture_output=True, text=True)
    assert refused.returncode == 1
    assert "./run setup" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_demo_of_an_older_program_is_brought_up_to_date(environment: dict[str, str], tmp_path: Path) -> None:
    make_keys(tmp_path / "instance")
    (tmp_path / "instance" / DEMO_MARKER).touch()
    with subprocess.Popen(command(), cwd=ROOT, env=environment, stderr=subprocess.DEVNULL) as server:
        try:
            until(lambda: status(environment["REHAB_PORT"]) == 200)
        finally:
            server.send_signal(signal.SIGTERM)
    assert server.returncode == 0


def test_a_database_that_does_not_answer_is_said_in_words(environment: dict[str, str]) -> None:
    environment["REHAB_DATABASE_URL"] = "postgresql://nobody@127.0.0.1:9/none"
    for arguments in (["prepare"], []):
        refused = subprocess.run(command(*arguments), cwd=ROOT, env=environment, capture_output=True, text=True)
        assert refused.returncode == 1
        assert "./run doctor" in refused.stderr
        assert "Traceback" not in refused.stderr
