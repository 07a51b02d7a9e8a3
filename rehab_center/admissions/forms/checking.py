"""The second person's forms: which terms are right, and who may say so by which paper."""

from __future__ import annotations

from datetime import date
from typing import cast

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from rehab_center.admissions.labels import OVERRIDE_REASONS
from rehab_center.admissions.rules.facts import OverrideFacts
from rehab_center.admissions.rules.signs import Signs
from rehab_center.admissions.rules.term_override import OverrideReason
from rehab_center.documents.kinds import DocumentKind
from rehab_center.documents.rules import DocumentFacts
from rehab_center.web.fields import WholeField
from rehab_center.web.forms import BaseForm, DayField


class CheckTermsForm(BaseForm):
    """The terms compared with their papers: each value names the stay and the calculation that was seen."""

    keeps_draft = False

    stays = SelectMultipleField(
        _l("Terms that are right"),
        choices=[],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )

    def seen(self) -> list[tuple[int, int]]:
        """(stay, calculation) of each that is ticked."""
        pairs = [value.partition("-") for value in self.stays.data or []]
        return [(int(stay), int(number)) for stay, _, number in pairs if _small(stay) and _small(number)]


def _small(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 9


class PaperForm(BaseForm):
    """The paper an act rests on."""

    paper_number = StringField(_l("Number of the paper"), [InputRequired(), Length(max=100)])
    paper_on = DayField(_l("Date of the paper"), [InputRequired()])
    paper_issuer = StringField(_l("Who made the paper"), [InputRequired(), Length(max=200)])

    def paper(self) -> DocumentFacts:
        """The paper as typed."""
        return DocumentFacts(
            DocumentKind.OTHER,
            self.paper_number.data or "",
            issued_on=self.paper_on.data,
            issuer=self.paper_issuer.data,
        )


class DelegateForm(PaperForm):
    """Who may check terms in the head's place, from when to when, by which paper."""

    account = SelectField(_l("Who"), [InputRequired()], coerce=int, choices=[])
    facility = SelectField(_l("Centre"), [InputRequired()], coerce=int, choices=[])
    valid_from = DayField(_l("From"), [InputRequired()])
    valid_to = DayField(_l("Until, that day included"), [InputRequired()])
    signs = SelectField(
        _l("What the paper covers"),
        default="",
        choices=[
            ("", _l("Checks terms and gives other ends")),
            (Signs.DEPUTY.value, _l("The same, and issues papers as a deputy (KT.)")),
            (Signs.AUTHORISED.value, _l("The same, and issues papers by authorisation (TUQ.)")),
        ],
        description=_l("By authorisation neither decisions nor proposals to a court are signed (to be confirmed)"),
    )
    title = StringField(
        _l("Title of whom the paper authorises"),
        [Length(max=100)],
        description=_l("Printed below TUQ.; nothing for KT."),
    )


class OverrideForm(PaperForm):
    """Another end of a term than the computed one. ``version``: the last calculation that was looked at."""

    version = WholeField(validators=[Optional()], widget=HiddenInput())
    end_on = DayField(_l("The term ends on"), [InputRequired()])
    reason_kind = SelectField(
        _l("Why the computed end does not hold"),
        [InputRequired()],
        choices=[("", _l("Choose…")), *((str(one), words) for one, words in OVERRIDE_REASONS.items())],
    )
    note = TextAreaField(
        _l("In words"), [Length(max=1000)], description=_l("Required for “Other”; otherwise what helps who checks it")
    )

    def facts(self) -> OverrideFacts:
        """The override as typed."""
        return OverrideFacts(
            cast(date, self.end_on.data), OverrideReason(self.reason_kind.data), self.paper(), self.note.data
        )


class EndOverrideForm(PaperForm):
    """The computed end holds again, by a paper."""

    note = TextAreaField(_l("Why"), [InputRequired(), Length(max=1000)])


class VoidOverrideForm(BaseForm):
    """An override was written by mistake."""

    note = TextAreaField(_l("Why"), [InputRequired(), Length(max=1000)])
