"""The invented centre that is measured: a temporary instance, built and opened once a run."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from rehab_center import create_app
from rehab_center.config import DEMO_MARKER, ROOT
from rehab_center.permissions import Role
from tests import factories


@dataclass(frozen=True)
class Centre:
    """An instance with its invented people, the program on it, and a director's signed-in client."""

    instance: Path
    app: Flask
    client: FlaskClient

    @property
    def environment(self) -> dict[str, str]:
        """What a process needs to work on the same instance."""
        return environment(self.instance)

    @property
    def cookie(self) -> str:
        """The director's session as a Cookie header."""
        name = self.app.config["SESSION_COOKIE_NAME"]
        kept = self.client.get_cookie(name)
        assert kept is not None
        return f"{name}={kept.value}"


def environment(instance: Path) -> dict[str, str]:
    """This process's environment with another instance and none of its other settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("REHAB_")}
    return kept | {"REHAB_INSTANCE": str(instance), "PYTHONHASHSEED": "0"}


def command(instance: Path, *arguments: str) -> str:
    """Run a module's command on an instance; what it said on stderr. Raises RuntimeError with it on failure."""
    done = subprocess.run(
        [sys.executable, "-m", *arguments], cwd=ROOT, env=environment(instance), capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(arguments)}: {done.stderr.strip()}")
    return done.stderr


@contextmanager
def centre() -> Iterator[Centre]:
    """Build the centre; it is gone afterwards."""
    instance = Path(tempfile.mkdtemp(prefix="rehab-bench-"))
    try:
        (instance / DEMO_MARKER).touch()
        command(instance, "rehab_center.serve", "prepare")
        command(instance, "flask", "--app", "wsgi", "demo", "load")
        app = create_app({"INSTANCE": instance, "WTF_CSRF_ENABLED": False})
        yield Centre(instance, app, _director(app))
    finally:
        shutil.rmtree(instance)


def _director(app: Flask) -> FlaskClient:
    client = app.test_client()
    username = f"bench.{secrets.token_hex(3)}"
    with app.app_context():
        factories.make_account(username, Role.DIRECTOR)
    answer = client.post("/sign-in", data={"username": username, "password": factories.PASSWORD})
    assert answer.status_code == 303, answer.status
    client.get("/people")  # from the second page on the session is not written anew
    return client
