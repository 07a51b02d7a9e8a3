"""Settings: where they come from, what is refused, and the keys."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, request
from werkzeug.middleware.proxy_fix import ProxyFix

from rehab_center import config
from rehab_center.config import ConfigurationError
from rehab_center.words import Message

KEYS = {"SECRET_KEY": "0" * 64, "AUDIT_KEY": bytes(32)}


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty instance folder that the environment points at; no other setting is made."""
    for setting in config.SETTINGS:
        monkeypatch.delenv(f"REHAB_{setting.name.upper()}", raising=False)
    monkeypatch.setenv("REHAB_INSTANCE", str(tmp_path))
    return tmp_path


def loaded(**overrides: Any) -> Flask:
    app = Flask(__name__)
    config.load(app, KEYS | overrides)
    return app


def refusal(**overrides: Any) -> str:
    with pytest.raises(ConfigurationError) as refused:
        loaded(**overrides)
    return str(refused.value)


def test_the_defaults_serve_one_machine(instance: Path) -> None:
    settings = loaded().config
    assert settings["DATABASE_URL"] == f"sqlite:///{instance}/rehab.sqlite"
    assert settings["DATABASE_OWNER_URL"] == settings["DATABASE_URL"]
    assert (settings["HOST"], settings["PORT"], settings["DEMO"]) == ("127.0.0.1", 8001, False)
    assert (settings["IDLE_MINUTES"], settings["ABSOLUTE_HOURS"]) == (30, 12)
    assert settings["MAX_CONTENT_LENGTH"] == 32 * 1024 * 1024
    assert settings["SESSION_COOKIE_HTTPONLY"]
    assert not settings["SESSION_COOKIE_SECURE"]


def test_the_demo_has_a_port_and_a_cookie_of_its_own(instance: Path) -> None:
    real = loaded().config["SESSION_COOKIE_NAME"]
    (instance / config.DEMO_MARKER).touch()
    demo = loaded().config
    assert (demo["PORT"], demo["DEMO"]) == (8000, True)
    assert demo["SESSION_COOKIE_NAME"] != real


def test_the_environment_goes_before_the_file_and_the_file_before_the_default(
    instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (instance / config.SETTINGS_FILE).write_text("port = 9001\nidle_minutes = 5\n", encoding="utf-8")
    monkeypatch.setenv("REHAB_PORT", "9002")
    settings = loaded().config
    assert (settings["PORT"], settings["IDLE_MINUTES"], settings["THREADS"]) == (9002, 5, 4)


@pytest.mark.usefixtures("instance")
@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("postgresql://u:p@host/db", "postgresql+psycopg://u:p@host/db"),
        ("postgres://host/db", "postgresql+psycopg://host/db"),
        ("postgresql+psycopg://host/db", "postgresql+psycopg://host/db"),
        ("sqlite:////srv/rehab.sqlite", "sqlite:////srv/rehab.sqlite"),
    ],
)
def test_database_addresses(given: str, used: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REHAB_DATABASE_URL", given)
    assert loaded().config["SQLALCHEMY_DATABASE_URI"] == used


@pytest.mark.usefixtures("instance")
@pytest.mark.parametrize(
    ("name", "value"),
    [("PORT", "http"), ("PORT", "70000"), ("DATABASE_URL", "mysql://x"), ("IDLE_MINUTES", "0"), ("BEHIND_PROXY", "-1")],
)
def test_a_setting_that_cannot_be_is_refused_by_name(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"REHAB_{name}", value)
    said = refusal()
    assert name.lower() in said
    assert value in said


@pytest.mark.parametrize("text", ["prot = 9001", "port ="])
def test_a_settings_file_with_a_slip_is_refused(text: str, instance: Path) -> None:
    (instance / config.SETTINGS_FILE).write_text(text, encoding="utf-8")
    assert config.SETTINGS_FILE in refusal()


@pytest.mark.usefixtures("instance")
def test_plain_http_leaves_the_machine_on_no_account(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REHAB_HOST", "0.0.0.0")
    assert "REHAB_BEHIND_PROXY" in refusal()
    monkeypatch.setenv("REHAB_BEHIND_PROXY", "1")
    settings = loaded().config
    assert settings["SESSION_COOKIE_SECURE"]
    assert settings["SESSION_COOKIE_NAME"].startswith("__Host-")


@pytest.mark.usefixtures("instance")
def test_behind_a_proxy_the_reader_s_own_address_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REHAB_BEHIND_PROXY", "1")
    app = loaded()
    assert isinstance(app.wsgi_app, ProxyFix)
    app.add_url_rule("/", view_func=lambda: f"{request.remote_addr} {request.scheme}")
    headers = {"X-Forwarded-For": "10.1.2.3", "X-Forwarded-Proto": "https"}
    assert app.test_client().get("/", headers=headers).text == "10.1.2.3 https"


def test_keys_are_made_once_and_for_the_owner_only(instance: Path) -> None:
    made = config.make_keys(instance)
    assert [path.name for path in made] == [config.SECRET_KEY_FILE, config.AUDIT_KEY_FILE]
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in made)
    assert stat.S_IMODE(instance.stat().st_mode) == 0o700
    kept = [path.read_text() for path in made]
    assert kept[0] != kept[1]
    assert config.make_keys(instance) == []
    assert [path.read_text() for path in made] == kept
    app = Flask(__name__)
    config.load(app)
    assert (app.config["SECRET_KEY"], app.config["AUDIT_KEY"]) == (kept[0].strip(), bytes.fromhex(kept[1]))


def test_without_its_keys_the_program_does_not_start(instance: Path) -> None:
    with pytest.raises(ConfigurationError, match="setup"):
        config.load(Flask(__name__))
    config.make_keys(instance)
    (instance / config.AUDIT_KEY_FILE).write_text("short")
    with pytest.raises(ConfigurationError, match="64"):
        config.load(Flask(__name__))


def test_a_key_that_others_may_read_is_refused(instance: Path) -> None:
    config.make_keys(instance)
    (instance / config.SECRET_KEY_FILE).chmod(0o640)
    with pytest.raises(ConfigurationError, match="chmod 600"):
        config.load(Flask(__name__))


def test_words_need_no_application() -> None:
    inner = Message("Inside %(what)s", {"what": 1})
    assert config.in_words(Message("Said: %(inner)s", {"inner": inner})) == "Said: Inside 1"


def test_backups_go_to_a_folder_that_is_not_backed_up(instance: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By itself beside the data; anywhere else by its full path, there or not: a disk may be plugged in later."""
    assert loaded().config["BACKUP_FOLDER"] == instance / "backups"
    monkeypatch.setenv("REHAB_BACKUP_FOLDER", "/media/usb/backups")
    assert loaded().config["BACKUP_FOLDER"] == Path("/media/usb/backups")
    for wrong in ("backups", "../backups", "/media/../srv", str(instance), str(instance / "scans")):
        monkeypatch.setenv("REHAB_BACKUP_FOLDER", wrong)
        assert "backup" in refusal().lower(), wrong


def test_the_nightly_work_may_be_switched_off(instance: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert instance
    assert loaded().config["BACKUP_HOUR"] == 2
    monkeypatch.setenv("REHAB_BACKUP_HOUR", "off")
    assert loaded().config["BACKUP_HOUR"] is None
    for wrong in ("24", "-1", "noon"):
        monkeypatch.setenv("REHAB_BACKUP_HOUR", wrong)
        assert "backup_hour" in refusal()
