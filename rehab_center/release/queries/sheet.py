"""The sheet of the day: its numbers, who must leave, what stands open with its owner, who is out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.queries.due import changed_terms
from rehab_center.admissions.rules.movements import State
from rehab_center.dates import DateRange
from rehab_center.headcount.away import Away, away
from rehab_center.headcount.queries import Balance, HeadCount, balance, head_count
from rehab_center.permissions import Scope
from rehab_center.release.queries.hours import Hours
from rehab_center.release.queries.leaving import Leaving, leaving, steps_on
from rehab_center.release.queries.owed import Pressing, open_of_clock, pressing_checks
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.queries import TaskLine


@dataclass(frozen=True)
class DaySheet:
    """A day as it stands at ``now``. ``hour``: by when those of today are let go."""

    day: date
    now: datetime
    hour: str
    count: HeadCount
    balance: Balance
    today: tuple[Leaving, ...]
    open: tuple[TaskLine, ...]
    checks: tuple[Pressing, ...]
    escaped: tuple[Away, ...]
    out: tuple[Away, ...]


def day_sheet(session: Session, *, scope: Scope, now: datetime) -> DaySheet:
    """The sheet of today for the centres of the scope."""
    today = clock.day_of(now)
    gone = away(session, as_of=today, scope=scope)
    changed = changed_terms(session, scope=scope, day=today)
    rows = leaving(session, scope=scope, today=today, steps=steps_on(session, today), changed=changed)
    return DaySheet(
        day=today,
        now=now,
        hour=Hours(session).on(today),
        count=head_count(session, as_of=today, scope=scope),
        balance=balance(session, period=DateRange(today, today), scope=scope),
        today=tuple(row for row in rows if row.days_left == 0),
        open=tuple(one for one in open_of_clock(session, scope=scope) if one.kind is not TaskKind.RELEASE_TODAY),
        checks=pressing_checks(session, changed, today=today),
        escaped=tuple(one for one in gone if one.state is State.ESCAPED),
        out=tuple(one for one in gone if one.state is not State.ESCAPED),
    )
