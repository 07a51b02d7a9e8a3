"""Who is due for a rating, until when, and what may take the place of what. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rehab_center.admissions.rules.reductions import Rating
from rehab_center.conduct.kinds import Progress, Stage
from rehab_center.conduct.months import days_of_month, first_of
from rehab_center.dates import ONE_DAY, add_months
from rehab_center.findings import Finding, Severity
from rehab_center.words import N_, message

ASSESSMENT = "NĐ 116/2021 Đ64"
"""The head of a centre sets how conduct and results are assessed."""
PRACTICE = "Thông lệ; chưa có văn bản, chờ cơ sở xác nhận"


@dataclass(frozen=True)
class Book:
    """How the rating of a stay for a month stands. ``revision`` is the number of its last row, 0 without any."""

    revision: int = 0
    decided: Rating | None = None
    proposed: Rating | None = None

    @property
    def latest(self) -> Rating | None:
        """What stands on the last row."""
        return self.proposed or self.decided

    def progress(self, *, due: bool) -> Progress:
        """How far it is."""
        if self.proposed:
            return Progress.CHANGE if self.decided else Progress.PROPOSED
        if self.decided:
            return Progress.DECIDED
        return Progress.MISSING if due else Progress.NOT_DUE


@dataclass(frozen=True)
class Step:
    """What writing a rating would do. ``new`` is false where it stands so already."""

    new: bool
    needs_why: bool


def step_of(book: Book, stage: Stage, rating: Rating) -> Step:
    """What a row of ``stage`` would do to the book of a stay and month.

    Confirming a proposal and proposing for the first time go without words; whatever takes the place of a rating, or
    is decided otherwise than proposed or without a proposal, says why.
    """
    if stage is Stage.PROPOSED:
        return Step(rating is not book.latest, book.latest is not None)
    if book.proposed:
        return Step(True, rating is not book.proposed)
    return Step(rating is not book.decided, True)


def days_under_care(steps: Sequence[tuple[date, bool]], month: date, *, until: date) -> int:
    """Days of the month at whose end somebody was under care, up to ``until``.

    ``steps``: (day, whether under care from then on), in order; what came before the month may be told by one of them.
    """
    whole = days_of_month(month)
    last = min(whole.last, until)
    if not steps or last < whole.first or last < steps[0][0]:
        return 0
    days, over = 0, last + ONE_DAY
    for first, care in reversed(steps):
        if care:
            days += max(0, (over - max(first, whole.first)).days)
        over = min(over, first)
        if over <= whole.first:
            break
    return days


def is_due(days: int, *, least: int) -> bool:
    """Whether somebody under care for so many days of a month is rated for it."""
    return days >= least


def deadline(month: date, day: int) -> date:
    """The last day on which the ratings of a month are in time: that day of the month after, or its last."""
    after = days_of_month(add_months(month, 1))
    return min(after.first + (day - 1) * ONE_DAY, after.last)


def check_month(month: date, stage: Stage, *, today: date) -> tuple[Finding, ...]:
    """A month is proposed once it has begun and decided on its last day at the earliest."""
    if month > first_of(today):
        words = message(N_("This month has not begun yet"))
        return (Finding("month-to-come", Severity.BLOCK, words, ASSESSMENT, "month"),)
    if stage is Stage.DECIDED and today < days_of_month(month).last:
        words = message(N_("The ratings of a month are decided on its last day, %(day)s, at the earliest"),
                        day=days_of_month(month).last)  # fmt: skip
        return (Finding("month-not-over", Severity.BLOCK, words, ASSESSMENT, "month"),)
    return ()


def check_days(days: int, *, least: int) -> tuple[Finding, ...]:
    """Nobody is rated for a month in which they were not here; a few days are doubtful."""
    if days == 0:
        words = message(N_("Was not under care on any day of the month"))
        return (Finding("never-under-care", Severity.BLOCK, words, ASSESSMENT),)
    if not is_due(days, least=least):
        words = message(
            N_("Was under care on %(days)s days of the month; ratings are for %(least)s days or more"),
            days=days,
            least=least,
        )
        return (Finding("few-days", Severity.WARN, words, PRACTICE),)
    return ()
