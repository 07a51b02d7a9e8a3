"""What is typed about figures of earlier periods."""

from __future__ import annotations

from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from rehab_center.figures.period_names import headed, period_name
from rehab_center.periods import BadPeriod, Period, PeriodKind, months_of, parse_period
from rehab_center.web.fields import WholeField
from rehab_center.web.forms import BaseForm, DayField

_YEARS = 10
"""How far back a figure can be chosen: as far as anybody compares."""


def earlier_periods(today: date) -> list[Period]:
    """The periods that are over, the newest first."""
    periods = [
        Period(kind, year, number)
        for year in range(today.year + 1, today.year - _YEARS, -1)
        for kind, count in ((PeriodKind.YEAR, 1), (PeriodKind.HALF_YEAR, 2), (PeriodKind.QUARTER, 4))
        for number in range(count, 0, -1)
    ]
    months = [month for year in range(today.year, today.year - _YEARS, -1) for month in reversed(months_of(year))]
    return [period for period in (*periods, *months) if period.range.last < today]


class EarlierFigureForm(BaseForm):
    """How many were newly admitted by compulsory order in an earlier period, as its signed report says."""

    period = SelectField(_l("Period"), [InputRequired()])
    value = WholeField(_l("Newly admitted under compulsory orders"), [InputRequired(), NumberRange(min=0, max=100_000)])
    number = StringField(
        _l("Number of the signed report"), [InputRequired(), Length(max=100)], description=_l("Such as 25/BC-CSCNMT.")
    )
    issued_on = DayField(_l("Date of the report"), [InputRequired()])
    issuer = StringField(_l("Issued by"), [Length(max=200)])
    note = StringField(_l("Note"), [Length(max=300)])

    def offer(self, today: date) -> None:
        """Fill the choice of periods."""
        self.period.choices = [
            (f"{period.kind.value} {period.code}", headed(period_name(period))) for period in earlier_periods(today)
        ]

    def chosen(self) -> Period:
        """The period chosen. Raises BadPeriod."""
        kind, _space, code = (self.period.data or "").partition(" ")
        if kind not in set(PeriodKind):
            raise BadPeriod(kind)
        return parse_period(PeriodKind(kind), code)


class TakeBackForm(BaseForm):
    """Why a figure is taken out."""

    reason = StringField(_l("Why it is taken out"), [InputRequired(), Length(max=300)])
