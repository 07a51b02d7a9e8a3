"""Something to keep back from pay, by its paper: its shape only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import cast

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from rehab_center.conduct.months import code_of, name_of, read_month
from rehab_center.documents.kinds import DocumentKind
from rehab_center.documents.rules import DocumentFacts
from rehab_center.pay.forms.norms import money
from rehab_center.pay.kinds import Ground
from rehab_center.pay.labels import DEDUCTION_FIELDS, GROUNDS
from rehab_center.pay.rules.grounds import DeductionFacts
from rehab_center.web.fields import TextOfField
from rehab_center.web.formatting import number
from rehab_center.web.forms import BaseForm, DayField


class DeductionForm(BaseForm):
    """The same deduction for one or several people."""

    codes = TextAreaField(
        _l("File codes"),
        [InputRequired(), Length(max=4000)],
        description=_l("One or several, with blanks or commas between them: each of them owes the amount below"),
    )
    ground = SelectField(DEDUCTION_FIELDS["ground"], choices=[(one.value, words) for one, words in GROUNDS.items()])
    amount = TextOfField(DEDUCTION_FIELDS["amount"], [InputRequired()], parse=money, form=number)
    from_month = SelectField(DEDUCTION_FIELDS["from_month"], choices=[])
    paper_number = StringField(_l("Number of the paper"), [InputRequired(), Length(max=100)])
    paper_on = DayField(_l("Dated"), [InputRequired()], years_ahead=0)
    paper_issuer = StringField(_l("Issued by"), [InputRequired(), Length(max=200)])
    note = StringField(DEDUCTION_FIELDS["note"], [Length(max=200)], description=_l("What it is for, as it will print"))

    def offer(self, months: Sequence[date]) -> None:
        """Let these months be chosen."""
        self.from_month.choices = [(code_of(one), name_of(one)) for one in months]

    @property
    def typed_codes(self) -> list[str]:
        """The file codes as typed, each once."""
        return list(dict.fromkeys(one for one in re.split(r"[\s,;]+", self.codes.data or "") if one))

    def facts(self) -> DeductionFacts:
        """The deduction as typed."""
        month = cast(date, read_month(self.from_month.data))
        return DeductionFacts(Ground(self.ground.data), cast(int, self.amount.data), month, self.note.data)

    def paper(self) -> DocumentFacts:
        """The paper as typed."""
        return DocumentFacts(
            DocumentKind.OTHER, self.paper_number.data or "", self.paper_on.data, self.paper_issuer.data
        )
