"""Words for attendance."""

from __future__ import annotations

from collections.abc import Collection

from flask_babel import lazy_gettext as _l

from rehab_center.assignments.labels import EVERY_RULE
from rehab_center.attendance.kinds import Attended, RollState, SheetKind, SheetState, WalkInReason
from rehab_center.audit.labels import describe_act, describe_details, describe_subject, describe_table

ATTENDED = {
    Attended.PRESENT: _l("Took part"),
    Attended.LATE: _l("Came late"),
    Attended.LEFT_EARLY: _l("Left early"),
    Attended.REFUSED: _l("Refused to take part"),
    Attended.UNEXCUSED: _l("Absent without an excuse"),
    Attended.SICK: _l("Kept away by the medical post"),
    Attended.TREATMENT: _l("At an examination or treatment"),
    Attended.VISIT: _l("At a visit"),
    Attended.AUTHORITIES: _l("With the authorities"),
    Attended.OTHER_DUTY: _l("On another duty"),
    Attended.DISCIPLINE: _l("In the discipline room"),
    Attended.NOT_REQUIRED: _l("Not required to come"),
}
ATTENDED_KEYS = dict(zip(Attended, "1234567890KM", strict=True))
"""What is typed to choose a way of attending: one key each, the same everywhere. None of them is a letter
that Vietnamese typing turns into another (Đ would be)."""


def keyed(way: Attended) -> str:
    """A way of attending as a box of choices shows it: the browser goes to the first that begins with what is typed."""
    return f"{ATTENDED_KEYS[way]} {ATTENDED[way]}"


ATTENDED_LOOKS = {
    Attended.PRESENT: ("good", "check-circle"),
    Attended.LATE: ("warn", "clock-history"),
    Attended.LEFT_EARLY: ("warn", "clock-history"),
    Attended.REFUSED: ("bad", "exclamation-octagon"),
    Attended.UNEXCUSED: ("bad", "exclamation-triangle"),
}
"""Tone and icon of a mark; the others are quiet."""
WALK_INS = {
    WalkInReason.REPLACING: _l("In the place of somebody who was away"),
    WalkInReason.ORDERED: _l("Sent there by an officer that day"),
    WalkInReason.TRIAL: _l("To try it"),
    WalkInReason.GUEST: _l("As a guest (no hours)"),
    WalkInReason.BY_MISTAKE: _l("Went there by mistake (no hours)"),
    WalkInReason.OTHER: _l("Another cause"),
}


def rules_text(rules: Collection[str]) -> str:
    """Which rules spoke against somebody who was there, in words; empty where none is known."""
    return "; ".join(str(EVERY_RULE.get(one, one)) for one in rules)


ROLL_STATES = {
    RollState.CANCELLED: (_l("Session cancelled"), "quiet", "slash-circle"),
    RollState.AHEAD: (_l("Not begun yet"), "quiet", "clock-history"),
    RollState.NOBODY: (_l("Nobody expected"), "quiet", "people"),
    RollState.NOT_MARKED: (_l("Not marked yet"), "bad", "exclamation-triangle"),
    RollState.PARTLY: (_l("Marked in part"), "warn", "exclamation-triangle"),
    RollState.MARKED: (_l("Marked"), "good", "check-circle"),
}
SHEET_KINDS = {
    SheetKind.ROLL: _l("Attendance sheet"),
    SheetKind.MOVEMENTS: _l("List of who goes where in a day"),
    SheetKind.WORK_SLIP: _l("Work slip"),
}
SHEET_STATES = {
    SheetState.OUT: (_l("Out for signature"), "info", "clock-history"),
    SheetState.MISSING: (_l("Not come back"), "bad", "exclamation-triangle"),
    SheetState.UNSIGNED: (_l("Back, not signed"), "warn", "exclamation-triangle"),
    SheetState.DIFFERS: (_l("Differs from the screen"), "bad", "exclamation-octagon"),
    SheetState.BACK: (_l("Back and signed"), "good", "check-circle"),
    SheetState.CANCELLED: (_l("Sheet cancelled"), "quiet", "slash-circle"),
}
HOURS = {"labour": _l("Labour"), "vocational": _l("Course"), "education": _l("Classes")}
"""Kinds of programmes as columns of hours."""
MARK_FIELDS = {
    "attended": _l("Attendance"),
    "minutes": _l("Minutes there"),
    "output": _l("Output"),
    "note": _l("Note"),
}
_ATTENDED_VALUES = {one.value: words for one, words in ATTENDED.items()}

