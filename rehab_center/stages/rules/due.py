"""When a stage is planned to end, and who is due for the evaluation. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from rehab_center.stages.kinds import Due, Stage
from rehab_center.stages.rules.intervals import Now


@dataclass(frozen=True)
class Lengths:
    """The centre's conventions: percent of the term for each stage, days until who was kept is evaluated again, and
    how many days ahead an evaluation is announced.
    """

    shares: Mapping[Stage, int]
    again: int
    ahead: int


def due_on(now: Now, *, term_days: int | None, lengths: Lengths) -> date | None:
    """The day by which the stage is to be evaluated; None where nothing is planned.

    A stage takes its share of the whole term, rounded up to a whole day; whoever was kept in it is evaluated again.
    The last stage ends with the term.
    """
    if now.evaluated_on is not None:
        return now.evaluated_on + timedelta(days=lengths.again)
    if term_days is None or term_days <= 0 or now.stage.following is None:
        return None
    return now.since + timedelta(days=-(-term_days * lengths.shares[now.stage] // 100))


def due_state(now: Now | None, on: date | None, *, waits: bool, today: date, ahead: int) -> Due:
    """How it stands with the next evaluation at the end of a day."""
    if waits:
        return Due.WAITS
    if now is None:
        return Due.UNKNOWN
    if on is None:
        return Due.OPEN
    if on < today:
        return Due.OVERDUE
    return Due.SOON if (on - today).days <= ahead else Due.LATER
