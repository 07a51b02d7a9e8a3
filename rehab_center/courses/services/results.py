"""Deciding results: somebody answers for each, and what it was computed from stays with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.audit.recorder import record
from rehab_center.courses.kinds import Outcome
from rehab_center.courses.models import CourseResult
from rehab_center.courses.queries.courses import CoursePage, Learner, course_page
from rehab_center.courses.rules.results import against
from rehab_center.courses.services.tests import load_course, subject_of
from rehab_center.errors import Conflict, DomainError
from rehab_center.findings import Finding, Severity, settle
from rehab_center.names import clean
from rehab_center.permissions import Actor
from rehab_center.words import N_, message


def decide_results(
    session: Session,
    activity_id: int,
    outcomes: Mapping[int, Outcome],
    *,
    on: date,
    days: Mapping[int, date] | None = None,
    reason: str | None,
    newest: int,
    actor: Actor,
    now: datetime,
) -> int:
    """Decide how a course ended for people, by stay, and give how many lines were written.

    The same again is none, unless hours or points are no longer those it was decided on; without a line nothing is
    recorded. ``on``: the day it ended for those decided first; whoever was decided before keeps theirs, and whoever
    was in it for less has their own last one. ``days``: by stay, where another is given. ``newest``: the id of the last
    line whoever decides had seen. One reason serves for all that is decided against the rule, or otherwise than before.
    Raises Blocked and ReasonNeeded with findings whose field is "outcome_17" for stay 17; Conflict for a second saver;
    DomainError (fields "on", "on_17"); NotFound.
    """
    programme = load_course(session, activity_id, actor=actor)
    page = course_page(session, activity_id, scope=actor.scope, today=clock.day_of(now))
    if page.newest != newest:
        raise Conflict(message(N_("Somebody else has changed this in the meantime")), code="changed-meanwhile")
    people = {one.stay_id: one for one in page.learners}
    if not outcomes.keys() <= people.keys():
        raise DomainError(message(N_("Somebody who is not in this course has no result of it")))
    given = days or {}
    decided = [
        _Decided(people[key], outcome, _day(people[key], given.get(key), on)) for key, outcome in outcomes.items()
    ]
    wanted = [one for one in decided if not one.stands]
    if not programme.begins_on <= on <= clock.day_of(now):
        raise DomainError(message(N_("The day lies between the beginning of the course and today")), field="on")
    for one in wanted:
        if one.who.stay_id in given:
            _check_day(one, programme.begins_on, clock.day_of(now))
    found = [finding for one in wanted for finding in findings_of(one)]
    reason = clean(reason or "") or None
    settle(found, reason)
    if not wanted:
        return 0
    for one in wanted:
        session.add(_line(page, one, reason, actor, now))
    session.flush()
    details = {"results_decided": len(wanted)}
    record("course.results-decided", actor=actor, at=now, about=subject_of(programme), reason=reason, details=details)
    return len(wanted)


@dataclass(frozen=True)
class _Decided:
    """What is decided of somebody, and the day the course ended for them."""

    who: Learner
    outcome: Outcome
    on: date

    @property
    def stands(self) -> bool:
        """Whether it was decided so already, on the hours and points there are."""
        return self.who.result is not None and not self.otherwise and not self.who.changed_since

    @property
    def otherwise(self) -> bool:
        """Whether it is not what was decided before."""
        before = self.who.result
        return before is not None and (before.outcome, before.on) != (self.outcome, self.on)


def _day(one: Learner, given: date | None, on: date) -> date:
    """Nobody's course ends after they were in it for the last time; whoever was decided keeps their day."""
    if given is not None:
        return given
    return one.result.on if one.result is not None else min(on, one.ended_on or on)


def _check_day(one: _Decided, first: date, today: date) -> None:
    """Raises DomainError where a day typed for somebody is outside the course, or after they were in it."""
    before, last = one.who.result, min(today, one.who.ended_on or today)
    if (before is None or before.on != one.on) and not first <= one.on <= last:
        words = N_("The day lies between %(first)s, when the course began, and their last day in it, %(last)s")
        raise DomainError(message(words, first=first, last=last), field=f"on_{one.who.stay_id}")


def findings_of(decided: _Decided) -> list[Finding]:
    """What stands against deciding so of somebody, each with their name before it; field "outcome_17"."""
    one = decided.who
    found = [*against(decided.outcome, one.proposal)]
    if one.result is not None and decided.otherwise:
        words = message(N_("It was decided otherwise on %(day)s"), day=one.result.on)
        found.append(Finding("course-decided", Severity.WARN, words, "Quy chế của cơ sở (cần xác nhận)"))
        if one.certificate_id is not None:
            words = message(N_("Certificate %(number)s stands on it: void that first"), number=one.number)
            found.append(Finding("course-certified", Severity.BLOCK, words, "Sổ cấp chứng chỉ"))
    return [
        replace(
            finding,
            message=message(N_("%(who)s: %(what)s"), who=one.label, what=finding.message),
            field=f"outcome_{one.stay_id}",
        )
        for finding in found
    ]


def _line(page: CoursePage, decided: _Decided, reason: str | None, actor: Actor, now: datetime) -> CourseResult:
    one, before = decided.who, decided.who.result
    return CourseResult(
        activity_id=page.programme.id,
        admission_id=one.stay_id,
        revision=before.revision + 1 if before else 1,
        replaces_id=before.id if before else None,
        outcome=decided.outcome,
        on=decided.on,
        proposed=one.proposal.outcome,
        minutes=one.minutes.attended,
        average=one.proposal.average,
        basis=basis_kept(page, one),
        reason=reason if findings_of(decided) else None,
        decided_by=actor.label,
        recorded_at=now,
    )


def basis_kept(page: CoursePage, one: Learner) -> dict[str, Any]:
    """What a result was computed from, for good: hours in minutes, every test that counted, the conventions."""
    return {
        "attended_minutes": one.minutes.attended,
        "held_minutes": one.minutes.held,
        "course_hours": page.programme.facts.course_hours,
        "percent": one.proposal.percent,
        "tests": [
            {
                "name": test.name,
                "on": test.on.isoformat(),
                "kind": test.kind.value,
                "most": str(test.max_score),
                "points": str(entry.points) if entry and entry.points is not None else None,
                "missed": entry.missed.value if entry and entry.missed else None,
            }
            for test in page.standing_tests
            for entry in (one.entries.get(test.id),)
        ],
        "hours_percent": page.practice.hours_percent,
        "pass_points": page.practice.pass_points,
        "final_weight": page.practice.final_weight,
        "hour_minutes": page.practice.hour_minutes,
        "against": [finding.rule for finding in one.proposal.findings],
    }
