"""Words for stays: kinds, states, laws and grounds for pages, tables and acts for the log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from rehab_center.admissions.rules.movements import EFFECTS, MovementKind, State, name_of
from rehab_center.admissions.rules.papers import OWN_PAPERS, TEMPORARY_PAPER, paper_kind_of
from rehab_center.admissions.rules.regime import Regime, StayKind
from rehab_center.admissions.rules.term_case import Ground
from rehab_center.audit.labels import describe_act, describe_details, describe_table
from rehab_center.documents.kinds import DocumentKind
from rehab_center.tasks.labels import UsualPaper, describe_paper
from rehab_center.words import N_, Message, message

STAY_KINDS: dict[StayKind, Any] = {
    StayKind.COMPULSORY: _l("Compulsory"),
    StayKind.MINOR: _l("Compulsory, 12 to under 18"),
    StayKind.VOLUNTARY: _l("Voluntary"),
    StayKind.TEMPORARY: _l("Temporary stay while the file is made"),
}

REGIMES: dict[Regime, Any] = {
    Regime.BEFORE_2022: _l("Law before 2022 (NĐ 221/2013)"),
    Regime.LAW_2021: _l("Law 73/2021"),
    Regime.LAW_2025: _l("Law 120/2025"),
}

STATES: dict[State, Any] = {
    State.NOT_ENTERED: _l("Entered by mistake"),
    State.PRESENT: _l("Present"),
    State.IN_HOSPITAL: _l("In hospital"),
    State.ON_LEAVE: _l("On leave"),
    State.TAKEN_OUT: _l("Taken out by order"),
    State.SUSPENDED: _l("Suspended, at home"),
    State.ESCAPED: _l("Escaped"),
    State.IMPRISONED: _l("In prison"),
    State.LEFT: _l("Has left the centre"),
}

#: Tone and icon of a state's badge.
STATE_LOOKS: dict[State, tuple[str, str]] = {
    State.NOT_ENTERED: ("quiet", "x-circle"),
    State.PRESENT: ("good", "check-circle"),
    State.IN_HOSPITAL: ("info", "hospital"),
    State.ON_LEAVE: ("info", "calendar3"),
    State.TAKEN_OUT: ("info", "box-arrow-right"),
    State.SUSPENDED: ("warn", "house"),
    State.ESCAPED: ("bad", "exclamation-triangle"),
    State.IMPRISONED: ("bad", "lock"),
    State.LEFT: ("quiet", "door-open"),
}

GROUNDS: dict[Ground, Any] = {
    Ground.TERM: _l("Term"),
    Ground.CREDIT: _l("Time held before"),
    Ground.ESCAPE: _l("Escape"),
    Ground.IMPRISONMENT: _l("Prison"),
    Ground.SUSPENSION_COUNTED: _l("Suspension"),
    Ground.ABSENCE_COUNTED: _l("Absence"),
    Ground.REDUCTION: _l("Reduction"),
    Ground.EXTENSION: _l("Extension"),
    Ground.OVERRIDE: _l("End by a paper"),
    Ground.OVERRIDE_ENDED: _l("Computed end again"),
    Ground.OPENING_MONTHS: _l("Reduced, by the old book"),
    Ground.OPENING_DAYS: _l("Not counted, by the old book"),
}

#: The name of each kind of movement. The msgids stand in the table of rules, marked there for translation.
MOVEMENT_KINDS: dict[MovementKind, Any] = {kind: _l(name_of(kind)) for kind in MovementKind}

PAPER_NAMES: dict[MovementKind, Any] = {
    kind: _l(effect.paper_name) for kind, effect in EFFECTS.items() if effect.paper_name is not None
}

for _kind, _effect in EFFECTS.items():
    if _effect.paper_name is not None:
        describe_paper(_effect.paper_name, UsualPaper(paper_kind_of(_kind), own=_kind in OWN_PAPERS))
describe_paper(TEMPORARY_PAPER, UsualPaper(DocumentKind.HANDOVER))

_STAY_COLUMNS = {
    "resident_id": _l("Person"),
    "facility_id": _l("Centre"),
    "kind": _l("Kind of stay"),
    "regime": _l("Law of the case"),
    "regime_reason": _l("Why this law"),
    "decision_id": _l("Decision"),
    "decision_effective_on": _l("Decision takes effect"),
    "months": _l("Months"),
    "term_start_on": _l("Term begins"),
    "admitted_on": _l("First day"),
    "file_code": _l("File code"),
    "times_treated": _l("Which treatment"),
    "credit_days": _l("Days held before"),
    "police_unit": _l("Police unit that made the file"),
    "note": _l("Note"),
    "previous_admission_id": _l("Stay before"),
    "opened_at": _l("Opened"),
    "term_end_on": _l("Term ends"),
}

_MOVEMENT_COLUMNS = {
    "admission_id": _l("Stay"),
    "kind": _l("Movement"),
    "effective_on": _l("Day"),
    "effective_time": _l("Time"),
    "recorded_at": _l("Written"),
    "actor": _l("Written by"),
    "document_id": _l("Paper"),
    "voids_id": _l("Voids"),
    "months": _l("Months"),
    "days": _l("Days"),
    "note": _l("Note"),
    "reason": _l("Reason"),
}

_ENTRY_COLUMNS = {
    "admission_id": _l("Stay"),
    "calculation": _l("Calculation"),
    "position": _l("Line"),
    "ground": _l("Ground"),
    "document_id": _l("Paper"),
    "movement_id": _l("Movement"),
    "from_on": _l("From"),
    "to_on": _l("Until"),
    "months": _l("Months"),
    "days": _l("Days"),
    "running_end_on": _l("End after this line"),
    "policy_value_id": _l("Convention"),
    "formula": _l("Formula"),
    "params": _l("Values"),
    "author": _l("Calculated by"),
    "checker": _l("Checked by"),
    "recorded_at": _l("Written"),
    "article": _l("Article"),
}

describe_table(
    "admission",
    _l("Stay"),
    _STAY_COLUMNS,
    values={
        "kind": {kind.value: label for kind, label in STAY_KINDS.items()},
        "regime": {regime.value: label for regime, label in REGIMES.items()},
    },
    name="file_code",
    hidden={"applied_conventions", "opening"},  # kept from rows of their own, which the log tells in words
)
describe_table(
    "movement",
    _l("Movement"),
    _MOVEMENT_COLUMNS,
    values={"kind": {kind.value: label for kind, label in MOVEMENT_KINDS.items()}},
    name="kind",
)
describe_table(
    "term_entry",
    _l("Line of a term"),
    _ENTRY_COLUMNS,
    values={"ground": {ground.value: label for ground, label in GROUNDS.items()}},
    name="position",
    hidden={"formula", "params"},
)
describe_act("stay.opened", _l("Opened the page of a stay"))
describe_act("stay.admitted", _l("Admitted a person"))
describe_act("stay.moved", _l("Recorded a movement"))
describe_act("stay.movement-voided", _l("Voided a movement"))
describe_act("stay.void-asked", _l("Asked for a movement to be voided"))
describe_act("stay.void-refused", _l("Decided that a movement stays"))
describe_act("stay.converted", _l("Changed a stay over to another ground"))
describe_act("stay.corrected", _l("Put a stay right"))
describe_act("stay.list-exported", _l("Exported the list of stays"))
describe_act("stay.movements-exported", _l("Exported the list of movements"))


def _ground_change(change: Mapping[str, Any]) -> Message:
    """The stay that ended and the one that follows it: file code, ground, end of the term."""
    before, after = change["before"], change["after"]
    ends = [date.fromisoformat(side["end"]) if side["end"] else None for side in (before, after)]
    return message(
        N_("file %(old)s (%(old_ground)s, term until %(old_end)s) → file %(new)s (%(ground)s, term until %(end)s)"),
        old=before["code"],
        old_ground=STAY_KINDS[StayKind(before["kind"])],
        old_end=ends[0],
        new=after["code"],
        ground=STAY_KINDS[StayKind(after["kind"])],
        end=ends[1],
    )


def _admission(stay: Mapping[str, Any]) -> Message:
    """The stay that begins: file code, ground, decision, end of the term."""
    end = date.fromisoformat(stay["end"]) if stay["end"] else None
    return message(
        N_("file %(file)s (%(ground)s, decision %(decision)s, term until %(end)s)"),
        file=stay["code"],
        ground=STAY_KINDS[StayKind(stay["kind"])],
        decision=stay["decision"],
        end=end,
    )


describe_details({"admission": _l("Stay that begins")}, sentences={"admission": _admission})
describe_details({"ground_change": _l("Change of ground")}, sentences={"ground_change": _ground_change})
