"""The policies there are: what each means, how its value is read, and what the program begins with. Pure.

A first value cites its source. What the sources do not settle is marked "to be confirmed", and every page that rests on
it says so until somebody enters the answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from rehab_center.dated import Confidence
from rehab_center.errors import DomainError
from rehab_center.names import clean
from rehab_center.words import N_, message

#: For conventions: before any stay a register still speaks of.
BEGINNING = date(2000, 1, 1)

CONFIRMED = Confidence.CONFIRMED
OPEN = Confidence.TO_BE_CONFIRMED


class PolicyKind(StrEnum):
    """What can be set. The value is the word in the table and in the log."""

    TERM_END_CONVENTION = "term-end-convention"
    ESCAPE_DAYS_OLD = "escape-days-old-regime"
    ESCAPE_DAYS_NEW = "escape-days-new-regime"
    PRISON_DAYS_OLD = "prison-days-counted-old-regime"
    PRISON_DAYS_NEW = "prison-days-counted-new-regime"
    CREDIT_OLD = "preparation-credit-old-regime"
    FIRST_TIME = "first-time-definition"
    PARTIAL_BIRTH = "partial-birth-date"
    ADVANCE_NOTICE_DAYS = "advance-notice-days"
    ESCAPE_NOTICE_HOURS = "escape-notice-hours"
    LEAVE_DAYS = "leave-days"
    TEMPORARY_DAYS = "temporary-stay-days"
    SUSPENSION_REVIEW_DAYS = "suspension-review-days"
    ADULT_NOTICE_DAYS = "adult-notice-days"
    LATE_PAPER_DAYS = "late-paper-days"
    FILE_PRACTICE_PAPERS = "file-practice-papers"
    FILE_PROPOSAL_COPY = "file-proposal-copy"
    FILE_OWN_PAPERS_DAYS = "file-own-papers-days"
    FIRST_STEPS_DAYS = "first-steps-days"
    INTAKE_DAYS = "intake-days"
    REPORT_PERIOD_RULE = "report-period-rule"
    REGIMES_HEADCOUNT = "regimes-headcount"
    NAME_ORDER = "name-order"
    DUPLICATE_SIMILARITY = "duplicate-similarity"
    HEALTH_LOOK_DAYS = "first-health-check-days"
    BELONGINGS_DAYS = "belongings-return-days"
    COMPARE_DAYS = "compare-days"
    IDENTITY_PAPER_DAYS = "identity-paper-days"
    TAKE_BACK_HOURS = "take-back-hours"
    HEALTH_CHECK_MONTHS = "health-check-months"
    HEALTH_REMIND_DAYS = "health-remind-days"
    CLEARANCE_MONTHS = "clearance-months"
    SECOND_FACTOR = "second-factor"
    RATING_LEAST_DAYS = "rating-least-days"
    ROOM_DAYS = "discipline-room-days"
    RATING_DUE_DAY = "rating-due-day"
    STAGE_SHARE_INTAKE = "stage-share-intake"
    STAGE_SHARE_TREATMENT = "stage-share-treatment"
    STAGE_SHARE_EDUCATION = "stage-share-education"
    STAGE_SHARE_LABOUR = "stage-share-labour"
    STAGE_SHARE_REINTEGRATION = "stage-share-reintegration"
    STAGE_AGAIN_DAYS = "stage-again-days"
    STAGE_AHEAD_DAYS = "stage-ahead-days"
    OVERRIDE_DAYS = "override-days"
    LIMIT_NEAR_PERCENT = "limit-near-percent"
    SESSIONS_AHEAD_DAYS = "sessions-ahead-days"
    BED_DAYS = "bed-days"
    BED_KEPT = "bed-kept"
    DISCIPLINE_DAYS = "discipline-days"
    SPACE_NORM = "space-norm"
    ROLL_CHECKS = "roll-checks-a-day"
    RELEASE_HOUR = "release-hour"
    RELEASE_STEPS = "release-steps"
    CHECK_PRESSING_DAYS = "check-pressing-days"
    TEMPORARY_MOST_DAYS = "temporary-most-days"
    BASE_SALARY = "base-salary"
    NUMBERING_DECISIONS = "numbering-decisions"
    NUMBERING_NOTICES = "numbering-notices"
    NUMBERING_PROPOSALS = "numbering-proposals"
    NUMBERING_CERTIFICATES = "numbering-certificates"
    NUMBERING_MINUTES = "numbering-minutes"
    ATTENDANCE_EDIT_HOURS = "attendance-edit-hours"
    SHEET_BACK_HOURS = "sheet-back-hours"
    PAY_DAY_COUNTED = "pay-day-counted"
    PAY_DAY_HOURS = "pay-day-hours"
    PAY_SHARES_FROM = "pay-shares-from"
    PAY_CUSTODY_SHARE = "pay-custody-share"
    PAY_FUND_SHARE = "pay-fund-share"
    PAY_DEDUCTION_MOST = "pay-deduction-most"
    COURSE_HOURS_PERCENT = "course-hours-percent"
    COURSE_PASS_POINTS = "course-pass-points"
    COURSE_FINAL_WEIGHT = "course-final-weight"
    COURSE_HOUR_MINUTES = "course-hour-minutes"
    ELEMENTARY_HOURS = "elementary-hours"


class ValueType(StrEnum):
    """How a value is written down and read."""

    CHOICE = "choice"
    YES_NO = "yes-no"
    WHOLE_NUMBER = "whole-number"
    AMOUNT = "amount"
    WHOLE_NUMBERS = "whole-numbers"
    TIME = "time"


class TermEndConvention(StrEnum):
    """The last day of a term of months that begins on a day: 10/03/2024 and 24 months."""

    CORRESPONDING_DAY = "corresponding-day"  # 10/03/2026
    DAY_BEFORE = "day-before"  # 09/03/2026


class RegimesHeadcount(StrEnum):
    """Whom "the regimes were kept for N people" counts."""

    AT_END = "at-end"
    EVER = "ever"


class FirstTime(StrEnum):
    """Which earlier stays make a stay the second one (24 or 36 months under Luật 120/2025)."""

    ANY_REHABILITATION = "any-rehabilitation"
    COMPULSORY_ONLY = "compulsory-only"


class BedKept(StrEnum):
    """For whom among those who are away a bed is kept."""

    UNDER_CARE = "under-care"
    ON_BOOKS = "on-books"
    NOBODY = "nobody"


class NameOrder(StrEnum):
    """How lists of people are ordered."""

    GIVEN_NAME = "given-name"
    FULL_NAME = "full-name"


class SecondFactorFor(StrEnum):
    """Who must show a second factor to sign in; anybody may."""

    NOBODY = "nobody"
    ADMINISTRATORS = "administrators"
    LEADERS = "administrators-and-leaders"
    EVERYBODY = "everybody"


Typed = str | bool | int | Decimal | tuple[int, ...]


@dataclass(frozen=True)
class FirstValue:
    """What holds from a day on when the program is set up."""

    value: str
    citation: str
    confidence: Confidence
    valid_from: date = BEGINNING


@dataclass(frozen=True)
class Policy:
    """One setting: its words are msgids; ``choices`` map a stored word to what the screen calls it.

    ``effect`` says what another value changes at once. One that nothing in the program reads (yet, or any more) is not
    ``offered``: no page or report shows it and nobody can enter it, but what was entered stays readable in the log.
    """

    kind: PolicyKind
    type: ValueType
    name: str
    explanation: str
    first: tuple[FirstValue, ...]
    unit: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    least: int | None = None
    most: int | None = None
    effect: str = ""
    offered: bool = True

    def read(self, text: str) -> Typed:
        """The value behind a text as typed or stored. Raises DomainError in words, field ``value``."""
        return _READERS[self.type](self, clean(text))

    def write(self, text: str) -> str:
        """The one stored text of a value as typed. Raises DomainError as read()."""
        value = self.read(text)
        if isinstance(value, tuple):
            return ", ".join(map(str, value))
        return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _choice(policy: Policy, text: str) -> str:
    if text not in policy.choices:
        raise DomainError(N_("Choose one of the values"), field="value")
    return text


def _yes_no(_policy: Policy, text: str) -> bool:
    if text not in ("yes", "no"):
        raise DomainError(N_("Choose one of the values"), field="value")
    return text == "yes"


def _whole_number(policy: Policy, text: str) -> int:
    digits = text.replace(".", "").replace(" ", "")
    if not (digits.isascii() and digits.isdigit()):
        raise DomainError(N_("A whole number, please"), field="value")
    number = int(digits)
    if policy.least is not None and policy.most is not None and not policy.least <= number <= policy.most:
        raise DomainError(
            message(N_("A number from %(least)s to %(most)s, please"), least=policy.least, most=policy.most),
            field="value",
        )
    return number


def _amount(policy: Policy, text: str) -> Decimal:
    return Decimal(_whole_number(policy, text))


def _whole_numbers(policy: Policy, text: str) -> tuple[int, ...]:
    """Numbers with commas or blanks between them, the largest first, each once."""
    found = {_whole_number(policy, one) for one in re.split(r"[,;\s]+", text.strip(" ,;"))}
    return tuple(sorted(found, reverse=True))


def _time(_policy: Policy, text: str) -> str:
    """A time of day: 17:00, 17h00, 17 giờ, 17."""
    found = re.fullmatch(r"(\d{1,2})(?:\s*(?:[:.hg]|giờ)\s*(\d{2})?)?", text.lower())
    if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
        raise DomainError(N_("A time of day, please, such as 17:00"), field="value")
    return f"{int(found[1]):02d}:{int(found[2] or 0):02d}"


_READERS: dict[ValueType, Callable[[Policy, str], Typed]] = {
    ValueType.CHOICE: _choice,
    ValueType.YES_NO: _yes_no,
    ValueType.WHOLE_NUMBER: _whole_number,
    ValueType.AMOUNT: _amount,
    ValueType.WHOLE_NUMBERS: _whole_numbers,
    ValueType.TIME: _time,
}
