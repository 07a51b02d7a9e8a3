"""Which paper covers each day of a stay: a table with the articles, and any stay at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rehab_center.admissions.rules.last_day import BookEntry
from rehab_center.admissions.rules.movements import EFFECTS, EXITS, State, may_follow
from rehab_center.admissions.rules.movements import MovementKind as K
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.release.rules.coverage import Paper, Span, StayDays, Step, coverage

FIRST, TODAY = date(2024, 1, 1), date(2024, 3, 31)  # 91 days
COURT, OWN = Paper(1, "12/QĐ-TA", date(2023, 12, 20)), Paper(2, "7/GT", date(2024, 1, 20))
UNDATED, OLD = Paper(3, "9/QĐ", None), Paper(4, "9/QĐ", None, unknown=True)


def on(day: int) -> date:
    """Day 1 is the first day."""
    return FIRST + timedelta(days=day - 1)


def step(kind: K, day: int, paper: Paper | None = OWN) -> Step:
    """A movement of that day."""
    return Step(kind, on(day), paper)


BEGUN = StayDays(
    StayKind.COMPULSORY, 12, COURT, (step(K.ADMITTED, 1, COURT),), date(2100, 1, 1), None, BookEntry(FIRST, FIRST)
)


def told(spans: tuple[Span, ...]) -> str:
    """How many days of what, in their order; an old book's gap in brackets."""
    words = []
    for span in spans:
        what = span.gap.value if span.gap else span.ground.value if span.ground else ""
        words.append(f"{span.days} ({what})" if span.old else f"{span.days} {what}")
    return ", ".join(words)


def moved(*steps: Step, **others: object) -> StayDays:
    """A compulsory stay with further movements."""
    return replace(BEGUN, steps=(*BEGUN.steps, *steps), **others)


def first(paper: Paper | None, kind: StayKind, **others: object) -> StayDays:
    """A stay without a court's decision that begins with a paper of its own."""
    return replace(BEGUN, kind=kind, decision=None, steps=(step(K.ADMITTED, 1, paper),), **others)


@pytest.mark.parametrize(
    ("stay", "days"),
    [
        # L120 Đ35, Đ36: the court's decision, until the day somebody leaves, that day included
        (BEGUN, "91 decision"),
        (moved(step(K.COMPLETED, 31)), "31 decision"),
        (replace(BEGUN, decision=UNDATED), "91 no-decision"),
        (replace(BEGUN, decision=OLD), "91 (no-decision)"),
        (replace(BEGUN, months=None), "91 no-term"),
        # L120 Đ29; XLVPHC Đ114: the last day counts, the day after does not
        (replace(BEGUN, end_on=on(60)), "60 decision, 31 after-term"),
        (replace(BEGUN, end_on=on(60), book=BookEntry(FIRST, on(80))), "60 decision, 31 (after-term)"),
        (moved(step(K.COMPLETED, 62), end_on=on(60)), "60 decision, 2 after-term"),
        # between the checked end and one that nobody has checked
        (replace(BEGUN, end_on=on(80), before_on=on(60)), "60 decision, 20 unchecked-term, 11 after-term"),
        (replace(BEGUN, end_on=on(60), before_on=on(80)), "60 decision, 31 after-term"),
        # L120 Đ37.1: while the file is made, as long as its paper covers (30 days here)
        (first(OWN, StayKind.TEMPORARY, months=None, end_on=None), "30 temporary, 61 temporary-too-long"),
        (first(None, StayKind.TEMPORARY, months=None, end_on=None), "30 paper-owed, 61 temporary-too-long"),
        # L120 Đ35.1: who came by themselves, by the registration
        (first(OWN, StayKind.VOLUNTARY), "91 decision"),
        (first(None, StayKind.VOLUNTARY), "91 paper-owed"),
        (first(None, StayKind.VOLUNTARY, book=BookEntry(FIRST, on(2))), "91 (paper-owed)"),
        # NĐ 116/2021 Đ67; L120 Đ39: away by a paper, and the day of the return by the decision again
        (moved(step(K.TO_HOSPITAL, 11), step(K.FROM_HOSPITAL, 21, None)), "10 decision, 10 away, 71 decision"),
        (moved(step(K.TO_HOSPITAL, 11, None)), "10 decision, 81 away-without-paper"),
        (moved(step(K.SUSPENDED, 11), end_on=on(20)), "10 decision, 81 away"),
        (moved(step(K.TO_HOSPITAL, 11), end_on=on(20)), "10 decision, 10 away, 71 after-term"),
        # L120 Đ29.3: whoever has escaped is not kept; the return needs its minutes
        (moved(step(K.ESCAPED, 11, None), end_on=None), "10 decision, 81 at-large"),
        (moved(step(K.ESCAPED, 11), step(K.RETURNED, 21)), "10 decision, 10 at-large, 71 decision"),
        (moved(step(K.ESCAPED, 11), step(K.RETURNED, 21, None)), "10 decision, 10 at-large, 71 paper-owed"),
        # L120 Đ38.2: by transfer, with the decision of both
        (replace(BEGUN, steps=(step(K.TRANSFERRED_IN, 1, None),)), "91 paper-owed"),
        # the day of a change of ground belongs to the stay that goes on
        (moved(step(K.CONVERTED_OUT, 31)), "30 decision"),
        (moved(step(K.TO_HOSPITAL, 11), step(K.FROM_HOSPITAL, 11, None)), "91 decision"),
        (replace(BEGUN, steps=(step(K.ADMITTED, 200, COURT),)), ""),
    ],
)
def test_each_day_has_its_paper_or_its_reason(stay: StayDays, days: str) -> None:
    assert told(coverage(stay, today=TODAY, temporary_days=30)) == days


@st.composite
def stays(draw: st.DrawFn) -> StayDays:
    """Any stay in which each movement may follow the one before."""
    kind = draw(st.sampled_from(list(StayKind)))
    papers = st.sampled_from([None, COURT, OWN, UNDATED, OLD])
    state, day, found = State.PRESENT, FIRST, [Step(K.ADMITTED, FIRST, draw(papers))]
    for _ in range(draw(st.integers(0, 6))):
        possible = [one for one in may_follow(state, kind) if EFFECTS[one].after is not None]
        if not possible:
            break
        one = draw(st.sampled_from(possible))
        day += timedelta(days=draw(st.integers(0, 30)))
        state = EFFECTS[one].after or state
        found.append(Step(one, day, draw(papers)))
    ends = st.none() | st.dates(FIRST, on(200))
    return StayDays(
        kind,
        draw(st.sampled_from([None, 6])),
        draw(papers),
        tuple(found),
        draw(ends),
        draw(ends),
        BookEntry(FIRST, draw(ends) or FIRST),
    )


@given(stays())
@settings(max_examples=60)
def test_no_day_is_left_out_and_none_counted_twice(stay: StayDays) -> None:
    spans = coverage(stay, today=TODAY, temporary_days=30)
    days = [span.first + timedelta(days=number) for span in spans for number in range(span.days)]
    left = next((one for one in stay.steps if one.kind in EXITS), None)
    until = TODAY if left is None else min(TODAY, left.on)
    assert days == [FIRST + timedelta(days=number) for number in range(len(days))]
    assert all((span.ground is None) != (span.gap is None) for span in spans)
    if left is None or (left.kind is not K.CONVERTED_OUT and left.on <= TODAY):
        assert days[-1] == until
