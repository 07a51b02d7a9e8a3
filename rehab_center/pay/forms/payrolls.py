"""A payroll's month, its submission, its return and its signature: their shape only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from rehab_center.conduct.months import code_of, name_of, read_month
from rehab_center.web.fields import WholeField
from rehab_center.web.forms import BaseForm, ReasonForm


class MonthForm(BaseForm):
    """The month of a new payroll."""

    month = SelectField(_l("Month of the payroll"), [InputRequired()], choices=[])

    def offer(self, months: Sequence[date]) -> None:
        """Let these months be chosen."""
        self.month.choices = [(code_of(one), name_of(one)) for one in months]

    @property
    def chosen(self) -> date | None:
        """The month chosen."""
        return read_month(self.month.data)


class SubmitForm(ReasonForm):
    """That it is right, as it was seen."""

    version = WholeField(validators=[Optional()], widget=HiddenInput())
    seen = StringField(validators=[Length(max=64)], widget=HiddenInput())


class SignForm(BaseForm):
    """The signature of the second person: nothing is typed."""

    keeps_draft = False

    version = WholeField(validators=[Optional()], widget=HiddenInput())


class DropForm(BaseForm):
    """Why a payroll that was begun is dropped."""

    version = WholeField(validators=[Optional()], widget=HiddenInput())
    reason = StringField(_l("Why it is dropped"), [InputRequired(), Length(max=300)])


class ReturnForm(BaseForm):
    """Why it is sent back."""

    version = WholeField(validators=[Optional()], widget=HiddenInput())
    reason = StringField(_l("Why it is sent back"), [InputRequired(), Length(max=300)])
