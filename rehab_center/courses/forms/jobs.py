"""What was heard of somebody after a course."""

from __future__ import annotations

from datetime import date
from typing import cast

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length

from rehab_center.courses.labels import JOB_FIELDS
from rehab_center.courses.services.jobs import Job
from rehab_center.web.forms import BaseForm, DayField

_YES, _NO = "yes", "no"


class JobForm(BaseForm):
    """A job, or that there is none."""

    on = DayField(JOB_FIELDS["on"], [InputRequired()])
    found = SelectField(JOB_FIELDS["found"], choices=[(_YES, _l("Has a job")), (_NO, _l("Has no job"))])
    place = StringField(JOB_FIELDS["place"], [Length(max=300)])
    since = DayField(JOB_FIELDS["since"])
    in_trade = SelectField(
        JOB_FIELDS["in_trade"],
        default="",
        choices=[("", _l("Nobody knows")), (_YES, _l("In the trade learnt")), (_NO, _l("In another trade"))],
    )
    source = StringField(JOB_FIELDS["source"], [Length(max=200)])
    note = StringField(JOB_FIELDS["note"], [Length(max=300)])

    @property
    def job(self) -> Job:
        """What was typed; only of a form that has its shape."""
        return Job(
            cast(date, self.on.data),
            self.found.data == _YES,
            self.place.data,
            self.since.data,
            {_YES: True, _NO: False}.get(self.in_trade.data or ""),
            self.source.data,
            self.note.data,
        )
