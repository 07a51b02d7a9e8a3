"""A norm by its decision: its shape only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from rehab_center.belongings.rules import read_amount
from rehab_center.documents.kinds import DocumentKind
from rehab_center.documents.rules import DocumentFacts
from rehab_center.pay.kinds import Basis
from rehab_center.pay.labels import BASES, NORM_FIELDS
from rehab_center.pay.rules.norms import NormFacts, read_norm
from rehab_center.web.fields import TextOfField, WholeField
from rehab_center.web.formatting import number
from rehab_center.web.forms import BaseForm, DayField


def money(text: str) -> int:
    """Whole đồng as they are typed. Raises ValueError with its words."""
    try:
        amount = read_amount(text)
    except ValueError:
        raise ValueError(_("Type an amount in đồng, such as 45.000.")) from None
    if amount != amount.to_integral_value():
        raise ValueError(_("Whole đồng, please, such as 45.000."))
    return int(amount)


def _norm(text: str) -> Decimal:
    try:
        return read_norm(text)
    except ValueError:
        raise ValueError(_("Type a number such as 1 or 1,2.")) from None


class NormForm(BaseForm):
    """What a programme of labour is paid from a day on."""

    version = WholeField(validators=[Optional()], widget=HiddenInput())
    activity = SelectField(NORM_FIELDS["activity"], [InputRequired()], choices=[])
    basis = SelectField(NORM_FIELDS["basis"], choices=[(one.value, words) for one, words in BASES.items()])
    rate = TextOfField(
        NORM_FIELDS["rate"],
        [InputRequired()],
        parse=money,
        form=number,
        description=_l("For a day of work, an hour, or one unit made"),
    )
    unit = StringField(
        NORM_FIELDS["unit"], [Length(max=20)], description=_l("Only where it is paid by what is made: chiếc, kg …")
    )
    norm = TextOfField(
        NORM_FIELDS["norm"],
        [InputRequired()],
        parse=_norm,
        form=number,
        description=_l("By day or hour: what one counts for, 1 as a rule. By what is made: units in a day of work."),
    )
    valid_from = DayField(NORM_FIELDS["valid_from"], [InputRequired()])
    paper_number = StringField(_l("Number of the decision"), [InputRequired(), Length(max=100)])
    paper_on = DayField(_l("Dated"), [InputRequired()], years_ahead=0)
    paper_issuer = StringField(_l("Issued by"), [InputRequired(), Length(max=200)])
    note = StringField(NORM_FIELDS["note"], [Length(max=300)])

    def offer(self, programmes: Sequence[tuple[int, str]]) -> None:
        """Let these programmes be chosen."""
        self.activity.choices = [("", _l("Choose")), *((str(key), name) for key, name in programmes)]

    def facts(self) -> NormFacts:
        """The norm as typed."""
        return NormFacts(
            Basis(self.basis.data),
            cast(int, self.rate.data),
            cast(date, self.valid_from.data),
            cast(Decimal, self.norm.data),
            self.unit.data,
            self.note.data,
        )

    def paper(self) -> DocumentFacts:
        """The decision as typed."""
        return DocumentFacts(
            DocumentKind.OTHER, self.paper_number.data or "", self.paper_on.data, self.paper_issuer.data
        )


class WhyForm(BaseForm):
    """Why something is taken out."""

    reason = StringField(_l("Why"), [InputRequired(), Length(max=300)])
