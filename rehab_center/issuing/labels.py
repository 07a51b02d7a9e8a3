"""Words for issued papers."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from rehab_center.admissions.labels import RELATIONS
from rehab_center.audit.labels import describe_act, describe_details, describe_subject, describe_table
from rehab_center.issuing.kinds import Book, Numbering, PaperKind, PaperState
from rehab_center.issuing.models import IssuedPaper

KINDS: dict[PaperKind, Any] = {
    PaperKind.ESCAPE_NOTICE: _l("Notice of an escape"),
    PaperKind.SEARCH_DECISION: _l("Decision to search"),
    PaperKind.RETURN_NOTICE: _l("Notice that somebody has come back"),
    PaperKind.LEAVE_DECISION: _l("Decision on leave for a funeral"),
    PaperKind.TRANSFER_SLIP: _l("Transfer slip"),
    PaperKind.TRANSFER_MINUTES: _l("Minutes of a transfer"),
    PaperKind.REDUCTION_PROPOSAL: _l("Proposal to reduce the term"),
    PaperKind.SUSPENSION_PROPOSAL: _l("Proposal to suspend"),
    PaperKind.EXEMPTION_PROPOSAL: _l("Proposal to waive the rest"),
    PaperKind.END_NOTICE: _l("Notice that a term ends soon"),
    PaperKind.COMPLETION: _l("Paper on completion"),
    PaperKind.POST_REHAB_NOTICE: _l("Notice for the time after rehabilitation"),
    PaperKind.DEATH_NOTICE: _l("Notice of a death"),
}
STATES: dict[PaperState, Any] = {
    PaperState.DRAFT: _l("Being written"),
    PaperState.TO_BE_NUMBERED: _l("Printed, number to come"),
    PaperState.ISSUED: _l("Issued"),
    PaperState.CANCELLED: _l("Cancelled"),
    PaperState.DROPPED: _l("Given up"),
}
STATE_LOOKS = {
    PaperState.DRAFT: ("quiet", "pencil"),
    PaperState.TO_BE_NUMBERED: ("warn", "hourglass-split"),
    PaperState.ISSUED: ("good", "check-circle"),
    PaperState.CANCELLED: ("bad", "x-circle"),
    PaperState.DROPPED: ("quiet", "x-circle"),
}
BOOKS: dict[Book, Any] = {
    Book.DECISION: _l("Decisions (QĐ)"),
    Book.NOTICE: _l("Notices (TB)"),
    Book.PROPOSAL: _l("Proposals (TTr)"),
    Book.CERTIFICATE: _l("Certificates (GCN)"),
    Book.CONFIRMATION: _l("Confirmations (GXN)"),
    Book.SLIP: _l("Slips (PC)"),
    Book.MINUTES: _l("Minutes (BB)"),
}
NUMBERINGS: dict[Numbering, Any] = {
    Numbering.MACHINE: _l("Numbered by the program"),
    Numbering.HAND: _l("Numbered by hand"),
}

FIELDS: dict[str, Any] = {
    "dated_on": _l("Day of the paper"),
    "addressee": _l("Addressed to"),
    "recipients": _l("Recipients"),
    "circumstances": _l("Circumstances"),
    "reason": _l("Reason"),
    "companion": _l("Accompanied by"),
    "place": _l("Place"),
    "ground": _l("Decided by"),
    "from_on": _l("From"),
    "until_on": _l("Until"),
    "months": _l("Months proposed"),
    "relation": _l("Relation to the resident"),
    "deceased": _l("Who has died"),
    "travel_days": _l("Days of travel, both ways"),
    "signer": _l("Signed by"),
    "by_deputy": _l("The deputy signs for the head (KT.)"),
    "authorised": _l("Signs by authorisation (TUQ.), under the title"),
}
ASKED: dict[tuple[PaperKind, str], Any] = {
    (PaperKind.ESCAPE_NOTICE, "circumstances"): _l("How it happened, what the person looks like and wears"),
    (PaperKind.SEARCH_DECISION, "circumstances"): _l("How it happened, what the person looks like and wears"),
    (PaperKind.SEARCH_DECISION, "place"): _l("Where the person may go"),
    (PaperKind.RETURN_NOTICE, "circumstances"): _l("How the person came back, brought by whom"),
    (PaperKind.LEAVE_DECISION, "until_on"): _l("To be back on"),
    (PaperKind.LEAVE_DECISION, "place"): _l("Where to"),
    (PaperKind.LEAVE_DECISION, "companion"): _l("Who fetches the person and brings them back"),
    (PaperKind.TRANSFER_SLIP, "ground"): _l("Decision on the transfer, as it is cited"),
    (PaperKind.TRANSFER_SLIP, "place"): _l("Centre that receives"),
    (PaperKind.TRANSFER_SLIP, "companion"): _l("Who accompanies"),
    (PaperKind.TRANSFER_MINUTES, "ground"): _l("Decision on the transfer, as it is cited"),
    (PaperKind.TRANSFER_MINUTES, "place"): _l("Centre that receives"),
    (PaperKind.TRANSFER_MINUTES, "signer"): _l("Who hands over for the centre"),
    (PaperKind.TRANSFER_MINUTES, "companion"): _l("Who receives for the other centre"),
    (PaperKind.TRANSFER_MINUTES, "circumstances"): _l("State of health when handed over, other remarks"),
    (PaperKind.REDUCTION_PROPOSAL, "reason"): _l("Ratings and merits"),
    (PaperKind.SUSPENSION_PROPOSAL, "reason"): _l("State of health and who confirmed it"),
    (PaperKind.SUSPENSION_PROPOSAL, "place"): _l("Where the person will be treated"),
    (PaperKind.SUSPENSION_PROPOSAL, "companion"): _l("Who takes the person in"),
    (PaperKind.EXEMPTION_PROPOSAL, "reason"): _l("Reason, and the paper that confirms it"),
    (PaperKind.EXEMPTION_PROPOSAL, "place"): _l("Where the person will live"),
    (PaperKind.END_NOTICE, "reason"): _l("What else the family and the commune should know"),
    (PaperKind.COMPLETION, "until_on"): _l("Last day, where the register has none yet"),
    (PaperKind.COMPLETION, "reason"): _l("Note"),
    (PaperKind.POST_REHAB_NOTICE, "place"): _l("Where the person goes to live"),
    (PaperKind.POST_REHAB_NOTICE, "reason"): _l("What else the commune should know"),
    (PaperKind.DEATH_NOTICE, "circumstances"): _l("Where and how"),
    (PaperKind.DEATH_NOTICE, "reason"): _l("Cause as the death certificate has it"),
}
"""What a field is called for one kind of paper, where the general word would not do."""

_WRITTEN = {"recorded_at": _l("Written at"), "actor": _l("Written by")}
_BOOK_VALUES = {book.value: words for book, words in BOOKS.items()}
_NUMBERING_VALUES = {one.value: words for one, words in NUMBERINGS.items()}

describe_table(
    "issued_paper",
    _l("Issued paper"),
    {
        **FIELDS,
        "kind": _l("Kind of paper"),
        "state": _l("State"),
        "about": _l("About"),
        "movement_id": _l("Movement"),
        "admission_id": _l("Stay"),
        "facility_id": _l("Centre"),
        "replaces_id": _l("Replaces"),
        "drafted_at": _l("Written at"),
        "drafted_by": _l("Written by"),
        "cancelled_at": _l("Cancelled at"),
        "cancelled_by": _l("Cancelled by"),
        "cancelled_reason": _l("Why it was cancelled"),
    },
    values={
        "kind": {kind.value: words for kind, words in KINDS.items()},
        "state": {state.value: words for state, words in STATES.items()},
        "relation": {relation.value: words for relation, words in RELATIONS.items()},
    },
    name="about",
    hidden={"search_key"},
)
describe_table(
    "paper_freeze",
    _l("Words of an issued paper"),
    {
        "paper_id": _l("Issued paper"),
        "numbering": _l("Who numbers it"),
        "content": _l("Words"),
        "letterhead": _l("Letterhead"),
        "frozen_at": _l("Frozen at"),
        "frozen_by": _l("Frozen by"),
    },
    values={"numbering": _NUMBERING_VALUES},
)
describe_table(
    "paper_number",
    _l("Number of an issued paper"),
    {
        "paper_id": _l("Issued paper"),
        "facility_id": _l("Centre"),
        "book": _l("Book of papers"),
        "year": _l("Year of the book"),
        "number": _l("Number in the book"),
        "printed": _l("Number as printed"),
        "issued_on": _l("Dated"),
        "numbering": _l("Who numbers it"),
        "document_id": _l("Paper"),
        **_WRITTEN,
    },
    values={"book": _BOOK_VALUES, "numbering": _NUMBERING_VALUES},
    name="printed",
    hidden={"number_key"},
)
describe_table(
    "paper_file",
    _l("File of an issued paper"),
    {
        "paper_id": _l("Issued paper"),
        "sha256": _l("Fingerprint of the file"),
        "size": _l("Size in bytes"),
        "stored_at": _l("Stored at"),
    },
    name="stored_at",
)
describe_table(
    "book_start",
    _l("Start of a book of papers"),
    {
        "facility_id": _l("Centre"),
        "book": _l("Book of papers"),
        "year": _l("Year of the book"),
        "last_number": _l("Last number on paper"),
        "recorded_at": _l("Written at"),
        "entered_by": _l("Written by"),
    },
    values={"book": _BOOK_VALUES},
    name="last_number",
)
describe_subject(
    "issued-paper",
    _l("Issued paper"),
    endpoint="issuing.show",
    argument="issued_id",
    within=lambda centres: select(IssuedPaper.id).where(IssuedPaper.facility_id.in_(centres)),
)
describe_act("paper.drafted", _l("Paper begun"))
describe_act("paper.redrafted", _l("Paper in writing changed"))
describe_act("paper.dropped", _l("Paper in writing given up"))
describe_act("paper.frozen", _l("Paper printed for the signature"))
describe_act("paper.issued", _l("Paper numbered and issued"))
describe_act("paper.numbered", _l("Number of a signed paper entered"))
describe_act("paper.signed", _l("Scan of a signed paper attached"))
describe_act("paper.printed", _l("File of an issued paper kept"))
describe_act("paper.cancelled", _l("Issued paper cancelled"))
describe_act("paper.opened", _l("Issued paper opened"))
describe_act("paper.downloaded", _l("Issued paper printed again"))
describe_act("paper-book.started", _l("Start of a book of papers entered"))
describe_act("paper-book.exported", _l("Book of issued papers exported"))
describe_details(
    {
        "paper_kind": _l("Kind of paper"),
        "number": _l("Number"),
        "by_paper": _l("By authority of the paper"),
        "book": _l("Book of papers"),
        "year": _l("Year of the book"),
    },
    values={"paper_kind": {kind.value: words for kind, words in KINDS.items()}, "book": _BOOK_VALUES},
)
