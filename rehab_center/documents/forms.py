"""The shape of what is typed about papers."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import HiddenInput

from rehab_center.documents.labels import FIELDS
from rehab_center.web.fields import DayField, WholeField
from rehab_center.web.forms import BaseForm, UploadField


class DocumentForm(BaseForm):
    """Putting right what was entered about a paper."""

    version = WholeField(widget=HiddenInput())
    number = StringField(FIELDS["number"], [InputRequired(), Length(max=100)])
    issued_on = DayField(FIELDS["issued_on"])
    issuer = StringField(FIELDS["issuer"], [Length(max=200)])
    note = TextAreaField(FIELDS["note"], [Length(max=1000)])
    reason = StringField(_l("Why it is corrected"), [InputRequired(), Length(max=500)])


class ScanForm(BaseForm):
    """A scan to be attached."""

    scan = UploadField(_l("Scan"), [InputRequired()], description=_l("PDF, JPEG or PNG, 20 MB at the most"))


class WithdrawForm(BaseForm):
    """Taking something away, for a reason."""

    reason = StringField(_l("Why it is taken away"), [InputRequired(), Length(max=500)])
