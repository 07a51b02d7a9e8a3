"""The shapes of what is typed about the centre."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange
from wtforms.widgets import HiddenInput

from rehab_center.dated import Confidence
from rehab_center.organisation.labels import CONFIDENCE
from rehab_center.organisation.queries import Letterhead
from rehab_center.organisation.rules import NameLine
from rehab_center.web.fields import WholeField
from rehab_center.web.forms import BaseForm, DayField


def _lines(text: str | None) -> tuple[str, ...]:
    return tuple(line for line in (text or "").splitlines() if line)


class FacilityForm(BaseForm):
    """A new centre: its code and name; the rest can be entered later."""

    code = StringField(
        _l("Code"),
        [InputRequired(), Length(max=20)],
        description=_l("Short, for commands and files, such as CS01. It never changes."),
    )
    name = StringField(
        _l("Name of the centre"),
        [InputRequired(), Length(max=200)],
        description=_l("In full, as in the decision that set it up, with its province."),
    )


class NameForm(BaseForm):
    """How the centre's paper looks from a day on."""

    version = WholeField(widget=HiddenInput())
    valid_from = DayField(_l("In force from"), [InputRequired()])
    name = StringField(_l("Name of the centre"), [InputRequired(), Length(max=200)])
    short_name = StringField(
        _l("Sign in numbers"), [Length(max=30)], description=_l("The part after the hyphen: CSCNMT in 05/BC-CSCNMT.")
    )
    superior = TextAreaField(
        _l("Superior body"), [Length(max=400)], description=_l("As printed above the name of the centre, line by line.")
    )
    head_title = StringField(_l("Title of the head"), [InputRequired(), Length(max=60)])
    deputy_title = StringField(_l("Title of the deputy"), [Length(max=60)])
    place = StringField(
        _l("Place before the date"), [Length(max=60)], description=_l("“Nam Định” in “Nam Định, ngày 05 tháng 02…”.")
    )
    address = StringField(_l("Address"), [Length(max=300)])
    recipients = TextAreaField(
        _l("Recipients"),
        [Length(max=2000)],
        description=_l("One a line, without dash or semicolon; “Lưu: VT.” is added by itself."),
    )
    citation = StringField(
        _l("Based on"), [InputRequired(), Length(max=300)], description=_l("Number and date of the decision or law.")
    )
    confidence = SelectField(_l("Confidence"), choices=list(CONFIDENCE.items()), default=Confidence.CONFIRMED)

    @classmethod
    def after(cls, letterhead: Letterhead, newest: int) -> NameForm:
        """The form with what holds now, but for the day and its source; ``newest`` is the last line's id."""
        return cls(
            version=newest,
            name=letterhead.name,
            short_name=letterhead.short_name,
            superior="\n".join(letterhead.superior),
            head_title=letterhead.head_title,
            deputy_title=letterhead.deputy_title,
            place=letterhead.place,
            address=letterhead.address,
            recipients="\n".join(letterhead.recipients),
        )

    def line(self) -> NameLine:
        """What was typed; call it only when the form is valid."""
        if self.valid_from.data is None:
            raise ValueError("the form is not valid")
        return NameLine(
            valid_from=self.valid_from.data,
            name=self.name.data or "",
            short_name=self.short_name.data or "",
            superior=_lines(self.superior.data),
            head_title=self.head_title.data or "",
            deputy_title=self.deputy_title.data or "",
            place=self.place.data or "",
            address=self.address.data or "",
            recipients=_lines(self.recipients.data),
            citation=self.citation.data or "",
            confidence=Confidence(self.confidence.data),
        )


class CapacityForm(BaseForm):
    """How many people the centre is certified for from a day on."""

    version = WholeField(widget=HiddenInput())
    valid_from = DayField(_l("In force from"), [InputRequired()])
    people = WholeField(_l("Number of people"), [InputRequired(), NumberRange(min=1, max=100_000)])
    citation = StringField(
        _l("Based on"), [InputRequired(), Length(max=300)], description=_l("Number and date of the decision.")
    )


class CompletenessForm(BaseForm):
    """From which day on the book is complete."""

    complete_from = DayField(
        _l("Complete from"),
        description=_l("Leave empty to take the last statement back: then every day counts as complete."),
    )
    reason = StringField(
        _l("How this is known"),
        [InputRequired(), Length(max=300)],
        description=_l("Such as: everybody here on that day was counted against the paper book."),
    )


class WithdrawForm(BaseForm):
    """Why a line is taken out."""

    reason = StringField(_l("Why it is taken out"), [InputRequired(), Length(max=300)])
