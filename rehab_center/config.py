"""Settings: from the environment, then the instance folder, then the defaults; all of them checked at start.

The *instance* folder holds what belongs to one installation and is in no repository: the database (unless it is
PostgreSQL), the two keys, scans, issued PDFs, the queue, and ``settings.toml``. A setting ``port`` is ``REHAB_PORT`` in
the environment, ``port`` in ``settings.toml`` and ``PORT`` in ``app.config``. ``SETTINGS`` below is the whole list.
"""

from __future__ import annotations

import os
import secrets
import stat
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from rehab_center.errors import DomainError
from rehab_center.words import N_, Message, message

ROOT = Path(__file__).resolve().parent.parent
DEMO_MARKER = "DEMO"
SECRET_KEY_FILE = "secret_key"
AUDIT_KEY_FILE = "audit_key"
SETTINGS_FILE = "settings.toml"
BACKUPS = "backups"
OFF = "off"
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_PORT, _DEMO_PORT = 8001, 8000


class ConfigurationError(DomainError):
    """The program cannot start like this; the message says why and how to mend it."""


def _whole(least: int, most: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        value = int(text)
        if not least <= value <= most:
            raise ValueError(text)
        return value

    return parse


def _database(text: str) -> str:
    for prefix in ("postgresql://", "postgres://"):
        if text.startswith(prefix):
            return "postgresql+psycopg://" + text.removeprefix(prefix)
    if not text.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise ValueError(text)
    return text


def _hour_or_off(text: str) -> int | None:
    return None if text == OFF else _whole(0, 23)(text)


def _absolute(text: str) -> Path:
    path = Path(text)
    if not path.is_absolute() or ".." in path.parts:
        raise ValueError(text)
    return path


@dataclass(frozen=True)
class Setting:
    """One thing an installation may choose. ``default`` is text, as it would stand in the environment."""

    name: str
    default: str
    meaning: str
    parse: Callable[[str], object] = str


SETTINGS = (
    Setting(
        "database_url", "", N_("the database; empty is SQLite in the instance folder, else postgresql://…"), _database
    ),
    Setting("database_owner_url", "", N_("PostgreSQL: the role owning the tables, for migrations"), _database),
    Setting("host", "127.0.0.1", N_("address to listen on; another than this machine's own needs behind_proxy")),
    Setting("port", "", N_("port to listen on; empty is 8001, or 8000 for the demo"), _whole(1, 65535)),
    Setting(
        "behind_proxy", "0", N_("how many web servers with TLS stand in front; cookies are then Secure"), _whole(0, 5)
    ),
    Setting("processes", "2", N_("web server processes, 1 to 32"), _whole(1, 32)),
    Setting("threads", "4", N_("threads in each web server process, 1 to 32"), _whole(1, 32)),
    Setting("idle_minutes", "30", N_("minutes without a request after which a session ends"), _whole(1, 24 * 60)),
    Setting("absolute_hours", "12", N_("hours after which a session ends however busy, 1 to 168"), _whole(1, 24 * 7)),
    Setting("sign_in_failures", "10", N_("failed attempts after which a username is locked, 3 to 100"), _whole(3, 100)),
    Setting("sign_in_lock_minutes", "15", N_("minutes that such a lock lasts, 1 to 1440"), _whole(1, 24 * 60)),
    Setting("draft_days", "14", N_("days for which a form that was not saved is kept, 1 to 90"), _whole(1, 90)),
    Setting("backup_recipient", "", N_("encrypt backups for this key (age1…, made by backup-key); empty: plain")),
    Setting(
        "backup_folder",
        "",
        N_("full path of the folder for backups; empty is backups in the instance folder"),
        _absolute,
    ),
    Setting("backup_hour", "2", N_("hour at which the nightly work begins, 0 to 23, or off"), _hour_or_off),
    Setting("backup_daily", "14", N_("days whose nightly backup is kept, 2 to 366"), _whole(2, 366)),
    Setting("backup_monthly", "12", N_("months whose last nightly backup is kept, 0 to 120"), _whole(0, 120)),
    Setting("upload_days", "30", N_("days for which a workbook sent for import is kept, 1 to 3650"), _whole(1, 3650)),
    Setting("upload_megabytes", "32", N_("largest upload accepted, in megabytes, 1 to 1024"), _whole(1, 1024)),
)


def load(app: Flask, overrides: Mapping[str, Any] | None = None) -> None:
    """Fill ``app.config`` and put ProxyFix in front where a proxy stands; ``overrides`` (tests) win.

    An override INSTANCE or DATABASE_URL counts like the setting; every other goes into ``app.config`` as it is,
    SECRET_KEY and AUDIT_KEY in place of the key files. Raises ConfigurationError.
    """
    given = dict(overrides or {})
    instance = Path(given.pop("INSTANCE", None) or instance_folder())
    values = _resolve(instance)
    if "DATABASE_URL" in given:
        values["DATABASE_URL"] = values["DATABASE_OWNER_URL"] = _database(given.pop("DATABASE_URL"))
    values |= {
        "INSTANCE": instance,
        "DEMO": is_demo(instance),
        "SQLALCHEMY_DATABASE_URI": values["DATABASE_URL"],
        "SECRET_KEY": given.get("SECRET_KEY") or read_key(instance / SECRET_KEY_FILE),
        "AUDIT_KEY": given.get("AUDIT_KEY") or bytes.fromhex(read_key(instance / AUDIT_KEY_FILE)),
    }
    app.instance_path = str(instance)
    app.config.update(values)
    app.config.update(_session(values))
    app.config.update(given)
    _check_address(app.config["HOST"], app.config["BEHIND_PROXY"])
    _check_backup_folder(instance.resolve(), app.config["BACKUP_FOLDER"].resolve())
    if proxies := app.config["BEHIND_PROXY"]:
        # Flask documents replacing ``wsgi_app`` for middleware; the type checker knows it only as a method.
        vars(app)["wsgi_app"] = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)


