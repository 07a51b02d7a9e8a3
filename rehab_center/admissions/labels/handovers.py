"""Words for handovers: outcomes and refusals for pages, tables and acts for the log."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from rehab_center.admissions.labels.stays import MOVEMENT_KINDS, REGIMES, STAY_KINDS
from rehab_center.admissions.rules.handover import HandoverState, Outcome
from rehab_center.admissions.rules.refusals import REFUSALS, RefusalReason
from rehab_center.audit.labels import describe_act, describe_details, describe_subject, describe_table
from rehab_center.residents.labels import FIELDS as PERSON
from rehab_center.residents.labels import PRECISIONS, SEXES

OUTCOMES: dict[Outcome, Any] = {
    Outcome.WAITING: _l("Waiting for an answer"),
    Outcome.ACCEPTED: _l("Accepted"),
    Outcome.REFUSED: _l("Not accepted"),
    Outcome.RETURNED: _l("Brought back"),
}

#: Tone and icon of an outcome's badge.
OUTCOME_LOOKS: dict[Outcome, tuple[str, str]] = {
    Outcome.WAITING: ("warn", "hourglass-split"),
    Outcome.ACCEPTED: ("good", "check-circle"),
    Outcome.REFUSED: ("bad", "slash-circle"),
    Outcome.RETURNED: ("info", "arrow-left-right"),
}

HANDOVER_STATES: dict[HandoverState, Any] = {
    HandoverState.OPEN: _l("Minutes open"),
    HandoverState.CLOSED: _l("Minutes closed"),
}

REFUSAL_REASONS: dict[RefusalReason, Any] = {reason: _l(one.words) for reason, one in REFUSALS.items()}

_HANDOVER_COLUMNS = {
    "facility_id": _l("Centre"),
    "delivered_on": _l("Day of the handover"),
    "delivered_time": _l("Time"),
    "place": _l("Place of the handover"),
    "delivering_unit": _l("Delivering unit"),
    "deliverers": _l("Who hands over"),
    "receivers": _l("Who receives"),
    "stated_count": _l("Persons delivered, as the police say"),
    "entry": _l("How they come"),
    "transfer_id": _l("Transfer decision"),
    "minutes_id": _l("Handover minutes"),
    "note": _l("Note"),
    "state": _l("State"),
    "opened_at": _l("Opened at"),
    "opened_by": _l("Opened by"),
    "closed_at": _l("Closed at"),
    "closed_by": _l("Closed by"),
}

_DECISION_COLUMNS = {
    "handover_id": _l("Handover"),
    "document_id": _l("Decision"),
    "kind": _l("Kind of stay"),
    "months": _l("Months"),
    "effective_on": _l("Takes effect on"),
    "police_unit": _l("Police unit that made the file"),
    "regime": _l("Law of the case"),
    "reason": _l("Reason"),
}

_PERSON_COLUMNS = {
    "handover_id": _l("Handover"),
    "position": _l("Line"),
    "full_name": PERSON["full_name"],
    "birth_on": PERSON["birth"],
    "birth_precision": _l("Known of the birth"),
    "sex": PERSON["sex"],
    "identity_number": _l("Identity number"),
    "identity_refuted": _l("The number is another person's"),
    "address": PERSON["address"],
    "commune": PERSON["commune"],
    "district": PERSON["district"],
    "province": PERSON["province"],
    "kind": _l("Kind of stay"),
    "decision_id": _l("Decision"),
    "months": _l("Months"),
    "credit_days": _l("Days held before"),
    "times_treated": _l("Which treatment"),
    "term_start_on": _l("Term begins"),
    "pregnant_or_nursing": _l("Pregnant, or nursing a child under 36 months"),
    "addiction_proof_on": _l("Proof of addiction dated"),
    "note": _l("Note"),
    "resident_id": _l("Person"),
    "somebody_new": _l("Not in the records before"),
    "outcome": _l("What became of the person"),
    "refusal": _l("Reason of the refusal"),
    "refusal_note": _l("In one's own words"),
    "admission_id": _l("Stay"),
    "movement_id": _l("Movement"),
    "written_at": _l("Written"),
    "decided_at": _l("Decided"),
    "decided_by": _l("Decided by"),
}

describe_table(
    "handover",
    _l("Handover"),
    _HANDOVER_COLUMNS,
    values={
        "state": {state.value: label for state, label in HANDOVER_STATES.items()},
        "entry": {kind.value: label for kind, label in MOVEMENT_KINDS.items()},
    },
    name="delivering_unit",
)
describe_table(
    "handover_decision",
    _l("Decision of a handover"),
    _DECISION_COLUMNS,
    values={
        "kind": {kind.value: label for kind, label in STAY_KINDS.items()},
        "regime": {regime.value: label for regime, label in REGIMES.items()},
    },
    name="document_id",
)
describe_table(
    "handover_person",
    _l("Person delivered"),
    _PERSON_COLUMNS,
    values={
        "sex": {sex.value: label for sex, label in SEXES.items()},
        "kind": {kind.value: label for kind, label in STAY_KINDS.items()},
        "outcome": {outcome.value: label for outcome, label in OUTCOMES.items()},
        "refusal": {reason.value: label for reason, label in REFUSAL_REASONS.items()},
        "birth_precision": {value.value: label for value, label in PRECISIONS.items()},
    },
    name="full_name",
)
describe_subject("handover", _l("Handover"), endpoint="admissions.handover")
describe_details(
    {"handover": _l("Handover"), "person": _l("Person delivered"), "refusal": _l("Reason of the refusal")},
    values={"refusal": {reason.value: label for reason, label in REFUSAL_REASONS.items()}},
)
describe_details(
    {
        "delivered": _l("Delivered"),
        "accepted": _l("Accepted"),
        "refused": _l("Not accepted"),
        "returned": _l("Brought back"),
    }
)
describe_act("handover.opened", _l("Opened handover minutes"), writes=True)
describe_act("handover.revised", _l("Put handover minutes right"))
describe_act("handover.closed", _l("Closed handover minutes"))
describe_act("handover.reopened", _l("Opened closed handover minutes again"), writes=True)
describe_act("handover.decision-entered", _l("Wrote down a decision at a handover"))
describe_act("handover.decision-revised", _l("Put right what a decision gives"))
describe_act("handover.person-written", _l("Wrote down a person delivered"))
describe_act("handover.person-revised", _l("Put right what is written about a person delivered"))
describe_act("handover.person-removed", _l("Took out a line of a handover"))
describe_act("handover.person-identified", _l("Said who a person delivered is"))
describe_act("handover.person-refused", _l("Refused a person at the gate"))
describe_act("handover.person-reconsidered", _l("Let a person delivered wait again"))
describe_act("handover.viewed", _l("Looked at handover minutes"))
describe_act("handover.list-exported", _l("Exported the list of handovers"))
describe_act("handover.refusals-exported", _l("Exported the list of refusals"))
