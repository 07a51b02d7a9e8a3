"""The ``run`` script: what it says, and what it refuses. What it installs is tried on a bare machine, not here."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from rehab_center.config import ROOT

COMMANDS = ("setup", "demo", "serve", "doctor", "flask", "check", "test", "bench", "messages")


def run(*arguments: str, path: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """``./run …`` without a terminal; programs in ``path`` stand in for the machine's."""
    search = f"{path}:{os.environ['PATH']}" if path else os.environ["PATH"]
    return subprocess.run(
        [str(ROOT / "run"), *arguments],
        env=os.environ | {"PATH": search} | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A machine on which no package is installed and nobody may become root."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name, script in {"id": "echo 1000", "dpkg-query": "exit 1", "sudo": "exit 1"}.items():
        (programs / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        (programs / name).chmod(0o755)
    return programs


def test_alone_it_says_what_there_is() -> None:
    told = run()
    assert told.returncode == 0
    assert re.findall(r"^\./run (\w+)", told.stdout, re.MULTILINE) == [*COMMANDS]


def test_an_unknown_command_is_bad_usage() -> None:
    told = run("fly")
    assert (told.returncode, told.stdout) == (2, "")
    assert "./run setup" in told.stderr


@pytest.mark.parametrize("command", ["setup", "serve", "flask"])
def test_who_cannot_become_root_is_told_what_to_type(command: str, machine: Path, tmp_path: Path) -> None:
    told = run(command, path=machine, REHAB_INSTANCE=str(tmp_path / "instance"))
    assert told.returncode == 1
    assert "apt-get update && apt-get install -y --no-install-recommends libpango-1.0-0" in told.stderr
    assert "fonts-liberation2" in told.stderr
    assert not (tmp_path / "instance").exists()


def test_the_demo_leaves_other_data_alone(tmp_path: Path) -> None:
    (tmp_path / "rehab.sqlite").write_bytes(b"somebody's register")
    told = run("demo", REHAB_INSTANCE=str(tmp_path))
    assert told.returncode == 1
    assert str(tmp_path) in told.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["rehab.sqlite"]


def test_it_is_plain_posix_shell() -> None:
    assert (ROOT / "run").read_text(encoding="utf-8").startswith("#!/bin/sh\n")
    subprocess.run(["sh", "-n", str(ROOT / "run")], check=True)


def test_what_ci_runs_is_what_a_developer_runs() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    said = [line for line in script if not line.startswith("#")]
    assert said == ['cd "$(dirname "$0")/.." && exec ./run test']
