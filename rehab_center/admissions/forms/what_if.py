"""Trying out a term: what an officer types to see when it would end. Nothing of it is kept."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field, FieldList, FormField, SelectField
from wtforms.validators import InputRequired

from rehab_center.admissions.forms.stays import term_length, whole
from rehab_center.admissions.labels import REGIMES, STAY_KINDS
from rehab_center.admissions.rules.term_input import KINDS, PAUSES
from rehab_center.admissions.rules.term_input import REGIMES as REGIME_KEYS
from rehab_center.web.forms import BaseForm, DayField, MonthsField

_PAUSE_WORDS: dict[str, Any] = {
    "escape": _l("Escape"),
    "prison": _l("Prison"),
    "hospital": _l("In hospital"),
    "suspended-illness": _l("Suspended, at home"),
    "funeral-leave": _l("Funeral leave"),
}
_YEARS_AHEAD = 60


def _refuse(field: Field, words: Any) -> None:
    field.errors = [*field.errors, words]


class ReductionRow(BaseForm):
    """One reduction."""

    keeps_draft = False

    months = whole(_l("Months less"), 60)
    decided_on = DayField(_l("Decided on"), years_ahead=_YEARS_AHEAD)

    def validate(self, extra_validators: Any = None) -> bool:
        """Both or neither: a reduction has its months and its day."""
        good = super().validate(extra_validators)
        given = {field: field.data is not None or bool(field.errors) for field in (self.months, self.decided_on)}
        missing = [field for field, there in given.items() if not there]
        if len(missing) == 1:
            _refuse(missing[0], _l("A reduction has its months and the day it was decided on"))
            return False
        return good


class PauseRow(BaseForm):
    """One stretch of days away."""

    keeps_draft = False

    kind = SelectField(_l("Away"), choices=[("", "–"), *((key, _PAUSE_WORDS[key]) for key in PAUSES)], default="")
    first = DayField(_l("From"), years_ahead=_YEARS_AHEAD)
    back = DayField(_l("Back on"), years_ahead=_YEARS_AHEAD)

    def validate(self, extra_validators: Any = None) -> bool:
        """Days away have their kind and a first day, and nobody is back before it."""
        good = super().validate(extra_validators)
        typed = self.first.data is not None or self.back.data is not None
        if typed and not self.kind.data:
            _refuse(self.kind, _l("Say what kind of days away these are"))
            return False
        if self.kind.data and self.first.data is None and not self.first.errors:
            _refuse(self.first, _l("Say from which day"))
            return False
        if self.first.data and self.back.data and self.back.data < self.first.data:
            _refuse(self.back, _l("The day of return lies before the first day away: look at both days again"))
            return False
        return good


class WhatIfForm(BaseForm):
    """A term as somebody imagines it."""

    keeps_draft = False

    regime = SelectField(_l("Law of the case"), choices=[(key, REGIMES[one]) for key, one in REGIME_KEYS.items()])
    kind = SelectField(_l("Kind of stay"), choices=[(key, STAY_KINDS[one]) for key, one in KINDS.items()])
    starts_on = DayField(_l("Term begins"), [InputRequired()], years_ahead=_YEARS_AHEAD)
    months = MonthsField(_l("Term"), [InputRequired(), *term_length()])
    credit_days = whole(_l("Days held before"), 3650)
    reductions = FieldList(FormField(ReductionRow), min_entries=2, max_entries=20)
    pauses = FieldList(FormField(PauseRow), min_entries=4, max_entries=80)

    def item(self) -> dict[str, Any]:
        """What was typed, as ``term compute`` takes it; lines left empty are left out."""
        return {
            "regime": self.regime.data,
            "kind": self.kind.data,
            "starts_on": _iso(self.starts_on.data),
            "months": self.months.data,
            "credits": [{"days": self.credit_days.data}] if self.credit_days.data else [],
            "reductions": [
                {"months": row.form.months.data, "decided_on": _iso(row.form.decided_on.data)}
                for row in self.reductions.entries
                if row.form.months.data is not None or row.form.decided_on.data is not None
            ],
            "pauses": [
                {"kind": row.form.kind.data, "from": _iso(row.form.first.data), "to": _iso(row.form.back.data)}
                for row in self.pauses.entries
                if row.form.kind.data
            ],
        }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
