"""What of pay rests on a paper, for the paper's own page."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.activities.models import Activity
from rehab_center.admissions.models import Admission
from rehab_center.documents.uses import DocumentUse
from rehab_center.pay.models import PayDeduction, PayNorm
from rehab_center.permissions import Scope
from rehab_center.words import N_, message


def uses_of_paper(session: Session, document_id: int, *, scope: Scope) -> Sequence[DocumentUse]:
    """The norms by a decision and the deductions by a paper, within the scope."""
    rows = session.execute(
        select(Activity.id, Activity.name, Activity.facility_id, PayNorm.valid_from)
        .join(PayNorm, PayNorm.activity_id == Activity.id)
        .where(PayNorm.document_id == document_id, PayNorm.withdrawn.is_(False))
        .order_by(PayNorm.id)
    )
    owed = session.execute(
        select(Admission.id, Admission.file_code, Admission.facility_id)
        .join(PayDeduction, PayDeduction.admission_id == Admission.id)
        .where(PayDeduction.document_id == document_id)
        .order_by(PayDeduction.id)
    )
    norms = [
        DocumentUse(message(N_("Norm of pay from %(day)s"), day=since), name, "pay.norm", {"activity_id": key})
        for key, name, facility_id, since in rows
        if scope.covers(facility_id)
    ]
    return norms + [
        DocumentUse(message(N_("Deduction from pay")), code, "pay.stay", {"stay_id": key})
        for key, code, facility_id in owed
        if scope.covers(facility_id)
    ]
