"""Words for what old books say, and for the answers where their end is another one."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from rehab_center.admissions.labels.stays import STATES
from rehab_center.admissions.rules.book_end import AnswerAct, GapState
from rehab_center.audit.labels import describe_act, describe_table

GAP_STATES: dict[GapState, Any] = {
    GapState.OPEN: _l("Not worked off yet"),
    GapState.PROPOSED: _l("Waits for the second person"),
    GapState.ACCEPTED: _l("Computed end accepted"),
    GapState.BY_PAPER: _l("End by a paper"),
    GapState.AGREES: _l("Agrees since put right"),
}
GAP_LOOKS: dict[GapState, tuple[str, str]] = {
    GapState.OPEN: ("bad", "exclamation-triangle"),
    GapState.PROPOSED: ("warn", "hourglass-split"),
    GapState.ACCEPTED: ("good", "check-circle"),
    GapState.BY_PAPER: ("good", "file-earmark-text"),
    GapState.AGREES: ("good", "check-circle"),
}
ANSWER_ACTS: dict[str, Any] = {
    AnswerAct.ACCEPTED: _l("Computed end accepted"),
    AnswerAct.CONFIRMED: _l("Confirmed by a second person"),
    AnswerAct.WITHDRAWN: _l("Taken back"),
}

describe_table(
    "term_opening",
    _l("Opening by the old book"),
    {
        "admission_id": _l("Stay"),
        "voided": _l("Voided"),
        "until_on": _l("Counted up to"),
        "uncounted_days": _l("Days not counted"),
        "reduced_months": _l("Months reduced"),
        "book_end_on": _l("End by the old book"),
        "state": _l("Where the person is"),
        "computed_on": _l("Computed end then"),
        "document_id": _l("Paper"),
        "source": _l("Read from"),
        "note": _l("Note"),
        "reason": _l("Reason"),
        "author": _l("Written by"),
        "recorded_at": _l("Written"),
    },
    name="until_on",
    values={"state": {state.value: label for state, label in STATES.items()}},
)
describe_table(
    "book_end_answer",
    _l("Answer where the old book has another end"),
    {
        "opening_id": _l("Opening"),
        "act": _l("What was done"),
        "answers_id": _l("Answers"),
        "computed_on": _l("Computed end then"),
        "document_id": _l("Paper"),
        "note": _l("In words"),
        "delegation_id": _l("By which delegation"),
        "author": _l("Written by"),
        "recorded_at": _l("Written"),
    },
    name="act",
    values={"act": ANSWER_ACTS},
)
describe_act("term.opening-stated", _l("Stated what the old book says of a stay"))
describe_act("term.opening-voided", _l("Voided the opening by the old book"))
describe_act("term.book-end-answered", _l("Accepted the computed end against the old book's"))
describe_act("term.book-end-confirmed", _l("Confirmed as second person that the computed end holds"))
describe_act("term.book-end-withdrawn", _l("Took back the acceptance of the computed end"))
describe_act("term.gaps-exported", _l("Exported the list of ends that differ from the old book"))
describe_act("term.gaps-printed", _l("Printed the list of ends that differ from the old book"))
