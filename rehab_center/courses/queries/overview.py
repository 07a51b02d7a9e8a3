"""Every course and class with how far its tests, results and certificates are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rehab_center.activities.kinds import ActivityKind
from rehab_center.activities.queries import Programme, programmes
from rehab_center.assignments.queries import assigned
from rehab_center.courses.kinds import Outcome
from rehab_center.courses.models import Certificate
from rehab_center.courses.queries.courses import members, results_of, tests_of
from rehab_center.permissions import Scope

TAUGHT = (ActivityKind.VOCATIONAL, ActivityKind.EDUCATION)
"""The kinds of programmes that have results."""


@dataclass(frozen=True)
class CourseRow:
    """A course or class in the list: how many are or were in it, its tests, its results by outcome, its papers."""

    programme: Programme
    people: int
    tests: int
    certificates: int
    outcomes: Mapping[Outcome, int] = field(default_factory=dict)

    @property
    def undecided(self) -> int:
        """How many have no result yet."""
        return self.people - sum(self.outcomes.values())


def course_rows(session: Session, *, scope: Scope, today: date) -> tuple[CourseRow, ...]:
    """Every course and class, the latest first: seven statements, whatever their number."""
    found = [one for one in programmes(session, scope=scope) if one.kind in TAUGHT]
    ids = [one.id for one in found]
    people: dict[int, set[int]] = defaultdict(set)
    for one in assigned(session, today, scope=scope, activity_ids=ids, over=True, places_only=True):
        if one.stay_id in members([one]):
            people[one.activity_id].add(one.stay_id)
    outcomes: dict[int, dict[Outcome, int]] = defaultdict(lambda: defaultdict(int))
    for (activity_id, stay_id), result in results_of(session, ids).items():
        if stay_id in people[activity_id]:
            outcomes[activity_id][result.outcome] += 1
    tests: dict[int, int] = defaultdict(int)
    for test in tests_of(session, ids):
        tests[test.activity_id] += test.withdrawn_reason is None
    counted = session.execute(
        select(Certificate.activity_id, func.count())
        .where(Certificate.activity_id.in_(ids), Certificate.voided_at.is_(None))
        .group_by(Certificate.activity_id)
    )
    papers = {row[0]: row[1] for row in counted}
    return tuple(
        CourseRow(one, len(people[one.id]), tests[one.id], papers.get(one.id, 0), dict(outcomes[one.id]))
        for one in reversed(found)
    )
