"""Where things stand in a chart. Pure: numbers in, frozen shapes out; ``components/charts.html`` draws them.

Lengths are in the drawing's own units, x to the right and y down. A series is told apart by its fill or dash and its
mark as well as by its colour: office printers are black and white.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rehab_center.web.shapes import Box, Tick, scale

WIDTH = 720.0
LEFT, RIGHT = 46.0, 12.0
LINES_TOP, LINES_HEIGHT = 26.0, 170.0
BARS_TOP, BARS_HEIGHT = 246.0, 110.0
LABELS_HEIGHT = 18.0
LEGEND_HEIGHT = 26.0
#: How much of a month's place its bars take.
_BARS_SHARE = 0.72
_KEY_SIZE = (16.0, 11.0)
_STACK_TOP, _STACK_HEIGHT, _STACK_KEYS = 24.0, 30.0, 88.0


class Series(StrEnum):
    """What a chart of a year compares; the macro knows how each looks."""

    ACTUAL = "actual"
    PLAN = "plan"
    BEFORE = "before"


@dataclass(frozen=True)
class Bar:
    """One month of one series."""

    series: Series
    label: str
    value: int
    box: Box


@dataclass(frozen=True)
class Key:
    """What a series looks like: a box as its bars, then a dash with its mark from ``dash_x``, then its words."""

    series: Series
    box: Box
    dash_x: float
    mark_x: float
    text_x: float
    y: float


@dataclass(frozen=True)
class Mark:
    """One month's end on a running total."""

    label: str
    value: int
    x: float
    y: float


@dataclass(frozen=True)
class Line:
    """A running total: its marks, and the ``points`` attribute of a polyline through them."""

    series: Series
    marks: tuple[Mark, ...]

    @property
    def points(self) -> str:
        """The marks as SVG wants them."""
        return " ".join(f"{mark.x:g},{mark.y:g}" for mark in self.marks)


@dataclass(frozen=True)
class MonthLabel:
    """The name of a month and the middle of its place."""

    text: str
    x: float


@dataclass(frozen=True)
class YearRow:
    """One month in the table beside the picture; None where there is no number (yet)."""

    label: str
    actual: int | None
    plan: int | None
    before: int | None
    actual_total: int | None
    plan_total: int | None
    before_total: int | None


@dataclass(frozen=True)
class YearChart:
    """Months side by side as bars below, their running totals as lines above."""

    width: float
    height: float
    left: float
    right: float
    line_ticks: tuple[Tick, ...]
    bar_ticks: tuple[Tick, ...]
    lines: tuple[Line, ...]
    bars: tuple[Bar, ...]
    months: tuple[MonthLabel, ...]
    months_y: float
    keys: tuple[Key, ...]
    rows: tuple[YearRow, ...]


@dataclass(frozen=True)
class Part:
    """A share of a stacked bar, as given: its words and how many."""

    label: str
    value: int


@dataclass(frozen=True)
class Segment:
    """A part as it is drawn, and the box that stands for it in the legend; ``style`` counts the fills from 0."""

    label: str
    value: int
    style: int
    box: Box
    key: Box


@dataclass(frozen=True)
class StackedBar:
    """One bar of parts, and a mark at the limit they are held against (None: there is none)."""

    width: float
    height: float
    top: float
    thickness: float
    segments: tuple[Segment, ...]
    total: int
    limit: int | None
    limit_x: float | None
    ticks: tuple[Tick, ...]


def running_total(values: Sequence[int | None]) -> tuple[int | None, ...]:
    """Each value added to those before it; nothing from the first missing one on."""
    totals: list[int | None] = []
    total: int | None = 0
    for value in values:
        total = None if total is None or value is None else total + value
        totals.append(total)
    return tuple(totals)


def year_chart(
    labels: Sequence[str],
    actual: Sequence[int | None],
    *,
    plan: Sequence[int | None] | None = None,
    before: Sequence[int | None] | None = None,
) -> YearChart:
    """Actual against plan and the year before, month by month and running. None marks months still to come.

    Raises ValueError where a series does not have one value for each label.
    """
    given = {Series.BEFORE: before, Series.PLAN: plan, Series.ACTUAL: actual}
    series = {name: tuple(values) for name, values in given.items() if values is not None}
    if any(len(values) != len(labels) for values in series.values()):
        raise ValueError("every series needs one value for each label")
    totals = {name: running_total(values) for name, values in series.items()}
    bar_ticks = _ticks(_highest(series.values()), BARS_TOP, BARS_HEIGHT)
    line_ticks = _ticks(_highest(totals.values()), LINES_TOP, LINES_HEIGHT)
    months_y = BARS_TOP + BARS_HEIGHT + LABELS_HEIGHT - 4
    return YearChart(
        width=WIDTH,
        height=months_y + LEGEND_HEIGHT + 6,
        left=LEFT,
        right=WIDTH - RIGHT,
        line_ticks=line_ticks,
        bar_ticks=bar_ticks,
        lines=tuple(_line(name, labels, values, line_ticks) for name, values in totals.items()),
        bars=_bars(labels, series, bar_ticks),
        months=tuple(MonthLabel(label, _middle(index, len(labels))) for index, label in enumerate(labels)),
        months_y=months_y,
        keys=_keys(tuple(reversed(series)), months_y + LEGEND_HEIGHT),
        rows=_rows(labels, series, totals),
    )


