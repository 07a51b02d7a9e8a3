"""Where backups lie: the one folder that the pages and the nights write to. Nobody names another on a page."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from flask import current_app

from rehab_center.words import N_, Message, message


@dataclass(frozen=True)
class Place:
    """The folder as it is now. ``free`` in bytes; ``trouble`` says why nothing can be written into it."""

    path: Path
    same_disk: bool
    free: int
    trouble: Message | None


def backup_folder() -> Path:
    """The setting ``backup_folder``; by itself a folder of the instance, which is made when it is missing.

    A folder that somebody chose is never made: an empty mount point is no disk.
    """
    folder = Path(current_app.config["BACKUP_FOLDER"])
    if folder.is_relative_to(instance()):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def instance() -> Path:
    """The folder of what is backed up."""
    return Path(current_app.config["INSTANCE"])


def place() -> Place:
    """Look at the folder."""
    folder = backup_folder()
    try:
        same = folder.stat().st_dev == instance().stat().st_dev
        free = shutil.disk_usage(folder).free
    except OSError as error:
        said = message(
            N_("%(path)s cannot be reached (%(error)s): is the disk there?"), path=str(folder), error=error.strerror
        )
        return Place(folder, same_disk=False, free=0, trouble=said)
    if not os.access(folder, os.W_OK):
        return Place(folder, same, free, message(N_("Nothing can be written into %(path)s"), path=str(folder)))
    return Place(folder, same, free, None)


def present() -> dict[str, int]:
    """The files in the folder with their sizes in bytes; none where it cannot be reached."""
    try:
        with os.scandir(backup_folder()) as found:
            return {one.name: one.stat().st_size for one in found if one.is_file(follow_symlinks=False)}
    except OSError:
        return {}
