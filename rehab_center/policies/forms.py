"""The shape of a new value of a policy."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import HiddenInput

from rehab_center.dated import Confidence
from rehab_center.policies.labels import CONFIDENCE
from rehab_center.policies.rules import Policy, ValueType
from rehab_center.web.fields import WholeField
from rehab_center.web.forms import BaseForm, DayField


class ValueForm(BaseForm):
    """What a policy is from a day on. Made for one policy by :func:`value_form`, which adds ``value``."""

    version = WholeField(widget=HiddenInput())
    valid_from = DayField(
        _l("In force from"), [InputRequired()], description=_l("A day to come is welcome: it takes effect by itself.")
    )
    citation = StringField(
        _l("Based on"), [InputRequired(), Length(max=300)], description=_l("Number and date of the decision or law.")
    )
    confidence = SelectField(_l("Confidence"), choices=list(CONFIDENCE.items()), default=Confidence.CONFIRMED)


class ChoiceForm(ValueForm):
    """A value out of a few."""

    value = RadioField(_l("Value"), [InputRequired()], validate_choice=True)


class NumberForm(ValueForm):
    """A number, typed with or without dots."""

    value = StringField(
        _l("Value"), [InputRequired(), Length(max=20)], render_kw={"inputmode": "numeric", "autocomplete": "off"}
    )


class TextForm(ValueForm):
    """A time of day, or several numbers."""

    value = StringField(_l("Value"), [InputRequired(), Length(max=60)], render_kw={"autocomplete": "off"})


class WithdrawForm(BaseForm):
    """Why a value is taken out."""

    reason = StringField(_l("Why it is taken out"), [InputRequired(), Length(max=300)])


def value_form(policy: Policy, newest: int) -> ChoiceForm | NumberForm | TextForm:
    """An empty (or submitted) form for a new value of ``policy``; ``newest`` is the id of the last one entered."""
    if policy.type is ValueType.CHOICE:
        form = ChoiceForm(version=newest)
        form.value.choices = [(word, _(label)) for word, label in policy.choices.items()]
        return form
    if policy.type is ValueType.YES_NO:
        form = ChoiceForm(version=newest)
        form.value.choices = [("yes", _("Yes")), ("no", _("No"))]
        return form
    if policy.type in (ValueType.TIME, ValueType.WHOLE_NUMBERS):
        return TextForm(version=newest)
    return NumberForm(version=newest)
