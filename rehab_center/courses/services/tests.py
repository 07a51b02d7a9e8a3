"""Tests of a course, and the points people reached in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.activities.models import Activity
from rehab_center.activities.queries import load_activity
from rehab_center.audit.recorder import Subject, record
from rehab_center.courses.kinds import KindOfTest, Missed
from rehab_center.courses.models import CourseScore, CourseTest
from rehab_center.courses.queries.overview import TAUGHT
from rehab_center.courses.queries.tests import OneTest, load_test, one_test
from rehab_center.courses.rules.results import Score, check_most, check_score
from rehab_center.errors import Conflict, DomainError
from rehab_center.findings import Finding, settle
from rehab_center.names import clean
from rehab_center.permissions import Actor
from rehab_center.words import N_, message


@dataclass(frozen=True)
class FactsOfTest:
    """What a test is; ``max_score``: the most points."""

    on: date
    kind: KindOfTest
    name: str
    max_score: Decimal
    set_by: str | None = None


@dataclass(frozen=True)
class Given:
    """What is entered of somebody: points or why there are none; both None takes out what was entered."""

    points: Decimal | None = None
    missed: Missed | None = None
    note: str | None = None


def subject_of(programme: Activity) -> Subject:
    """The results of a course as the log names them."""
    return Subject("course", programme.id, programme.name)


def load_course(session: Session, activity_id: int, *, actor: Actor) -> Activity:
    """The programme, where it has results. Raises NotFound; DomainError for labour."""
    found = load_activity(session, activity_id, scope=actor.scope)
    if found.kind not in TAUGHT:
        raise DomainError(message(N_("Only courses and classes have results")), code="labour")
    return found


def add_test(session: Session, activity_id: int, facts: FactsOfTest, *, actor: Actor, now: datetime) -> int:
    """Enter a test and give its id. Raises DomainError (fields of the facts), NotFound."""
    programme = load_course(session, activity_id, actor=actor)
    facts = _tidied(programme, facts, today=clock.day_of(now))
    test = CourseTest(
        activity_id=activity_id,
        on=facts.on,
        kind=facts.kind,
        name=facts.name,
        max_score=facts.max_score,
        set_by=facts.set_by,
        recorded_at=now,
        actor=actor.label,
    )
    session.add(test)
    session.flush()
    record("course.test-added", actor=actor, at=now, about=subject_of(programme))
    return test.id


def edit_test(
    session: Session, test_id: int, facts: FactsOfTest, *, expected_version: int, actor: Actor, now: datetime
) -> None:
    """Put a test right. Raises Conflict for a second saver, Blocked where points are above the new most, NotFound."""
    page = _open(session, test_id, expected_version=expected_version, actor=actor, now=now)
    programme = load_course(session, page.test.activity_id, actor=actor)
    facts = _tidied(programme, facts, today=clock.day_of(now))
    highest = max((entry.points for _one, entry in page.people if entry and entry.points is not None), default=None)
    if highest is not None and highest > facts.max_score:
        words = message(N_("Somebody has %(points)s points in it already"), points=highest)
        raise DomainError(words, field="max_score")
    test = load_test(session, test_id)
    test.on, test.kind, test.name = facts.on, facts.kind, facts.name
    test.max_score, test.set_by = facts.max_score, facts.set_by
    test.version += 1
    record("course.test-edited", actor=actor, at=now, about=subject_of(programme))


def withdraw_test(
    session: Session, test_id: int, reason: str, *, expected_version: int, actor: Actor, now: datetime
) -> None:
    """Take a test out: its points count for nothing and stay readable.

    Raises DomainError (field "reason"), Conflict for a second saver, NotFound.
    """
    page = _open(session, test_id, expected_version=expected_version, actor=actor, now=now)
    reason = clean(reason)
    if not reason:
        raise DomainError(message(N_("Say why this test is withdrawn")), field="reason", code="no-reason")
    test = load_test(session, test_id)
    test.withdrawn_at, test.withdrawn_by, test.withdrawn_reason = now, actor.label, reason
    test.version += 1
    programme = load_course(session, page.test.activity_id, actor=actor)
    record("course.test-withdrawn", actor=actor, at=now, about=subject_of(programme), reason=reason)


def save_scores(
    session: Session,
    test_id: int,
    given: Mapping[int, Given],
    *,
    expected_version: int,
    actor: Actor,
    now: datetime,
) -> int:
    """Write the points of a class, by stay, and give how many were written; what stands so already is left alone.

    Raises Conflict where somebody else has saved meanwhile; Blocked with findings whose field is "score_17" for stay
    17; DomainError for somebody who is not in the course; NotFound.
    """
    page = _open(session, test_id, expected_version=expected_version, actor=actor, now=now)
    people = {one.stay_id: (one, entry) for one, entry in page.people}
    if not given.keys() <= people.keys():
        raise DomainError(message(N_("Somebody who is not in this course has no points in it")))
    if page.test.on > clock.day_of(now) and any(one.points is not None for one in given.values()):
        raise DomainError(message(N_("The test is still to come")), code="ahead")
    found: list[Finding] = []
    changed: dict[int, Given] = {}
    for stay_id, raw in given.items():
        one = replace(raw, note=clean(raw.note or "") or None)
        score = Score(page.test.kind, page.test.max_score, one.points, one.missed)
        found += [replace(each, field=f"{each.field}_{stay_id}") for each in check_score(score)]
        entry = people[stay_id][1]
        stands = Given(entry.points, entry.missed, entry.note) if entry else Given()
        if one != stands:
            changed[stay_id] = one
    settle(found, None)
    _write(session, test_id, changed, actor=actor, now=now)
    programme = load_course(session, page.test.activity_id, actor=actor)
    details = {"people_marked": len(changed), "course_test": page.test.name}
    record("course.scores-saved", actor=actor, at=now, about=subject_of(programme), details=details)
    return len(changed)


def _write(session: Session, test_id: int, changed: Mapping[int, Given], *, actor: Actor, now: datetime) -> None:
    rows = {
        row.admission_id: row
        for row in session.scalars(select(CourseScore).where(CourseScore.course_test_id == test_id))
    }
    for stay_id, one in changed.items():
        row = rows.get(stay_id)
        if one.points is None and one.missed is None:
            if row is not None:
                session.delete(row)
            continue
        if row is None:
            row = CourseScore(course_test_id=test_id, admission_id=stay_id)
            session.add(row)
        row.score, row.missed, row.note = one.points, one.missed, one.note
        row.saved_by, row.saved_at = actor.label, now
    # Every saving counts, so that the second of two who save at once is told.
    test = load_test(session, test_id)
    test.version += 1
    test.recorded_at, test.actor = now, actor.label
    session.flush()


def _open(session: Session, test_id: int, *, expected_version: int, actor: Actor, now: datetime) -> OneTest:
    page = one_test(session, test_id, scope=actor.scope, today=clock.day_of(now))
    if page.test.withdrawn_reason is not None:
        raise Conflict(message(N_("This test is withdrawn")), code="withdrawn")
    if page.test.version != expected_version:
        raise Conflict(message(N_("Somebody else has changed this in the meantime")), code="changed-meanwhile")
    return page


def _tidied(programme: Activity, facts: FactsOfTest, *, today: date) -> FactsOfTest:
    facts = replace(facts, name=clean(facts.name), set_by=clean(facts.set_by or "") or None)
    if not facts.name:
        raise DomainError(message(N_("The test needs a name")), field="name")
    if facts.on < programme.begins_on:
        raise DomainError(message(N_("The programme only begins on %(day)s"), day=programme.begins_on), field="on")
    settle(check_most(facts.max_score), None)
    return facts
