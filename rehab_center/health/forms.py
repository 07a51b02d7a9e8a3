"""What the medical post types: its shape only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from rehab_center.health.kinds import Answer, CheckResult, Clearance, Conclusion, InfectionGroup, NoteKind
from rehab_center.health.labels import (
    ANSWERS,
    CHECK_FIELDS,
    CHECK_RESULTS,
    CLEARANCE_FIELDS,
    CLEARANCES,
    CONCLUSIONS,
    FIELDS,
    GROUPS,
    INFECTION_FIELDS,
    NOTE_FIELDS,
    NOTES,
    PURPOSES,
)
from rehab_center.health.rules import (
    CheckFacts,
    ClearanceFacts,
    InfectionFacts,
    LookFacts,
    NoteFacts,
    read_measure,
    read_pressure,
)
from rehab_center.web.fields import TextOfField, WholeField
from rehab_center.web.formatting import number
from rehab_center.web.forms import BaseForm, DayField, ReasonForm

_ANSWERS = [(answer.value, words) for answer, words in ANSWERS.items()]


def _measure(text: str) -> Decimal:
    try:
        return read_measure(text)
    except ValueError:
        raise ValueError(_("Type a number such as 36,7 or 54.")) from None


def _pressure(text: str) -> tuple[int, int]:
    try:
        return read_pressure(text)
    except ValueError:
        raise ValueError(_("Type the blood pressure as 120/80.")) from None


def _pressure_text(pressure: tuple[int, int]) -> str:
    return f"{pressure[0]}/{pressure[1]}"


def _lines(name: str, **options: Any) -> TextAreaField:
    return TextAreaField(FIELDS[name], [Length(max=2000)], render_kw={"rows": 2}, **options)


class LookForm(ReasonForm):
    """A first look."""

    replaces = WholeField(validators=[Optional()], widget=HiddenInput())
    looked_on = DayField(FIELDS["looked_on"], [InputRequired()], years_ahead=0)
    looked_by = StringField(FIELDS["looked_by"], [InputRequired(), Length(max=120)])
    height = TextOfField(FIELDS["height"], parse=_measure, form=number)
    weight = TextOfField(FIELDS["weight"], parse=_measure, form=number)
    pulse = WholeField(FIELDS["pulse"], [Optional()])
    temperature = TextOfField(FIELDS["temperature"], parse=_measure, form=number)
    pressure = TextOfField(
        FIELDS["pressure"], parse=_pressure, form=_pressure_text, render_kw={"placeholder": "120/80"}
    )
    injuries = _lines("injuries", description=_l("Where, how large, how old; drawn from the body search too"))
    pregnant = SelectField(FIELDS["pregnant"], choices=_ANSWERS)
    withdrawal_signs = _lines("withdrawal_signs")
    last_use = StringField(FIELDS["last_use"], [Length(max=200)], description=_l("As the person says"))
    drugs = StringField(FIELDS["drugs"], [Length(max=200)], description=_l("As the person says"))
    infection = SelectField(FIELDS["infection"], choices=_ANSWERS)
    infection_note = StringField(FIELDS["infection_note"], [Length(max=200)])
    urgent_need = StringField(
        FIELDS["urgent_need"],
        [Length(max=300)],
        description=_l("Medicine in use, danger of suicide, injury to be treated"),
    )
    conclusion = SelectField(
        FIELDS["conclusion"],
        [InputRequired()],
        choices=[("", _l("Choose")), *((one.value, words) for one, words in CONCLUSIONS.items())],
    )
    note = _lines("note")
    why = StringField(_l("Why the earlier check is replaced"), [Length(max=500)])

    def facts(self) -> LookFacts:
        """The look as typed."""
        systolic, diastolic = cast("tuple[int, int] | None", self.pressure.data) or (None, None)
        return LookFacts(
            looked_on=cast(date, self.looked_on.data),
            looked_by=self.looked_by.data or "",
            conclusion=Conclusion(self.conclusion.data),
            height=cast("Decimal | None", self.height.data),
            weight=cast("Decimal | None", self.weight.data),
            pulse=self.pulse.data,
            temperature=cast("Decimal | None", self.temperature.data),
            systolic=systolic,
            diastolic=diastolic,
            injuries=self.injuries.data,
            pregnant=Answer(self.pregnant.data),
            withdrawal_signs=self.withdrawal_signs.data,
            last_use=self.last_use.data,
            drugs=self.drugs.data,
            infection=Answer(self.infection.data),
            infection_note=self.infection_note.data,
            urgent_need=self.urgent_need.data,
            note=self.note.data,
        )


def _choose(words: Mapping[Any, Any]) -> list[tuple[str, Any]]:
    return [("", _l("Choose")), *((one.value, label) for one, label in words.items())]


class ReplacingForm(BaseForm):
    """A form whose entry may take the place of an earlier one."""

    replaces = WholeField(validators=[Optional()], widget=HiddenInput())
    why = StringField(_l("Why the earlier entry is replaced"), [Length(max=500)])


class CheckForm(ReplacingForm):
    """A periodic check."""

    checked_on = DayField(CHECK_FIELDS["checked_on"], [InputRequired()], years_ahead=0)
    checked_by = StringField(CHECK_FIELDS["checked_by"], [InputRequired(), Length(max=120)])
    result = SelectField(CHECK_FIELDS["result"], [InputRequired()], choices=_choose(CHECK_RESULTS))
    found = TextAreaField(CHECK_FIELDS["findings"], [Length(max=2000)])
    again_on = DayField(
        CHECK_FIELDS["again_on"],
        [Optional()],
        years_ahead=5,
        description=_l("Only where it is to be before the usual time"),
    )

    def facts(self) -> CheckFacts:
        """The check as typed."""
        return CheckFacts(
            cast(date, self.checked_on.data),
            self.checked_by.data or "",
            CheckResult(self.result.data),
            self.found.data,
            self.again_on.data,
        )


class InfectionForm(ReplacingForm):
    """A statement about a disease of group A or B."""

    group = SelectField(INFECTION_FIELDS["infection_group"], [InputRequired()], choices=_choose(GROUPS))
    disease = StringField(INFECTION_FIELDS["disease"], [Length(max=200)])
    from_on = DayField(INFECTION_FIELDS["from_on"], [InputRequired()], years_ahead=0)
    until_on = DayField(INFECTION_FIELDS["until_on"], [Optional()], description=_l("Empty: for now"))
    basis = StringField(
        INFECTION_FIELDS["basis"],
        [InputRequired(), Length(max=300)],
        description=_l("Test, paper of the hospital, with its day"),
    )
    withdrawn = BooleanField(INFECTION_FIELDS["withdrawn"])

    def facts(self) -> InfectionFacts:
        """The statement as typed."""
        return InfectionFacts(
            InfectionGroup(self.group.data),
            cast(date, self.from_on.data),
            self.basis.data or "",
            self.disease.data,
            self.until_on.data,
            bool(self.withdrawn.data),
        )


class ClearanceForm(BaseForm):
    """What somebody may be assigned to."""

    clearance = SelectField(CLEARANCE_FIELDS["clearance"], [InputRequired()], choices=_choose(CLEARANCES))
    from_on = DayField(CLEARANCE_FIELDS["from_on"], [InputRequired()], years_ahead=0)
    until_on = DayField(CLEARANCE_FIELDS["until_on"], [InputRequired()], years_ahead=5)
    medical_reason = TextAreaField(CLEARANCE_FIELDS["reason"], [Length(max=1000)])

    def facts(self) -> ClearanceFacts:
        """The clearance as typed."""
        return ClearanceFacts(
            Clearance(self.clearance.data),
            cast(date, self.from_on.data),
            cast(date, self.until_on.data),
            self.medical_reason.data,
        )


class PurposeForm(BaseForm):
    """What somebody opens a medical record for."""

    keeps_draft = False
    purpose = SelectField(_l("What do you open the record for?"), [InputRequired()], choices=_choose(PURPOSES))


class NoteForm(ReplacingForm):
    """A note of the medical record. Never kept as a draft: drafts are no part of the record."""

    keeps_draft = False
    noted_on = DayField(NOTE_FIELDS["noted_on"], [InputRequired()], years_ahead=0)
    kind = SelectField(NOTE_FIELDS["kind"], [InputRequired()], choices=_choose(NOTES))
    text = TextAreaField(NOTE_FIELDS["text"], [InputRequired(), Length(max=4000)], render_kw={"rows": 5})

    def facts(self) -> NoteFacts:
        """The note as typed."""
        return NoteFacts(cast(date, self.noted_on.data), NoteKind(self.kind.data), self.text.data or "")


class AssignForm(BaseForm):
    """Who may open which medical records from a day on."""

    account = SelectField(_l("Account of the medical post"), [InputRequired()])
    file_code = StringField(_l("File code"), [Length(max=40)], description=_l("Empty: everybody of the centre"))
    granted = SelectField(_l("May open them"), choices=[("yes", _l("Give")), ("no", _l("Take away"))])
    from_on = DayField(_l("From day"), [InputRequired()], years_ahead=0)
