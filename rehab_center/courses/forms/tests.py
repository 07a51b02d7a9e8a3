"""A test, and the points of a class: one box a person, so that Tab goes from name to name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import new_class
from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from rehab_center.courses.kinds import KindOfTest, Missed
from rehab_center.courses.labels import SCORE_FIELDS, TEST_FIELDS, TESTS
from rehab_center.courses.queries.courses import Entry
from rehab_center.courses.queries.tests import OneTest
from rehab_center.courses.services.tests import FactsOfTest, Given
from rehab_center.web.fields import TextOfField, WholeField
from rehab_center.web.forms import BaseForm, DayField

EXCUSED, UNEXCUSED = "P", "K"
"""What teachers write into the book: vắng có phép, vắng không phép."""
_LETTERS = {EXCUSED: Missed.EXCUSED, UNEXCUSED: Missed.UNEXCUSED}
_TENTH = Decimal("0.1")
_POINTS = re.compile(r"-?[0-9]{1,4}(?:[.,][0-9]{1,2})?")


@dataclass(frozen=True)
class Written:
    """What stands in a box: points, or why there are none."""

    points: Decimal | None = None
    missed: Missed | None = None


def read_points(text: str) -> Decimal:
    """Points as they are typed: 8, 8,5, 8.25. Raises ValueError in words."""
    if not _POINTS.fullmatch(text):
        raise ValueError(_("Type points such as 8 or 8,5."))
    return Decimal(text.replace(",", "."))


def points_text(points: Decimal) -> str:
    """As Vietnamese write them: 8,5; without needless noughts."""
    plain = f"{points:f}"
    return (plain.rstrip("0").rstrip(".") if "." in plain else plain).replace(".", ",")


def read_box(text: str) -> Written:
    """Points, or P or K for whoever was not there. Raises ValueError in words."""
    letter = _LETTERS.get(text.upper())
    if letter is not None:
        return Written(missed=letter)
    if not _POINTS.fullmatch(text):
        raise ValueError(_("Type points such as 8 or 8,5; P for absent with an excuse, K without one."))
    return Written(read_points(text))


def box_text(box: Written) -> str:
    """What stands in the box."""
    if box.missed is not None:
        return EXCUSED if box.missed is Missed.EXCUSED else UNEXCUSED
    return points_text(box.points) if box.points is not None else ""


def hours_number(minutes: int, hour_minutes: int) -> str:
    """Minutes as hours of a course to a tenth: "16", "12,5". ``hour_minutes``: as many as such an hour has."""
    return points_text((Decimal(minutes) / hour_minutes).quantize(_TENTH))


class CourseTestForm(BaseForm):
    """A test."""

    version = WholeField(validators=[Optional()], widget=HiddenInput())
    name = StringField(TEST_FIELDS["name"], [InputRequired(), Length(max=200)])
    kind = SelectField(TEST_FIELDS["kind"], choices=[(one.value, words) for one, words in TESTS.items()])
    on = DayField(TEST_FIELDS["on"], [InputRequired()])
    max_score = TextOfField(TEST_FIELDS["max_score"], [InputRequired()], parse=read_points, form=points_text)
    set_by = StringField(TEST_FIELDS["set_by"], [Length(max=200)])

    @property
    def facts(self) -> FactsOfTest:
        """What was typed; only of a form that has its shape."""
        return FactsOfTest(
            cast(date, self.on.data),
            KindOfTest(self.kind.data),
            self.name.data or "",
            self.max_score.data,
            self.set_by.data,
        )


class WithdrawForm(BaseForm):
    """Why a test is taken out."""

    version = WholeField(validators=[Optional()], widget=HiddenInput())
    reason = StringField(_l("Why it is withdrawn"), [Length(max=300)])


class ScoresForm(BaseForm):
    """The points of a class. Made for one test by :func:`scores_form`, which adds the fields of its people."""

    version = WholeField(validators=[Optional()], widget=HiddenInput())

    def given(self, page: OneTest) -> dict[int, Given]:
        """What stands in the boxes, by stay."""
        return {one.stay_id: self._given(one.stay_id) for one, _entry in page.people}

    def _given(self, stay_id: int) -> Given:
        box: Written = self[f"score_{stay_id}"].data or Written()
        note = self[f"note_{stay_id}"].data if box != Written() else None
        return Given(box.points, box.missed, note)

    def asks_note(self, stay_id: int) -> bool:
        """Whether a row shows its note: of whoever was not there, or where there is one."""
        box, note = self[f"score_{stay_id}"].data, self[f"note_{stay_id}"]
        return bool(note.data or note.errors or (box and box.missed))


def scores_form(page: OneTest) -> ScoresForm:
    """The form of a test, with what stands of each."""
    fields: dict[str, Any] = {}
    values: dict[str, Any] = {"version": page.test.version}
    for one, entry in page.people:
        fields |= {
            f"score_{one.stay_id}": TextOfField(one.full_name, parse=read_box, form=box_text),
            f"note_{one.stay_id}": StringField(SCORE_FIELDS["note"], [Length(max=300)]),
        }
        values |= {f"score_{one.stay_id}": _box(entry), f"note_{one.stay_id}": entry.note if entry else None}
    made = cast("type[ScoresForm]", new_class("ScoresForm", (ScoresForm,), exec_body=lambda body: body.update(fields)))
    return made(**values)


def _box(entry: Entry | None) -> Written | None:
    return Written(entry.points, entry.missed) if entry else None
