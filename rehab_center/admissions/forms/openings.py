"""What an old book says of a stay that began before the program; and the answers where its end is another one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from rehab_center.admissions.forms.checking import PaperForm
from rehab_center.admissions.labels import STATES
from rehab_center.admissions.opening_parts import OpeningQuestion
from rehab_center.admissions.rules.movements import State
from rehab_center.admissions.rules.term_opening import WHEREABOUTS, OpeningFacts
from rehab_center.documents.kinds import DocumentKind
from rehab_center.documents.rules import DocumentFacts
from rehab_center.web.fields import WholeField
from rehab_center.web.forms import BaseForm, DayField, ReasonForm


class OpeningForm(ReasonForm):
    """One opening. ``version``: the opening that held when the page was opened, 0 for none."""

    version = WholeField(validators=[Optional()], widget=HiddenInput())
    until_on = DayField(
        _l("The book counts up to"),
        description=_l("The last day that its numbers hold; from the next day on the program counts."),
    )
    days = WholeField(_l("Days not counted so far"), [Optional(), NumberRange(0, 36_600)])
    months = WholeField(_l("Months reduced so far"), [Optional(), NumberRange(0, 60)])
    book_end_on = DayField(_l("The term ends, by the old book"))
    state = SelectField(
        _l("Where the person is today"),
        choices=[("", _l("Choose…")), *((one.value, STATES[one]) for one in WHEREABOUTS)],
        default="",
    )
    paper_number = StringField(
        _l("Name or number of the book"),
        [InputRequired(), Length(max=100)],
        description=_l("As on its cover, with the page."),
    )
    paper_on = DayField(
        _l("Date of the book"), [InputRequired()], description=_l("The day it was begun or last signed.")
    )
    paper_issuer = StringField(_l("Who kept the book"), [InputRequired(), Length(max=200)])
    note = TextAreaField(_l("Note"), [Length(max=1000)])

    def facts(self) -> OpeningFacts:
        """The opening as typed."""
        return OpeningFacts(
            until_on=self.until_on.data,
            days=self.days.data or 0,
            months=self.months.data or 0,
            book_end_on=self.book_end_on.data,
            state=State(self.state.data) if self.state.data else None,
            paper=DocumentFacts(
                DocumentKind.OTHER,
                self.paper_number.data or "",
                issued_on=self.paper_on.data,
                issuer=self.paper_issuer.data,
            ),
            note=self.note.data,
        )

    def answers(self, questions: Iterable[OpeningQuestion]) -> dict[str, str]:
        """What was answered to the questions of other rooms; days as yyyy-mm-dd."""
        typed = {one.name: self[one.name].data for one in questions}
        return {
            name: value.isoformat() if isinstance(value, date) else str(value) for name, value in typed.items() if value
        }


def opening_form(questions: Iterable[OpeningQuestion], **values: Any) -> OpeningForm:
    """The form with a field for each question of another room."""
    more = {
        one.name: DayField(one.label, description=one.hint or "")
        if one.asks_day
        else SelectField(
            one.label, choices=[("", _l("Not known")), *one.choices], default="", description=one.hint or ""
        )
        for one in questions
    }
    kind = cast(type[OpeningForm], type(OpeningForm.__name__, (OpeningForm,), more))
    return kind(**values)


class VoidOpeningForm(BaseForm):
    """An opening was written by mistake. ``version``: which."""

    version = WholeField(validators=[Optional()], widget=HiddenInput())
    note = TextAreaField(_l("Why"), [InputRequired(), Length(max=1000)])


class AcceptEndForm(PaperForm):
    """The computed end is accepted against the old book's. ``version``: the last answer that was seen, 0 for none."""

    version = WholeField(validators=[Optional()], widget=HiddenInput())
    note = TextAreaField(_l("Why the computed end holds"), [InputRequired(), Length(max=1000)])


class ConfirmEndForm(BaseForm):
    """The second person confirms, or takes back with a reason. ``version``: the acceptance that was seen."""

    version = WholeField(validators=[Optional()], widget=HiddenInput())
    note = TextAreaField(_l("Note"), [Length(max=1000)], description=_l("Required to take it back"))
