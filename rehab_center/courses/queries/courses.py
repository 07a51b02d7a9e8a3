"""A course with everybody in it: hours, points, what the rule proposes, what was decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, aliased

from rehab_center.activities.kinds import ActivityKind
from rehab_center.activities.queries import Programme, activity
from rehab_center.assignments.kinds import EndReason, Standing
from rehab_center.assignments.queries import Assigned, assigned
from rehab_center.assignments.rules.standing import why_ended
from rehab_center.courses.kinds import KindOfTest, Missed, Outcome
from rehab_center.courses.models import Certificate, CourseResult, CourseScore, CourseTest
from rehab_center.courses.queries.hours import Minutes, minutes_in
from rehab_center.courses.rules.results import Basis, Practice, Proposal, Score, propose
from rehab_center.errors import NotFound
from rehab_center.permissions import Scope
from rehab_center.policies.queries import whole_on
from rehab_center.policies.rules import PolicyKind
from rehab_center.words import N_, message

_TO_THE_END = frozenset({EndReason.FINISHED, EndReason.PROGRAMME_CLOSED})
NEVER_BEGAN = frozenset({EndReason.DECLINED, EndReason.MISTAKE})
"""Ends of what never was."""


@dataclass(frozen=True)
class CourseTestLine:
    """A test of a course; ``entered``: how many have points or a reason why not."""

    id: int
    activity_id: int
    on: date
    kind: KindOfTest
    name: str
    max_score: Decimal
    set_by: str | None
    withdrawn_reason: str | None
    version: int
    entered: int = 0


@dataclass(frozen=True)
class Entry:
    """What stands of somebody in a test."""

    points: Decimal | None
    missed: Missed | None
    note: str | None
    saved_by: str
    saved_at: datetime


@dataclass(frozen=True)
class Result:
    """What was decided of somebody, the line that counts. ``revision`` above 1: it was decided otherwise before."""

    id: int
    outcome: Outcome
    on: date
    revision: int
    average: Decimal | None
    minutes: int
    reason: str | None
    decided_by: str
    recorded_at: datetime


@dataclass(frozen=True)
class Learner:
    """Somebody in a course. ``ended_on``: their last day in it, None while they are; ``left``: before it was over."""

    stay_id: int
    resident_id: int
    full_name: str
    file_code: str
    began_on: date
    ended_on: date | None
    left: bool
    minutes: Minutes
    entries: Mapping[int, Entry]
    proposal: Proposal
    result: Result | None
    certificate_id: int | None
    number: str | None

    @property
    def label(self) -> str:
        """Name and file code."""
        return f"{self.full_name} ({self.file_code})"

    @property
    def changed_since(self) -> bool:
        """Whether hours or points are no longer those the result was decided on."""
        decided = self.result
        return decided is not None and (decided.minutes, decided.average) != (
            self.minutes.attended,
            self.proposal.average,
        )


@dataclass(frozen=True)
class CoursePage:
    """A course. ``newest``: the id of the result decided last, 0 without one: whoever decides saw it."""

    programme: Programme
    tests: tuple[CourseTestLine, ...]
    learners: tuple[Learner, ...]
    practice: Practice
    newest: int
    over: bool

    @property
    def standing_tests(self) -> tuple[CourseTestLine, ...]:
        """Those that count."""
        return tuple(one for one in self.tests if one.withdrawn_reason is None)

    def learner(self, stay_id: int) -> Learner | None:
        """One of them."""
        return next((one for one in self.learners if one.stay_id == stay_id), None)


def practice_on(session: Session, day: date) -> Practice:
    """The conventions of a day."""
    return Practice(
        whole_on(session, PolicyKind.COURSE_HOURS_PERCENT, day),
        whole_on(session, PolicyKind.COURSE_PASS_POINTS, day),
        whole_on(session, PolicyKind.COURSE_FINAL_WEIGHT, day),
        whole_on(session, PolicyKind.COURSE_HOUR_MINUTES, day),
    )


def course_page(session: Session, activity_id: int, *, scope: Scope, today: date) -> CoursePage:
    """A course with everybody who is or was in it, in the order of lists: ten statements.

    Raises NotFound, for labour and outside the scope too.
    """
    programme = activity(session, activity_id, scope)
    if programme.kind is ActivityKind.LABOUR:
        raise NotFound(message(N_("Only courses and classes have results")))
    practice = practice_on(session, today)
    people = members(assigned(session, today, scope=scope, activity_ids=[activity_id], over=True))
    tests = tests_of(session, [activity_id])
    entries = _entries(session, [one.id for one in tests])
    minutes = minutes_in(session, [activity_id], today=today)
    results = results_of(session, [activity_id])
    papers = {
        stay_id: (key, number)
        for stay_id, key, number in session.execute(
            select(Certificate.admission_id, Certificate.id, Certificate.number).where(
                Certificate.activity_id == activity_id, Certificate.voided_at.is_(None)
            )
        )
    }
    over = programme.last_on is not None and programme.last_on < today
    found = []
    for some in people.values():
        stay_id, mine = some[-1].stay_id, minutes.get((activity_id, some[-1].stay_id), Minutes())
        of_person = entries.get(stay_id, {})
        ended_on, left = how_it_ended(some[-1], today)
        basis = basis_of(
            programme,
            practice,
            mine,
            [(one, of_person.get(one.id)) for one in tests],
            over=over or ended_on is not None,
            left=left,
        )
        found.append(
            Learner(
                stay_id=stay_id,
                resident_id=some[-1].resident_id,
                full_name=some[-1].full_name,
                file_code=some[-1].file_code,
                began_on=some[0].dates.starts_on,
                ended_on=ended_on,
                left=left,
                minutes=mine,
                entries=of_person,
                proposal=propose(basis, practice),
                result=results.get((activity_id, stay_id)),
                certificate_id=papers.get(stay_id, (None, None))[0],
                number=papers.get(stay_id, (None, None))[1],
            )
        )
    newest = max((one.id for one in results.values()), default=0)
    return CoursePage(programme, tests, tuple(found), practice, newest, over)


def members(found: Iterable[Assigned]) -> dict[int, list[Assigned]]:
    """Who is or was in a course, by stay, each with their assignments in order: a proposal is not one yet."""
    people: dict[int, list[Assigned]] = defaultdict(list)
    for one in found:
        if one.dates.decided_on is not None and one.dates.end_reason not in NEVER_BEGAN:
            people[one.stay_id].append(one)
    return people


def how_it_ended(one: Assigned, today: date) -> tuple[date | None, bool]:
    """The last day somebody was in a course, None while they are; and whether they left before it was over."""
    if one.standing is not Standing.ENDED:
        return None, False
    left = why_ended(one.dates) not in _TO_THE_END
    return min(one.dates.over_on or today, today), left


def basis_of(
    programme: Programme,
    practice: Practice,
    minutes: Minutes,
    entries: Sequence[tuple[CourseTestLine, Entry | None]],
    *,
    over: bool,
    left: bool,
) -> Basis:
    """What a result is computed from, as the rule sees it."""
    hours = programme.facts.course_hours
    return Basis(
        minutes=minutes.attended,
        whole=hours * practice.hour_minutes if hours else minutes.held or None,
        fixed=hours is not None,
        scores=tuple(
            Score(one.kind, one.max_score, entry.points if entry else None, entry.missed if entry else None)
            for one, entry in entries
            if one.withdrawn_reason is None
        ),
        vocational=programme.kind is ActivityKind.VOCATIONAL,
        over=over,
        left=left,
    )


def tests_of(session: Session, activity_ids: Collection[int]) -> tuple[CourseTestLine, ...]:
    """The tests of these programmes by day, withdrawn ones among them: one statement."""
    count = (
        select(func.count())
        .select_from(CourseScore)
        .where(CourseScore.course_test_id == CourseTest.id)
        .correlate(CourseTest)
        .scalar_subquery()
    )
    rows = session.execute(
        select(CourseTest, count)
        .where(CourseTest.activity_id.in_(sorted(activity_ids)))
        .order_by(CourseTest.on, CourseTest.id)
    )
    return tuple(
        CourseTestLine(
            row.id,
            row.activity_id,
            row.on,
            KindOfTest(row.kind),
            row.name,
            row.max_score,
            row.set_by,
            row.withdrawn_reason,
            row.version,
            entered,
        )
        for row, entered in rows
    )


def _entries(session: Session, test_ids: Collection[int]) -> dict[int, dict[int, Entry]]:
    """By stay and test."""
    found: dict[int, dict[int, Entry]] = defaultdict(dict)
    for row in session.scalars(select(CourseScore).where(CourseScore.course_test_id.in_(sorted(test_ids)))):
        missed = Missed(row.missed) if row.missed else None
        found[row.admission_id][row.course_test_id] = Entry(row.score, missed, row.note, row.saved_by, row.saved_at)
    return found


def results_of(session: Session, activity_ids: Collection[int]) -> dict[tuple[int, int], Result]:
    """The results that count, by programme and stay: one statement."""
    later = aliased(CourseResult)
    rows = session.scalars(
        select(CourseResult).where(
            CourseResult.activity_id.in_(sorted(activity_ids)), ~exists().where(later.replaces_id == CourseResult.id)
        )
    )
    return {
        (row.activity_id, row.admission_id): Result(
            row.id,
            Outcome(row.outcome),
            row.on,
            row.revision,
            row.average,
            row.minutes,
            row.reason,
            row.decided_by,
            row.recorded_at,
        )
        for row in rows
    }
