"""Whether backups can be made and are: the folder is there and can be written into, and the last one is not too old."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import func, select

from rehab_center import clock, config
from rehab_center.audit.models import AuditEntry
from rehab_center.backups.queries import MADE
from rehab_center.backups.rules import LATE
from rehab_center.doctor.checks import Check, Trouble
from rehab_center.doctor.database import one_moment, settings, shown
from rehab_center.words import N_, message


def _backups() -> Iterator[Trouble]:
    found = settings()
    if found is None:
        return
    folder = Path(found["BACKUP_FOLDER"])
    yield from _folder(folder, config.instance_folder().resolve())
    if not (config.instance_folder() / config.DEMO_MARKER).exists():  # invented people need no backup
        yield from _last(folder)


def _folder(folder: Path, instance: Path) -> Iterator[Trouble]:
    own = folder.is_relative_to(instance)
    if own and not folder.exists():
        return  # made with the first backup
    if not folder.is_dir():
        yield Trouble(
            message(N_("The folder for backups %(path)s is not there."), path=str(folder)),
            message(N_("Connect its disk, or name another folder in the setting backup_folder.")),
        )
    elif not os.access(folder, os.W_OK | os.X_OK):
        yield Trouble(
            message(N_("Nothing can be written into the folder for backups %(path)s."), path=str(folder)),
            message(N_("Let the user who runs the program write there.")),
        )
    elif folder.stat().st_dev == instance.stat().st_dev:
        yield Trouble(
            message(N_("The backups lie on the same disk as the data: if it breaks, both are lost.")),
            message(N_("Name a folder on another disk in the setting backup_folder.")),
            mild=True,
        )


def _last(folder: Path) -> Iterator[Trouble]:
    began = one_moment(select(func.min(AuditEntry.at)))
    if began is None:
        return
    made, now = one_moment(select(func.max(AuditEntry.at)).where(AuditEntry.act == MADE)), clock.now()
    remedy = message(N_("Make one now: ./run flask backup %(path)s"), path=str(folder / "sao-luu.rehab"))
    if made is None and now - began > LATE:
        yield Trouble(message(N_("No backup has ever been made.")), remedy)
    elif made is not None and now - made > LATE:
        words = N_("The last backup is of %(at)s; one is due each night, and after %(days)s days it is late.")
        yield Trouble(message(words, at=shown(made), days=LATE.days), remedy)


CHECKS = (Check("backups", N_("The backups"), _backups),)
