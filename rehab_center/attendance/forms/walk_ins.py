"""What is typed about somebody who was at a session without an assignment: its shape only."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from rehab_center.attendance.kinds import Attended, WalkInReason
from rehab_center.attendance.labels import MARK_FIELDS, WALK_INS, keyed
from rehab_center.attendance.rules.marking import Mark
from rehab_center.attendance.rules.reasons import COUNTING
from rehab_center.attendance.services.walk_ins import WalkInFacts
from rehab_center.web.fields import WholeField
from rehab_center.web.forms import BaseForm


class WalkInForm(BaseForm):
    """Who was there, why, and for how long."""

    version = WholeField(validators=[Optional()], widget=HiddenInput())
    code = StringField(_l("File code or full name"), [InputRequired(), Length(max=60)])
    walked = SelectField(
        _l("Why they were there"),
        [InputRequired()],
        choices=[("", _l("Choose")), *((one.value, said) for one, said in WALK_INS.items())],
    )
    attended = SelectField(MARK_FIELDS["attended"], choices=lambda: [(one.value, keyed(one)) for one in COUNTING])
    minutes = WholeField(
        MARK_FIELDS["minutes"],
        [Optional(), NumberRange(1, 1440)],
        description=_l("Only of whoever came late or left early"),
    )
    note = StringField(_l("In your own words"), [Length(max=300)])

    def facts(self) -> WalkInFacts:
        """What was typed."""
        mark = Mark(Attended(self.attended.data), self.minutes.data)
        return WalkInFacts(WalkInReason(self.walked.data), mark, self.note.data)
