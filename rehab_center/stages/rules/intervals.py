"""From the decided changes of a stay to the days it spent in each stage. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rehab_center.dates import ONE_DAY
from rehab_center.stages.kinds import Result, Stage


@dataclass(frozen=True)
class Change:
    """What is said about a stage: it begins (or is evaluated and goes on) on a day."""

    stage: Stage
    begins_on: date
    alongside: bool = False
    result: Result | None = None
    evaluated_by: str | None = None
    evaluation: str | None = None
    goals: str | None = None


@dataclass(frozen=True)
class Interval:
    """Days in a stage; ``last`` is the last day at whose end the stay was in it, None while it lasts."""

    stage: Stage
    first: date
    last: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the stay was in it at the end of a day."""
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class Now:
    """Where a stay is on a day: ``stage`` began last and is what it is counted under; ``beside`` goes on with it.

    ``evaluated_on`` is the day of the last evaluation by which it was kept in the stage, None without one.
    """

    stage: Stage
    since: date
    beside: Stage | None = None
    evaluated_on: date | None = None

    @property
    def stages(self) -> frozenset[Stage]:
        """Every stage it is in."""
        return frozenset(one for one in (self.stage, self.beside) if one)


def in_order(changes: Iterable[Change]) -> list[Change]:
    """By day; of one day, as they were written."""
    return sorted(changes, key=lambda change: change.begins_on)


def intervals(changes: Sequence[Change], *, left_on: date | None = None) -> tuple[Interval, ...]:
    """The stages of a stay in the order in which they began; ``left_on`` is the day it ended.

    A stage ends on the eve of the next one unless that goes alongside; a stage that is named again goes on.
    """
    open_since: dict[Stage, date] = {}
    found: list[Interval] = []

    def close(stages: Iterable[Stage], eve: date) -> None:
        for stage in stages:
            first = open_since.pop(stage)
            if first <= eve:
                found.append(Interval(stage, first, eve))

    for change in in_order(changes):
        if left_on is not None and change.begins_on >= left_on:
            break
        if not change.alongside:
            close([stage for stage in open_since if stage is not change.stage], change.begins_on - ONE_DAY)
        open_since.setdefault(change.stage, change.begins_on)
    if left_on is not None:
        close(list(open_since), left_on - ONE_DAY)
    found += [Interval(stage, first) for stage, first in open_since.items()]
    return tuple(sorted(found, key=lambda one: (one.first, one.stage.place)))


def now_of(changes: Sequence[Change], day: date, *, left_on: date | None = None) -> Now | None:
    """Where a stay is at the end of a day; None before its first stage and after its end."""
    until = [change for change in in_order(changes) if change.begins_on <= day]
    open_ones = {one.stage: one for one in intervals(until, left_on=left_on) if one.covers(day)}
    if not until or not open_ones:
        return None
    stage = until[-1].stage
    since = open_ones[stage].first
    beside = next((one for one in open_ones if one is not stage), None)
    evaluated = until[-1].begins_on if until[-1].begins_on > since else None
    return Now(stage, since, beside, evaluated)
