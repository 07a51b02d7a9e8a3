"""Setting a plan."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import HiddenInput

from rehab_center.web.fields import WholeField
from rehab_center.web.forms import BaseForm, DayField, TextOfField


def _whole(text: str) -> int:
    digits = text.replace(".", "").replace(" ", "")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 8):
        raise ValueError(_("Type a whole number, such as 190."))
    return int(digits)


def _phasing(text: str) -> list[int]:
    return [_whole(part) for part in text.replace(";", " ").replace(",", " ").split()]


class PlanForm(BaseForm):
    """A new revision of the year's plan of new compulsory admissions."""

    version = WholeField(widget=HiddenInput())
    target = TextOfField(_l("Target, people"), [InputRequired()], parse=_whole, form=str)
    phasing = TextOfField(
        _l("Spread over the months"),
        parse=_phasing,
        form=lambda months: " ".join(map(str, months)),
        description=_l("Twelve numbers, from the first reporting month on. Leave empty to spread evenly."),
    )
    number = StringField(
        _l("Number of the decision"),
        [Length(max=100)],
        description=_l("Leave empty when the paper is still to come: a to-do waits for it."),
    )
    issued_on = DayField(_l("Date of the decision"))
    issuer = StringField(_l("Issued by"), [Length(max=200)])
    valid_from = DayField(_l("In force from"), description=_l("Leave empty for the first day of the plan year."))
    note = TextAreaField(_l("Why it is revised"), [Length(max=1000)])
