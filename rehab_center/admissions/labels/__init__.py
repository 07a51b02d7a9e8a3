"""The words of this feature, for pages and for the log."""

from rehab_center.admissions.labels.details import DETAILS, HINTS, RELATIONS, TOLD, answer_words
from rehab_center.admissions.labels.handovers import (
    HANDOVER_STATES,
    OUTCOME_LOOKS,
    OUTCOMES,
    REFUSAL_REASONS,
)
from rehab_center.admissions.labels.openings import ANSWER_ACTS, GAP_LOOKS, GAP_STATES
from rehab_center.admissions.labels.stays import (
    GROUNDS,
    MOVEMENT_KINDS,
    PAPER_NAMES,
    REGIMES,
    STATE_LOOKS,
    STATES,
    STAY_KINDS,
)
from rehab_center.admissions.labels.terms import OVERRIDE_ACTS, OVERRIDE_REASONS

__all__ = (
    "ANSWER_ACTS",
    "DETAILS",
    "GAP_LOOKS",
    "GAP_STATES",
    "GROUNDS",
    "HANDOVER_STATES",
    "HINTS",
    "MOVEMENT_KINDS",
    "OUTCOMES",
    "OUTCOME_LOOKS",
    "OVERRIDE_ACTS",
    "OVERRIDE_REASONS",
    "PAPER_NAMES",
    "REFUSAL_REASONS",
    "REGIMES",
    "RELATIONS",
    "STATES",
    "STATE_LOOKS",
    "STAY_KINDS",
    "TOLD",
    "answer_words",
)
