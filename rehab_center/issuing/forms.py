"""The shape of what is typed about issued papers."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from rehab_center.admissions.labels import RELATIONS
from rehab_center.issuing.kinds import PaperKind
from rehab_center.issuing.labels import ASKED, BOOKS, FIELDS
from rehab_center.issuing.rules.facts import Typed
from rehab_center.issuing.rules.table import PAPERS, UNSIGNED
from rehab_center.web.fields import DayField, WholeField
from rehab_center.web.forms import BaseForm, MonthsField, ReasonForm, UploadField

_LINES = _l("One a line")
_ALWAYS = frozenset({"version", "dated_on", "recipients", "signer", "by_deputy", "authorised"})


class DraftForm(BaseForm):
    """A paper being written: of the fields below, those its kind asks for. A new one has no version yet."""

    version = WholeField(validators=[Optional()], widget=HiddenInput())
    dated_on = DayField(FIELDS["dated_on"], [InputRequired()])
    addressee = TextAreaField(FIELDS["addressee"], [Length(max=600)], description=_LINES, render_kw={"rows": 3})
    relation = SelectField(
        FIELDS["relation"],
        [Optional()],
        choices=[("", _l("Choose")), *((relation.value, words) for relation, words in RELATIONS.items())],
    )
    deceased = StringField(FIELDS["deceased"], [Length(max=200)])
    ground = StringField(
        FIELDS["ground"],
        [Length(max=300)],
        description=_l("As after “Căn cứ”: Quyết định số … ngày … của …"),
    )
    place = StringField(FIELDS["place"], [Length(max=300)])
    from_on = DayField(FIELDS["from_on"])
    until_on = DayField(FIELDS["until_on"])
    travel_days = WholeField(
        FIELDS["travel_days"],
        [Optional(), NumberRange(0, 60)],
        description=_l("They do not count among the days of leave"),
    )
    months = MonthsField(FIELDS["months"], [Optional(), NumberRange(1, 6)])
    circumstances = TextAreaField(FIELDS["circumstances"], [Length(max=2000)], render_kw={"rows": 4})
    reason = TextAreaField(FIELDS["reason"], [Length(max=2000)], render_kw={"rows": 3})
    companion = StringField(FIELDS["companion"], [Length(max=200)])
    recipients = TextAreaField(FIELDS["recipients"], [Length(max=1500)], description=_LINES, render_kw={"rows": 6})
    signer = StringField(
        FIELDS["signer"], [Length(max=100)], description=_l("Printed below the room for the signature")
    )
    by_deputy = BooleanField(FIELDS["by_deputy"])
    authorised = StringField(
        FIELDS["authorised"],
        [Length(max=100)],
        description=_l("Left empty where the head or a deputy signs; not for decisions and proposals to a court"),
    )

    def ask_for(self, kind: PaperKind) -> None:
        """Leave out what the kind does not ask for, and call the rest what it is there."""
        for name in [one for one in self._fields if one not in _ALWAYS and one not in PAPERS[kind].fields]:
            del self[name]
        self.from_record = tuple(name for name in self.from_record if name in self._fields)
        for name in self._fields:
            words = ASKED.get((kind, name))
            if words is not None:
                self[name].label.text = words
        if kind in UNSIGNED:  # both sides sign them, nobody for the head
            del self.by_deputy, self.authorised
            self.signer.description = ""

    @property
    def asked(self) -> list[Any]:
        """The fields of this kind alone, in order."""
        return [self[name] for name in self._fields if name not in _ALWAYS]

    def given(self, today: date) -> Typed:
        """What was typed."""
        values: dict[str, Any] = {name: self[name].data for name in self._fields if name != "version"}
        values["dated_on"] = self.dated_on.data or today
        values["recipients"] = tuple((self.recipients.data or "").splitlines())
        return Typed(**{name: value for name, value in values.items() if value is not None})


class IssueForm(ReasonForm):
    """Numbering a paper; the fields are those of the warnings."""

    version = WholeField(widget=HiddenInput())


class NumberForm(BaseForm):
    """Number, day and scan of a paper that was signed."""

    number = WholeField(_l("Number"), [InputRequired(), NumberRange(1, 99_999)])
    issued_on = DayField(_l("Dated"), [InputRequired()])
    scan = UploadField(_l("Scan of the signed paper"), description=_l("PDF, JPEG or PNG, 20 MB at the most"))


class SignedForm(BaseForm):
    """The scan of a signed paper that has its number."""

    scan = UploadField(
        _l("Scan of the signed paper"), [InputRequired()], description=_l("PDF, JPEG or PNG, 20 MB at the most")
    )


class CancelForm(BaseForm):
    """Cancelling a paper that was printed."""

    reason = StringField(_l("Why it is cancelled"), [InputRequired(), Length(max=500)])
    replace = BooleanField(_l("Write another one in its place"), default=True)


class BookStartForm(BaseForm):
    """With which number a book goes on."""

    book = SelectField(_l("Book of papers"), choices=[(book.value, words) for book, words in BOOKS.items()])
    year = WholeField(_l("Year of the book"), [InputRequired(), NumberRange(2000, 2100)])
    last_number = WholeField(_l("Last number on paper"), [InputRequired(), NumberRange(0, 99_999)])
