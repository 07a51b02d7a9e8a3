"""What of work and classes rests on a paper, for the paper's own page."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.activities.models import Activity, Holiday
from rehab_center.activities.queries.calendar import in_reach
from rehab_center.documents.uses import DocumentUse
from rehab_center.permissions import Scope
from rehab_center.words import N_, message


def uses_of_paper(session: Session, document_id: int, *, scope: Scope) -> Sequence[DocumentUse]:
    """The programmes and holidays by a paper, within the scope."""
    programmes = session.scalars(select(Activity).where(Activity.document_id == document_id).order_by(Activity.id))
    holidays = session.scalars(
        select(Holiday).where(Holiday.document_id == document_id, in_reach(scope)).order_by(Holiday.id)
    )
    by_contract = message(N_("Programme of work or classes"))
    return [
        *(
            DocumentUse(by_contract, row.name, "activities.programme", {"activity_id": row.id})
            for row in programmes
            if scope.covers(row.facility_id)
        ),
        *(
            DocumentUse(
                message(N_("Holiday on %(day)s"), day=row.on), row.name, "activities.holidays", {"year": row.on.year}
            )
            for row in holidays
        ),
    ]
