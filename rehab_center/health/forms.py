"""What is typed at the first look: its shape only."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from rehab_center.health.kinds import Answer, Conclusion
from rehab_center.health.labels import ANSWERS, CONCLUSIONS, FIELDS
from rehab_center.health.rules import LookFacts, read_measure, read_pressure
from rehab_center.web.fields import TextOfField, WholeField
from rehab_center.web.formatting import number
from rehab_center.web.forms import DayField, ReasonForm

_ANSWERS = [(answer.value, words) for answer, words in ANSWERS.items()]


def _measure(text: str) -> Decimal:
    try:
        return read_measure(text)
    except ValueError:
        raise ValueError(_("Type a number such as 36,7 or 54.")) from None


def _pressure(text: str) -> tuple[int, int]:
    try:
        return read_pressure(text)
    except ValueError:
        raise ValueError(_("Type the blood pressure as 120/80.")) from None


def _pressure_text(pressure: tuple[int, int]) -> str:
    return f"{pressure[0]}/{pressure[1]}"


def _lines(name: str, **options: Any) -> TextAreaField:
    return TextAreaField(FIELDS[name], [Length(max=2000)], render_kw={"rows": 2}, **options)


class LookForm(ReasonForm):
    """A first look."""

    replaces = WholeField(validators=[Optional()], widget=HiddenInput())
    looked_on = DayField(FIELDS["looked_on"], [InputRequired()], years_ahead=0)
    looked_by = StringField(FIELDS["looked_by"], [InputRequired(), Length(max=120)])
    height = TextOfField(FIELDS["height"], parse=_measure, form=number)
    weight = TextOfField(FIELDS["weight"], parse=_measure, form=number)
    pulse = WholeField(FIELDS["pulse"], [Optional()])
    temperature = TextOfField(FIELDS["temperature"], parse=_measure, form=number)
    pressure = TextOfField(
        FIELDS["pressure"], parse=_pressure, form=_pressure_text, render_kw={"placeholder": "120/80"}
    )
    injuries = _lines("injuries", description=_l("Where, how large, how old; drawn from the body search too"))
    pregnant = SelectField(FIELDS["pregnant"], choices=_ANSWERS)
    withdrawal_signs = _lines("withdrawal_signs")
    last_use = StringField(FIELDS["last_use"], [Length(max=200)], description=_l("As the person says"))
    drugs = StringField(FIELDS["drugs"], [Length(max=200)], description=_l("As the person says"))
    infection = SelectField(FIELDS["infection"], choices=_ANSWERS)
    infection_note = StringField(FIELDS["infection_note"], [Length(max=200)])
    urgent_need = StringField(
        FIELDS["urgent_need"],
        [Length(max=300)],
        description=_l("Medicine in use, danger of suicide, injury to be treated"),
    )
    conclusion = SelectField(
        FIELDS["conclusion"],
        [InputRequired()],
        choices=[("", _l("Choose")), *((one.value, words) for one, words in CONCLUSIONS.items())],
    )
    note = _lines("note")
    why = StringField(_l("Why the earlier check is replaced"), [Length(max=500)])

    def facts(self) -> LookFacts:
        """The look as typed."""
        systolic, diastolic = cast("tuple[int, int] | None", self.pressure.data) or (None, None)
        return LookFacts(
            looked_on=cast(date, self.looked_on.data),
            looked_by=self.looked_by.data or "",
            conclusion=Conclusion(self.conclusion.data),
            height=cast("Decimal | None", self.height.data),
            weight=cast("Decimal | None", self.weight.data),
            pulse=self.pulse.data,
            temperature=cast("Decimal | None", self.temperature.data),
            systolic=systolic,
            diastolic=diastolic,
            injuries=self.injuries.data,
            pregnant=Answer(self.pregnant.data),
            withdrawal_signs=self.withdrawal_signs.data,
            last_use=self.last_use.data,
            drugs=self.drugs.data,
            infection=Answer(self.infection.data),
            infection_note=self.infection_note.data,
            urgent_need=self.urgent_need.data,
            note=self.note.data,
        )
