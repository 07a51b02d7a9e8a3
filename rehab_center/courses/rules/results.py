"""What hours and points propose as somebody's result, and what stands against another decision. Pure.

How much of the hours and how many points are needed is no constant: the values come from policies (to be confirmed).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from rehab_center.courses.kinds import KindOfTest, Missed, Outcome
from rehab_center.findings import Finding, Severity
from rehab_center.permissions import Permission
from rehab_center.words import N_, message

SOURCE = "Quy chế đào tạo của nơi mở lớp (cần xác nhận)"
HOURS_SOURCE = "Hồ sơ dạy nghề: giờ học lấy từ điểm danh; quy chế đào tạo của nơi mở lớp (cần xác nhận)"
TEN = Decimal(10)
_TENTH = Decimal("0.1")
MOST_POINTS = Decimal(1000)


@dataclass(frozen=True)
class Practice:
    """The conventions: the least share of the hours in percent, the least average of 10, how often a final test counts,
    and how many minutes an hour of the course has."""

    hours_percent: int
    pass_points: int
    final_weight: int
    hour_minutes: int


@dataclass(frozen=True)
class Score:
    """What one test says of somebody: points of ``most``, or why there are none; neither: not entered yet."""

    kind: KindOfTest
    most: Decimal
    points: Decimal | None = None
    missed: Missed | None = None

    @property
    def of_ten(self) -> Decimal | None:
        """As points of 10: whoever stayed away without an excuse has none; None where nothing can be said yet."""
        if self.missed is Missed.UNEXCUSED:
            return Decimal(0)
        return None if self.points is None else self.points * TEN / self.most


@dataclass(frozen=True)
class Basis:
    """What a result is computed from. ``whole`` None: neither the course nor any mark says how many minutes it has.

    ``fixed``: the course has its number of hours; else ``whole`` is what was held for the person. ``over``: it has
    ended; ``left``: the person was taken out of it before.
    """

    minutes: int
    whole: int | None
    fixed: bool
    scores: tuple[Score, ...]
    vocational: bool
    over: bool
    left: bool = False


@dataclass(frozen=True)
class Proposal:
    """What the rule proposes; ``outcome`` None: it cannot say yet. ``percent`` of the hours; ``average`` of 10.

    ``running``: the course goes on for them.
    """

    outcome: Outcome | None
    percent: int | None
    average: Decimal | None
    findings: tuple[Finding, ...]
    running: bool = False


def average(scores: Iterable[Score], final_weight: int) -> Decimal | None:
    """The mean of what was entered, of 10, half up to a tenth; final tests count ``final_weight`` times."""
    known = [(one.of_ten, final_weight if one.kind is KindOfTest.FINAL else 1) for one in scores]
    weighed = [(points, weight) for points, weight in known if points is not None]
    weight = sum(weight for _points, weight in weighed)
    if not weight:
        return None
    total = sum((points * weight for points, weight in weighed), Decimal(0))
    return (total / weight).quantize(_TENTH, ROUND_HALF_UP)


def percent_of(minutes: int, whole: int | None) -> int | None:
    """The share of the hours in whole percent, never rounded up: 79,9 % is not 80 %."""
    return None if not whole else minutes * 100 // whole


def propose(basis: Basis, practice: Practice) -> Proposal:
    """The result that hours and points speak for, and everything that stands against passing."""
    percent, mean = percent_of(basis.minutes, basis.whole), average(basis.scores, practice.final_weight)
    findings = tuple(_against(basis, practice, percent, mean))
    rules = {one.rule for one in findings}
    outcome: Outcome | None = None
    if basis.left:
        outcome = Outcome.LEFT
    elif not basis.over or rules & {"course-tests-open", "course-no-test", "course-no-hours"}:
        outcome = None
    else:
        outcome = Outcome.FAILED if rules else Outcome.PASSED
    return Proposal(outcome, percent, mean, findings, running=not basis.over and not basis.left)


def _against(basis: Basis, practice: Practice, percent: int | None, mean: Decimal | None) -> Iterable[Finding]:
    if percent is None:
        yield _warn("course-no-hours", N_("No hour is marked: nobody can say how much was attended"), HOURS_SOURCE)
    elif percent < practice.hours_percent:
        # A course of so many hours is not completed without them; a class without a number may be judged otherwise.
        severity = Severity.BLOCK if basis.fixed else Severity.WARN
        words = message(
            N_("Attended %(percent)s%% of the hours, at least %(least)s%% are needed"),
            percent=percent,
            least=practice.hours_percent,
        )
        yield Finding("course-hours", severity, words, HOURS_SOURCE, "outcome")
    if not basis.scores and basis.vocational:
        yield _warn("course-no-test", N_("No test of this course is entered"))
    waiting = sum(one.of_ten is None for one in basis.scores)
    if waiting:
        yield _warn("course-tests-open", N_("%(count)s tests have no points yet"), count=waiting)
    if mean is not None and mean < practice.pass_points:
        yield _warn(
            "course-points",
            N_("The average is %(average)s of 10, at least %(least)s is needed"),
            average=mean,
            least=practice.pass_points,
        )
    failed = [one.of_ten for one in basis.scores if one.kind is KindOfTest.FINAL and one.of_ten is not None]
    if failed and min(failed) < practice.pass_points:
        yield _warn(
            "course-final",
            N_("A final test has fewer than %(least)s points of 10"),
            least=practice.pass_points,
        )


def against(outcome: Outcome, proposal: Proposal) -> tuple[Finding, ...]:
    """What stands against deciding so: what is lacking for a pass, a course that goes on; a pass withheld."""
    if outcome is Outcome.PASSED:
        running = (_warn("course-running", N_("The course is not over yet")),) if proposal.running else ()
        return (*proposal.findings, *running)
    if proposal.outcome is Outcome.PASSED:
        return (_warn("course-withheld", N_("Hours and points are enough for a pass")),)
    return ()


def note_shown(missed: Missed | None, note: str | None, rights: Collection[Permission]) -> str | None:
    """The note of a test as somebody with these rights may read it: what excused somebody may be their health."""
    return note if missed is not Missed.EXCUSED or Permission.CLEARANCE_VIEW in rights else None


def check_score(score: Score) -> tuple[Finding, ...]:
    """Why points cannot be: below nought, or more than the test has; field "score"."""
    if score.points is not None and score.missed is not None:
        return (_block("score", N_("Either points or why there are none, not both")),)
    if score.points is not None and not 0 <= score.points <= score.most:
        return (_block("score", N_("Points lie between 0 and %(most)s"), most=score.most),)
    return ()


def check_most(most: Decimal) -> tuple[Finding, ...]:
    """Why a test cannot have so many points; field "max_score"."""
    if 0 < most <= MOST_POINTS:
        return ()
    return (_block("max_score", N_("The most points lie above 0 and up to %(most)s"), most=MOST_POINTS),)


def _warn(rule: str, msgid: str, source: str = SOURCE, **values: object) -> Finding:
    return Finding(rule, Severity.WARN, message(msgid, **values), source, "outcome")


def _block(field: str, msgid: str, **values: object) -> Finding:
    return Finding("course-score", Severity.BLOCK, message(msgid, **values), SOURCE, field)
