"""What a day of the log holds, counted: by hour and officer, and by act."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.audit.conditions import Window, conditions
from rehab_center.audit.models import AuditEntry
from rehab_center.clock import ZONE
from rehab_center.permissions import Scope
from rehab_center.web.list_state import ListState

COLUMNS = 6
"""How many officers have a column of their own; the others share one."""


@dataclass(frozen=True)
class Hour:
    """One hour of a day: how many acts of each officer, in the order of the day's officers, and of the others."""

    hour: int
    counts: tuple[int, ...]
    others: int

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts) + self.others


@dataclass(frozen=True)
class DaySummary:
    """One day: the busiest officers (name, label, acts), how many others there were, hours and acts (name, count)."""

    total: int
    officers: tuple[tuple[str, str, int], ...]
    others: int
    hours: tuple[Hour, ...]
    acts: tuple[tuple[str, int], ...]


def day_summary(session: Session, day: date, *, scope: Scope) -> DaySummary:
    """What happened on a day."""
    window = Window(ListState(days={"at": (day, day)}), scope)
    query = select(AuditEntry.at, AuditEntry.actor, AuditEntry.actor_label, AuditEntry.act)
    by_hour: Counter[tuple[int, str]] = Counter()
    acts: Counter[str] = Counter()
    names: dict[str, str] = {}
    for at, actor, label, act in session.execute(query.where(*conditions(session, window)).order_by(AuditEntry.id)):
        by_hour[at.astimezone(ZONE).hour, actor] += 1
        acts[act] += 1
        names[actor] = label
    officers: Counter[str] = Counter()
    for (_hour, actor), count in by_hour.items():
        officers[actor] += count
    first = [actor for actor, _count in officers.most_common(COLUMNS)]
    return DaySummary(
        total=acts.total(),
        officers=tuple((actor, names[actor], officers[actor]) for actor in first),
        others=len(officers) - len(first),
        hours=_hours(by_hour, first),
        acts=tuple(acts.most_common()),
    )


def _hours(by_hour: Counter[tuple[int, str]], first: Sequence[str]) -> tuple[Hour, ...]:
    hours = []
    for hour in sorted({hour for hour, _actor in by_hour}):
        of_hour = {actor: count for (at, actor), count in by_hour.items() if at == hour}
        counts = tuple(of_hour.pop(actor, 0) for actor in first)
        hours.append(Hour(hour, counts, sum(of_hour.values())))
    return tuple(hours)
