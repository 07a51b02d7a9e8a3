"""What is typed at a roll check and at the end of a shift: its shape only."""

from __future__ import annotations

from collections.abc import Mapping
from types import new_class
from typing import Any, TypeVar, cast

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.validators import Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from rehab_center.placements.kinds import Absence
from rehab_center.placements.labels import ABSENCES
from rehab_center.placements.queries.rolls import Expected, LineView, RollPage
from rehab_center.placements.services.roll import ZoneCount
from rehab_center.web.fields import WholeField
from rehab_center.web.forms import BaseForm

MadeForm = TypeVar("MadeForm", bound=BaseForm)
_ABSENCES = [(one.value, words) for one, words in ABSENCES.items()]


class BeginForm(BaseForm):
    """Nothing to type: a check begins."""

    keeps_draft = False


class CountForm(BaseForm):
    """The counts of a check. Made for one check by :func:`count_form`, which adds the fields of its zones."""

    version = WholeField(validators=[Optional()], widget=HiddenInput())
    signed_by = StringField(_l("Name of whoever signs"), [Length(max=120)])
    closing_note = StringField(_l("Note"), [Length(max=300)])

    def counts(self, page: RollPage) -> dict[int, ZoneCount]:
        """The counts as typed, by line."""
        return {
            line.id: ZoneCount(self[f"counted_{line.id}"].data, self._missing(line), self[f"note_{line.id}"].data)
            for line in page.lines
        }

    def _missing(self, line: LineView) -> dict[int, tuple[Absence, str | None]]:
        known = {one.stay_id: one for one in line.people}
        return {
            stay_id: self.absence_of(known[stay_id])
            for stay_id in self[f"missing_{line.id}"].data or ()
            if stay_id in known
        }

    def absence_of(self, one: Expected) -> tuple[Absence, str | None]:
        """Why somebody is missing: as chosen, else as their state says, else nobody knows yet."""
        name = f"absence_{one.stay_id}"
        if name in self and self[name].data:
            return Absence(self[name].data), self[f"why_{one.stay_id}"].data
        return one.likely or Absence.UNEXPLAINED, None


def count_form(page: RollPage) -> CountForm:
    """The form of an open check: for each zone how many, who is missing, a note; for each one missing why."""
    fields: dict[str, Any] = {}
    values: dict[str, Any] = {"version": page.row.version}
    for line in page.lines:
        names = [(one.stay_id, f"{one.full_name} ({one.bed})" if one.bed else one.full_name) for one in line.people]
        fields |= {
            f"counted_{line.id}": WholeField(_l("Counted present"), [Optional(), NumberRange(0, 9999)]),
            f"note_{line.id}": StringField(_l("Note"), [Length(max=300)]),
            f"missing_{line.id}": SelectMultipleField(
                _l("Who is missing"), coerce=int, choices=names, option_widget=CheckboxInput(), widget=ListWidget()
            ),
        }
        values |= {
            f"counted_{line.id}": line.counted.counted,
            f"note_{line.id}": line.counted.note,
            f"missing_{line.id}": [one.stay_id for one in line.missing],
        }
    more, given = _why_fields(page)
    return _made(CountForm, fields | more, values | given)


class ExplainForm(BaseForm):
    """Why some were missing, said after the check was closed. Made by :func:`explain_form`."""

    version = WholeField(validators=[Optional()], widget=HiddenInput())

    def missing(self, page: RollPage) -> dict[int, tuple[Absence, str | None]]:
        """Why each is missing, as typed."""
        return {
            one.stay_id: (Absence(self[f"absence_{one.stay_id}"].data), self[f"why_{one.stay_id}"].data)
            for one in page.missing
        }

    def notes(self, page: RollPage) -> dict[int, str | None]:
        """The note of each zone, as typed."""
        return {line.id: self[f"note_{line.id}"].data for line in page.lines}


def explain_form(page: RollPage) -> ExplainForm:
    """The form of a closed check."""
    fields, values = _why_fields(page)
    values["version"] = page.row.version
    for line in page.lines:
        fields[f"note_{line.id}"] = StringField(_l("Note"), [Length(max=300)])
        values[f"note_{line.id}"] = line.counted.note
    return _made(ExplainForm, fields, values)


def _why_fields(page: RollPage) -> tuple[dict[str, Any], dict[str, Any]]:
    fields: dict[str, Any] = {}
    values: dict[str, Any] = {}
    for one in page.missing:
        fields[f"absence_{one.stay_id}"] = SelectField(_l("Why missing"), choices=_ABSENCES)
        fields[f"why_{one.stay_id}"] = StringField(_l("In your own words"), [Length(max=300)])
        values[f"absence_{one.stay_id}"] = one.absence.value if one.absence else None
        values[f"why_{one.stay_id}"] = one.note
    return fields, values


def _made(kind: type[MadeForm], fields: Mapping[str, Any], values: Mapping[str, Any]) -> MadeForm:
    """A form of this kind with more fields; its name stays, for drafts go by it."""
    made = cast("type[MadeForm]", new_class(kind.__name__, (kind,), exec_body=lambda body: body.update(fields)))
    return made(**values)
