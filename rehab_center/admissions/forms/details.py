"""The questions that only some movements ask: one field each; a form keeps those of its movement."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from rehab_center.admissions.labels import DETAILS, HINTS, RELATIONS
from rehab_center.admissions.rules.details import (
    CHOICES,
    COUNTS,
    DAYS,
    LONG,
    REQUIRED,
    Answer,
    Detail,
    field_of,
    questions_of,
)
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.web.fields import DayField, WholeField
from rehab_center.web.forms import ReasonForm

MOST_COUNT = 600
"""Days of travel, days in hospital, months of a sentence: none is longer."""


class DetailFields(ReasonForm):
    """Every question; :meth:`ask` leaves those of one movement."""

    def ask(self, kind: MovementKind | None) -> None:
        """Keep the questions of such a movement only; whatever else was sent is not read."""
        for item in Detail:
            if kind is None or item not in questions_of(kind):
                del self[field_of(item)]

    def leave_out(self, items: Collection[Detail]) -> None:
        """Do not ask these either."""
        for item in items:
            if field_of(item) in self:
                del self[field_of(item)]

    def questions(self) -> list[Field]:
        """The fields of the questions asked, in their order."""
        return [self[field_of(item)] for item in Detail if field_of(item) in self]

    def details(self) -> dict[Detail, Answer]:
        """The answers as typed."""
        given = {item: self[field_of(item)].data for item in Detail if field_of(item) in self}
        return {item: answer for item, answer in given.items() if answer not in (None, "")}


def _field(item: Detail) -> Any:
    first: list[Any] = [InputRequired()] if item in REQUIRED else [Optional()]
    hint = HINTS.get(item, "")
    if item in DAYS:
        return DayField(DETAILS[item], first, description=hint)
    if item in COUNTS:
        return WholeField(DETAILS[item], [*first, NumberRange(0, MOST_COUNT)], description=hint)
    if item in CHOICES:
        choices = [("", _l("Choose")), *((relation.value, words) for relation, words in RELATIONS.items())]
        return SelectField(DETAILS[item], first, choices=choices, description=hint)
    if item in LONG:
        return TextAreaField(DETAILS[item], [*first, Length(max=2000)], description=hint)
    return StringField(DETAILS[item], [*first, Length(max=300)], description=hint)


for _item in Detail:
    setattr(DetailFields, field_of(_item), _field(_item))


class DetailsForm(DetailFields):
    """What was learned about a movement after it was written: nothing in it has to be answered."""

    def ask(self, kind: MovementKind | None) -> None:
        """Keep the questions of such a movement, none of them required."""
        super().ask(kind)
        for field in self.questions():
            field.validators = [Optional(), *(one for one in field.validators if not isinstance(one, InputRequired))]
            field.flags.required = False
