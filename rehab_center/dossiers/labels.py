"""Words for the papers of a file."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from rehab_center.audit.labels import describe_act, describe_details, describe_table
from rehab_center.documents.labels import FILE_KINDS, SCAN_FIELDS
from rehab_center.dossiers.kinds import CopyForm, PaperGroup, PaperState
from rehab_center.dossiers.rules.checklist import NAMES, OTHER

STATES: dict[PaperState, Any] = {
    PaperState.MISSING: _l("Missing from the file"),
    PaperState.RECEIVED: _l("In the file"),
    PaperState.NOT_NEEDED: _l("Not needed"),
}
COPIES: dict[CopyForm, Any] = {
    CopyForm.ORIGINAL: _l("Original"),
    CopyForm.CERTIFIED: _l("Certified copy"),
    CopyForm.COPY: _l("Plain copy"),
}
GROUPS: dict[PaperGroup, Any] = {
    PaperGroup.GROUND: _l("Ground of the stay"),
    PaperGroup.PROPOSAL: _l("Proposal or registration file"),
    PaperGroup.ARRIVAL: _l("Comes with the person"),
    PaperGroup.CENTRE: _l("Made by the centre"),
}
FIELDS: dict[str, Any] = {
    "admission_id": _l("Stay"),
    "line": _l("Line of the checklist"),
    "title": _l("Name of the paper"),
    "state": _l("State"),
    "received_on": _l("Came in on"),
    "due_on": _l("Due until"),
    "copy_form": _l("Original or copy"),
    "pages": _l("Pages of the paper"),
    "leaves": _l("Leaf numbers"),
    "leaf_first": _l("First leaf"),
    "leaf_last": _l("Last leaf"),
    "document_id": _l("Numbered paper"),
    "note": _l("Note"),
    "noted_at": _l("Noted at"),
    "noted_by": _l("Noted by"),
    "withdrawn_at": _l("Taken back at"),
    "withdrawn_by": _l("Taken back by"),
    "withdrawn_reason": _l("Why it was taken back"),
}

describe_table(
    "file_paper",
    _l("Paper of a file"),
    {name: words for name, words in FIELDS.items() if name != "leaves"},
    values={
        "line": {**NAMES, OTHER: _l("Another paper")},
        "state": {state.value: words for state, words in STATES.items()},
        "copy_form": {form.value: words for form, words in COPIES.items()},
    },
    name="line",
)
describe_table(
    "file_scan",
    _l("Scan of a file's paper"),
    {"paper_id": _l("Paper of a file"), **SCAN_FIELDS},
    values={"media_type": FILE_KINDS},
    name="name",
)
describe_act("file.checked", _l("Papers of a file checked"))
describe_act("file.paper-added", _l("Paper added to a file"))
describe_act("file.paper-noted", _l("Paper of a file noted"))
describe_act("file.paper-taken-back", _l("Paper of a file taken back"))
describe_act("file.list-exported", _l("List of files exported"))
describe_act("file.scan-attached", _l("Scan of a paper in the file attached"))
describe_act("file.scan-opened", _l("Scan of a paper in the file opened"))
describe_act("file.scan-withdrawn", _l("Scan of a paper in the file withdrawn"))
describe_act("file.sheet-opened", _l("Sheet of a file looked at"))
describe_act("file.sheet-printed", _l("Sheet of a file printed"))
describe_act("blank-form.printed", _l("Blank form printed"))
describe_details({"papers": _l("Papers"), "printed": _l("Sheet")})