def stacked_bar(parts: Sequence[Part], *, limit: int | None = None) -> StackedBar:
    """Parts end to end, such as people present and absent, against a limit such as the certified capacity."""
    total = sum(part.value for part in parts)
    ends = scale(max(total, limit or 0))
    unit = (WIDTH - 2 * RIGHT) / ends[-1]
    segments: list[Segment] = []
    x = RIGHT
    for style, part in enumerate(parts):
        box = Box(round(x, 2), _STACK_TOP, round(part.value * unit, 2), _STACK_HEIGHT)
        key = Box(round(RIGHT + style * (WIDTH - 2 * RIGHT) / len(parts), 2), _STACK_KEYS, *_KEY_SIZE)
        segments.append(Segment(part.label, part.value, style, box, key))
        x += part.value * unit
    return StackedBar(
        width=WIDTH,
        height=_STACK_KEYS + 18,
        top=_STACK_TOP,
        thickness=_STACK_HEIGHT,
        segments=tuple(segments),
        total=total,
        limit=limit,
        limit_x=None if limit is None else round(RIGHT + limit * unit, 2),
        ticks=tuple(Tick(value, round(RIGHT + value * unit, 2)) for value in ends),
    )


Values = tuple[int | None, ...]


def _highest(series: Iterable[Values]) -> int:
    return max((value for values in series for value in values if value is not None), default=0)


def _ticks(highest: int, top: float, height: float) -> tuple[Tick, ...]:
    values = scale(highest)
    return tuple(Tick(value, round(top + height * (1 - value / values[-1]), 2)) for value in values)


def _at(value: int, ticks: tuple[Tick, ...]) -> float:
    bottom, top = ticks[0].at, ticks[-1].at
    return round(bottom - (bottom - top) * value / ticks[-1].value, 2)


def _place(months: int) -> float:
    return (WIDTH - LEFT - RIGHT) / months


def _middle(index: int, months: int) -> float:
    return round(LEFT + _place(months) * (index + 0.5), 2)


def _line(name: Series, labels: Sequence[str], values: Values, ticks: tuple[Tick, ...]) -> Line:
    marks = (
        Mark(label, value, _middle(index, len(labels)), _at(value, ticks))
        for index, (label, value) in enumerate(zip(labels, values, strict=True))
        if value is not None
    )
    return Line(name, tuple(marks))


def _bars(labels: Sequence[str], series: Mapping[Series, Values], ticks: tuple[Tick, ...]) -> tuple[Bar, ...]:
    width = _place(len(labels)) * _BARS_SHARE / len(series)
    bars: list[Bar] = []
    for place, (name, values) in enumerate(series.items()):
        for index, value in enumerate(values):
            if value is not None:
                x = _middle(index, len(labels)) + (place - len(series) / 2) * width
                y = _at(value, ticks)
                box = Box(round(x, 2), y, round(width, 2), round(ticks[0].at - y, 2))
                bars.append(Bar(name, labels[index], value, box))
    return tuple(bars)


def _keys(series: Sequence[Series], y: float) -> tuple[Key, ...]:
    room = (WIDTH - LEFT - RIGHT) / max(len(series), 3)
    places = ((name, LEFT + index * room) for index, name in enumerate(series))
    return tuple(
        Key(name, Box(round(x, 2), y - 10, *_KEY_SIZE), round(x + 22, 2), round(x + 36, 2), round(x + 57, 2), y)
        for name, x in places
    )


def _rows(
    labels: Sequence[str], series: Mapping[Series, Values], totals: Mapping[Series, Values]
) -> tuple[YearRow, ...]:
    nothing: Values = (None,) * len(labels)
    columns = [by.get(name, nothing) for by in (series, totals) for name in (Series.ACTUAL, Series.PLAN, Series.BEFORE)]
    return tuple(YearRow(label, *numbers) for label, *numbers in zip(labels, *columns, strict=True))
