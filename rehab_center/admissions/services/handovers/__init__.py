"""The use-cases of a handover: ids in, ids out. Each is a whole act with its entry in the log."""

from rehab_center.admissions.rules.handover_facts import DecisionFacts, HandoverFacts, LineFacts
from rehab_center.admissions.services.handovers.bulk import change_over_together
from rehab_center.admissions.services.handovers.decisions import add_decision, revise_decision
from rehab_center.admissions.services.handovers.lines import (
    add_line,
    compare_again,
    identify,
    remove_line,
    revise_line,
    somebody_else,
)
from rehab_center.admissions.services.handovers.minutes import (
    close_handover,
    open_handover,
    reopen_handover,
    revise_handover,
)
from rehab_center.admissions.services.handovers.outcomes import decide_again, refuse, take_in
from rehab_center.admissions.services.handovers.said import restate_line

__all__ = (
    "DecisionFacts",
    "HandoverFacts",
    "LineFacts",
    "add_decision",
    "add_line",
    "change_over_together",
    "close_handover",
    "compare_again",
    "decide_again",
    "identify",
    "open_handover",
    "refuse",
    "remove_line",
    "reopen_handover",
    "restate_line",
    "revise_decision",
    "revise_handover",
    "revise_line",
    "somebody_else",
    "take_in",
)
