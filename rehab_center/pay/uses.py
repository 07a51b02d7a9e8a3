"""What of pay rests on a paper, for the paper's own page."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.activities.models import Activity
from rehab_center.documents.uses import DocumentUse
from rehab_center.pay.models import PayNorm
from rehab_center.permissions import Scope
from rehab_center.words import N_, message


def uses_of_paper(session: Session, document_id: int, *, scope: Scope) -> Sequence[DocumentUse]:
    """The norms by a decision, within the scope."""
    rows = session.execute(
        select(Activity.id, Activity.name, Activity.facility_id, PayNorm.valid_from)
        .join(PayNorm, PayNorm.activity_id == Activity.id)
        .where(PayNorm.document_id == document_id, PayNorm.withdrawn.is_(False))
        .order_by(PayNorm.id)
    )
    return [
        DocumentUse(message(N_("Norm of pay from %(day)s"), day=since), name, "pay.norm", {"activity_id": key})
        for key, name, facility_id, since in rows
        if scope.covers(facility_id)
    ]
