"""Papers measured and read: their words, pages and margins, and what the log says of printing them."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import pikepdf
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.audit.models import AuditEntry
from tests.web.measures import MM, TextLine, text_lines


def words_of(content: bytes, folder: Path) -> str:
    """The words of a paper in the order they stand."""
    path = folder / "paper.pdf"
    path.write_bytes(content)
    text = subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True, text=True).stdout
    return " ".join(text.split())


def pages_of(content: bytes) -> int:
    """How many pages, each of A4."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert {tuple(round(float(edge) / MM) for edge in page.mediabox) for page in pdf.pages} == {(0, 0, 210, 297)}
        return len(pdf.pages)


def assert_within_margins(content: bytes) -> list[TextLine]:
    """NĐ 30/2020: top and bottom 20-25 mm, left 30-35, right 15-20; the page number alone stands in the top margin."""
    lines = text_lines(content)
    body = [line for line in lines if not line.text.strip().isdigit() or line.top > 20 * MM]
    assert min(line.left for line in body) >= 29.5 * MM
    assert max(line.right for line in body) <= (210 - 14.5) * MM
    assert min(line.top for line in body) >= 19 * MM
    assert max(line.bottom for line in body) <= (297 - 19) * MM
    return lines


def acts(session: Session) -> list[tuple[str, str]]:
    """What was printed, by the log: act and sheet."""
    session.rollback()
    entries = session.scalars(select(AuditEntry).where(AuditEntry.act.like("%printed")).order_by(AuditEntry.id))
    return [(entry.act, (entry.details or {})["printed"]) for entry in entries]
