"""Deciding results: somebody answers for each, and what it was computed from stays with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
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
    reason: str | None,
    newest: int,
    actor: Actor,
    now: datetime,
) -> int:
    """Decide how a course ended for people, by stay, and give how many lines were written; the same again is none.

    ``on``: the day it ended for them. ``newest``: the id of the last line whoever decides had seen. One reason serves
    for all that is decided against the rule, or otherwise than before. Raises Blocked and ReasonNeeded with findings
    whose field is "outcome_17" for stay 17; Conflict for a second saver; DomainError; NotFound.
    """
    programme = load_course(session, activity_id, actor=actor)
    page = course_page(session, activity_id, scope=actor.scope, today=clock.day_of(now))
    if page.newest != newest:
        raise Conflict(message(N_("Somebody else has changed this in the meantime")), code="changed-meanwhile")
    people = {one.stay_id: one for one in page.learners}
    if not outcomes.keys() <= people.keys():
        raise DomainError(message(N_("Somebody who is not in this course has no result of it")))
    if not programme.begins_on <= on <= clock.day_of(now):
        words = message(N_("The day lies between the beginning of the course and today"))
        raise DomainError(words, field="on")
    wanted = [
        (people[stay_id], outcome) for stay_id, outcome in outcomes.items() if not _stands(people[stay_id], outcome)
    ]
    found = [finding for one, outcome in wanted for finding in findings_of(one, outcome)]
    reason = clean(reason or "") or None
    settle(found, reason)
    for one, outcome in wanted:
        session.add(_line(page, one, outcome, on, reason, actor, now))
    session.flush()
    details = {"results_decided": len(wanted)}
    record("course.results-decided", actor=actor, at=now, about=subject_of(programme), reason=reason, details=details)
    return len(wanted)


def findings_of(one: Learner, outcome: Outcome) -> list[Finding]:
    """What stands against deciding so of somebody, each with their name before it; field "outcome_17"."""
    found = [*against(outcome, one.proposal)]
    if one.result is not None and outcome is not one.result.outcome:
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


def _stands(one: Learner, outcome: Outcome) -> bool:
    return one.result is not None and one.result.outcome is outcome


def _line(
    page: CoursePage, one: Learner, outcome: Outcome, on: date, reason: str | None, actor: Actor, now: datetime
) -> CourseResult:
    before = one.result
    return CourseResult(
        activity_id=page.programme.id,
        admission_id=one.stay_id,
        revision=before.revision + 1 if before else 1,
        replaces_id=before.id if before else None,
        outcome=outcome,
        on=on,
        proposed=one.proposal.outcome,
        minutes=one.minutes.attended,
        average=one.proposal.average,
        basis=basis_kept(page, one),
        reason=reason if findings_of(one, outcome) else None,
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
