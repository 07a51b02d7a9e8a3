"""A centre with something to lose, whose keys lie in its instance folder as in an installation."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from rehab_center import clock
from rehab_center.config import AUDIT_KEY_FILE, SECRET_KEY_FILE
from rehab_center.db import transaction
from rehab_center.organisation.services import create_facility
from rehab_center.permissions import Actor

Command = Callable[..., Result]


@pytest.fixture
def instance(app: Flask) -> Path:
    """The instance folder, with its keys, a scan and a setting."""
    folder = Path(app.config["INSTANCE"])
    (folder / SECRET_KEY_FILE).write_text(app.config["SECRET_KEY"])
    (folder / AUDIT_KEY_FILE).write_text(app.config["AUDIT_KEY"].hex())
    (folder / "scans" / "ab").mkdir(parents=True)
    (folder / "scans" / "ab" / "abcdef").write_bytes(b"%PDF-1.7 a scan")
    (folder / "settings.toml").write_text("idle_minutes = 20\n")
    found_centre(app, "NB", "Cơ sở cai nghiện ma túy Hư Cấu")
    return folder


def found_centre(app: Flask, code: str, name: str) -> None:
    """Something for the log to tell."""
    founder = Actor(name="kiem.thu", label="Người kiểm thử", origin="test")
    with app.app_context(), transaction() as session:
        create_facility(session, code=code, name=name, actor=founder, now=clock.now())


@pytest.fixture
def command(app: Flask, instance: Path) -> Command:
    """``command("backup", "out.rehab")``: run one as the command line does."""

    def run(*arguments: object) -> Result:
        return app.test_cli_runner().invoke(args=[str(argument) for argument in arguments])

    return run


def said(result: Result) -> dict[str, Any]:
    """The JSON a command printed on stdout."""
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer
