"""What is asked of a delivery besides an intake's own checks; which warnings are about the decision itself. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rehab_center.admissions.rules.regime import BY_COURT, StayKind
from rehab_center.findings import Finding, Severity
from rehab_center.words import N_, message

#: Warnings that everybody a decision names shares: one reason answers them for all.
_OF_DECISION = frozenset(
    {"2b", "3", "4", "months-missing", "decision-after-admission", "effective-before-decision", "decision-not-yet"}
)


def of_decision(finding: Finding) -> bool:
    """Whether a finding is about the decision and not about the person."""
    return finding.rule in _OF_DECISION


def check_delivered(kind: StayKind, effective_on: date | None, delivered_on: date) -> tuple[Finding, ...]:
    """A decision that is not yet in force carries nobody in (L120 Đ38.5: it is enforced once it has taken effect)."""
    return tuple(_delivered(kind, effective_on, delivered_on))


def _delivered(kind: StayKind, effective_on: date | None, delivered_on: date) -> Iterator[Finding]:
    if kind in BY_COURT and effective_on is not None and effective_on > delivered_on:
        words = message(
            N_("The decision takes effect on %(effective)s, after the handover on %(day)s"),
            effective=effective_on,
            day=delivered_on,
        )
        yield Finding("decision-not-yet", Severity.WARN, words, "L120 Đ38.5; XLVPHC Đ110", "decision_id")


def check_held(file_code: str, admitted_on: date) -> Finding:
    """Somebody who is here already cannot be delivered (rule 49)."""
    words = message(
        N_("This person is here already under stay %(file)s, entered on %(day)s: nobody can be delivered twice"),
        file=file_code,
        day=admitted_on,
    )
    return Finding("49", Severity.BLOCK, words, "XLVPHC Đ114")


def check_number_taken(number: str) -> Finding:
    """An identity number belongs to one person (rule 42)."""
    words = message(N_("Identity number %(number)s belongs to somebody who is known already"), number=number)
    return Finding("42", Severity.BLOCK, words, "Luật Căn cước 26/2023 Đ12", "identity_number")
