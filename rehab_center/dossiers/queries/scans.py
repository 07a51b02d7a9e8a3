"""Reading the scans of the papers of a file."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rehab_center.documents.queries import ScanLine
from rehab_center.dossiers.models import FileScan
from rehab_center.errors import NotFound
from rehab_center.words import N_, message


def scans_of(session: Session, paper_id: int) -> tuple[ScanLine, ...]:
    """The scans of a paper that hold, in the order they came. The caller has checked the scope."""
    rows = session.scalars(
        select(FileScan).where(FileScan.paper_id == paper_id, FileScan.withdrawn_at.is_(None)).order_by(FileScan.id)
    )
    return tuple(ScanLine(one.id, one.name, one.media_type, one.size, one.stored_at) for one in rows)


def scans_counted(session: Session, paper_ids: Collection[int]) -> dict[int, int]:
    """How many scans each paper has; those without are left out. The caller has checked the scope."""
    counted = (
        select(FileScan.paper_id, func.count())
        .where(FileScan.paper_id.in_(sorted(set(paper_ids))), FileScan.withdrawn_at.is_(None))
        .group_by(FileScan.paper_id)
    )
    return {row[0]: row[1] for row in session.execute(counted)}


def load_scan(session: Session, paper_id: int, scan_id: int) -> FileScan:
    """The row itself. Raises NotFound: none, another paper's, or taken away."""
    scan = session.get(FileScan, scan_id)
    if scan is None or scan.paper_id != paper_id or scan.withdrawn_at is not None:
        raise NotFound(message(N_("There is no such scan")))
    return scan
