"""What the clock holds open, and the checks that hold up an end that is near."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission
from rehab_center.admissions.queries.unchecked import Unchecked
from rehab_center.permissions import Scope
from rehab_center.policies.queries import whole_on
from rehab_center.policies.rules import PolicyKind
from rehab_center.release.queries.clocks import KINDS
from rehab_center.residents.models import Resident
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.queries import TaskLine, open_tasks

_ORDER = (
    TaskKind.TERM_OVERRUN,
    TaskKind.UNCHECKED_END,
    TaskKind.RELEASE_TODAY,
    TaskKind.ENDED_AT_HOME,
    TaskKind.LEFT_EARLY,
)


@dataclass(frozen=True)
class Pressing:
    """A term that became another, unchecked, with an end that is near: ``days_left`` until the earlier of both."""

    stay_id: int
    full_name: str
    file_code: str
    end_on: date | None
    before_on: date | None
    days_left: int


@dataclass(frozen=True)
class Failing:
    """A stay that the clock cannot judge, for whoever looks after the machine: no name, the failure, since when."""

    file_code: str
    error: str
    since: datetime


def failing(session: Session, *, scope: Scope) -> tuple[Failing, ...]:
    """The stays that the clock cannot judge, the longest first."""
    tasks = open_tasks(session, scope=scope, kinds=[TaskKind.CLOCK_FAILED])
    wanted = [task.subject_id for task in tasks]
    rows = session.execute(select(Admission.id, Admission.file_code).where(Admission.id.in_(wanted)))
    codes = {row.id: row.file_code for row in rows}
    return tuple(Failing(codes[task.subject_id], str(task.what.params["error"]), task.opened_at) for task in tasks)


def open_of_clock(session: Session, *, scope: Scope) -> tuple[TaskLine, ...]:
    """What the clock holds open: kept past the term first, to leave today, ended at home, gone early."""
    found = open_tasks(session, scope=scope, kinds=KINDS)
    return tuple(sorted(found, key=lambda task: _ORDER.index(task.kind)))


def pressing_checks(session: Session, changed: Mapping[int, Unchecked], *, today: date) -> tuple[Pressing, ...]:
    """Of terms that became others (``changed_terms``): those that end, by either end, within the days of the policy.

    The soonest first.
    """
    until = today + timedelta(days=whole_on(session, PolicyKind.CHECK_PRESSING_DAYS, today))
    near: dict[int, tuple[date, date | None, date | None]] = {}
    for one in changed.values():
        ends = [end for end in (one.end_on, one.told_on) if end is not None]
        if one.end_on is not None and min(ends) <= until:
            near[one.stay_id] = (min(ends), one.end_on, one.end_before)
    rows = session.execute(
        select(Admission.id, Admission.file_code, Admission.opened_at, Resident.full_name)
        .join(Resident, Resident.id == Admission.resident_id)
        .where(Admission.id.in_(sorted(near)))
    ).all()
    lines = [
        Pressing(row.id, row.full_name, row.file_code, near[row.id][1], near[row.id][2], (near[row.id][0] - today).days)
        for row in rows
    ]
    return tuple(sorted(lines, key=lambda one: (one.days_left, one.stay_id)))
