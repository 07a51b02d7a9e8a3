"""What is filled in to load a list of units."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length

from rehab_center.communes.kinds import ListMode
from rehab_center.communes.labels import MODES
from rehab_center.web.forms import BaseForm, UploadField


class LoadForm(BaseForm):
    """A file, what it does to the shipped list, and the decision it follows."""

    file = UploadField(_l("The file (CSV)"), [InputRequired()])
    mode = SelectField(
        _l("What the file holds"),
        choices=[(mode.value, MODES[mode]) for mode in (ListMode.EXTENDS, ListMode.REPLACES)],
    )
    citation = StringField(
        _l("Which decision it follows"),
        [InputRequired(), Length(max=300)],
        description=_l("Number and date, such as “Nghị quyết 1104/NQ-UBTVQH15 ngày 23/7/2024”"),
    )


class BackForm(BaseForm):
    """Going back to the shipped list, for a reason."""

    reason = StringField(_l("Why"), [InputRequired(), Length(max=500)])
