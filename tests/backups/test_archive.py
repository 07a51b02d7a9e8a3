"""The file itself: whole or not at all, for the owner alone, and nothing in it is believed before it is compared."""

from __future__ import annotations

import json
import stat
import zipfile
from pathlib import Path

import pytest

from rehab_center.backups import archive
from rehab_center.backups.archive import BadBackup, Manifest
from rehab_center.errors import DomainError

MANIFEST = Manifest("2026-11-23T01:00:00+00:00", "sqlite", "0012", 3, "ab" * 32, {"resident": 2})


@pytest.fixture
def files(tmp_path: Path) -> list[tuple[str, Path]]:
    """Two files to put in."""
    database, scan = tmp_path / "d.sqlite", tmp_path / "s"
    database.write_bytes(b"rows " * 1000)
    scan.write_bytes(b"%PDF-1.7 Quyet dinh")
    return [("database.sqlite", database), ("scans/ab/abc", scan)]


def _written(tmp_path: Path, files: list[tuple[str, Path]], recipient: str | None = None) -> Path:
    target = tmp_path / "out.rehab"
    archive.write(target, MANIFEST, files, recipient=recipient, work=tmp_path, progress=lambda _done, _total: None)
    return target


def _folder(tmp_path: Path) -> Path:
    folder = tmp_path / "unpacked"
    folder.mkdir()
    return folder


def test_what_was_put_in_comes_out(tmp_path: Path, files: list[tuple[str, Path]]) -> None:
    """Members, manifest and rights."""
    target, folder = _written(tmp_path, files), _folder(tmp_path)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    manifest = archive.unpack(target, folder, identity=None)
    assert (manifest.step, manifest.entries, manifest.head) == ("0012", 3, "ab" * 32)
    assert [member.name for member in manifest.members] == ["database.sqlite", "scans/ab/abc"]
    assert (folder / "scans/ab/abc").read_bytes() == b"%PDF-1.7 Quyet dinh"
    assert stat.S_IMODE((folder / "database.sqlite").stat().st_mode) == 0o600
    assert not list(tmp_path.glob(".*partial"))


def test_an_encrypted_backup_opens_with_its_key_alone(tmp_path: Path, files: list[tuple[str, Path]]) -> None:
    """Not without a key, not with another one, and not when a byte was changed."""
    recipient = archive.make_key(tmp_path / "key")
    archive.make_key(tmp_path / "other")
    target, folder = _written(tmp_path, files, recipient), _folder(tmp_path)
    assert archive.is_encrypted(target)
    assert b"Quyet dinh" not in target.read_bytes()
    with pytest.raises(BadBackup, match="--key"):
        archive.unpack(target, folder, identity=None)
    with pytest.raises(BadBackup, match="does not open"):
        archive.unpack(target, folder, identity=(tmp_path / "other").read_text())
    whole = target.read_bytes()
    target.write_bytes(whole[:-20])
    with pytest.raises(BadBackup, match="does not open"):
        archive.unpack(target, folder, identity=(tmp_path / "key").read_text())
    target.write_bytes(whole)
    assert archive.unpack(target, folder, identity=(tmp_path / "key").read_text()).entries == 3
    assert not list(folder.glob(".backup*"))


def test_a_key_is_never_written_over(tmp_path: Path) -> None:
    """Whoever lost the first one could open no backup any more."""
    archive.make_key(tmp_path / "key")
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600
    with pytest.raises(DomainError):
        archive.make_key(tmp_path / "key")


def _tampered(source: Path, target: Path, change: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, change.get(name, old.read(name)))
    return target


def test_a_changed_member_is_named(tmp_path: Path, files: list[tuple[str, Path]]) -> None:
    """By its hash, and by its size."""
    target = _written(tmp_path, files)
    for content in (b"%PDF-1.7 Quyet dinH", b"%PDF-1.7 Quyet dinh and more", b""):
        bad = _tampered(target, tmp_path / "bad.rehab", {"scans/ab/abc": content})
        folder = tmp_path / f"into{len(content)}"
        folder.mkdir()
        with pytest.raises(BadBackup) as refused:
            archive.unpack(bad, folder, identity=None)
        assert refused.value.message.params["name"] == "scans/ab/abc"


@pytest.mark.parametrize("name", ["../escaped", "/etc/escaped", "a/../../escaped"])
def test_no_member_leaves_the_folder(tmp_path: Path, files: list[tuple[str, Path]], name: str) -> None:
    """A manifest is as little to be believed as the file it is in."""
    target, folder = _written(tmp_path, files), _folder(tmp_path)
    with zipfile.ZipFile(target) as box:
        manifest = json.loads(box.read(archive.MANIFEST))
    manifest["members"][1]["name"] = name
    bad = tmp_path / "bad.rehab"
    with zipfile.ZipFile(bad, "w") as box:
        box.writestr(name, b"%PDF-1.7 Quyet dinh")
        box.writestr("database.sqlite", b"rows " * 1000)
        box.writestr(archive.MANIFEST, json.dumps(manifest))
    with pytest.raises(BadBackup):
        archive.unpack(bad, folder, identity=None)
    assert not list(tmp_path.rglob("escaped"))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 nonsense", b"age-encryption.org/v1\nnonsense", b"\x00" * 100])
def test_what_is_no_backup_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    """Whatever file somebody names."""
    path, folder = tmp_path / "file", _folder(tmp_path)
    path.write_bytes(content)
    key = tmp_path / "key"
    archive.make_key(key)
    with pytest.raises(BadBackup):
        archive.unpack(path, folder, identity=key.read_text())
    with pytest.raises(BadBackup):
        archive.unpack(tmp_path / "nothing", folder, identity=None)


def test_a_manifest_of_a_newer_program_is_left_to_it(tmp_path: Path) -> None:
    """What it means nobody here can know."""
    path = tmp_path / "new.rehab"
    with zipfile.ZipFile(path, "w") as box:
        box.writestr(archive.MANIFEST, json.dumps({"format": archive.FORMAT + 1}))
    with pytest.raises(BadBackup, match="newer"):
        archive.unpack(path, _folder(tmp_path), identity=None)
