"""When a term ends: rules 9 to 12 as a table, and what holds for every term."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.regime import Regime
from rehab_center.admissions.rules.sequence import Moved
from rehab_center.admissions.rules.term import term_of
from rehab_center.admissions.rules.term_case import (
    Conventions,
    Credit,
    EscapeDays,
    Ground,
    Interruption,
    TermCase,
    TermChange,
    changes_of,
    interruptions_of,
)
from rehab_center.dates import add_months
from rehab_center.policies.rules import TermEndConvention

START = date(2024, 3, 10)
USUAL = Conventions()


def away(ground: Ground, first: date, back: date | None = None) -> Interruption:
    return Interruption(ground, first, back)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        # BLDS 2015 Đ147-148: the corresponding date, or the month's last day where there is none
        (date(2021, 6, 16), 24, date(2023, 6, 16)),
        (date(2024, 3, 10), 24, date(2026, 3, 10)),
        (date(2021, 10, 15), 18, date(2023, 4, 15)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2024, 8, 31), 6, date(2025, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 24, date(2026, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 5, 31), 1, date(2024, 6, 30)),
        (date(2023, 12, 31), 12, date(2024, 12, 31)),
    ],
)
@pytest.mark.parametrize("regime", Regime)
def test_months(start: date, months: int, end: date, regime: Regime) -> None:
    assert term_of(regime, TermCase(start, months), USUAL).end_on == end


@pytest.mark.parametrize(
    ("case", "end", "remaining"),
    [
        # L120 Đ37.2: time held while the file was made is taken off
        (TermCase(START, 24, (Credit(12),)), date(2026, 2, 26), None),
        (TermCase(START, 24, (Credit(5), Credit(7))), date(2026, 2, 26), None),
        # escape days are not served (XLVPHC Đ132; L120 Đ29.3): the day of escape is not, the day of return is
        (
            TermCase(START, 24, interruptions=(away(Ground.ESCAPE, date(2024, 7, 1), date(2024, 7, 11)),)),
            date(2026, 3, 20),
            None,
        ),
        (
            TermCase(START, 24, interruptions=(away(Ground.ESCAPE, date(2024, 7, 1), date(2024, 7, 1)),)),
            date(2026, 3, 10),
            None,
        ),
        # the clock stands still while the escape lasts
        (TermCase(START, 24, interruptions=(away(Ground.ESCAPE, date(2026, 3, 1)),)), None, 9),
        (TermCase(START, 24, interruptions=(away(Ground.ESCAPE, START),)), None, 730),
        # suspension for illness counts (L120 Đ39.3; NĐ 116/2021 Đ58)
        (
            TermCase(START, 24, interruptions=(away(Ground.SUSPENSION_COUNTED, date(2024, 7, 1), date(2024, 10, 1)),)),
            date(2026, 3, 10),
            None,
        ),
        (
            TermCase(START, 24, interruptions=(away(Ground.SUSPENSION_COUNTED, date(2024, 7, 1)),)),
            date(2026, 3, 10),
            None,
        ),
        # prison does not; the rest is served afterwards (L120 Đ47.1)
        (
            TermCase(START, 24, interruptions=(away(Ground.IMPRISONMENT, date(2024, 7, 1), date(2025, 7, 1)),)),
            date(2027, 3, 10),
            None,
        ),
        (TermCase(START, 24, interruptions=(away(Ground.IMPRISONMENT, date(2024, 7, 1)),)), None, 617),
        # escaped, caught, sentenced: two absences that touch
        (
            TermCase(
                START,
                24,
                interruptions=(
                    away(Ground.ESCAPE, date(2024, 7, 1), date(2024, 7, 11)),
                    away(Ground.IMPRISONMENT, date(2024, 7, 11), date(2024, 8, 11)),
                ),
            ),
            date(2026, 4, 20),
            None,
        ),
        # an escape after the last day leaves nothing to serve
        (TermCase(START, 24, interruptions=(away(Ground.ESCAPE, date(2026, 3, 10)),)), date(2026, 3, 10), None),
        # NĐ 116/2021 Đ58: reductions of one to six months
        (TermCase(START, 24, changes=(TermChange(date(2025, 6, 1), months=-3),)), date(2025, 12, 10), None),
        (TermCase(START, 24, changes=(TermChange(date(2025, 6, 1), months=-1, days=-10),)), date(2026, 1, 31), None),
        (TermCase(START, 12, changes=(TermChange(date(2024, 6, 1), months=6),)), date(2025, 9, 10), None),
    ],
)
def test_what_moves_the_end(case: TermCase, end: date | None, remaining: int | None) -> None:
    result = term_of(Regime.LAW_2025, case, USUAL)
    assert (result.end_on, result.remaining_days) == (end, remaining)
    assert result.lines[-1].running_end_on == end


@pytest.mark.parametrize(
    ("conventions", "end"),
    [
        (Conventions(), date(2026, 3, 8)),
        (Conventions(term_end=TermEndConvention.DAY_BEFORE), date(2026, 3, 7)),
        (Conventions(escape=EscapeDays.FROM_NEXT_DAY), date(2026, 3, 7)),
        (Conventions(escape=EscapeDays.COUNTED), date(2026, 2, 26)),
        (Conventions(credit_taken=False), date(2026, 3, 20)),
    ],
)
def test_conventions(conventions: Conventions, end: date) -> None:
    case = TermCase(START, 24, (Credit(12),), (away(Ground.ESCAPE, date(2024, 7, 1), date(2024, 7, 11)),))
    assert term_of(Regime.LAW_2021, case, conventions).end_on == end


def test_prison_may_count_by_convention() -> None:
    case = TermCase(START, 24, interruptions=(away(Ground.IMPRISONMENT, date(2024, 7, 1)),))
    assert term_of(Regime.LAW_2021, case, Conventions(prison_counted=True)).end_on == date(2026, 3, 10)


def test_every_line_says_what_it_adds_and_by_what_law() -> None:
    case = TermCase(START, 24, (Credit(12),), (away(Ground.ESCAPE, date(2024, 7, 1), date(2024, 7, 11)),))
    conventions = Conventions(value_ids={Ground.TERM: 7, Ground.ESCAPE: 8})
    term, credit, escape = term_of(Regime.LAW_2025, case, conventions).lines
    assert (term.months, term.days, term.policy_value_id) == (24, 0, 7)
    assert (credit.days, credit.running_end_on) == (-12, date(2026, 2, 26))
    assert "L120 Đ37.2" in str(credit.formula)
    assert (escape.days, escape.running_end_on, escape.policy_value_id) == (10, date(2026, 3, 8), 8)
    assert "the day of escape is not served" in str(escape.formula)


def moved(number: int, kind: MovementKind, day: date, months: int | None = None) -> Moved:
    return Moved(number, kind, day, datetime(2024, 1, 1, tzinfo=UTC), months=months, document_id=number * 10)


def test_absences_and_changes_come_out_of_the_movements() -> None:
    kind = MovementKind
    ordered = [
        moved(1, kind.ADMITTED, date(2024, 1, 1)),
        moved(2, kind.TO_HOSPITAL, date(2024, 2, 1)),
        moved(3, kind.SUSPENDED, date(2024, 3, 1)),
        moved(4, kind.ESCAPED, date(2024, 4, 1)),
        moved(5, kind.IMPRISONED, date(2024, 5, 1)),
        moved(6, kind.RELEASED_FROM_PRISON, date(2024, 6, 1)),
        moved(7, kind.TERM_REDUCED, date(2024, 7, 1), months=2),
        moved(8, kind.ESCAPED, date(2024, 8, 1)),
        moved(9, kind.DIED, date(2024, 9, 1)),
    ]
    assert interruptions_of(ordered) == (
        Interruption(Ground.SUSPENSION_COUNTED, date(2024, 3, 1), date(2024, 4, 1), 3, 30),
        Interruption(Ground.ESCAPE, date(2024, 4, 1), date(2024, 5, 1), 4, 40),
        Interruption(Ground.IMPRISONMENT, date(2024, 5, 1), date(2024, 6, 1), 5, 50),
        Interruption(Ground.ESCAPE, date(2024, 8, 1), None, 8, 80),
    )
    assert changes_of(ordered) == (TermChange(date(2024, 7, 1), -2, 0, 7, 70),)


# --- what holds for every term ---------------------------------------------------------------------------------------

starts = st.dates(date(2015, 1, 1), date(2035, 12, 31))
terms = st.integers(1, 48)
regimes = st.sampled_from(Regime)


@given(starts, terms, regimes)
def test_a_term_ends_in_the_right_month_and_never_later_in_it(start: date, months: int, regime: Regime) -> None:
    end = term_of(regime, TermCase(start, months), USUAL).end_on
    assert end is not None
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    assert end.day <= start.day


@given(starts, terms, regimes, st.integers(0, 400), st.integers(0, 200))
def test_an_escape_moves_the_end_by_its_days(start: date, months: int, regime: Regime, after: int, days: int) -> None:
    plain = add_months(start, months)
    left = start + timedelta(days=after)
    case = TermCase(start, months, interruptions=(away(Ground.ESCAPE, left, left + timedelta(days=days)),))
    end = term_of(regime, case, USUAL).end_on
    assert end == (plain + timedelta(days=days) if left < plain else plain)


@given(starts, terms, st.integers(0, 400), st.integers(1, 200))
def test_coming_back_gives_what_was_left(start: date, months: int, after: int, days: int) -> None:
    left = start + timedelta(days=after)
    back = left + timedelta(days=days)
    open_end = term_of(Regime.LAW_2025, TermCase(start, months, interruptions=(away(Ground.ESCAPE, left),)), USUAL)
    closed = term_of(Regime.LAW_2025, TermCase(start, months, interruptions=(away(Ground.ESCAPE, left, back),)), USUAL)
    if open_end.remaining_days is None:
        assert open_end.end_on == closed.end_on
    else:
        assert closed.end_on == back + timedelta(days=open_end.remaining_days)


@given(starts, terms, st.lists(st.integers(1, 40), max_size=4))
def test_credits_add_up_and_their_order_does_not_matter(start: date, months: int, credits: list[int]) -> None:
    together = term_of(Regime.LAW_2025, TermCase(start, months, (Credit(sum(credits)),)), USUAL)
    apart = term_of(Regime.LAW_2025, TermCase(start, months, tuple(Credit(days) for days in reversed(credits))), USUAL)
    assert together.end_on == apart.end_on == add_months(start, months) - timedelta(days=sum(credits))


@given(starts, terms, st.integers(0, 400), st.integers(0, 200))
def test_a_suspension_adds_nothing(start: date, months: int, after: int, days: int) -> None:
    left = start + timedelta(days=after)
    case = TermCase(start, months, interruptions=(away(Ground.SUSPENSION_COUNTED, left, left + timedelta(days=days)),))
    assert term_of(Regime.LAW_2021, case, USUAL).end_on == add_months(start, months)
