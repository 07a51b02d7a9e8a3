"""The use-cases of a stay: ids in, ids out; the caller holds ``transaction()``.

``open_stay`` and ``add_movement`` are parts of a larger act (an import, the invented centre) and write no entry in the
log; the others are whole acts.
"""

from rehab_center.admissions.rules.facts import MoveFacts, OverrideFacts, StayCorrection, StayFacts
from rehab_center.admissions.services.admit import admit, open_stay
from rehab_center.admissions.services.ask_void import ask_void, leave_movement
from rehab_center.admissions.services.book_ends import accept_computed, answer_acceptance
from rehab_center.admissions.services.checking import check_terms, delegate_checking, take_back_delegation
from rehab_center.admissions.services.convert import convert_stay, converted_facts
from rehab_center.admissions.services.correct import correct_stay
from rehab_center.admissions.services.details import add_details
from rehab_center.admissions.services.ledger import recompute_term
from rehab_center.admissions.services.move import add_movement, record_movement
from rehab_center.admissions.services.openings import add_opening, state_opening, void_opening
from rehab_center.admissions.services.override import end_override, override_term, void_override
from rehab_center.admissions.services.refresh import refresh_terms
from rehab_center.admissions.services.void import void_movement

__all__ = (
    "accept_computed",
    "answer_acceptance",
    "check_terms",
    "delegate_checking",
    "take_back_delegation",
    "MoveFacts",
    "OverrideFacts",
    "StayCorrection",
    "StayFacts",
    "add_details",
    "add_movement",
    "add_opening",
    "admit",
    "ask_void",
    "convert_stay",
    "converted_facts",
    "correct_stay",
    "end_override",
    "leave_movement",
    "open_stay",
    "override_term",
    "recompute_term",
    "record_movement",
    "refresh_terms",
    "state_opening",
    "void_movement",
    "void_opening",
    "void_override",
)
