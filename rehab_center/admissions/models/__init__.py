"""The stay, its movements, its term ledger with checks and overrides, and the handovers by which people come."""

from rehab_center.admissions.models.handovers import Handover, HandoverDecision, HandoverPerson
from rehab_center.admissions.models.openings import BookEndAnswer, TermOpening
from rehab_center.admissions.models.stays import Admission, Movement, MovementDetail, TermEntry
from rehab_center.admissions.models.terms import TermCheck, TermDelegation, TermOverride

__all__ = (
    "Admission",
    "BookEndAnswer",
    "Handover",
    "HandoverDecision",
    "HandoverPerson",
    "Movement",
    "MovementDetail",
    "TermCheck",
    "TermDelegation",
    "TermEntry",
    "TermOpening",
    "TermOverride",
)
