"""Scans of the papers of a file that have no number of their own. Each use-case is a whole act."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission
from rehab_center.audit.recorder import record
from rehab_center.documents import scans
from rehab_center.documents.services import Scan
from rehab_center.dossiers.kinds import PaperState
from rehab_center.dossiers.models import FilePaper, FileScan
from rehab_center.dossiers.queries import load_paper
from rehab_center.dossiers.queries.scans import load_scan
from rehab_center.dossiers.rules.checklist import NAMES
from rehab_center.dossiers.services.owing import Handling, handling
from rehab_center.errors import DomainError
from rehab_center.names import clean
from rehab_center.permissions import Actor
from rehab_center.words import N_, message


def attach_scan(
    session: Session, paper_id: int, *, content: bytes, name: str, folder: Path, actor: Actor, now: datetime
) -> int:
    """Store a scan under a paper of a file and give its id; the same bytes again give the scan that is there.

    Raises DomainError for a wrong or too large file and for a paper that is not in the file, or has a number and so a
    page of its own; NotFound for a stranger's.
    """
    paper, act = _paper(session, paper_id, actor=actor, now=now)
    if paper.document_id is not None:
        raise DomainError(
            message(N_("This is a numbered paper: its scan belongs on that paper's own page")), field="scan"
        )
    if paper.state != PaperState.RECEIVED or paper.withdrawn_at is not None:
        raise DomainError(message(N_("This paper is not in the file: tick it in first")), field="scan")
    stored = scans.store(folder, content)
    scan = session.scalar(select(FileScan).where(FileScan.paper_id == paper_id, FileScan.sha256 == stored.sha256))
    if scan is None:
        scan = FileScan(
            paper_id=paper_id,
            sha256=stored.sha256,
            name=scans.scan_name(name, stored.media_type),
            media_type=stored.media_type,
            size=stored.size,
            stored_at=now,
        )
        session.add(scan)
    scan.withdrawn_at = None
    session.flush()
    record("file.scan-attached", actor=actor, at=now, about=act.about, details=_details(paper, scan))
    return scan.id


def withdraw_scan(session: Session, paper_id: int, scan_id: int, *, reason: str, actor: Actor, now: datetime) -> None:
    """Take a scan that belongs elsewhere off a paper; its bytes stay, for the log speaks of them.

    Raises DomainError without a reason, NotFound.
    """
    paper, act = _paper(session, paper_id, actor=actor, now=now)
    scan = load_scan(session, paper_id, scan_id)
    reason = clean(reason)
    if not reason:
        raise DomainError(message(N_("Say why it is taken away")), field="reason")
    scan.withdrawn_at = now
    record("file.scan-withdrawn", actor=actor, at=now, about=act.about, reason=reason, details=_details(paper, scan))


def open_scan(session: Session, paper_id: int, scan_id: int, *, folder: Path, actor: Actor, now: datetime) -> Scan:
    """The bytes of a scan; who opened it is in the log. Raises NotFound."""
    paper, act = _paper(session, paper_id, actor=actor, now=now)
    scan = load_scan(session, paper_id, scan_id)
    opened = Scan(scan.name, scan.media_type, scans.read(folder, scan.sha256))
    record("file.scan-opened", actor=actor, at=now, about=act.about, details=_details(paper, scan))
    return opened


def _paper(session: Session, paper_id: int, *, actor: Actor, now: datetime) -> tuple[FilePaper, Handling]:
    paper = load_paper(session, paper_id, scope=actor.scope)
    return paper, handling(session, session.get_one(Admission, paper.admission_id), actor=actor, now=now)


def _details(paper: FilePaper, scan: FileScan) -> dict[str, object]:
    return {"paper": paper.title or NAMES[paper.line], "scan": scan.id}
