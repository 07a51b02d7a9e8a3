"""The results of a class on one page: what the rule proposes stands chosen, whoever decides changes it."""

from __future__ import annotations

from datetime import date
from types import new_class
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import HiddenInput

from rehab_center.courses.kinds import Outcome
from rehab_center.courses.labels import OUTCOMES
from rehab_center.courses.queries.courses import CoursePage
from rehab_center.web.fields import WholeField
from rehab_center.web.forms import DayField, ReasonForm

_NOT_YET = ("", _l("Not decided yet"))


class ResultsForm(ReasonForm):
    """The results of a course. Made for one course by :func:`results_form`, which adds a field for each person."""

    version = WholeField(validators=[Optional()], widget=HiddenInput())
    on = DayField(_l("Course ended on"), [InputRequired()])

    def outcomes(self, page: CoursePage) -> dict[int, Outcome]:
        """What is chosen, by stay: nothing of those left undecided or who did not stand on the page that was sent."""
        boxes = {one.stay_id: self[f"outcome_{one.stay_id}"] for one in page.learners}
        return {stay_id: Outcome(box.data) for stay_id, box in boxes.items() if box.raw_data and box.data}


def results_form(page: CoursePage, *, today: date) -> ResultsForm:
    """The form of a course."""
    fields: dict[str, Any] = {}
    ends = page.programme.last_on
    values: dict[str, Any] = {"version": page.newest, "on": min(ends, today) if ends else today}
    for one in page.learners:
        choices = [*([] if one.result else [_NOT_YET]), *((way.value, words) for way, words in OUTCOMES.items())]
        outcome = one.result.outcome if one.result else one.proposal.outcome
        fields[f"outcome_{one.stay_id}"] = SelectField(one.full_name, choices=choices)
        values[f"outcome_{one.stay_id}"] = outcome.value if outcome else ""
    made = cast(
        "type[ResultsForm]", new_class("ResultsForm", (ResultsForm,), exec_body=lambda body: body.update(fields))
    )
    return made(**values)
