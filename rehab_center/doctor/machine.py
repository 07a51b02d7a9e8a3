"""What the machine must bring: Python, the packages as pinned, Pango, a font with all letters, zones, translations."""

from __future__ import annotations

import sqlite3
import sys
import time
import tomllib
from collections.abc import Iterator
from ctypes.util import find_library
from importlib.metadata import PackageNotFoundError, version
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from rehab_center import clock
from rehab_center.config import ROOT
from rehab_center.doctor.checks import Check, Trouble
from rehab_center.web.fonts import FontUnfit, check_fonts
from rehab_center.words import N_, message

PANGO = {
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
}
OLDEST_PYTHON = (3, 11)
OLDEST_SQLITE = (3, 35, 0)
SEVEN_HOURS = 7 * 3600
INSTALL = N_("Type: ./run setup")


def _python() -> Iterator[Trouble]:
    if sys.version_info < OLDEST_PYTHON:
        yield Trouble(
            message(N_("Python %(found)s is too old."), found=sys.version.split()[0]),
            message(N_("Install Python 3.11 or newer, then type: ./run setup")),
        )
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        yield Trouble(
            message(N_("SQLite %(found)s is too old."), found=sqlite3.sqlite_version),
            message(N_("Use a system with SQLite 3.35 or newer (Debian 12 has it).")),
        )


def _packages() -> Iterator[Trouble]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for pin in project["dependencies"]:
        name, _, wanted = pin.partition("==")
        name = name.partition("[")[0]
        try:
            found = version(name)
        except PackageNotFoundError:
            yield Trouble(message(N_("The package %(name)s is not installed."), name=name), message(INSTALL))
            continue
        if found != wanted:
            yield Trouble(
                message(
                    N_("The package %(name)s is version %(found)s; the program was tested with %(wanted)s."),
                    name=name,
                    found=found,
                    wanted=wanted,
                ),
                message(N_("Type: rm .venv/installed && ./run setup")),
            )


def _pango() -> Iterator[Trouble]:
    missing = [package for library, package in PANGO.items() if find_library(library) is None]
    if missing:
        yield Trouble(
            message(N_("Pango is missing: nothing can be printed to PDF.")),
            message(N_("As root, type: %(command)s"), command=f"apt-get install {' '.join(missing)}"),
        )


def _font() -> Iterator[Trouble]:
    try:
        check_fonts()
    except FontUnfit as unfit:
        yield Trouble(
            unfit.message, message(N_("As root, type: %(command)s"), command="apt-get install fonts-liberation2")
        )


def _zone() -> Iterator[Trouble]:
    try:
        offset = clock.now().astimezone(ZoneInfo("Asia/Ho_Chi_Minh")).utcoffset()
    except ZoneInfoNotFoundError:
        yield Trouble(message(N_("The time zones of the world are not installed.")), message(INSTALL))
        return
    if offset is None or offset.total_seconds() != SEVEN_HOURS:
        yield Trouble(message(N_("The zone data is wrong: Vietnam is not at +7 hours.")), message(INSTALL))
    here = time.localtime().tm_gmtoff
    if here != SEVEN_HOURS:
        yield Trouble(
            message(
                N_("This machine's zone is %(zone)s, not Vietnam's. The program goes by Vietnam's all the same."),
                zone=f"{time.strftime('%Z')} (UTC{here / 3600:+g})",
            ),
            message(N_("If you like, as root: %(command)s"), command="timedatectl set-timezone Asia/Ho_Chi_Minh"),
            mild=True,
        )


def _translations() -> Iterator[Trouble]:
    for source in (ROOT / "rehab_center" / "translations").glob("*/LC_MESSAGES/*.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            yield Trouble(
                message(N_("The translation %(name)s is not compiled."), name=source.parent.parent.name),
                message(INSTALL),
            )


CHECKS = (
    Check("python", N_("Python and SQLite"), _python),
    Check("packages", N_("Packages as tested"), _packages),
    Check("pango", N_("Pango, for PDF"), _pango),
    Check("font", N_("A font with all Vietnamese letters"), _font),
    Check("zone", N_("Time zone"), _zone),
    Check("translations", N_("Translations"), _translations),
)
