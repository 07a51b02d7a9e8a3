"""Why somebody is not taken in at the gate: a closed list, each reason with its law. Pure data.

Who may not be admitted is for the checks of an intake to say (``checks.py``); this list is what is written on the
minutes, and which of its reasons a finding of those checks amounts to.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from rehab_center.findings import Finding
from rehab_center.words import N_


class RefusalReason(StrEnum):
    """The closed list, in the order of the form."""

    PAPER_MISSING = "paper-missing"
    WRONG_PERSON = "wrong-person"
    DECISION_NOT_VALID = "decision-not-valid"
    UNDER_AGE = "under-age"
    PREGNANT = "pregnant"
    EXEMPT = "exempt"
    DEFERRED = "deferred"
    SERIOUSLY_ILL = "seriously-ill"
    OTHER_CENTRE = "other-centre"
    NO_PLACE = "no-place"
    OTHER = "other"


@dataclass(frozen=True)
class Refusal:
    """A reason: its words (msgid), its law, and whether it says nothing without a sentence of one's own."""

    words: str
    source: str
    needs_note: bool = False


REFUSALS: dict[RefusalReason, Refusal] = {
    RefusalReason.PAPER_MISSING: Refusal(
        N_("The decision or another paper of the file is missing"), "L120 Đ35.3, Đ36.2; L73 Đ34", needs_note=True
    ),
    RefusalReason.WRONG_PERSON: Refusal(
        N_("Not the person the decision names"), "L120 Đ38.5; XLVPHC Đ110", needs_note=True
    ),
    RefusalReason.DECISION_NOT_VALID: Refusal(
        N_("The decision is not in force, or its time has passed"), "XLVPHC Đ108, Đ110; L120 Đ38.5", needs_note=True
    ),
    RefusalReason.UNDER_AGE: Refusal(N_("Under 12 years old"), "L73 Đ33.1; L120 Đ36.1"),
    RefusalReason.PREGNANT: Refusal(N_("Pregnant, or nursing a child under 36 months"), "L120 Đ35.2, Đ39.2"),
    RefusalReason.EXEMPT: Refusal(N_("Exempted by the court"), "L120 Đ39.2", needs_note=True),
    RefusalReason.DEFERRED: Refusal(N_("Deferred by the court"), "L120 Đ39.1", needs_note=True),
    RefusalReason.SERIOUSLY_ILL: Refusal(
        N_("Seriously ill or hurt: must first go to a hospital"), "L120 Đ39.1", needs_note=True
    ),
    RefusalReason.OTHER_CENTRE: Refusal(N_("The decision names another centre"), "L120 Đ38.1, Đ38.2", needs_note=True),
    RefusalReason.NO_PLACE: Refusal(N_("No suitable area or place is free"), "L120 Đ28, Đ46.2h", needs_note=True),
    RefusalReason.OTHER: Refusal(N_("Another reason, in one's own words"), "", needs_note=True),
}

#: The reason that a rule's finding amounts to, by the rule's name.
_BY_RULE = {
    "6": RefusalReason.UNDER_AGE,
    "7": RefusalReason.PREGNANT,
    "no-decision": RefusalReason.PAPER_MISSING,
    "future-decision": RefusalReason.DECISION_NOT_VALID,
    "decision-not-yet": RefusalReason.DECISION_NOT_VALID,
    "term-over": RefusalReason.DECISION_NOT_VALID,
}


def suggested_refusal(findings: Iterable[Finding]) -> RefusalReason | None:
    """The reason the first telling finding amounts to; None where no rule speaks against the person."""
    return next((_BY_RULE[one.rule] for one in findings if one.rule in _BY_RULE and _speaks(one)), None)


def _speaks(finding: Finding) -> bool:
    # Rule 6 also warns of the wrong ground for an age, which is no reason to refuse anybody.
    return finding.rule != "6" or finding.field == "birth"
