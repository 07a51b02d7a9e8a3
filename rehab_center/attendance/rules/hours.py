"""Hours added up: by day, week and month, of each kind of programme. Pure; the minutes come from marks only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta


@dataclass(frozen=True)
class Worked:
    """The minutes of one person at one session."""

    on: date
    kind: str
    minutes: int


@dataclass(frozen=True)
class Hours:
    """Minutes by kind of programme (labour, vocational, education)."""

    by_kind: Mapping[str, int] = field(default_factory=dict)

    @property
    def minutes(self) -> int:
        """All of them."""
        return sum(self.by_kind.values())

    def of(self, kind: str) -> int:
        """The minutes of one kind."""
        return self.by_kind.get(kind, 0)


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def month_of(day: date) -> date:
    """The first of a day's calendar month."""
    return day.replace(day=1)


def all_of(worked: Iterable[Worked]) -> Hours:
    """Everything added up."""
    sums: dict[str, int] = {}
    for one in worked:
        sums[one.kind] = sums.get(one.kind, 0) + one.minutes
    return Hours(sums)


def by_day(worked: Iterable[Worked]) -> dict[date, Hours]:
    """Hours of each day that has any mark, in order. A night counts to the day its session begins on."""
    return _grouped((one.on, one) for one in worked)


def by_week(worked: Iterable[Worked]) -> dict[date, Hours]:
    """Hours of each week, by its Monday."""
    return _grouped((monday_of(one.on), one) for one in worked)


def by_month(worked: Iterable[Worked]) -> dict[date, Hours]:
    """Hours of each calendar month, by its first day."""
    return _grouped((month_of(one.on), one) for one in worked)


def _grouped(pairs: Iterable[tuple[date, Worked]]) -> dict[date, Hours]:
    sums: dict[date, dict[str, int]] = {}
    for day, one in pairs:
        kinds = sums.setdefault(day, {})
        kinds[one.kind] = kinds.get(one.kind, 0) + one.minutes
    return {day: Hours(sums[day]) for day in sorted(sums)}


def hours_text(minutes: int) -> str:
    """Minutes as hours are written on Vietnamese sheets: "7 giờ 30", "1.250 giờ", "45 phút", "0"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} phút" if rest else "0"
    whole = f"{hours:,} giờ".replace(",", ".")
    return f"{whole} {rest:02d}" if rest else whole
