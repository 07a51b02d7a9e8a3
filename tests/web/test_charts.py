"""Where things stand in a chart."""

from __future__ import annotations

import pytest

from rehab_center.web.charts import Part, Series, running_total, stacked_bar, year_chart
from rehab_center.web.shapes import Box, scale

MONTHS = [f"T{month}" for month in range(1, 13)]


@pytest.mark.parametrize(
    ("highest", "ticks"),
    [
        (0, (0, 1)),
        (1, (0, 1)),
        (4, (0, 1, 2, 3, 4)),
        (25, (0, 10, 20, 30)),
        (190, (0, 50, 100, 150, 200)),
        (413, (0, 200, 400, 600)),
    ],
)
def test_scales_have_round_numbers(highest: int, ticks: tuple[int, ...]) -> None:
    assert scale(highest) == ticks


def test_a_running_total_stops_where_a_month_is_missing() -> None:
    assert running_total([1, 2, None, 4]) == (1, 3, None, None)


def test_months_to_come_have_no_bar_and_no_mark() -> None:
    chart = year_chart(MONTHS, [20, 21] + [None] * 10, plan=[16] * 12)

    actual = next(line for line in chart.lines if line.series is Series.ACTUAL)
    assert [mark.value for mark in actual.marks] == [20, 41]
    assert sum(bar.series is Series.ACTUAL for bar in chart.bars) == 2
    assert sum(bar.series is Series.PLAN for bar in chart.bars) == 12
    assert [row.actual_total for row in chart.rows[:3]] == [20, 41, None]
    assert chart.rows[11].plan_total == 192


def test_everything_lies_inside_the_picture() -> None:
    chart = year_chart(MONTHS, [25] * 12, plan=[16] * 12, before=[30] * 12)

    for bar in chart.bars:
        assert chart.left <= bar.box.x
        assert bar.box.x + bar.box.width <= chart.right
        assert 0 < bar.box.y <= chart.height
    assert all(0 <= mark.y <= chart.height for line in chart.lines for mark in line.marks)
    assert chart.keys[-1].y < chart.height


def test_bars_of_a_month_stand_side_by_side_on_the_ground() -> None:
    chart = year_chart(MONTHS, [10] * 12, plan=[20] * 12, before=[0] * 12)
    month = sorted((bar for bar in chart.bars if bar.label == "T3"), key=lambda bar: bar.box.x)

    assert [bar.series for bar in month] == [Series.BEFORE, Series.PLAN, Series.ACTUAL]
    assert month[0].box.x + month[0].box.width == pytest.approx(month[1].box.x, abs=0.02)
    assert {round(bar.box.y + bar.box.height, 1) for bar in month} == {round(chart.bar_ticks[0].at, 1)}
    assert month[1].box.height == pytest.approx(2 * month[2].box.height, abs=0.05)


def test_series_of_another_length_are_refused() -> None:
    with pytest.raises(ValueError, match="label"):
        year_chart(MONTHS, [1])


def test_a_stacked_bar_is_as_long_as_its_parts_and_marks_the_limit() -> None:
    bar = stacked_bar([Part("Có mặt", 401), Part("Viện", 7), Part("Phép", 5)], limit=450)

    assert bar.total == 413
    for one, other in zip(bar.segments, bar.segments[1:], strict=False):
        assert one.box.x + one.box.width == pytest.approx(other.box.x, abs=0.02)
    assert bar.limit_x is not None
    assert bar.limit_x > bar.segments[-1].box.x + bar.segments[-1].box.width
    assert bar.limit_x <= bar.width


def test_an_empty_stacked_bar_can_be_drawn() -> None:
    bar = stacked_bar([Part("Có mặt", 0)])
    assert (bar.total, bar.limit_x) == (0, None)


def test_strokes_stay_in_their_box() -> None:
    box = Box(10, 20, 12, 30)
    ends = [float(number) for part in box.hatch.replace("M", "").replace("L", "").split() for number in [part]]
    assert all(10 <= x <= 22 for x in ends[::2])
    assert all(20 <= y <= 50 for y in ends[1::2])
    assert box.stripes.count("h12") == 7
    assert Box(0, 0, 12, 0).stripes == ""
