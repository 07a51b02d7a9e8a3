"""Files sent with a form that could not be accepted yet: kept for the next try, as no browser fills a file box again.

A file lies in the instance folder under a name that nobody can guess, for the program's user only, until the form comes
back with that name; what nobody comes back for is taken away after half a day.
"""

from __future__ import annotations

import json
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from rehab_center import clock

_KEPT_SECONDS = 12 * 3600
_KEY = re.compile(r"[0-9a-f]{40}")


@dataclass(frozen=True)
class HeldFile:
    """A file as it was sent; ``name`` is what the sender called it."""

    name: str
    content: bytes


def hold(folder: Path, file: HeldFile) -> str:
    """Keep a file and give the key it comes back with."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    forget_old(folder)
    key = secrets.token_hex(20)
    head = json.dumps(file.name).encode()
    place = folder / key
    place.touch(mode=0o600)
    place.write_bytes(head + b"\n" + file.content)
    return key


def take(folder: Path, key: str) -> HeldFile | None:
    """The file of a key, which is no longer kept after that; None for a key there is nothing under."""
    if not _KEY.fullmatch(key):
        return None
    place = folder / key
    try:
        head, _, content = place.read_bytes().partition(b"\n")
    except FileNotFoundError:
        return None
    place.unlink(missing_ok=True)
    return HeldFile(str(json.loads(head)), content)


def forget_old(folder: Path) -> None:
    """Take away what nobody came back for. Done at every new file, and at night."""
    if not folder.is_dir():
        return
    oldest = clock.now().timestamp() - _KEPT_SECONDS
    for place in folder.iterdir():
        if _KEY.fullmatch(place.name) and place.stat().st_mtime < oldest:
            place.unlink(missing_ok=True)
