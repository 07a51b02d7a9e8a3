"""The program as it is really run: its own processes, its own instance folder, a browser in front of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from rehab_center import create_app
from rehab_center.config import ROOT, make_keys
from rehab_center.db import db
from tests.database import CHEAP_ARGON2, Databases
from tests.processes import PATIENCE, free_port, until


@dataclass(frozen=True)
class Program:
    """A program that is being served, and the same program inside the test, to furnish its database with."""

    address: str
    app: Flask


@contextmanager
def application(databases: Databases, instance: Path) -> Iterator[tuple[Flask, dict[str, str]]]:
    """The program on a database of its own, and the environment in which its processes find the same one."""
    instance.mkdir()
    make_keys(instance)
    with databases.fresh(instance) as url:
        app = create_app(
            {
                "TESTING": True,
                "INSTANCE": instance,
                "DATABASE_URL": url,
                "WTF_CSRF_ENABLED": False,
                "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": CHEAP_ARGON2,
            }
        )
        kept = {name: value for name, value in os.environ.items() if not name.startswith("REHAB_")}
        yield (
            app,
            kept
            | {
                "REHAB_INSTANCE": str(instance),
                "REHAB_DATABASE_URL": url,
                "REHAB_PROCESSES": "1",
                "REHAB_BACKUP_HOUR": "off",
            },
        )
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


@contextmanager
def served(environment: dict[str, str], log: Path) -> Iterator[str]:
    """Web server and worker, until the block ends; gives the address. A traceback in their log is a failure."""
    port = str(free_port())
    address = f"http://127.0.0.1:{port}"
    with log.open("wb") as told:
        process = subprocess.Popen(
            [sys.executable, "-m", "rehab_center.serve"],
            cwd=ROOT,
            env=environment | {"REHAB_PORT": port},
            stdout=told,
            stderr=told,
        )
        try:
            until(lambda: _answers(address) or process.poll() is not None)
            assert process.poll() is None, log.read_text(encoding="utf-8")
            yield address
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE)
    assert "Traceback" not in log.read_text(encoding="utf-8"), log.read_text(encoding="utf-8")


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/sign-in", timeout=10):
            return True
    except (urllib.error.URLError, OSError):
        return False
