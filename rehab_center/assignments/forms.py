"""What is typed about assignments and wishes: its shape only."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from rehab_center.activities.kinds import ActivityKind
from rehab_center.activities.labels import KINDS
from rehab_center.assignments.kinds import (
    CHOSEN_ENDS,
    SIDE,
    Answer,
    Asker,
    EndReason,
    OverrideReason,
    PauseReason,
    WishPriority,
)
from rehab_center.assignments.labels import (
    ANSWERS,
    ASKERS,
    END_REASONS,
    OVERRIDE_REASONS,
    PAUSE_REASONS,
    PRIORITIES,
    SIDES,
)
from rehab_center.assignments.rules.facts import Plan
from rehab_center.assignments.services import OverrideFacts, PauseFacts, WishFacts
from rehab_center.web.fields import WholeField
from rehab_center.web.forms import BaseForm, DayField, UploadField

_NAME = re.compile(r"(?P<kind>[ap])-(?P<number>[1-9][0-9]{0,8})")
_SEEN = re.compile(r"[0-9]{1,9}")
_KIND_CHOICE = "kind-"
_CHOOSE = ("", _l("Choose"))
_PRIORITIES = [("", _l("In the order of asking")), *((one.value, said) for one, said in PRIORITIES.items())]


def box_of(kind: str, number: int) -> str:
    """The name of a box on a list: ``a`` for an assignment, ``p`` for a person's stay."""
    return f"{kind}-{number}"


def chosen_in(typed: Mapping[str, str], kind: str) -> dict[int, int]:
    """What was ticked, by number, with the version that was seen; what makes no sense is left out."""
    found: dict[int, int] = {}
    for name, text in typed.items():
        known = _NAME.fullmatch(name)
        if known and known["kind"] == kind and _SEEN.fullmatch(text):
            found[int(known["number"])] = int(text)
    return found


class OverrideFields(BaseForm):
    """What the director signs, where a rule is not to be kept."""

    override_reason = SelectField(
        _l("Why the rule is not kept"),
        default="",
        choices=[("", _l("No permission is given")), *((one.value, said) for one, said in OVERRIDE_REASONS.items())],
    )
    note = StringField(_l("Why, in words"), [Length(max=500)])
    expires_on = DayField(_l("Holds until"), years_ahead=1)

    @property
    def override(self) -> OverrideFacts | None:
        """What was signed, None where nothing was."""
        if not self.override_reason.data or self.expires_on.data is None:
            return None
        return OverrideFacts(OverrideReason(self.override_reason.data), self.note.data or "", self.expires_on.data)

    def validate(self, extra_validators: Any = None) -> bool:
        """A permission needs its last day."""
        fine = super().validate(extra_validators)
        if self.override_reason.data and self.expires_on.data is None and not self.expires_on.errors:
            self.expires_on.errors = [*self.expires_on.errors, str(_l("Say until which day"))]
            return False
        return fine


class AssignForm(OverrideFields):
    """One person to one programme."""

    starts_on = DayField(_l("From day"), [InputRequired()], years_ahead=1)
    ends_on = DayField(_l("Until day"), years_ahead=3)
    why = StringField(_l("Why it is right in spite of the warnings"), [Length(max=500)])

    @property
    def plan(self) -> Plan:
        """The days as typed."""
        return Plan(cast(date, self.starts_on.data), self.ends_on.data)


class ManyForm(OverrideFields):
    """Some people to one programme."""

    activity = SelectField(_l("Programme"), [InputRequired()])
    starts_on = DayField(_l("From day"), [InputRequired()], years_ahead=1)
    why = StringField(_l("Why it is right in spite of the warnings"), [Length(max=500)])

    def offer(self, programmes: Sequence[tuple[int, str]]) -> None:
        """The programmes that can be chosen; none stands chosen unless the reader came from its page."""
        self.activity.choices = [_CHOOSE, *((str(number), name) for number, name in programmes)]


class FileForm(BaseForm):
    """A workbook of assignments."""

    keeps_draft = False

    file = UploadField(_l("Workbook (.xlsx, .xls, .ods)"), [InputRequired()])


class DecideForm(OverrideFields):
    """The answer to proposals."""

    why = StringField(_l("Why"), [Length(max=500)])


