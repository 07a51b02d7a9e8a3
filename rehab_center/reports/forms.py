"""Choosing a report."""

from __future__ import annotations

from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from rehab_center.figures.labels import KINDS
from rehab_center.figures.period_names import headed, period_name
from rehab_center.periods import Period, PeriodKind, PeriodRule, month_containing, parse_period
from rehab_center.web.forms import BaseForm

#: What the page offers; the command builds any kind.
OFFERED = (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.HALF_YEAR, PeriodKind.NINE_MONTHS, PeriodKind.YEAR)
_YEARS = 4


class ChooseReportForm(BaseForm):
    """Which period; only those that are over."""

    keeps_draft = False

    period = SelectField(_l("Period"), validate_choice=True)

    def offer(self, today: date) -> None:
        """Offer every period whose last day has come, the newest first, by kind."""
        self.period.choices = {
            str(KINDS[kind]): [(word_of(period), headed(period_name(period))) for period in over(kind, today)]
            for kind in OFFERED
        }


def over(kind: PeriodKind, today: date) -> list[Period]:
    """The periods of a kind whose last day has come by ``today``, the newest first, over the last few years."""
    numbers = {PeriodKind.MONTH: 12, PeriodKind.QUARTER: 4, PeriodKind.HALF_YEAR: 2}.get(kind, 1)
    year = month_containing(today).year
    periods = [
        Period(kind, year - back, number, PeriodRule.ADMINISTRATIVE)
        for back in range(_YEARS)
        for number in range(numbers, 0, -1)
    ]
    return [period for period in periods if period.range.last <= today]


def last_over(today: date) -> tuple[Period, ...]:
    """What is most often asked for: the last month, half-year and year that are over."""
    return tuple(over(kind, today)[0] for kind in (PeriodKind.MONTH, PeriodKind.HALF_YEAR, PeriodKind.YEAR))


def word_of(period: Period) -> str:
    """A period as a form's value: half-year:2024-H1."""
    return f"{period.kind}:{period.code}"


def period_of(word: str) -> Period:
    """A form's value as a period. Raises ValueError (BadPeriod is one) for anything else."""
    kind, _, code = word.partition(":")
    return parse_period(PeriodKind(kind), code)