describe_table(
    "attendance_mark",
    _l("Mark at a session"),
    {
        **MARK_FIELDS,
        "activity_session_id": _l("Session"),
        "admission_id": _l("Stay"),
        "revision": _l("How often marked"),
        "replaces_id": _l("In place of the mark"),
        "correction_id": _l("By the correction"),
        "marked_by": _l("Marked by"),
        "recorded_at": _l("Written at"),
    },
    values={"attended": _ATTENDED_VALUES},
    name="recorded_at",
)
describe_table(
    "attendance_walk_in",
    _l("Somebody there without an assignment"),
    {
        "activity_session_id": _l("Session"),
        "admission_id": _l("Stay"),
        "reason": _l("Why they were there"),
        "note": _l("Note"),
        "against_rule": _l("Against a rule"),
        "rules": _l("Which rules"),
        "actor": _l("Written by"),
        "recorded_at": _l("Written at"),
    },
    values={"reason": {one.value: words for one, words in WALK_INS.items()}},
    name="recorded_at",
)
describe_table(
    "session_roll",
    _l("Marking of a session"),
    {
        "activity_session_id": _l("Session"),
        "closed_at": _l("Everybody marked at"),
        "closed_by": _l("Everybody marked by"),
        "saved_at": _l("Last saved at"),
        "saved_by": _l("Last saved by"),
    },
    name="saved_at",
)
describe_table(
    "attendance_correction",
    _l("Correction of attendance"),
    {
        "activity_session_id": _l("Session"),
        "reason": _l("Why it is changed"),
        "proposed_by": _l("Proposed by"),
        "proposed_at": _l("Proposed at"),
        "decided_by": _l("Second person"),
        "decided_at": _l("Decided at"),
        "confirmed": _l("Confirmed"),
        "answer": _l("Answer"),
    },
    name="proposed_at",
    hidden={"proposer", "decider"},
)
describe_table(
    "attendance_correction_line",
    _l("Mark a correction asks for"),
    {
        **MARK_FIELDS,
        "correction_id": _l("Correction of attendance"),
        "admission_id": _l("Stay"),
        "base_id": _l("In place of the mark"),
        "walked": _l("Why they were there"),
        "against_rule": _l("Against a rule"),
        "rules": _l("Which rules"),
    },
    values={"attended": _ATTENDED_VALUES, "walked": {one.value: words for one, words in WALK_INS.items()}},
    name="attended",
)
describe_table(
    "attendance_sheet",
    _l("Sheet for signature"),
    {
        "facility_id": _l("Centre"),
        "kind": _l("Kind of sheet"),
        "year": _l("Year"),
        "number": _l("Number"),
        "on": _l("Day"),
        "activity_session_id": _l("Session"),
        "printed_at": _l("Printed at"),
        "printed_by": _l("Printed by"),
        "names_count": _l("Names on it"),
        "unit": _l("Output counted in"),
        "programme": _l("Programme"),
        "held_at": _l("Held at"),
        "led_by": _l("Led by"),
        "returned_at": _l("Came back at"),
        "returned_to": _l("Sheet taken back by"),
        "signed": _l("Signed by both"),
        "on_paper": _l("Took part as the paper says"),
        "difference": _l("What paper and screen disagree on"),
        "settled_at": _l("Settled at"),
        "settled_by": _l("Settled by"),
        "settled_how": _l("How it was settled"),
        "cancelled_at": _l("Cancelled at"),
        "cancelled_by": _l("Cancelled by"),
        "cancelled_reason": _l("Why it is cancelled"),
    },
    values={"kind": {one.value: words for one, words in SHEET_KINDS.items()}},
    hidden={"number_key"},
)
describe_table(
    "attendance_sheet_name",
    _l("Name on a sheet as printed"),
    {
        "sheet_id": _l("Sheet for signature"),
        "position": _l("Line no."),
        "admission_id": _l("Stay"),
        "full_name": _l("Full name"),
        "file_code": _l("File code"),
        "stops": _l("Goes where"),
    },
    name="full_name",
)
describe_table(
    "attendance_sheet_scan",
    _l("Scan of a signed sheet"),
    {
        "sheet_id": _l("Sheet for signature"),
        "sha256": _l("SHA-256"),
        "name": _l("File name"),
        "media_type": _l("File type"),
        "size": _l("Size in bytes"),
        "stored_at": _l("Stored at"),
        "withdrawn_at": _l("Taken away at"),
    },
)
describe_subject("attendance", _l("Attendance of a session"), endpoint="attendance.session", argument="session_id")
describe_subject("attendance_sheet", _l("Sheet for signature"), endpoint="attendance.sheet", argument="sheet_id")
describe_act("attendance.viewed", _l("Attendance of a session looked at"))
describe_act("attendance.marked", _l("Attendance marked"))
describe_act("attendance.walk-in-marked", _l("Somebody there without an assignment marked"))
describe_act("attendance.room-marked", _l("Attendance of a room marked"))
describe_act("attendance.room-viewed", _l("Attendance of a room looked at"))
describe_act("attendance.room-printed", _l("Attendance of a room printed"))
describe_act("attendance.correction-proposed", _l("Correction of attendance proposed"))
describe_act("attendance.correction-confirmed", _l("Correction of attendance confirmed"))
describe_act("attendance.correction-refused", _l("Correction of attendance refused"))
describe_act("attendance.sheet-printed", _l("Sheet for signature printed"))
describe_act("attendance.sheet-returned", _l("Sheet taken back"))
describe_act("attendance.difference-settled", _l("Difference between sheet and screen settled"))
describe_act("attendance.sheet-cancelled", _l("Sheet for signature cancelled"))
describe_act("attendance.scan-attached", _l("Scan of a sheet attached"))
describe_act("attendance.scan-opened", _l("Scan of a sheet opened"))
describe_act("attendance.sheet-viewed", _l("Sheet for signature looked at"))
describe_act("attendance.sheet-file-printed", _l("Sheet for signature made as PDF"))
describe_act("attendance.sheets-exported", _l("List of sheets for signature exported"))
describe_act("attendance.corrections-exported", _l("List of corrections exported"))
describe_act("attendance.hours-exported", _l("Hours of a month exported"))
describe_act("attendance.hours-printed", _l("Sheet of hours printed"))
describe_act("attendance.refusals-exported", _l("List of refusals exported"))
describe_act("attendance.walk-ins-exported", _l("List of those there without an assignment exported"))
describe_act("attendance.list-printed", _l("List of attendance printed"))
describe_act("attendance.stay-printed", _l("Attendance sheet of a person printed"))
describe_act("attendance.opened", _l("Attendance of a person looked at"))
describe_act("attendance.week-opened", _l("Week of a person looked at"))
describe_act("attendance.week-printed", _l("Week of a person printed"))
describe_act("attendance.week-exported", _l("Week of a person exported"))
describe_act("attendance.weeks-printed", _l("Weeks of people printed"))
describe_act("attendance.weeks-exported", _l("Weeks of people exported"))
describe_details({"people_marked": _l("People marked")})
