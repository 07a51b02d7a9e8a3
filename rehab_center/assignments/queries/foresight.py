"""Whom a further time of a programme would bring over a limit: asked before the time is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from rehab_center.activities.hooks import Trouble
from rehab_center.activities.rules import Slot
from rehab_center.assignments.kinds import Standing
from rehab_center.assignments.queries.assigned import assigned
from rehab_center.assignments.queries.roster import roster
from rehab_center.assignments.rules.facts import Plan
from rehab_center.assignments.rules.roster import Roster, Wanted
from rehab_center.assignments.rules.suitability import check_assignment
from rehab_center.findings import Finding, Severity
from rehab_center.permissions import Scope

_GOES_ON = (Standing.PLANNED, Standing.ACTIVE, Standing.PAUSED, Standing.AWAY)


def foresee(
    session: Session, activity_id: int, slots: Sequence[Slot], today: date, scope: Scope
) -> tuple[Trouble, ...]:
    """Everybody of a programme against whose assignment a rule would speak if it met at these times too.

    Only what is new: what a rule says already stands on the list of what is to be looked at. In the order of lists.
    """
    lines = [one for one in assigned(session, today, scope=scope, activity_ids=[activity_id])
             if one.standing in _GOES_ON]  # fmt: skip
    if not lines:
        return ()
    book = roster(session, {one.stay_id for one in lines}, {activity_id}, today=today, scope=scope)
    wishes = [Wanted(one.stay_id, activity_id, Plan(max(today, one.dates.starts_on), one.dates.ends_on), leaves=one.id)
              for one in lines]  # fmt: skip
    before = [_blocks(book, wish) for wish in wishes]
    _meet_more(book, activity_id, slots)
    found = []
    for line, wish, known in zip(lines, wishes, before, strict=True):
        said = [one.message for one in known]
        new = tuple(one.message for one in _blocks(book, wish) if one.message not in said)
        if new:
            found.append(Trouble(line.id, line.label, new))
    return tuple(found)


def _blocks(book: Roster, wish: Wanted) -> tuple[Finding, ...]:
    return tuple(one for one in check_assignment(book.case(wish)) if one.severity is Severity.BLOCK)


def _meet_more(book: Roster, activity_id: int, slots: Sequence[Slot]) -> None:
    """Let the programme meet at these times too, for everybody who takes part in it."""
    one = book.programmes[activity_id]
    more = replace(one, slots=(*one.slots, *slots))
    book.programmes[activity_id] = more
    for held in book.held.values():
        for number, each in held.items():
            if each.programme.id == activity_id:
                held[number] = replace(each, programme=more)
