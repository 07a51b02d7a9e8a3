"""Scans of papers as files: told apart by their first bytes, kept under their SHA-256, for the owner's eyes only.

Written before the row that names them; if that row never comes the file hangs loose and harms nobody, and the same scan
sent again is the same file.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from rehab_center.documents.kinds import MediaType
from rehab_center.errors import DomainError
from rehab_center.names import clean
from rehab_center.words import N_, message

LARGEST = 20 * 1024 * 1024
"""In bytes: forty pages at 200 dpi."""

_MAGIC = ((b"%PDF-", MediaType.PDF), (b"\xff\xd8\xff", MediaType.JPEG), (b"\x89PNG\r\n\x1a\n", MediaType.PNG))


class DamagedScan(RuntimeError):
    """A stored scan is gone, or is no longer what was stored."""


@dataclass(frozen=True)
class StoredScan:
    """A scan on disk; ``size`` in bytes."""

    sha256: str
    media_type: MediaType
    size: int


def known_type(content: bytes) -> MediaType | None:
    """What a file is by its first bytes; None for anything but PDF, JPEG and PNG."""
    return next((media_type for magic, media_type in _MAGIC if content.startswith(magic)), None)


def media_type_of(content: bytes) -> MediaType:
    """What a scan is by its first bytes. Raises DomainError for anything but PDF, JPEG and PNG."""
    media_type = known_type(content)
    if media_type is None:
        raise DomainError(message(N_("A scan must be a PDF, JPEG or PNG file")), field="scan", code="bad-scan")
    return media_type


def scan_name(given: str, media_type: MediaType) -> str:
    """What a scan is called: the sent file's own name, without its folders."""
    return clean(Path(given).name)[-120:] or f"scan.{media_type.rsplit('/')[-1]}"


def store(folder: Path, content: bytes) -> StoredScan:
    """Put a scan into ``folder``, readable by the program's user only (0600). Raises DomainError for a wrong file."""
    if not content:
        raise DomainError(message(N_("The file is empty")), field="scan", code="bad-scan")
    if len(content) > LARGEST:
        raise DomainError(
            message(N_("A scan may have %(most)s MB at the most"), most=LARGEST // 1024 // 1024),
            field="scan",
            code="scan-too-large",
        )
    media_type = media_type_of(content)
    return StoredScan(keep(folder, content), media_type, len(content))


def keep(folder: Path, content: bytes) -> str:
    """Put bytes into ``folder`` under their SHA-256, for the program's user only (0600), and give it."""
    sha256 = hashlib.sha256(content).hexdigest()
    place = _place(folder, sha256)
    if not place.exists():
        _write(place, content)
    return sha256


def read(folder: Path, sha256: str) -> bytes:
    """The bytes of a scan. Raises DamagedScan when they are gone or are not what was stored."""
    try:
        content = _place(folder, sha256).read_bytes()
    except FileNotFoundError:
        raise DamagedScan(f"{sha256} is gone") from None
    if hashlib.sha256(content).hexdigest() != sha256:
        raise DamagedScan(f"{sha256} has been changed")
    return content


def _place(folder: Path, sha256: str) -> Path:
    return folder / sha256[:2] / sha256


def _write(place: Path, content: bytes) -> None:
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # mkstemp makes it 0600; renamed only once whole, so that a power cut leaves no half scan under a good name.
    handle, temporary = tempfile.mkstemp(dir=place.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(place)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
