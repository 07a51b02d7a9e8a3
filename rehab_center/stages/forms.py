"""What is typed about stages: its shape only."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from rehab_center.stages.kinds import Result, Stage
from rehab_center.stages.labels import FIELDS, RESULTS, STAGES
from rehab_center.stages.rules.intervals import Change
from rehab_center.web.fields import WholeField
from rehab_center.web.forms import BaseForm, DayField

NEXT = "next"
_NAME = re.compile(r"s-([1-9][0-9]{0,8})")
_SEEN = re.compile(r"[0-9]{1,9}")
_RESULTS = [("", _l("Not evaluated")), *((one.value, words) for one, words in RESULTS.items())]


class ChangeForm(BaseForm):
    """A stage for the people of a list; "the next one" is each one's own."""

    stage = SelectField(
        FIELDS["stage"],
        choices=[(NEXT, _l("The next stage of each")), *((one.value, words) for one, words in STAGES.items())],
    )
    begins_on = DayField(FIELDS["begins_on"], [InputRequired()], years_ahead=0)
    from_admission = BooleanField(_l("From each one's first day of the stay instead"))
    alongside = BooleanField(FIELDS["alongside"])
    result = SelectField(FIELDS["result"], choices=_RESULTS)
    evaluated_by = StringField(FIELDS["evaluated_by"], [Length(max=120)])
    evaluation = TextAreaField(FIELDS["evaluation"], [Length(max=2000)], render_kw={"rows": 2})
    goals = TextAreaField(FIELDS["goals"], [Length(max=2000)], render_kw={"rows": 2})
    why = StringField(_l("Why"), [Length(max=500)])

    @property
    def asked(self) -> Stage | None:
        """The stage that was chosen; None for the next one of each."""
        return Stage(self.stage.data) if self.stage.data in set(Stage) else None

    def change(self) -> Change:
        """The change as typed; of "the next stage" the first, which the caller sets."""
        return Change(
            self.asked or Stage.INTAKE,
            cast(date, self.begins_on.data),
            bool(self.alongside.data),
            Result(self.result.data) if self.result.data else None,
            self.evaluated_by.data,
            self.evaluation.data,
            self.goals.data,
        )


class MendForm(ChangeForm):
    """Another line in the place of one that was wrong."""

    seen = WholeField(validators=[Optional()], widget=HiddenInput())
    stage = SelectField(FIELDS["stage"], choices=[(one.value, words) for one, words in STAGES.items()])
    why = StringField(_l("Why the entry is replaced or taken back"), [Length(max=500)])


class WhyForm(BaseForm):
    """The ground asked for where proposals are decided."""

    why = StringField(_l("Why"), [Length(max=500)])


class OldBookForm(BaseForm):
    """Lines pasted from an old book."""

    lines = TextAreaField(
        _l("Lines: file code, stage, day"), [InputRequired(), Length(max=100_000)], render_kw={"rows": 12}
    )
    why = StringField(_l("Which book"), [InputRequired(), Length(max=500)])


class DayForm(BaseForm):
    """The day the list is of, and the day at whose end it was known."""

    keeps_draft = False

    as_of = DayField(_l("As of the end of"))
    known_on = DayField(_l("As known on"))


GOALS = 6
"""How many goals a plan has room for."""


class PlanFields(BaseForm):
    """An individual plan: who is responsible, its aims, and a few goals with steps."""

    seen = WholeField(validators=[Optional()], widget=HiddenInput())
    officer = StringField(_l("Officer responsible"), [InputRequired(), Length(max=120)])
    aims = TextAreaField(_l("Aims of the plan"), [InputRequired(), Length(max=2000)], render_kw={"rows": 3})
    why = StringField(_l("Why the plan is written anew"), [Length(max=500)])

    def validate(self, extra_validators: Any = None) -> bool:
        """Steps, officer or day without their goal are not dropped unseen."""
        fine = super().validate(extra_validators)
        for place in range(1, GOALS + 1):
            goal = self[f"goal_{place}"]
            if not goal.data and any(self[f"{name}_{place}"].data for name in ("steps", "who", "due")):
                goal.errors = [*goal.errors, _("Type the goal these steps belong to, or empty its fields")]
                fine = False
        return fine


def _goal_fields() -> dict[str, object]:
    found: dict[str, object] = {}
    for place in range(1, GOALS + 1):
        found[f"goal_{place}"] = StringField(_l("Goal"), [Length(max=300)])
        found[f"steps_{place}"] = TextAreaField(_l("Steps"), [Length(max=1000)], render_kw={"rows": 2})
        found[f"who_{place}"] = StringField(_l("By whom (goal)"), [Length(max=120)])
        found[f"due_{place}"] = DayField(_l("Until (goal)"), years_ahead=5)
    return found


PlanForm: type[PlanFields] = type("PlanForm", (PlanFields,), _goal_fields())


class MarkForm(BaseForm):
    """What became of a goal."""

    note = StringField(_l("Note"), [Length(max=500)])


def field_of(stay_id: int) -> str:
    """The name of a stay's box on the list."""
    return f"s-{stay_id}"


def chosen_in(typed: Mapping[str, str]) -> dict[int, int]:
    """The stays that were chosen, with the newest row that was seen of each; what makes no sense is left out."""
    found: dict[int, int] = {}
    for name, text in typed.items():
        stay = _NAME.fullmatch(name)
        if stay and _SEEN.fullmatch(text):
            found[int(stay[1])] = int(text)
    return found