class EndForm(BaseForm):
    """The end of assignments."""

    last_on = DayField(_l("Last day there"), [InputRequired()], years_ahead=1)
    end_reason = SelectField(
        _l("Why it ends"),
        [InputRequired()],
        choices=[_CHOOSE, *((one.value, _l("%(reason)s (%(side)s)", reason=END_REASONS[one], side=SIDES[SIDE[one]]))
                            for one in CHOSEN_ENDS)],
    )  # fmt: skip
    note = StringField(_l("What happened"), [Length(max=500)])

    @property
    def reason(self) -> EndReason:
        """The reason as chosen."""
        return EndReason(self.end_reason.data)


class PauseForm(BaseForm):
    """Days on which an assignment stands still."""

    version = WholeField(validators=[Optional()], widget=HiddenInput())
    from_on = DayField(_l("From day"), [InputRequired()], years_ahead=1)
    until_on = DayField(_l("Until day"), years_ahead=1)
    pause_reason = SelectField(
        _l("Why"), [InputRequired()], choices=[_CHOOSE, *((one.value, said) for one, said in PAUSE_REASONS.items())]
    )
    note = StringField(_l("Note"), [Length(max=500)])

    @property
    def reason(self) -> PauseReason:
        """The reason as chosen."""
        return PauseReason(self.pause_reason.data)


class ChangePauseForm(PauseForm):
    """Other days in the place of a pause; the version is the latest pause that was seen."""

    def facts(self) -> PauseFacts:
        """The pause as typed."""
        return PauseFacts(cast(date, self.from_on.data), self.until_on.data, self.reason, self.note.data)


class PlannedEndForm(BaseForm):
    """Another last day than the planned one, or none."""

    version = WholeField(validators=[Optional()], widget=HiddenInput())
    last_on = DayField(_l("Last day there"), years_ahead=1, description=_l("Empty: the planned end is withdrawn"))
    why = StringField(_l("Why"), [Length(max=500)])


class RankForm(BaseForm):
    """Which place a wish has among those that wait."""

    version = WholeField(validators=[Optional()], widget=HiddenInput())
    priority = SelectField(_l("Priority"), choices=_PRIORITIES)
    reason = StringField(_l("Why"), [InputRequired(), Length(max=500)])

    @property
    def chosen(self) -> WishPriority | None:
        """The priority as chosen."""
        return WishPriority(self.priority.data) if self.priority.data else None


class ResumeForm(BaseForm):
    """The day from which a paused assignment goes on."""

    on = DayField(_l("Goes on from"), [InputRequired()], years_ahead=1)


class SignForm(OverrideFields):
    """A permission signed again."""


class WishForm(BaseForm):
    """A wish of somebody for a programme, or for any of a kind."""

    wanted = SelectField(_l("Programme"), [InputRequired()])
    trade = StringField(_l("Trade"), [Length(max=120)])
    asked_on = DayField(_l("Asked on"), [InputRequired()], years_ahead=0)
    asker = SelectField(_l("Who asked"), choices=[(one.value, said) for one, said in ASKERS.items()])
    priority = SelectField(_l("Priority"), default="", choices=_PRIORITIES)
    note = StringField(_l("Note"), [Length(max=500)])

    def offer(self, programmes: Sequence[tuple[int, str]]) -> None:
        """The programmes that can be chosen, and each kind without one in particular."""
        kinds = [(f"{_KIND_CHOICE}{one.value}", _l("Any of this kind: %(kind)s", kind=KINDS[one])) for one in KINDS]
        self.wanted.choices = [_CHOOSE, *((str(number), name) for number, name in programmes), *kinds]

    def facts(self) -> WishFacts:
        """The wish as typed."""
        wanted = str(self.wanted.data)
        kind = ActivityKind(wanted.removeprefix(_KIND_CHOICE)) if wanted.startswith(_KIND_CHOICE) else None
        return WishFacts(
            cast(date, self.asked_on.data),
            Asker(self.asker.data),
            activity_id=None if kind else int(wanted),
            kind=kind,
            trade=self.trade.data,
            note=self.note.data,
            priority=WishPriority(self.priority.data) if "priority" in self and self.priority.data else None,
        )


class AnswerForm(BaseForm):
    """The answer to a wish."""

    version = WholeField(validators=[Optional()], widget=HiddenInput())
    decision = SelectField(_l("Answer"), choices=[(one.value, said) for one, said in ANSWERS.items()])
    reason = StringField(_l("Why"), [Length(max=500)])

    @property
    def answer(self) -> Answer:
        """The answer as chosen."""
        return Answer(self.decision.data)
