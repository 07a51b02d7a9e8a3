"""Words for places."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from rehab_center.audit.labels import describe_act, describe_details, describe_subject, describe_table
from rehab_center.placements.kinds import (
    Absence,
    ApartReason,
    BedState,
    Ended,
    OutageReason,
    Part,
    Strictness,
    ZoneKind,
)
from rehab_center.residents.kinds import Sex

ZONE_KINDS = {
    ZoneKind.TEMPORARY: _l("Zone of temporary stay"),
    ZoneKind.COMPULSORY: _l("Zone of compulsory treatment"),
    ZoneKind.VOLUNTARY: _l("Zone of voluntary treatment"),
    ZoneKind.MINORS: _l("Zone for those from 12 to under 18"),
    # Never what for: everybody reads the map.
    ZoneKind.INFECTIOUS: _l("Zone by order of the medical post"),
    ZoneKind.DISCIPLINE: _l("Zone for breaches of order"),
    ZoneKind.CLINIC: _l("Clinic"),
    ZoneKind.OTHER: _l("Another zone"),
}
SEXES = {Sex.MALE: _l("For men"), Sex.FEMALE: _l("For women")}
BED_STATES = {
    BedState.FREE: (_l("free bed"), "good", "plus-lg"),
    BedState.TAKEN: (_l("taken"), "quiet", "person"),
    BedState.KEPT: (_l("kept"), "info", "lock"),
    BedState.OUT_OF_USE: (_l("out of use"), "warn", "slash-circle"),
}
OUTAGE_REASONS = {
    OutageReason.BROKEN: _l("Broken bed"),
    OutageReason.REPAIR: _l("Room under repair"),
    OutageReason.CLEANING: _l("Disinfection"),
    OutageReason.RESERVED: _l("Held in reserve"),
    OutageReason.OTHER: _l("Another cause"),
}
ENDED = {
    Ended.MOVED: _l("Moved to another bed"),
    Ended.TAKEN_OFF: _l("Taken off the bed"),
    Ended.DEPARTED: _l("Left the centre"),
    Ended.CHANGED_OVER: _l("Went on under another ground"),
}
STRICTNESS = {
    Strictness.FORBIDDEN: (_l("never in one room"), "bad", "slash-circle"),
    Strictness.AVOID: (_l("to be avoided"), "warn", "exclamation-triangle"),
}
PARTS = {
    Part.EITHER: _l("Both alike"),
    Part.VICTIM: _l("Was harmed or threatened"),
    Part.AGGRESSOR: _l("Harmed or threatened"),
}
APART_REASONS = {
    ApartReason.FIGHT: _l("Fight"),
    ApartReason.THREAT: _l("Threat or bullying"),
    ApartReason.SAME_CASE: _l("Together in one case"),
    ApartReason.DEBT: _l("Debt between them"),
    ApartReason.OTHER: _l("Another cause"),
}
ABSENCES = {
    Absence.HOSPITAL: _l("In hospital"),
    Absence.LEAVE: _l("On leave"),
    Absence.TAKEN_OUT: _l("Taken out by order"),
    Absence.ESCAPED: _l("Escaped"),
    Absence.ELSEWHERE: _l("Elsewhere in the centre"),
    Absence.MISCOUNTED: _l("Miscounted, is there"),
    Absence.UNEXPLAINED: _l("Not explained yet"),
}

ROOM_FIELDS = {
    "name": _l("Room"),
    "max_capacity": _l("Capacity at most"),
    "working_capacity": _l("Capacity in daily use"),
    "certified_capacity": _l("Capacity as approved"),
    "sex": _l("For men or women"),
    "private": _l("Private room for one person"),
    "area": _l("Floor area"),
    "note": _l("Note"),
}
ZONE_FIELDS = {
    "name": _l("Zone"),
    "kind": _l("Kind of zone"),
    "sex": _l("For men or women"),
    "note": _l("Note"),
}
_SEX_VALUES = {sex.value: words for sex, words in SEXES.items()}

describe_table(
    "zone",
    _l("Zone"),
    {**ZONE_FIELDS, "facility_id": _l("Centre"), "position": _l("Place on the map"), "closed_on": _l("Closed on")},
    values={"kind": {kind.value: words for kind, words in ZONE_KINDS.items()}, "sex": _SEX_VALUES},
)
describe_table(
    "room",
    _l("Room"),
    {**ROOM_FIELDS, "zone_id": _l("Zone"), "closed_on": _l("Closed on")},
    values={"sex": _SEX_VALUES},
)
describe_table(
    "bed",
    _l("Bed"),
    {"room_id": _l("Room"), "label": _l("Bed"), "removed_on": _l("Taken away on")},
    name="label",
    hidden={"position"},
)
describe_table(
    "bed_outage",
    _l("Bed out of use"),
    {
        "bed_id": _l("Bed"),
        "reason": _l("Cause"),
        "note": _l("Note"),
        "from_on": _l("Out of use from"),
        "expected_on": _l("Expected back"),
        "ended_on": _l("In use again from"),
        "opened_at": _l("Written at"),
        "opened_by": _l("Written by"),
        "ended_by": _l("Ended by"),
    },
    values={"reason": {one.value: words for one, words in OUTAGE_REASONS.items()}},
    name="from_on",
)
describe_table(
    "placement",
    _l("Bed of a person"),
    {
        "bed_id": _l("Bed"),
        "admission_id": _l("Stay"),
        "began_at": _l("From"),
        "until_on": _l("Until the day"),
        "document_id": _l("Paper"),
        "reason": _l("Why it is right nevertheless"),
        "note": _l("Note"),
        "recorded_at": _l("Written at"),
        "actor": _l("Written by"),
        "ended_at": _l("Until"),
        "ended_how": _l("How it ended"),
        "ended_recorded_at": _l("End written at"),
        "ended_by": _l("Ended by"),
    },
    values={"ended_how": {one.value: words for one, words in ENDED.items()}},
    name="began_at",
)
describe_table(
    "keep_apart",
    _l("Two persons kept apart"),
    {
        "one_id": _l("One of the two"),
        "other_id": _l("The other"),
        "one_part": _l("Part of the one"),
        "other_part": _l("Part of the other"),
        "reason": _l("Cause"),
        "strictness": _l("How strictly"),
        "note": _l("Note"),
        "facility_id": _l("Centre"),
        "opened_at": _l("Written at"),
        "opened_by": _l("Written by"),
        "closed_at": _l("Ended at"),
        "closed_by": _l("Ended by"),
        "closed_reason": _l("Ended because"),
    },
    values={
        "one_part": {one.value: words for one, words in PARTS.items()},
        "other_part": {one.value: words for one, words in PARTS.items()},
        "reason": {one.value: words for one, words in APART_REASONS.items()},
        "strictness": {one.value: words[0] for one, words in STRICTNESS.items()},
    },
    name="opened_at",
)
describe_table(
    "roll_check",
    _l("Roll check"),
    {
        "taken_on": _l("Day"),
        "number": _l("Which of the day"),
        "facility_id": _l("Centre"),
        "began_at": _l("Begun at"),
        "began_by": _l("Begun by"),
        "closed_at": _l("Check closed at"),
        "closed_by": _l("Check closed by"),
        "signed_by": _l("Signed by"),
        "note": _l("Note"),
    },
    name="taken_on",
)
describe_table(
    "roll_line",
    _l("Zone at a roll check"),
    {
        "roll_check_id": _l("Roll check"),
        "zone_id": _l("Zone"),
        "expected": _l("Expected"),
        "counted": _l("Counted present"),
        "note": _l("Note"),
    },
    name="position",
    hidden={"position", "expected_ids"},
)
describe_table(
    "roll_missing",
    _l("Missing at a roll check"),
    {
        "roll_line_id": _l("Zone at a roll check"),
        "admission_id": _l("Stay"),
        "absence": _l("Why missing"),
        "note": _l("Note"),
        "recorded_at": _l("Written at"),
        "actor": _l("Written by"),
    },
    values={"absence": {one.value: words for one, words in ABSENCES.items()}},
    name="absence",
)
describe_subject("roll_check", _l("Roll check"), endpoint="placements.roll", argument="roll_id")
describe_act("roll.begun", _l("Roll check begun"))
describe_act("roll.counted", _l("Counts of a roll check kept"))
describe_act("roll.closed", _l("Roll check closed"))
describe_act("roll.explained", _l("Difference at a roll check explained"))
describe_act("roll.viewed", _l("Roll check looked at"))
describe_act("roll.sheet-printed", _l("Roll sheet printed"))
describe_act("roll.list-exported", _l("List of roll checks exported"))
describe_table(
    "shift_handover",
    _l("Handover of a shift"),
    {
        "facility_id": _l("Centre"),
        "begins_at": _l("Shift begins"),
        "ends_at": _l("Shift ends"),
        "giver": _l("Who hands over"),
        "receiver": _l("Who takes over"),
        "expected": _l("Expected"),
        "counted": _l("Counted at the handover"),
        "difference": _l("Who is missing or too many, and why"),
        "equipment": _l("Equipment and keys"),
        "note": _l("What the next shift must know"),
        "kept_at": _l("Written at"),
        "kept_by": _l("Written by"),
        "confirmed_at": _l("Confirmed at"),
        "confirmed_by": _l("Confirmed by"),
        "remark": _l("What whoever takes over has to say"),
    },
    name="begins_at",
    hidden={"sheet", "keeper", "confirmer"},
)
describe_subject("shift_handover", _l("Handover of a shift"), endpoint="placements.shift", argument="shift_id")
describe_act("shift.kept", _l("Handover of a shift kept"))
describe_act("shift.corrected", _l("Handover of a shift put right"))
describe_act("shift.confirmed", _l("Shift taken over"))
describe_act("shift.viewed", _l("Handover of a shift looked at"))
describe_act("shift.sheet-printed", _l("Handover sheet of a shift printed"))
describe_act("shift.list-exported", _l("List of handovers of shifts exported"))
describe_subject("zone", _l("Zone"))
describe_subject("room", _l("Room"), endpoint="placements.room")
describe_act("zone.added", _l("Zone set up"))
describe_act("zone.edited", _l("Zone described otherwise"))
describe_act("zone.closed", _l("Zone used no more"))
describe_act("zone.rooms-added", _l("Rooms set up"))
describe_act("room.edited", _l("Room described otherwise"))
describe_act("room.closed", _l("Room used no more"))
describe_act("room.beds-added", _l("Beds put into a room"))
describe_act("room.viewed", _l("Room looked at"))
describe_act("bed.removed", _l("Bed taken away"))
describe_act("bed.out-of-use", _l("Bed taken out of use"))
describe_act("bed.return-put-off", _l("Return of a bed expected on another day"))
describe_act("bed.back-in-use", _l("Bed in use again"))
describe_act("bed.given", _l("Bed given"))
describe_act("bed.changed", _l("Bed changed"))
describe_act("bed.swapped", _l("Beds swapped"))
describe_act("bed.taken-off", _l("Person taken off a bed"))
describe_act("bed.given-to-many", _l("Beds given to many"))
describe_act("bed.viewed", _l("Beds of a person looked at"))
describe_act("bed.list-exported", _l("List of beds exported"))
describe_act("apart.kept", _l("Two persons kept apart"))
describe_act("apart.lifted", _l("Two persons kept apart no longer"))
describe_act("apart.list-exported", _l("List of pairs exported"))
describe_details(
    {
        "rooms": _l("Rooms"),
        "beds": _l("Beds"),
        "from_bed": _l("From bed"),
        "to_bed": _l("To bed"),
        "with": _l("With"),
        "placed": _l("People given a bed"),
    }
)
