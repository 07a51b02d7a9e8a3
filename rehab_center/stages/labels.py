"""Words for stages."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from rehab_center.audit.labels import describe_act, describe_details, describe_table
from rehab_center.stages.kinds import Due, Result, Step
from rehab_center.stages.rules import words

STAGES = {stage: _l(msgid) for stage, msgid in words.STAGES.items()}
RESULTS = {result: _l(msgid) for result, msgid in words.RESULTS.items()}
RESULT_LOOKS = {Result.MET: ("good", "check-circle"), Result.NOT_MET: ("bad", "exclamation-triangle")}
STEPS = {
    Step.PROPOSED: _l("Proposed"),
    Step.DECIDED: _l("Decided (stage)"),
    Step.DECLINED: _l("Declined"),
    Step.CANCELLED: _l("Taken back"),
}
DUE = {
    Due.WAITS: _l("Waits for the decision"),
    Due.OVERDUE: _l("Evaluation overdue"),
    Due.SOON: _l("Evaluation due soon"),
    Due.LATER: _l("In its time"),
    Due.OPEN: _l("No day planned"),
    Due.UNKNOWN: _l("Stage not known yet"),
}
DUE_LOOKS = {
    Due.WAITS: ("warn", "clock"),
    Due.OVERDUE: ("bad", "exclamation-triangle"),
    Due.SOON: ("warn", "calendar3"),
    Due.LATER: ("good", "check-circle"),
    Due.OPEN: ("quiet", "circle"),
    Due.UNKNOWN: ("bad", "question-circle"),
}
FIELDS = {
    "stage": _l("Stage"),
    "begins_on": _l("From day (stage)"),
    "alongside": _l("The stage before goes on beside it (only c and d)"),
    "result": _l("Evaluation of the stage before"),
    "evaluated_by": _l("Evaluated by"),
    "evaluation": _l("Evaluation in words"),
    "goals": _l("Goals of the next stage"),
}

describe_table(
    "stage_change",
    _l("Stage of rehabilitation"),
    FIELDS
    | {
        "admission_id": _l("Stay"),
        "step": _l("Proposed or decided"),
        "answers_id": _l("Answers the proposal"),
        "replaces_id": _l("Replaces"),
        "reason": _l("Why"),
        "recorded_at": _l("Written at"),
        "actor": _l("Written by"),
    },
    values={
        "stage": {one.value: said for one, said in STAGES.items()},
        "step": {one.value: said for one, said in STEPS.items()},
        "result": {one.value: said for one, said in RESULTS.items()},
    },
    name="stage",
)
describe_act("stage.proposed", _l("Stages proposed"))
describe_act("stage.decided", _l("Stages decided"))
describe_act("stage.declined", _l("Proposed stages declined"))
describe_act("stage.corrected", _l("Stage corrected"))
describe_act("stage.cancelled", _l("Stage taken back"))
describe_act("stage.keyed", _l("Stages keyed from an old book"))
describe_act("stage.exported", _l("List of stages exported"))
describe_act("stage.list-printed", _l("List of stages printed"))
describe_act("stage.opened", _l("Stages of a stay opened"))
describe_details({"staged_people": _l("People"), "staged_lines": _l("Lines")})

describe_table(
    "treatment_plan",
    _l("Individual plan"),
    {
        "admission_id": _l("Stay"),
        "version": _l("Which version"),
        "made_on": _l("Written on"),
        "stage": _l("In stage"),
        "officer": _l("Officer responsible"),
        "aims": _l("Aims of the plan"),
        "reason": _l("Why"),
        "recorded_at": _l("Written at"),
        "actor": _l("Written by"),
    },
    values={"stage": {one.value: said for one, said in STAGES.items()}},
    name="version",
)
describe_table(
    "plan_goal",
    _l("Goal of a plan"),
    {
        "plan_id": _l("Individual plan"),
        "place": _l("Place in the plan"),
        "goal": _l("Goal"),
        "steps": _l("Steps"),
        "officer": _l("By whom (goal)"),
        "due_on": _l("Until (goal)"),
    },
    name="goal",
)
describe_table(
    "goal_mark",
    _l("What became of a goal"),
    {
        "goal_id": _l("Goal of a plan"),
        "done": _l("Reached"),
        "note": _l("Note"),
        "recorded_at": _l("Written at"),
        "actor": _l("Written by"),
    },
    name="note",
)
describe_act("stage.plan-written", _l("Individual plan written"))
describe_act("stage.plan-opened", _l("Individual plan opened"))
describe_act("stage.plan-printed", _l("Individual plan printed"))
describe_act("stage.goal-marked", _l("Goal of a plan marked"))
describe_details({"plan_version": _l("Which version")})
