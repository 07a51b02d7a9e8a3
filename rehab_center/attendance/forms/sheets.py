"""What is typed about a sheet of paper: its shape only."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from rehab_center.web.fields import WholeField
from rehab_center.web.forms import BaseForm, UploadField


class ReturnForm(BaseForm):
    """A sheet that came back."""

    version = WholeField(validators=[Optional()], widget=HiddenInput())
    signed = SelectField(
        _l("Signatures"),
        [InputRequired()],
        choices=[("", _l("Choose")), ("yes", _l("Signed by both")), ("no", _l("A signature is missing"))],
    )
    on_paper = WholeField(_l("Took part as the paper says"), [Optional(), NumberRange(0, 9999)])
    difference = StringField(_l("What paper and screen disagree on"), [Length(max=300)])
    scan = UploadField(_l("Scan of the signed sheet"))


class SettleForm(BaseForm):
    """How a difference was settled."""

    version = WholeField(validators=[Optional()], widget=HiddenInput())
    how = StringField(_l("How it was settled"), [Length(max=300)])


class CancelForm(BaseForm):
    """Why a sheet is cancelled."""

    version = WholeField(validators=[Optional()], widget=HiddenInput())
    reason = StringField(_l("Why it is cancelled"), [Length(max=300)])
