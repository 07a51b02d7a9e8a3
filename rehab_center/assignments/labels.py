"""Words for assignments and the waiting list."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from rehab_center.activities.labels import KINDS
from rehab_center.assignments.kinds import (
    Answer,
    Asker,
    EndReason,
    OverrideReason,
    PauseReason,
    Side,
    Standing,
    WishPriority,
)
from rehab_center.assignments.queries.overview import Load, WhyNone
from rehab_center.assignments.rules import words
from rehab_center.audit.labels import describe_act, describe_details, describe_table

STANDINGS = {
    Standing.PROPOSED: _l("Waits for the decision"),
    Standing.PLANNED: _l("Begins later"),
    Standing.ACTIVE: _l("Takes part"),
    Standing.AWAY: _l("Rests: away"),
    Standing.PAUSED: _l("Rests: paused"),
    Standing.LAPSED: _l("Rests: the director's permission has run out"),
    Standing.ENDED: _l("Ended (assignment)"),
    Standing.DECLINED: _l("Declined"),
}
STANDING_LOOKS = {
    Standing.PROPOSED: ("warn", "clock"),
    Standing.PLANNED: ("info", "calendar3"),
    Standing.ACTIVE: ("good", "check-circle"),
    Standing.AWAY: ("quiet", "box-arrow-right"),
    Standing.PAUSED: ("quiet", "clock"),
    Standing.LAPSED: ("bad", "exclamation-triangle"),
    Standing.ENDED: ("quiet", "slash-circle"),
    Standing.DECLINED: ("quiet", "slash-circle"),
}
END_REASONS = {
    EndReason.ASKED: _l("Asked to stop"),
    EndReason.REFUSED: _l("Refused to work or learn"),
    EndReason.ILL: _l("Illness"),
    EndReason.CONDUCT: _l("Broke the rules of the workshop or class"),
    EndReason.MOVED: _l("Moved to another programme"),
    EndReason.STAGE: _l("Another stage of rehabilitation"),
    EndReason.SAFETY: _l("Safety and order"),
    EndReason.DECLINED: _l("Proposal declined"),
    EndReason.MISTAKE: _l("Entered by mistake, never began"),
    EndReason.FINISHED: _l("Finished as planned"),
    EndReason.PROGRAMME_CLOSED: _l("The programme has ended"),
    EndReason.LEFT_CENTRE: _l("Left the centre"),
}
SIDES = {
    Side.PERSON: _l("On the person's side"),
    Side.STAFF: _l("On the staff's side"),
    Side.SYSTEM: _l("By itself"),
}
PAUSE_REASONS = {
    PauseReason.HEALTH: _l("Health"),
    PauseReason.VISIT: _l("Visit or family matter"),
    PauseReason.DISCIPLINE: _l("Discipline"),
    PauseReason.NO_WORK: _l("No work or material"),
    PauseReason.OTHER: _l("Another cause"),
}
OVERRIDE_REASONS = {
    OverrideReason.URGENT_WORK: _l("Urgent work of the centre"),
    OverrideReason.EMPLOYER_AGREEMENT: _l("Agreement with the employer, the person consents"),
    OverrideReason.MEDICAL_ADVICE: _l("On the advice of the medical post"),
    OverrideReason.SUPERVISED: _l("An officer supervises throughout"),
    OverrideReason.OTHER: _l("Another cause"),
}
ASKERS = {Asker.PERSON: _l("The person themself"), Asker.FAMILY: _l("The family"), Asker.STAFF: _l("An officer")}
PRIORITIES = {
    WishPriority.FIRST: _l("First of all"),
    WishPriority.BEFORE_OTHERS: _l("Before the others"),
}
ANSWERS = {
    Answer.GRANTED: _l("Granted (wish)"),
    Answer.DECLINED: _l("Declined"),
    Answer.WITHDRAWN: _l("Withdrawn (wish)"),
}
RULES = {rule: _l(msgid) for rule, msgid in words.RULES.items()}
EVERY_RULE = {rule: _l(msgid) for rule, msgid in words.EVERY_RULE.items()}
LOADS = {
    Load.OVER: _l("Over the limit"),
    Load.NEAR: _l("Close to the limit"),
    Load.WITHIN: _l("Within the limit"),
    Load.NONE: _l("Takes part in nothing"),
}
WHY_NONE = {
    WhyNone.AWAY: _l("Is away"),
    WhyNone.PROPOSED: _l("Waits for the decision"),
    WhyNone.EARLY_STAGE: _l("Stage a or b, or no stage written"),
    WhyNone.NO_CLEARANCE: _l("No clearance in force"),
    WhyNone.NOT_FIT: _l("Cleared for nothing"),
    WhyNone.WAITS: _l("On the waiting list"),
    WhyNone.NOT_YET: _l("Nobody has assigned them yet"),
}
FIELDS = {
    "activity_id": _l("Programme"),
    "starts_on": _l("From day"),
    "ends_on": _l("Until day"),
    "reason": _l("Why"),
}

describe_table(
    "assignment",
    _l("Assignment to work or class"),
    FIELDS
    | {
        "admission_id": _l("Stay"),
        "proposed_on": _l("Proposed on"),
        "proposed_by": _l("Proposed by"),
        "decided_on": _l("Decided on"),
        "decided_by": _l("Decided by"),
        "end_reason": _l("Why it ended"),
        "end_note": _l("What happened"),
        "ended_by": _l("Ended by"),
        "recorded_at": _l("Written at"),
    },
    values={"end_reason": {one.value: said for one, said in END_REASONS.items()}},
)
describe_table(
    "assignment_pause",
    _l("Pause of an assignment"),
    {
        "assignment_id": _l("Assignment to work or class"),
        "from_on": _l("From day"),
        "until_on": _l("Until day"),
        "reason": _l("Why"),
        "note": _l("Note"),
        "replaces_id": _l("In place of the pause"),
        "withdrawn": _l("Withdrawn (pause)"),
        "recorded_at": _l("Written at"),
        "actor": _l("Written by"),
    },
    values={"reason": {one.value: said for one, said in PAUSE_REASONS.items()}},
)
describe_table(
    "assignment_override",
    _l("Permission against a rule"),
    {
        "assignment_id": _l("Assignment to work or class"),
        "rule": _l("Rule not kept"),
        "reason": _l("Why"),
        "note": _l("Why, in words"),
        "signed_on": _l("Signed on"),
        "signed_by": _l("Signed by"),
        "expires_on": _l("Holds until"),
        "recorded_at": _l("Written at"),
    },
    values={
        "rule": dict(RULES),
        "reason": {one.value: said for one, said in OVERRIDE_REASONS.items()},
    },
)
describe_table(
    "activity_wish",
    _l("Wish for work or class"),
    {
        "admission_id": _l("Stay"),
        "activity_id": _l("Programme"),
        "kind": _l("Kind of programme"),
        "trade": _l("Trade"),
        "asked_on": _l("Asked on"),
        "asker": _l("Who asked"),
        "priority": _l("Priority"),
        "note": _l("Note"),
        "decision": _l("Answer"),
        "decided_on": _l("Answered on"),
        "decided_by": _l("Answered by"),
        "reason": _l("Why"),
        "assignment_id": _l("Assignment to work or class"),
        "recorded_at": _l("Written at"),
        "actor": _l("Written by"),
    },
    values={
        "kind": {one.value: said for one, said in KINDS.items()},
        "asker": {one.value: said for one, said in ASKERS.items()},
        "priority": {one.value: said for one, said in PRIORITIES.items()},
        "decision": {one.value: said for one, said in ANSWERS.items()},
    },
)
describe_act("assignment.proposed", _l("Assignment proposed"))
describe_act("assignment.decided", _l("Assignment decided"))
describe_act("assignment.declined", _l("Proposed assignment declined"))
describe_act("assignment.paused", _l("Assignment paused"))
describe_act("assignment.pause-changed", _l("Pause of an assignment changed"))
describe_act("assignment.end-changed", _l("Planned end of an assignment changed"))
describe_act("assignment.resumed", _l("Assignment goes on after a pause"))
describe_act("assignment.ended", _l("Assignment ended"))
describe_act("assignment.moved", _l("Assignment ended by a move"))
describe_act("assignment.signed", _l("Permission against a rule signed again"))
describe_act("assignment.exported", _l("List of assignments exported"))
describe_act("assignment.list-printed", _l("List of work and classes printed"))
describe_act("wish.added", _l("Put on the waiting list"))
describe_act("wish.ranked", _l("Place on the waiting list changed"))
describe_act("wish.answered", _l("Wish answered"))
describe_act("wish.withdrawn", _l("Wish withdrawn"))
describe_details({"assigned_people": _l("People"), "programmes": _l("Programmes")})
