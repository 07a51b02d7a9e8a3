"""Workbooks sent for import: kept in the instance folder under their SHA-256, for the program's user only (0600)."""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from rehab_center.clock import now
from rehab_center.errors import NotFound
from rehab_center.register.rules.guards import check_file
from rehab_center.words import N_, message

_KEY = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Upload:
    """A workbook that somebody sent: its content hash, the name it came under, who sent it and for which centre."""

    sha256: str
    filename: str
    sender: str
    facility_id: int


def keep(folder: Path, data: bytes, filename: str, *, sender: str, facility_id: int) -> Upload:
    """Put a workbook into ``folder`` and note who sent it. Raises DomainError for a file that must not be opened."""
    check_file(data, filename)
    upload = Upload(hashlib.sha256(data).hexdigest(), filename, sender, facility_id)
    place = folder / upload.sha256
    if not place.exists():
        _write(place, data)
    note = {"filename": filename, "sender": sender, "facility_id": facility_id, "at": now().isoformat()}
    _write(_note(folder, upload.sha256, sender), json.dumps(note, ensure_ascii=False).encode())
    return upload


def sent(folder: Path, sha256: str, *, sender: str) -> Upload:
    """What ``sender`` sent under this hash. Raises NotFound, also for somebody else's file."""
    if _KEY.fullmatch(sha256):
        place = _note(folder, sha256, sender)
        if place.exists() and (folder / sha256).exists():
            note = json.loads(place.read_text(encoding="utf-8"))
            return Upload(sha256, note["filename"], sender, note["facility_id"])
    raise NotFound(message(N_("There is no such file; send it again.")))


def content(folder: Path, upload: Upload) -> bytes:
    """The bytes as they were sent. Raises NotFound when they are gone or not what was sent."""
    try:
        data = (folder / upload.sha256).read_bytes()
    except FileNotFoundError:
        data = b""
    if hashlib.sha256(data).hexdigest() != upload.sha256:
        raise NotFound(message(N_("There is no such file; send it again.")))
    return data


def preview_place(folder: Path, upload: Upload, shown: object) -> Path:
    """Where the dry run of what somebody sent is kept: one file for each ``shown``, the way it is looked at."""
    way = hashlib.sha256(json.dumps(shown).encode()).hexdigest()[:16]
    return _note(folder, upload.sha256, upload.sender).with_suffix(f".{way}.rows")


def _note(folder: Path, sha256: str, sender: str) -> Path:
    return folder / f"{sha256}.{hashlib.sha256(sender.encode()).hexdigest()[:16]}.json"


def _write(place: Path, data: bytes) -> None:
    """Whole or not at all, readable by the program's user only."""
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=place.parent)
    with os.fdopen(descriptor, "wb") as file:  # mkstemp makes it 0600
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    Path(name).replace(place)
