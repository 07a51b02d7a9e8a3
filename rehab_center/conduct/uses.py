"""What of conduct rests on a paper, for the paper's own page."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission
from rehab_center.conduct.kinds import DISCIPLINE
from rehab_center.conduct.models import ConductEvent
from rehab_center.documents.uses import DocumentUse
from rehab_center.permissions import Scope
from rehab_center.residents.queries import person_names
from rehab_center.words import N_, message


def uses_of_paper(session: Session, document_id: int, *, scope: Scope) -> Sequence[DocumentUse]:
    """The rewards and measures by a paper, within the scope."""
    query = (
        select(ConductEvent, Admission)
        .join(Admission, Admission.id == ConductEvent.admission_id)
        .where(ConductEvent.document_id == document_id)
        .order_by(ConductEvent.id)
    )
    rows = [(event, stay) for event, stay in session.execute(query) if scope.covers(stay.facility_id)]
    names = person_names(session, [stay.resident_id for _event, stay in rows])
    measure, reward = N_("Disciplinary measure of %(day)s"), N_("Reward of %(day)s")
    return [
        DocumentUse(
            message(measure if event.kind in DISCIPLINE else reward, day=event.decided_on),
            f"{names[stay.resident_id].full_name} ({stay.file_code})",
            "conduct.stay",
            {"stay_id": stay.id},
        )
        for event, stay in rows
    ]
