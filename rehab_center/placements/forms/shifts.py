"""What is typed at the end of a shift: its shape only."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import cast

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from rehab_center.admissions.forms import read_time
from rehab_center.placements.forms.beds import moment_typed
from rehab_center.placements.rules.shift import ShiftFacts
from rehab_center.web.fields import TextOfField, WholeField
from rehab_center.web.forms import BaseForm, DayField


class ShiftForm(BaseForm):
    """Which shift, between whom, how many were counted, and what only its officer knows."""

    version = WholeField(validators=[Optional()], widget=HiddenInput())
    on = DayField(_l("Day of the shift"), [InputRequired()], years_ahead=0)
    begins = TextOfField(_l("Shift begins"), [InputRequired()], parse=read_time)
    ends = TextOfField(_l("Shift ends"), [InputRequired()], parse=read_time)
    giver = StringField(_l("Who hands over"), [InputRequired(), Length(max=120)])
    receiver = StringField(_l("Who takes over"), [Length(max=120)])
    counted = WholeField(_l("Counted at the handover"), [InputRequired(), NumberRange(0, 9999)])
    difference = TextAreaField(_l("Who is missing or too many, and why"), [Length(max=1000)])
    equipment = TextAreaField(_l("Equipment and keys"), [Length(max=1000)])
    note = TextAreaField(_l("What the next shift must know"), [Length(max=1000)])

    def facts(self) -> ShiftFacts:
        """What is handed over; a shift that ends at an earlier hour ends the next day."""
        first, last = self._hours(cast(date, self.on.data))
        return ShiftFacts(
            begins_at=first,
            ends_at=last,
            giver=self.giver.data or "",
            counted=self.counted.data or 0,
            receiver=self.receiver.data,
            difference=self.difference.data,
            equipment=self.equipment.data,
            note=self.note.data,
        )

    def ends_at(self) -> datetime | None:
        """When the shift ends; None as long as its day and hours cannot be read."""
        if self.on.data is None or not self.begins.data or not self.ends.data:
            return None
        return self._hours(self.on.data)[1]

    def _hours(self, day: date) -> tuple[datetime, datetime]:
        first, last = moment_typed(day, self.begins.data), moment_typed(day, self.ends.data)
        return first, last if last > first else last + timedelta(days=1)


class TakeOverForm(BaseForm):
    """What the one who takes over has to say."""

    version = WholeField(validators=[Optional()], widget=HiddenInput())
    remark = TextAreaField(_l("What whoever takes over has to say"), [Length(max=1000)])
