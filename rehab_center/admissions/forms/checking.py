"""The second person's forms: which terms are right, and who may say so by which paper."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from rehab_center.documents.kinds import DocumentKind
from rehab_center.documents.rules import DocumentFacts
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


class DelegateForm(BaseForm):
    """Who may check terms in the head's place, from when to when, by which paper."""

    account = SelectField(_l("Who"), [InputRequired()], coerce=int, choices=[])
    valid_from = DayField(_l("From"), [InputRequired()])
    valid_to = DayField(_l("Until, that day included"), [InputRequired()])
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
