"""The words of this feature, for pages and for the log."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from rehab_center.audit.labels import describe_act, describe_subject, describe_table
from rehab_center.capacity.models import AnnualPlan
from rehab_center.capacity.queries import PLAN_SUBJECT
from rehab_center.capacity.rules import Indicator

INDICATORS = {
    Indicator.NEW_COMPULSORY: _l("New admissions under compulsory orders"),
    Indicator.NEW_VOLUNTARY: _l("New voluntary admissions"),
}


def describe() -> None:
    """Tell the log how the table and the act are called."""
    describe_act("plan.set", _l("Annual plan set"))
    describe_subject(
        PLAN_SUBJECT,
        _l("Annual plan"),
        within=lambda facility_ids: select(AnnualPlan.id).where(AnnualPlan.facility_id.in_(facility_ids)),
    )
    describe_table(
        "annual_plan",
        _l("Annual plan"),
        {
            "facility_id": _l("Centre"),
            "year": _l("Year"),
            "indicator": _l("Indicator"),
            "revision": _l("Revision"),
            "target": _l("Target"),
            "phasing": _l("Spread over the months"),
            "valid_from": _l("In force from"),
            "document_id": _l("Decision"),
            "note": _l("Note"),
            "recorded_at": _l("Entered at"),
            "entered_by": _l("Entered by"),
        },
        values={"indicator": {indicator.value: label for indicator, label in INDICATORS.items()}},
        name="year",
    )
