"""Why an assignment is over."""

from __future__ import annotations

import pytest

from rehab_center.assignments.kinds import EndReason
from rehab_center.assignments.rules.standing import Dates, why_ended
from tests.assignments.cases import on


@pytest.mark.parametrize(
    ("ends", "programme_ends", "left", "why"),
    [
        (None, None, 5, EndReason.LEFT_CENTRE),
        (9, None, 5, EndReason.LEFT_CENTRE),
        (9, 9, 5, EndReason.LEFT_CENTRE),
        (5, 5, 90, EndReason.FINISHED),
        (5, 5, 5, EndReason.FINISHED),
        (None, 5, 90, EndReason.PROGRAMME_CLOSED),
        (9, 5, None, EndReason.PROGRAMME_CLOSED),
        (5, None, None, EndReason.FINISHED),
    ],
)
def test_what_ended_it_is_what_came_first(
    ends: int | None, programme_ends: int | None, left: int | None, why: EndReason
) -> None:
    """Who leaves the centre months after a course has finished it; who leaves before has not."""
    last, closed, gone = (on(day) if day else None for day in (ends, programme_ends, left))
    dates = Dates(on(1), on(1), last, programme_ends_on=closed, left_on=gone)
    assert why_ended(dates) is why
    assert dates.over_on == min(day for day in (last, closed, gone) if day)
