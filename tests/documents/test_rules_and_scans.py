"""Numbers of papers, and scans as files."""

from __future__ import annotations

import stat
from datetime import date
from pathlib import Path

import pytest

from rehab_center.documents import scans
from rehab_center.documents.kinds import DocumentKind, MediaType
from rehab_center.documents.rules import DocumentFacts, number_key, tidied
from rehab_center.errors import DomainError

PDF = b"%PDF-1.7\n" + b"x" * 50
TODAY = date(2024, 6, 14)


@pytest.mark.parametrize(
    ("one", "other"),
    [("05/QĐ-TA", "5/qđ-ta"), (" 120 / QĐ-TA ", "120/QĐ-TA"), ("00012/GCN", "12/GCN"), ("120/QD-TA", "120/QĐ-TA")],
)
def test_numbers_that_are_one(one: str, other: str) -> None:
    assert number_key(one) == number_key(other)


@pytest.mark.parametrize(("one", "other"), [("12/QĐ", "120/QĐ"), ("0/QĐ", "10/QĐ"), ("12/QĐ-TA", "12/QĐ-UB")])
def test_numbers_that_are_two(one: str, other: str) -> None:
    assert number_key(one) != number_key(other)


def test_facts_are_tidied() -> None:
    tidy = tidied(DocumentFacts(DocumentKind.DECISION, " 120/QĐ-TA\u00a0", issuer="  TAND  huyện A "), today=TODAY)
    assert (tidy.number, tidy.issuer, tidy.complete) == ("120/QĐ-TA", "TAND huyện A", False)


@pytest.mark.parametrize(
    "facts",
    [
        DocumentFacts(DocumentKind.DECISION, "  "),
        DocumentFacts(DocumentKind.DECISION, "1", issued_on=date(2024, 6, 15)),
        DocumentFacts(DocumentKind.CERTIFICATE, "1", own_book=True, issued_on=TODAY),
        DocumentFacts(DocumentKind.CERTIFICATE, "1", own_book=True, facility_id=1),
    ],
)
def test_what_makes_no_paper(facts: DocumentFacts) -> None:
    with pytest.raises(DomainError):
        tidied(facts, today=TODAY)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (PDF, MediaType.PDF),
        (b"\xff\xd8\xff\xe0rest", MediaType.JPEG),
        (b"\x89PNG\r\n\x1a\nrest", MediaType.PNG),
    ],
)
def test_a_scan_is_kept_under_its_hash_for_the_owner_only(
    tmp_path: Path, content: bytes, media_type: MediaType
) -> None:
    stored = scans.store(tmp_path / "scans", content)
    assert (stored.media_type, stored.size) == (media_type, len(content))
    (file,) = (path for path in (tmp_path / "scans").rglob("*") if path.is_file())
    assert file.name == stored.sha256
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert scans.read(tmp_path / "scans", stored.sha256) == content
    assert scans.store(tmp_path / "scans", content) == stored


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "bad-scan"),
        (b"<html>", "bad-scan"),
        (b"MZ\x90\x00", "bad-scan"),
        (b" %PDF-1.7", "bad-scan"),
        (PDF + b"x" * scans.LARGEST, "scan-too-large"),
    ],
)
def test_a_wrong_file_is_refused_and_leaves_nothing(tmp_path: Path, content: bytes, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        scans.store(tmp_path / "scans", content)
    assert refused.value.code == code
    assert not (tmp_path / "scans").exists()


def test_a_scan_changed_or_taken_away_is_noticed(tmp_path: Path) -> None:
    stored = scans.store(tmp_path, PDF)
    file = tmp_path / stored.sha256[:2] / stored.sha256
    file.write_bytes(PDF + b"!")
    with pytest.raises(scans.DamagedScan, match="changed"):
        scans.read(tmp_path, stored.sha256)
    file.unlink()
    with pytest.raises(scans.DamagedScan, match="gone"):
        scans.read(tmp_path, stored.sha256)


def test_a_write_that_fails_leaves_no_half_scan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="no space"):
        scans.store(tmp_path, PDF)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
