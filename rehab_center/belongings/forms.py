"""What is typed about belongings: its shape only."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, FormField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from rehab_center.belongings.kinds import Currency, ThingKind
from rehab_center.belongings.labels import CURRENCIES, FIELDS, THING_KINDS
from rehab_center.belongings.rules import SlipFacts, ThingFacts, read_amount
from rehab_center.web.fields import TextOfField, WholeField
from rehab_center.web.formatting import number
from rehab_center.web.forms import BaseForm, DayField

ROWS, MOST_ROWS = 6, 60
"""How many empty lines the page begins with, and how many it may have."""


def _amount(text: str) -> Decimal:
    try:
        return read_amount(text)
    except ValueError:
        raise ValueError(_("Type an amount as 1.500.000 or 20,50.")) from None


class ThingForm(BaseForm):
    """One line; a line with nothing typed in it is none."""

    kind = SelectField(FIELDS["kind"], choices=[(kind.value, words) for kind, words in THING_KINDS.items()])
    description = StringField(FIELDS["description"], [Length(max=200)])
    quantity = WholeField(FIELDS["quantity"], [Optional(), NumberRange(1, 9999)])
    amount = TextOfField(FIELDS["amount"], parse=_amount, form=number)
    currency = SelectField(
        FIELDS["currency"], choices=[(currency.value, words) for currency, words in CURRENCIES.items()]
    )
    condition = StringField(FIELDS["condition"], [Length(max=200)])
    kept_where = StringField(FIELDS["kept_where"], [Length(max=100)])

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        typed = (self.description, self.quantity, self.amount, self.condition, self.kept_where)
        return not any(field.raw_data and str(field.raw_data[0]).strip() for field in typed)

    def facts(self) -> ThingFacts:
        """The line as typed."""
        return ThingFacts(
            kind=ThingKind(self.kind.data),
            description=self.description.data or "",
            quantity=self.quantity.data or 1,
            amount=cast("Decimal | None", self.amount.data),
            currency=Currency(self.currency.data),
            condition=self.condition.data,
            kept_where=self.kept_where.data,
        )


class SlipFields(BaseForm):
    """The two sides of a slip."""

    happened_on = DayField(_l("Day"), [InputRequired()], years_ahead=0)
    party = StringField(_l("Handed over or received by"), [InputRequired(), Length(max=120)])
    relation = StringField(_l("Relation"), [Length(max=60)])
    officer = StringField(_l("For the centre"), [InputRequired(), Length(max=120)])
    witness = StringField(_l("Witness"), [Length(max=120)])
    signed = BooleanField(_l("The slip is signed by both sides"))
    note = TextAreaField(_l("Note"), [Length(max=1000)])

    def slip(self) -> SlipFacts:
        """The sides as typed."""
        return SlipFacts(
            happened_on=cast(date, self.happened_on.data),
            party=self.party.data or "",
            officer=self.officer.data or "",
            relation=self.relation.data,
            witness=self.witness.data,
            signed=bool(self.signed.data),
            note=self.note.data,
        )


class TakeInForm(SlipFields):
    """Several things on one slip."""

    rows = FieldList(FormField(ThingForm), max_entries=MOST_ROWS)

    def lengthen(self, most: int) -> None:
        """Add empty lines until there are ``most``, as many as a page may have."""
        while len(self.rows.entries) < min(most, MOST_ROWS):
            self.rows.append_entry()

    @property
    def typed(self) -> list[ThingForm]:
        """The lines in which something was typed."""
        return [entry.form for entry in self.rows.entries if not entry.form.is_empty]


class GiveBackForm(SlipFields):
    """What is given back, to whom."""

    things = SelectMultipleField(
        _l("What is given back"), coerce=int, choices=[], option_widget=CheckboxInput(), widget=ListWidget()
    )

    def offer(self, things: list[tuple[int, Any]]) -> None:
        """Let these be chosen; at first all of them are."""
        self.things.choices = list(things)
        if not self.is_submitted():
            self.things.data = [thing_id for thing_id, _words in things]


class VoidForm(BaseForm):
    """Why a line is taken back."""

    reason = StringField(_l("Why the line is taken back"), [InputRequired(), Length(max=500)])
