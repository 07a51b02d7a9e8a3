"""Assignments that go on though a rule speaks against them by now: a clearance ran out, times were changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from rehab_center.activities.rules import monday_of
from rehab_center.assignments.kinds import Standing
from rehab_center.assignments.queries.assigned import Assigned, assigned
from rehab_center.assignments.queries.roster import roster
from rehab_center.assignments.rules.facts import Plan
from rehab_center.assignments.rules.roster import Wanted
from rehab_center.assignments.rules.suitability import check_assignment, not_overridden
from rehab_center.findings import Finding, Severity
from rehab_center.permissions import Scope

_FULL = "full"
_GOES_ON = (Standing.PLANNED, Standing.ACTIVE, Standing.PAUSED)


@dataclass(frozen=True)
class ReviewRow:
    """An assignment that would be refused today, and why."""

    line: Assigned
    blocks: tuple[Finding, ...]


def review(session: Session, *, today: date, scope: Scope) -> tuple[ReviewRow, ...]:
    """What goes on and would be refused if it were decided today; what the director signed for is left out."""
    # What ended this week has had its hours of it.
    lines = assigned(session, today, scope=scope, since=monday_of(today))
    running = [one for one in lines if one.standing in _GOES_ON]
    if not running:
        return ()
    stays, programmes = {one.stay_id for one in running}, {one.activity_id for one in running}
    book = roster(session, stays, programmes, today=today, scope=scope, lines=lines)
    found, places = [], _with_a_place(lines, {one.id: one.capacity for one in book.programmes.values()})
    for one in running:
        plan = Plan(max(today, one.dates.starts_on), one.dates.ends_on)
        case = book.case(Wanted(one.stay_id, one.activity_id, plan, leaves=one.id))
        signed = {each.rule for each in one.signed if each.expires_on >= today}
        if one.id in places:
            signed.add(_FULL)
        blocks = tuple(
            each for each in not_overridden(check_assignment(case), signed) if each.severity is Severity.BLOCK
        )
        if blocks:
            found.append(ReviewRow(one, blocks))
    return tuple(found)


def _with_a_place(found: Iterable[Assigned], capacity: Mapping[int, int]) -> set[int]:
    """Whoever has one of a programme's places: where there are too many, those who came last have none."""
    by_programme: dict[int, list[Assigned]] = defaultdict(list)
    for one in found:
        if one.holds_place:
            by_programme[one.activity_id].append(one)
    return {
        one.id
        for activity_id, here in by_programme.items()
        for one in sorted(here, key=lambda one: (one.dates.starts_on, one.id))[: capacity.get(activity_id)]
    }
