"""What of issued papers stands behind a numbered paper, for that paper's own page."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.documents.uses import DocumentUse
from rehab_center.issuing.models import IssuedPaper, PaperNumber
from rehab_center.permissions import Scope
from rehab_center.words import N_, message


def uses_of_paper(session: Session, document_id: int, *, scope: Scope) -> Sequence[DocumentUse]:
    """The paper as it was issued here, within the scope."""
    rows = session.execute(
        select(IssuedPaper.id, IssuedPaper.facility_id, IssuedPaper.about)
        .join(PaperNumber, PaperNumber.paper_id == IssuedPaper.id)
        .where(PaperNumber.document_id == document_id)
    )
    return [
        DocumentUse(message(N_("Issued here, as it was printed")), about, "issuing.show", {"issued_id": issued_id})
        for issued_id, facility_id, about in rows
        if scope.covers(facility_id)
    ]
