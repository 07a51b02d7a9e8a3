"""Which days the sentence is read for."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from rehab_center.figures.labels import KINDS
from rehab_center.figures.period_names import headed, period_name
from rehab_center.periods import Period, PeriodKind, PeriodRule, days_of, month_containing, so_far
from rehab_center.reports.forms import period_of, word_of
from rehab_center.web.forms import BaseForm, DayField

_YEARS = 4
_PARTS = {
    PeriodKind.MONTH: 12,
    PeriodKind.QUARTER: 4,
    PeriodKind.HALF_YEAR: 2,
    PeriodKind.NINE_MONTHS: 1,
    PeriodKind.YEAR: 1,
}


class SentenceForm(BaseForm):
    """A period of reports, over or running; or any first and last day, which go before it."""

    keeps_draft = False

    period = SelectField(_l("Period"), default="")
    first = DayField(_l("Or any days, from"))
    last = DayField(_l("Until"))

    def offer(self, today: date, rule: PeriodRule) -> None:
        """Offer every period that has begun, the newest first, by kind."""
        self.period.choices = {
            str(_l("At this moment")): [("", _l("This half-year until today"))],
        } | {
            str(KINDS[kind]): [(word_of(one), _words_of(one, today)) for one in begun(kind, today, rule)]
            for kind in _PARTS
        }

    def chosen(self, today: date, rule: PeriodRule, otherwise: Period) -> Period | None:
        """The days asked for, until today at the latest; ``otherwise`` where none are; None where they make no sense,
        with the reason at the field."""
        if not self.validate():
            return None
        first, last = self.first.data, self.last.data
        if first is None and last is None:
            return _running(self.period.data, today, rule) if self.period.data else otherwise
        if self._makes_sense(first, last, today) and first is not None:
            return days_of(first, last or today, rule)
        return None

    def _makes_sense(self, first: date | None, last: date | None, today: date) -> bool:
        """Whether the days typed can be read; if not, the reason stands at the field."""
        if first is None:
            return self._refuse(self.first, _("Give the first day too."))
        if first > today:
            return self._refuse(self.first, _("This day is still to come."))
        if last is not None and last > today:
            return self._refuse(self.last, _("This day is still to come."))
        if last is not None and last < first:
            return self._refuse(self.last, _("The last day comes before the first."))
        return True

    def _refuse(self, field: DayField, words: str) -> bool:
        field.errors = [*field.errors, words]
        return False


def _words_of(period: Period, today: date) -> str:
    """The period's name; of one that runs, also since when it does and that it is not over."""
    name = headed(period_name(period))
    if period.range.last <= today:
        return name
    return str(_("%(period)s (since %(day)s, not over yet)", period=name, day=f"{period.range.first:%d/%m/%Y}"))


def begun(kind: PeriodKind, today: date, rule: PeriodRule) -> list[Period]:
    """The periods of a kind whose first day has come, the newest first, over the last few years."""
    year = month_containing(today, rule).year
    periods = [
        Period(kind, year - back, number, rule) for back in range(_YEARS) for number in range(_PARTS[kind], 0, -1)
    ]
    return [period for period in periods if period.range.first <= today]


def _running(word: str, today: date, rule: PeriodRule) -> Period:
    asked = period_of(word)
    return so_far(Period(asked.kind, asked.year, asked.number, rule), today)
