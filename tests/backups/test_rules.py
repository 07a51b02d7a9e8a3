"""Names of backups and how long the nightly ones are kept."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from rehab_center.backups.rules import Nightly, file_name, is_nightly, superseded


def _nights(last: date, count: int, *, proven: date | None = None) -> list[Nightly]:
    days = [last - timedelta(days=back) for back in range(count)]
    return [Nightly(f"hang-dem-{day:%Y%m%d}-020000.rehab", day, proven=day == proven) for day in days]


def test_only_what_the_program_made_at_night_is_ever_taken_away() -> None:
    moment = datetime(2026, 11, 23, 2, 0, 7, tzinfo=UTC)
    assert file_name(moment, nightly=True) == "hang-dem-20261123-020007.rehab"
    assert is_nightly(file_name(moment, nightly=True))
    for name in (
        file_name(moment, nightly=False),
        "2026-11-23.rehab",
        "../hang-dem-20261123-020007.rehab",
        "hang-dem-20261123-020007.rehab.bak",
        "hang-dem-20261123-020007.rehab\n",
    ):
        assert not is_nightly(name), name


def test_days_months_and_the_last_proven_are_kept() -> None:
    """A year of nights: fourteen days, the last of each of three months, and a proven one of long ago."""
    nights = _nights(date(2026, 11, 23), 365, proven=date(2026, 2, 10))
    gone = set(superseded(nights, daily=14, monthly=3))
    kept = sorted(one.made_on for one in nights if one.name not in gone)
    fortnight = [date(2026, 11, 10) + timedelta(days=number) for number in range(14)]
    assert kept == [date(2026, 2, 10), date(2026, 9, 30), date(2026, 10, 31), *fortnight]


def test_of_several_of_one_day_the_last_is_kept() -> None:
    day = date(2026, 11, 23)
    twice = [Nightly(f"hang-dem-20261123-{hour}0000.rehab", day) for hour in ("02", "04", "06")]
    assert superseded(twice, daily=2, monthly=0) == [one.name for one in twice[:2]]
    assert superseded([], daily=2, monthly=2) == []


@given(st.sets(st.integers(0, 700), max_size=12), st.integers(2, 6), st.integers(0, 4))
def test_the_newest_is_never_taken_away_and_nothing_goes_twice(back: set[int], daily: int, monthly: int) -> None:
    days = {date(2026, 11, 23) - timedelta(days=number) for number in back}
    nights = [Nightly(f"hang-dem-{day:%Y%m%d}-020000.rehab", day) for day in days]
    gone = superseded(nights, daily=daily, monthly=monthly)
    kept = [one for one in nights if one.name not in gone]
    assert superseded(kept, daily=daily, monthly=monthly) == []
    assert {one.made_on for one in kept} >= set(sorted(days, reverse=True)[:daily])
    assert len(kept) <= daily + monthly
