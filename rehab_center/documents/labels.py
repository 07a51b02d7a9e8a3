"""Words for papers."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select

from rehab_center.audit.labels import describe_act, describe_details, describe_subject, describe_table
from rehab_center.documents.kinds import DocumentKind, MediaType
from rehab_center.documents.models import Document

KINDS = {
    DocumentKind.DECISION: _l("Decision on rehabilitation"),
    DocumentKind.HANDOVER: _l("Handover minutes"),
    DocumentKind.ESCAPE_DECISION: _l("Search decision"),
    DocumentKind.CERTIFICATE: _l("Certificate of completion"),
    DocumentKind.TRANSFER: _l("Transfer decision"),
    DocumentKind.HOSPITAL: _l("Hospital paper"),
    DocumentKind.SUSPENSION: _l("Decision to postpone, exempt or suspend"),
    DocumentKind.REDUCTION: _l("Decision to reduce the term"),
    DocumentKind.EXTRACTION: _l("Order to take out or to serve a sentence"),
    DocumentKind.LEAVE: _l("Leave paper"),
    DocumentKind.DEATH: _l("Death paper"),
    DocumentKind.NOTICE: _l("Notice"),
    DocumentKind.PLAN: _l("Decision on the annual plan"),
    DocumentKind.CIVIL_STATUS: _l("Civil-status paper"),
    DocumentKind.OTHER: _l("Other paper"),
}

FIELDS = {
    "kind": _l("Kind of paper"),
    "number": _l("Number"),
    "issued_on": _l("Dated"),
    "issuer": _l("Issued by"),
    "note": _l("Note"),
}

MISSING = {
    "date-or-issuer": _l("Date or issuer"),
    "scan": _l("Scan"),
}

describe_table(
    "document",
    _l("Paper"),
    {
        **FIELDS,
        "facility_id": _l("Centre"),
        "unknown_in_old_book": _l("Not in the old book"),
        "own_book": _l("Number out of the centre's own book"),
        "book_year": _l("Year of the book"),
        "created_at": _l("Entered at"),
    },
    values={"kind": {kind.value: words for kind, words in KINDS.items()}},
    name="number",
    hidden={"number_key"},
)
FILE_KINDS = {MediaType.PDF.value: "PDF", MediaType.JPEG.value: "JPEG", MediaType.PNG.value: "PNG"}

SCAN_FIELDS: dict[str, Any] = {
    "name": _l("File name"),
    "media_type": _l("Kind of file"),
    "size": _l("Size in bytes"),
    "sha256": _l("Fingerprint of the file"),
    "stored_at": _l("Stored at"),
    "withdrawn_at": _l("Withdrawn at"),
}

describe_table(
    "attachment",
    _l("Scan"),
    {"document_id": _l("Paper"), **SCAN_FIELDS},
    values={"media_type": FILE_KINDS},
    name="name",
)
describe_subject(
    "document",
    _l("Paper"),
    endpoint="documents.show",
    within=lambda centres: select(Document.id).where(
        or_(Document.facility_id.is_(None), Document.facility_id.in_(centres))
    ),
)

describe_act("document.corrected", _l("Paper corrected"))
describe_act("document.exported", _l("List of papers exported"))
describe_act("document.scan-attached", _l("Scan attached"))
describe_act("document.scan-opened", _l("Scan opened"))
describe_act("document.scan-withdrawn", _l("Scan withdrawn"))
describe_details({"scan": _l("Scan"), "rows": _l("Rows"), "form": _l("Kind of file")})
