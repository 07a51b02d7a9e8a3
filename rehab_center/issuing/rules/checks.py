"""What is said before a paper is issued. Pure."""

from __future__ import annotations

from datetime import date

from rehab_center.admissions.rules.details import check_leave
from rehab_center.admissions.rules.regime import BY_COURT
from rehab_center.findings import Finding, Severity
from rehab_center.issuing.kinds import PaperKind
from rehab_center.issuing.rules.facts import Case, Typed
from rehab_center.words import N_, message

_DATED = "NĐ 30/2020, Phụ lục I"


def check_issue(
    kind: PaperKind,
    case: Case,
    given: Typed,
    *,
    source: str,
    today: date,
    last_in_book: date | None,
    leave_days: int,
) -> tuple[Finding, ...]:
    """Findings before ``kind`` is numbered; ``last_in_book`` is the day of the last number of its book that year.

    ``leave_days``: how long a leave for a funeral may be without its travel (policy). Nobody is certified to have
    completed what is not over yet; no paper bears a day to come; numbers follow the days.
    """
    found: list[Finding] = []
    if given.dated_on > today:
        words = message(N_("A paper cannot be dated after today; %(day)s is still to come"), day=given.dated_on)
        found.append(Finding("future-paper", Severity.BLOCK, words, _DATED, "dated_on"))
    end = case.happened.on if case.happened else case.term_end_on
    if kind is PaperKind.COMPLETION and (end is None or given.dated_on < end):
        words = (
            message(N_("The term ends on %(day)s: nothing can be certified before that day"), day=end)
            if end
            else message(N_("The clock of this term stands still: nothing can be certified"))
        )
        found.append(Finding("not-completed", Severity.BLOCK, words, source))
    if kind is PaperKind.LEAVE_DECISION and given.from_on is not None:
        found += check_leave(
            given.from_on,
            given.until_on,
            travel=given.travel_days or 0,
            leave_days=leave_days,
            relation=given.relation,
            until_field="until_on",
        )
    if kind is PaperKind.LEAVE_DECISION and given.from_on and given.until_on and given.until_on < given.from_on:
        words = message(N_("The day of return lies before the day of leaving: look at both days again"))
        found.append(Finding("leave-backwards", Severity.BLOCK, words, source, "until_on"))
    if last_in_book is not None and given.dated_on < last_in_book:
        words = message(N_("The last number of this book bears %(day)s, a later day than this paper"), day=last_in_book)
        found.append(Finding("number-before-day", Severity.WARN, words, _DATED, "dated_on"))
    if case.decision is None and case.kind in BY_COURT:
        words = message(N_("The decision of this stay is not in the register: the paper would leave it blank"))
        found.append(Finding("no-decision", Severity.WARN, words, source))
    return tuple(found)
