"""What one installation must have: a folder to write in, room on the disk, its keys, readable settings."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from flask import Flask

from rehab_center import config
from rehab_center.doctor.checks import Check, Trouble
from rehab_center.words import N_, message

MEGABYTE = 1024 * 1024
LEAST_ROOM = 200 * MEGABYTE
COMFORTABLE_ROOM = 2048 * MEGABYTE


def _folder() -> Iterator[Trouble]:
    instance = config.instance_folder()
    if not instance.is_dir():
        yield Trouble(
            message(N_("The folder %(path)s does not exist."), path=str(instance)), message(N_("Type: ./run setup"))
        )
        return
    if instance.stat().st_mode & 0o077:
        yield Trouble(
            message(N_("Other users of this machine may look into %(path)s."), path=str(instance)),
            message(N_("Type: %(command)s"), command=f"chmod 700 {instance}"),
        )
    try:
        _write_something(instance)
    except OSError as error:
        yield Trouble(
            message(
                N_("Nothing can be written into %(path)s: %(error)s."),
                path=str(instance),
                error=error.strerror or str(error),
            ),
            message(N_("Let the user %(user)s own the folder, or make room on the disk."), user=_user()),
        )


def _write_something(folder: Path) -> None:
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(bytes(MEGABYTE))
        file.flush()
        os.fsync(file.fileno())


def _user() -> str:
    return os.environ.get("USER") or str(os.getuid())


def _disk() -> Iterator[Trouble]:
    instance = config.instance_folder()
    if not instance.is_dir():
        return
    free = shutil.disk_usage(instance).free
    if free < COMFORTABLE_ROOM:
        yield Trouble(
            message(
                N_("Only %(free)s MB are free on the disk of %(path)s."), free=free // MEGABYTE, path=str(instance)
            ),
            message(N_("Make room: move old backups to another disk.")),
            mild=free >= LEAST_ROOM,
        )


def _keys() -> Iterator[Trouble]:
    for name in (config.SECRET_KEY_FILE, config.AUDIT_KEY_FILE):
        path = config.instance_folder() / name
        try:
            config.read_key(path)
        except config.ConfigurationError as error:
            yield Trouble(error.message, message(N_("Without this key the program does not start.")))


def _settings() -> Iterator[Trouble]:
    keys = {"SECRET_KEY": "0" * 64, "AUDIT_KEY": bytes(32)}  # looked at apart
    try:
        config.load(Flask(__name__), keys)
    except config.ConfigurationError as error:
        yield Trouble(
            error.message,
            message(
                N_("Mend the variable in the environment, or %(path)s."),
                path=str(config.instance_folder() / config.SETTINGS_FILE),
            ),
        )


CHECKS = (
    Check("folder", N_("The folder with the data"), _folder),
    Check("disk", N_("Room on the disk"), _disk),
    Check("keys", N_("The keys"), _keys),
    Check("settings", N_("The settings"), _settings),
)
