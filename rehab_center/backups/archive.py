"""The one file: a ZIP with a manifest, or that ZIP encrypted with age for a recipient.

``manifest.json`` names every other member with its size and SHA-256. Nothing else in the file is ever unpacked.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import IO, BinaryIO

import pyrage
from pyrage import x25519

from rehab_center.errors import DomainError
from rehab_center.words import N_, message

FORMAT = 1
MANIFEST = "manifest.json"
_AGE = b"age-encryption.org/v1"
_BLOCK = 1024 * 1024
_PACKED_ALREADY = (".pdf", ".jpg", ".jpeg", ".png")

Progress = Callable[[int, int], None]


class BadBackup(DomainError):
    """The file is no backup, is damaged, or cannot be opened with this key."""


@dataclass(frozen=True)
class Member:
    """One file in a backup. ``size`` in bytes."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself.

    ``step`` is the number of the last migration, ``entries`` and ``head`` the number and the hash of the last entry of
    the log, ``rows`` how many rows each table has, ``made_at`` an ISO moment in UTC.
    """

    made_at: str
    database: str
    step: str
    entries: int
    head: str
    rows: dict[str, int]
    members: tuple[Member, ...] = ()


# --- writing ---------------------------------------------------------------------------------------------------------


def write(
    target: Path,
    manifest: Manifest,
    files: Sequence[tuple[str, Path]],
    *,
    recipient: str | None,
    work: Path,
    progress: Progress,
) -> Manifest:
    """Write the file ``target`` (0600, whole or not at all) from (name, file) pairs; the manifest as it was written.

    ``work`` is a folder on a disk with room for the ZIP. Raises DomainError where ``recipient`` is none, OSError where
    the disk refuses.
    """
    to = recipient_of(recipient)
    partial = target.with_name(f".{target.name}.partial")
    with TemporaryDirectory(dir=work) as folder:
        plain = Path(folder) / "backup.zip"
        with _owner_only(plain) as stream:
            written = _zip(stream, manifest, files, progress)
        try:
            with plain.open("rb") as source, _owner_only(partial) as sink:
                if to is None:
                    shutil.copyfileobj(source, sink, _BLOCK)
                else:
                    pyrage.encrypt_io(source, sink, [to])
                sink.flush()
                os.fsync(sink.fileno())
            partial.rename(target)
        finally:
            partial.unlink(missing_ok=True)
    return written


def _zip(stream: BinaryIO, manifest: Manifest, files: Sequence[tuple[str, Path]], progress: Progress) -> Manifest:
    members: list[Member] = []
    total, packed = sum(path.stat().st_size for _name, path in files), 0

    def tell(size: int) -> None:
        nonlocal packed
        packed += size
        progress(min(packed, total), max(total, 1))

    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as box:
        for name, path in files:
            how = zipfile.ZIP_STORED if path.suffix.lower() in _PACKED_ALREADY else zipfile.ZIP_DEFLATED
            info = zipfile.ZipInfo(name)
            info.compress_type = how
            with path.open("rb") as source, box.open(info, "w", force_zip64=True) as sink:
                members.append(Member(name, *_copy(source, sink, tell=tell)))
        whole = Manifest(**{**asdict(manifest), "members": tuple(members)})
        box.writestr(MANIFEST, json.dumps({"format": FORMAT, **asdict(whole)}, ensure_ascii=False, sort_keys=True))
    return whole


def recipient_of(text: str | None) -> x25519.Recipient | None:
    """The key to encrypt for, None for none. Raises DomainError for a text that is no such key."""
    if not text:
        return None
    try:
        return x25519.Recipient.from_str(text.strip())
    except pyrage.RecipientError:
        raise DomainError(
            message(N_("The setting backup_recipient is no key for encrypting: it begins with age1"))
        ) from None


@contextmanager
def _owner_only(path: Path) -> Iterator[BinaryIO]:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as stream:
        yield stream


# --- reading ---------------------------------------------------------------------------------------------------------


def is_encrypted(path: Path) -> bool:
    """Whether a key is needed to open the file. Raises BadBackup where there is no such file."""
    try:
        with path.open("rb") as stream:
            return stream.read(len(_AGE)) == _AGE
    except OSError as error:
        raise BadBackup(
            message(N_("%(path)s cannot be read: %(error)s"), path=str(path), error=error.strerror)
        ) from None


def unpack(path: Path, folder: Path, *, identity: str | None) -> Manifest:
    """Unpack a backup into an empty ``folder`` and compare every member with the manifest. Raises BadBackup."""
    with _opened(path, folder, identity) as box:
        manifest = _manifest(box)
        for member in manifest.members:
            _take_out(box, member, folder)
    return manifest


@contextmanager
def _opened(path: Path, folder: Path, identity: str | None) -> Iterator[zipfile.ZipFile]:
    plain = path
    if is_encrypted(path):
        plain = folder / ".backup.zip"
        _decrypt(path, plain, identity)
    try:
        with zipfile.ZipFile(plain) as box:
            yield box
    except (zipfile.BadZipFile, EOFError) as error:
        raise BadBackup(message(N_("%(path)s is no backup of this program"), path=str(path))) from error
    finally:
        if plain != path:
            plain.unlink(missing_ok=True)


def _decrypt(path: Path, plain: Path, identity: str | None) -> None:
    if identity is None:
        raise BadBackup(message(N_("%(path)s is encrypted: name the file with its key by --key"), path=str(path)))
    try:
        key = x25519.Identity.from_str(_secret_line(identity))
        with path.open("rb") as source, _owner_only(plain) as sink:
            _decrypt_stream(source, sink, key)
    except (pyrage.IdentityError, pyrage.DecryptError, _Undecryptable):
        raise BadBackup(
            message(N_("This key does not open %(path)s, or the file is damaged"), path=str(path))
        ) from None


class _Undecryptable(Exception):
    """The stream breaks off, or somebody changed it."""


def _decrypt_stream(source: IO[bytes], sink: IO[bytes], key: x25519.Identity) -> None:
    try:
        pyrage.decrypt_io(source, sink, [key])
    except OSError as error:
        if error.errno is not None:  # the disk's own complaint
            raise
        raise _Undecryptable from error


def _secret_line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.startswith("AGE-SECRET-KEY-")), "")


def _manifest(box: zipfile.ZipFile) -> Manifest:
    try:
        said = json.loads(box.read(MANIFEST))
        if said.pop("format") != FORMAT:
            raise BadBackup(message(N_("The backup was made by a newer program: restore it with that one")))
        return Manifest(**{**said, "members": tuple(Member(**one) for one in said["members"])})
    except (KeyError, TypeError, ValueError) as error:
        raise BadBackup(message(N_("The file is no backup of this program"))) from error


def _take_out(box: zipfile.ZipFile, member: Member, folder: Path) -> None:
    inside = PurePosixPath(member.name)
    if inside.is_absolute() or ".." in inside.parts:
        raise BadBackup(message(N_("The file is no backup of this program")))
    place = folder / inside
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with box.open(member.name) as source, _owner_only(place) as sink:
            found = _copy(source, sink, most=member.size)
    except (KeyError, zipfile.BadZipFile) as error:
        raise _damaged(member) from error
    if found != (member.size, member.sha256):
        raise _damaged(member)


def _damaged(member: Member) -> BadBackup:
    return BadBackup(message(N_("The backup is damaged: %(name)s is not what was put in"), name=member.name))


def _copy(
    source: IO[bytes], sink: IO[bytes], most: int | None = None, tell: Callable[[int], object] = int
) -> tuple[int, str]:
    """Copy in blocks; how many bytes and their SHA-256. Stops past ``most``: a lying ZIP must not fill the disk.

    ``tell`` hears the size of every block.
    """
    size, digest = 0, hashlib.sha256()
    while block := source.read(_BLOCK):
        size += len(block)
        if most is not None and size > most:
            break
        digest.update(block)
        sink.write(block)
        tell(len(block))
    return size, digest.hexdigest()


# --- keys ------------------------------------------------------------------------------------------------------------


def make_key(path: Path) -> str:
    """Write a new secret key to ``path`` (0600); the recipient to put into the settings. Raises DomainError."""
    if path.exists():
        raise DomainError(message(N_("%(path)s is there already and is not written over"), path=str(path)))
    identity = x25519.Identity.generate()
    with _owner_only(path) as stream:
        stream.write(f"# {identity.to_public()}\n{identity}\n".encode())
    return str(identity.to_public())