def _session(values: Mapping[str, Any]) -> dict[str, Any]:
    secure = values["BEHIND_PROXY"] > 0
    name = "rehab_demo" if values["DEMO"] else "rehab"  # a browser keeps one jar for all ports of a machine
    return {
        "SESSION_COOKIE_NAME": f"__Host-{name}" if secure else name,
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=values["ABSOLUTE_HOURS"]),
        "MAX_CONTENT_LENGTH": values["UPLOAD_MEGABYTES"] * 1024 * 1024,
    }


def _resolve(instance: Path) -> dict[str, Any]:
    """Every setting of ``SETTINGS`` under its ``app.config`` name. Raises ConfigurationError."""
    from_file = _settings_file(instance / SETTINGS_FILE)
    values: dict[str, Any] = {}
    for setting in SETTINGS:
        text = os.environ.get(f"REHAB_{setting.name.upper()}") or from_file.get(setting.name) or setting.default
        values[setting.name.upper()] = _parsed(setting, text)
    values["PORT"] = values["PORT"] or (_DEMO_PORT if is_demo(instance) else _PORT)
    values["DATABASE_URL"] = values["DATABASE_URL"] or f"sqlite:///{instance / 'rehab.sqlite'}"
    values["DATABASE_OWNER_URL"] = values["DATABASE_OWNER_URL"] or values["DATABASE_URL"]
    values["BACKUP_FOLDER"] = values["BACKUP_FOLDER"] or instance / BACKUPS
    return values


def _parsed(setting: Setting, text: str) -> object:
    if not text:
        return None
    try:
        return setting.parse(text)
    except ValueError:
        raise ConfigurationError(
            message(
                N_("The setting %(name)s cannot be “%(text)s”. It is: %(meaning)s."),
                name=setting.name,
                text=text,
                meaning=Message(setting.meaning),
            )
        ) from None


def _settings_file(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigurationError(message(N_("%(path)s cannot be read: %(error)s."), path=path, error=error)) from None
    unknown = sorted(set(found) - {setting.name for setting in SETTINGS})
    if unknown:
        raise ConfigurationError(
            message(N_("%(path)s names a setting that does not exist: %(names)s."), path=path, names=", ".join(unknown))
        )
    return {name: str(value) for name, value in found.items()}


def _check_address(host: str, proxies: int) -> None:
    """Passwords never cross a network in the clear: plain http only to this machine itself."""
    if host not in LOOPBACK and not proxies:
        raise ConfigurationError(
            message(
                N_(
                    "Without TLS the program listens only on this machine (127.0.0.1), not on %(host)s. "
                    "Put a web server with TLS in front of it and set REHAB_BEHIND_PROXY=1."
                ),
                host=host,
            )
        )


def _check_backup_folder(instance: Path, folder: Path) -> None:
    """No backup may hold the backups before it. Whether the disk is there is asked when one is made, not at start."""
    if folder.is_relative_to(instance) and not folder.is_relative_to(instance / BACKUPS):
        raise ConfigurationError(
            message(
                N_("The backup folder %(path)s lies within the data that is backed up. Choose one on another disk."),
                path=str(folder),
            )
        )


def instance_folder() -> Path:
    """The instance folder this process works on: ``REHAB_INSTANCE``, else ``instance`` beside the program."""
    return Path(os.environ.get("REHAB_INSTANCE") or ROOT / "instance").resolve()


def is_demo(instance: Path) -> bool:
    """Whether the folder holds the invented centre for training, marked by a file."""
    return (instance / DEMO_MARKER).is_file()


def make_keys(instance: Path) -> list[Path]:
    """Make the keys that are missing, 32 random bytes in hex; give back those made. The folder is closed to others."""
    instance.mkdir(parents=True, exist_ok=True)
    instance.chmod(0o700)
    made = []
    for name in (SECRET_KEY_FILE, AUDIT_KEY_FILE):
        path = instance / name
        if not path.exists():
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(secrets.token_hex(32) + "\n")
            made.append(path)
    return made


def read_key(path: Path) -> str:
    """The key in ``path``, 64 hex digits. Raises ConfigurationError when missing, readable by others or no key."""
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        text = path.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        raise ConfigurationError(
            message(N_("The key %(path)s is missing or cannot be read. Make it with: ./run setup"), path=path)
        ) from None
    if mode & 0o077:
        raise ConfigurationError(
            message(
                N_("Others may read the key %(path)s (mode %(mode)s). Type: chmod 600 %(path)s"),
                path=path,
                mode=f"{mode:04o}",
            )
        )
    if len(text) != 64 or set(text) - set("0123456789abcdef"):
        raise ConfigurationError(message(N_("%(path)s does not hold a key of 64 hexadecimal digits."), path=path))
    return text


def in_words(said: Message, language: str = "vi") -> str:
    """A message in the reader's language where no application runs (yet): at start, in ``doctor``."""
    params = {
        name: in_words(value, language) if isinstance(value, Message) else value for name, value in said.params.items()
    }
    sentence = _catalogue(language).gettext(said.msgid)
    return sentence % params if params else sentence


@cache
def _catalogue(language: str) -> NullTranslations:
    """The compiled translations; straight from their source where nobody has compiled them yet."""
    folder = ROOT / "rehab_center" / "translations"
    source = folder / language / "LC_MESSAGES" / "messages.po"
    if source.with_suffix(".mo").exists() or not source.exists():
        return Translations.load(folder, [language])
    compiled = BytesIO()
    with source.open("rb") as file:
        write_mo(compiled, read_po(file))
    compiled.seek(0)
    return GNUTranslations(compiled)
