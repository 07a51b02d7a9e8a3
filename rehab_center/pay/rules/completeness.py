"""What stands in the way of a month's payroll, or is to be known before it is signed. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rehab_center.findings import Finding, Severity
from rehab_center.pay.rules.quantities import Formula
from rehab_center.words import N_, message

SOURCE = "Quy chế của cơ sở (cần xác nhận)"
MONTHS_BACK = 24
"""How far back a payroll is offered, and a month without one is missed."""
LABOUR = "L120 Đ45.2; NĐ 116/2021 Đ68"


@dataclass(frozen=True)
class Completeness:
    """How whole a month is.

    ``earlier``: months before it whose payroll waits for its signature, as "05/2024"; ``missing``: those with paid work
    and no payroll.
    """

    over: bool
    people: int
    unmarked: int = 0
    waiting: int = 0
    unpaid: Sequence[str] = ()
    untyped: int = 0
    earlier: Sequence[str] = ()
    missing: Sequence[str] = ()


def findings(facts: Completeness, formula: Formula) -> tuple[Finding, ...]:
    """BLOCK: it cannot be submitted; WARN: only with a reason, which stands on the payroll."""
    found = []
    if not facts.over:
        found.append(_block(N_("The month is not over: its pay cannot be signed yet")))
    if not facts.people:
        found.append(_warn(N_("Nobody has earned anything in this month")))
    if formula.custody_share + formula.fund_share > 100:
        found.append(_block(N_("The shares for custody and fund are more than the whole: mend the conventions first")))
    if facts.earlier:
        words = N_("The payroll of %(months)s waits for its signature: sign it first")
        found.append(_block(words, months=", ".join(facts.earlier)))
    if facts.missing:
        words = N_("There was paid work in %(months)s, and no payroll of it: begin that one first")
        found.append(Finding("pay", Severity.WARN, message(words, months=", ".join(facts.missing)), LABOUR))
    if facts.unmarked:
        found.append(_warn(N_("Sessions of labour that nobody has marked whole: %(count)s"), count=facts.unmarked))
    if facts.waiting:
        found.append(_warn(N_("Corrections of attendance without their second person: %(count)s"), count=facts.waiting))
    if facts.unpaid:
        words = N_("Work in programmes without a norm on that day is not paid: %(programmes)s")
        found.append(Finding("pay", Severity.WARN, message(words, programmes=", ".join(facts.unpaid)), LABOUR))
    if facts.untyped:
        found.append(_warn(N_("Marks whose output nobody typed count as nothing made: %(count)s"), count=facts.untyped))
    return tuple(found)


def _block(words: str, **values: object) -> Finding:
    return Finding("pay", Severity.BLOCK, message(words, **values), SOURCE)


def _warn(words: str, **values: object) -> Finding:
    return Finding("pay", Severity.WARN, message(words, **values), SOURCE)
