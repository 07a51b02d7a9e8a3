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
from rehab_center.courses.queries.courses import CoursePage, Learner
from rehab_center.web.fields import WholeField
from rehab_center.web.forms import DayField, ReasonForm

_NOT_YET = ("", _l("Not decided yet"))
_AS_DECIDED = ("", _l("As it was decided"))
"""Of whoever's hours or points have changed since: only who is chosen anew is decided again on what there is now."""


class ResultsForm(ReasonForm):
    """The results of a course. Made for one course by :func:`results_form`, which adds a field for each person."""

    version = WholeField(validators=[Optional()], widget=HiddenInput())
    on = DayField(_l("Course ended on"), [InputRequired()])

    def outcomes(self, page: CoursePage) -> dict[int, Outcome]:
        """What is chosen, by stay: nothing of those left undecided or who did not stand on the page that was sent."""
        chosen = ((one.stay_id, self._outcome(one)) for one in page.learners)
        return {stay_id: outcome for stay_id, outcome in chosen if outcome}

    def days(self, page: CoursePage) -> dict[int, date]:
        """The day of each who was decided before, by stay, as it stands on the page that was sent."""
        boxes = ((one.stay_id, self[f"on_{one.stay_id}"]) for one in page.learners if one.result)
        return {stay_id: cast(date, box.data) for stay_id, box in boxes if box.raw_data and box.data}

    def _outcome(self, one: Learner) -> Outcome | None:
        box = self[f"outcome_{one.stay_id}"]
        if not box.raw_data:
            return None
        if not box.data and one.result and self[f"on_{one.stay_id}"].data not in (None, one.result.on):
            return one.result.outcome  # it stands, its day is put right
        return Outcome(box.data) if box.data else None


def results_form(page: CoursePage, *, today: date) -> ResultsForm:
    """The form of a course."""
    fields: dict[str, Any] = {}
    ends = page.programme.last_on
    values: dict[str, Any] = {"version": page.newest, "on": min(ends, today) if ends else today}
    for one in page.learners:
        first = [_AS_DECIDED] if one.changed_since else [] if one.result else [_NOT_YET]
        choices = [*first, *((way.value, words) for way, words in OUTCOMES.items())]
        outcome = one.result.outcome if one.result else one.proposal.outcome
        if one.result:
            fields[f"on_{one.stay_id}"] = DayField(_l("Course ended on"), [Optional()])
            values[f"on_{one.stay_id}"] = one.result.on
        fields[f"outcome_{one.stay_id}"] = SelectField(one.full_name, choices=choices)
        values[f"outcome_{one.stay_id}"] = outcome.value if outcome and not one.changed_since else ""
    made = cast(
        "type[ResultsForm]", new_class("ResultsForm", (ResultsForm,), exec_body=lambda body: body.update(fields))
    )
    return made(**values)
