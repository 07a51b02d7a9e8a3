"""Words for the centre and what the log says of it."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from rehab_center.audit.labels import describe_act, describe_subject, describe_table
from rehab_center.dated import Confidence
from rehab_center.organisation.rules import UNKNOWN_BEGINNING
from rehab_center.web.formatting import day as written_day

CONFIDENCE = {
    Confidence.CONFIRMED: _l("Confirmed"),
    Confidence.TO_BE_CONFIRMED: _l("To be confirmed"),
}


def since(day: date) -> str:
    """The first day of a line as a person reads it."""
    return str(_("not known")) if day == UNKNOWN_BEGINNING else written_day(day)


describe_table("facility", _l("Centre"), {"code": _l("Code"), "created_at": _l("Set up at")}, name="code")
describe_table(
    "facility_name",
    _l("Name and letterhead of the centre"),
    {
        "facility_id": _l("Centre"),
        "valid_from": _l("In force from"),
        "name": _l("Name of the centre"),
        "short_name": _l("Sign in numbers"),
        "superior": _l("Superior body"),
        "head_title": _l("Title of the head"),
        "deputy_title": _l("Title of the deputy"),
        "place": _l("Place before the date"),
        "address": _l("Address"),
        "recipients": _l("Recipients"),
        "citation": _l("Based on"),
        "confidence": _l("Confidence"),
        "withdrawn": _l("Taken out"),
        "recorded_at": _l("Entered at"),
        "entered_by": _l("Entered by"),
    },
    values={"confidence": {confidence.value: words for confidence, words in CONFIDENCE.items()}},
)
describe_table(
    "facility_capacity",
    _l("Certified capacity"),
    {
        "facility_id": _l("Centre"),
        "valid_from": _l("In force from"),
        "people": _l("Number of people"),
        "citation": _l("Based on"),
        "withdrawn": _l("Taken out"),
        "recorded_at": _l("Entered at"),
        "entered_by": _l("Entered by"),
    },
)
describe_table(
    "facility_completeness",
    _l("Completeness of the book"),
    {
        "facility_id": _l("Centre"),
        "complete_from": _l("Complete from"),
        "reason": _l("How this is known"),
        "recorded_at": _l("Entered at"),
        "entered_by": _l("Entered by"),
    },
)
describe_act("facility.completeness_stated", _l("Said from which day on the book is complete"))
describe_subject("facility", _l("Centre"), endpoint="organisation.show")
describe_act("facility.created", _l("Centre set up"))
describe_act("facility.named", _l("Name and letterhead of the centre entered"))
describe_act("facility.name_withdrawn", _l("Name and letterhead of the centre taken out"))
describe_act("facility.capacity_certified", _l("Certified capacity entered"))
describe_act("facility.capacity_withdrawn", _l("Certified capacity taken out"))
