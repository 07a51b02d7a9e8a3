"""The copies of a centre's register that were imported before, and the rows they brought."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.models import Admission
from rehab_center.audit.models import AuditEntry
from rehab_center.register.models import RegisterRow
from rehab_center.register.rules.older import Copy, KeptRow

IMPORTED = "register.imported"


def copies_of(session: Session, facility_id: int) -> tuple[Copy, ...]:
    """Every import that came to its end, in order."""
    entries = session.execute(
        select(AuditEntry.details, AuditEntry.at)
        .where(AuditEntry.about_kind == "facility", AuditEntry.about_id == facility_id, AuditEntry.act == IMPORTED)
        .order_by(AuditEntry.id)
    )
    return tuple(
        Copy(told["sha256"], clock.day_of(at), told["unchanged"] + told["updated"])
        for told, at in entries
        if told and "sha256" in told
    )


@dataclass(frozen=True)
class KeptRows:
    """The rows that are kept of a centre's register, in the order they came in, read anew each time."""

    session: Session
    facility_id: int

    def __iter__(self) -> Iterator[KeptRow]:
        rows = self.session.execute(
            select(RegisterRow.id, RegisterRow.admission_id, Admission.file_code, RegisterRow.first_sha256)
            .join(Admission, Admission.id == RegisterRow.admission_id)
            .where(RegisterRow.facility_id == self.facility_id)
            .order_by(RegisterRow.id)
            .execution_options(yield_per=1000)
        )
        return (KeptRow(*row) for row in rows)


def newest_copy(session: Session, facility_id: int) -> tuple[str, date] | None:
    """The name and the day of the copy that was written last; None where there is none."""
    row = session.execute(
        select(RegisterRow.filename, RegisterRow.imported_at)
        .where(RegisterRow.facility_id == facility_id)
        .order_by(RegisterRow.imported_at.desc(), RegisterRow.id.desc())
        .limit(1)
    ).first()
    return (row.filename, clock.day_of(row.imported_at)) if row else None
