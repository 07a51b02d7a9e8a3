"""Which days a period covers is a dated convention."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from rehab_center.clock import moment_of
from rehab_center.dated import Confidence
from rehab_center.dates import DateRange
from rehab_center.db import transaction
from rehab_center.figures.period_rule import rule_of_year, ruled
from rehab_center.periods import PeriodKind, PeriodRule, parse_period
from rehab_center.permissions import Actor
from rehab_center.policies.rules import PolicyKind
from rehab_center.policies.services import set_value
from tests.headcount.book import Book


def test_the_decrees_days_until_somebody_enters_another_rule(book: Book, session: Session, actor: Actor) -> None:
    half_year = parse_period(PeriodKind.HALF_YEAR, "2024-H1")
    assert ruled(session, half_year).range == DateRange(date(2023, 12, 15), date(2024, 6, 14))
    with transaction() as writing:
        set_value(
            writing,
            PolicyKind.REPORT_PERIOD_RULE,
            value=PeriodRule.CALENDAR,
            valid_from=date(2025, 1, 1),
            citation="Công văn của cơ quan chủ quản",
            confidence=Confidence.CONFIRMED,
            actor=actor,
            now=moment_of(date(2024, 12, 1), 9),
        )
    assert ruled(session, half_year) == half_year
    later = parse_period(PeriodKind.HALF_YEAR, "2025-H1")
    assert ruled(session, later).range == DateRange(date(2025, 1, 1), date(2025, 6, 30))
    assert ruled(session, later, known_at=moment_of(date(2024, 11, 1), 9)).rule is PeriodRule.ADMINISTRATIVE
    assert [rule_of_year(session, year) for year in (2024, 2025)] == [PeriodRule.ADMINISTRATIVE, PeriodRule.CALENDAR]
