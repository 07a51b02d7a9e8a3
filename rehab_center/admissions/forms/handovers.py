"""What is typed at the gate: a delivery, the decisions it brings, one person after the other. Shape only."""

from __future__ import annotations

from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from rehab_center.admissions.forms.stays import read_time, term_length, whole
from rehab_center.admissions.labels import MOVEMENT_KINDS, REFUSAL_REASONS, REGIMES, STAY_KINDS
from rehab_center.admissions.rules.handover_facts import DecisionFacts, HandoverFacts
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.refusals import RefusalReason
from rehab_center.admissions.rules.regime import Regime, StayKind
from rehab_center.documents.kinds import DocumentKind
from rehab_center.documents.rules import DocumentFacts
from rehab_center.residents.kinds import Sex
from rehab_center.residents.labels import FIELDS as PERSON
from rehab_center.residents.labels import SEXES
from rehab_center.web.fields import DayField, MonthsField, TextOfField, WholeField
from rehab_center.web.forms import BaseForm, ReasonForm

_KINDS = [(kind.value, words) for kind, words in STAY_KINDS.items()]
_ENTRIES = (MovementKind.ADMITTED, MovementKind.TRANSFERRED_IN)


class DeliveryForm(BaseForm):
    """The delivery itself."""

    version = WholeField(validators=[Optional()], widget=HiddenInput())
    facility = SelectField(_l("Centre"), coerce=int, choices=[])
    delivered_on = DayField(_l("Day of the handover"), [InputRequired()])
    delivered_time = TextOfField(_l("Time"), parse=read_time)
    delivering_unit = StringField(
        _l("Delivering unit"), [InputRequired(), Length(max=200)], description=_l("The police unit that hands over")
    )
    stated_count = whole(_l("Persons delivered, as the police say"), 500)
    deliverers = TextAreaField(
        _l("Who hands over"), [Length(max=1000)], description=_l("One a line, with rank or title")
    )
    receivers = TextAreaField(_l("Who receives"), [Length(max=1000)], description=_l("One a line, with rank or title"))
    place = StringField(_l("Place of the handover"), [Length(max=200)], description=_l("Empty: at the centre"))
    entry = SelectField(
        _l("How they come"),
        choices=[(kind.value, MOVEMENT_KINDS[kind]) for kind in _ENTRIES],
        default=MovementKind.ADMITTED.value,
    )
    transfer_number = StringField(_l("Number of the transfer decision"), [Length(max=100)])
    transfer_on = DayField(_l("Dated"))
    transfer_issuer = StringField(_l("Issued by"), [Length(max=200)])
    note = TextAreaField(_l("Note"), [Length(max=2000)])

    def validate_transfer_number(self, field: StringField) -> None:
        """A transfer decision belongs to a transfer."""
        if field.data and self.entry.data != MovementKind.TRANSFERRED_IN:
            raise ValidationError(_("Only for people who come from another centre"))

    def delivery(self) -> HandoverFacts:
        """The delivery as typed."""
        return HandoverFacts(
            delivered_on=cast(Any, self.delivered_on.data),
            delivering_unit=self.delivering_unit.data or "",
            delivered_time=self.delivered_time.data,
            place=self.place.data,
            deliverers=self.deliverers.data,
            receivers=self.receivers.data,
            stated_count=self.stated_count.data or None,
            entry=MovementKind(self.entry.data),
            transfer=self._transfer(),
            note=self.note.data,
        )

    def _transfer(self) -> DocumentFacts | None:
        if not self.transfer_number.data:
            return None
        return DocumentFacts(
            DocumentKind.TRANSFER,
            self.transfer_number.data,
            issued_on=self.transfer_on.data,
            issuer=self.transfer_issuer.data,
        )


class DecisionFields(BaseForm):
    """A decision as the delivery brings it."""

    decision_number = StringField(
        _l("Decision number"), [Length(max=100)], description=_l("As on the paper: 120/QĐ-TA")
    )
    decision_on = DayField(_l("Dated"))
    decision_issuer = StringField(_l("Court or office that decided"), [Length(max=200)])
    decision_effective_on = DayField(_l("Takes effect on"))
    decision_kind = SelectField(_l("Kind of stay"), choices=_KINDS)
    months = MonthsField(_l("Term"), term_length())
    police_unit = StringField(
        _l("Police unit that made the file"),
        [Length(max=200)],
        description=_l("Empty: the delivering unit. The notice of an escape goes to it"),
    )

    def decision(self) -> DecisionFacts | None:
        """The decision as typed, None where there is no number."""
        if not self.decision_number.data:
            return None
        return DecisionFacts(
            paper=DocumentFacts(
                DocumentKind.DECISION,
                self.decision_number.data,
                issued_on=self.decision_on.data,
                issuer=self.decision_issuer.data,
            ),
            kind=StayKind(self.decision_kind.data),
            months=self.months.data or None,
            effective_on=self.decision_effective_on.data,
            police_unit=self.police_unit.data,
        )


class OpenForm(DeliveryForm, DecisionFields):
    """A new handover, with the decision most of its people come under."""


class DecisionForm(DecisionFields):
    """One more decision of a handover."""

    version = WholeField(validators=[Optional()], widget=HiddenInput())

    def validate_decision_number(self, field: StringField) -> None:
        """A decision is known by its number."""
        if not field.data:
            raise ValidationError(_("A paper needs its number"))


class ReviseDecisionForm(BaseForm):
    """What a decision gives those it names."""

    version = WholeField(validators=[Optional()], widget=HiddenInput())
    decision_kind = SelectField(_l("Kind of stay"), choices=_KINDS)
    months = MonthsField(_l("Term"), term_length())
    decision_effective_on = DayField(_l("Takes effect on"))
    police_unit = StringField(_l("Police unit that made the file"), [Length(max=200)])


class TakeInForm(ReasonForm):
    """What is asked before somebody is taken in: a reason, and once for a decision, which law."""

    regime = SelectField(
        _l("Law of the case"),
        choices=[("", _l("As the dates say")), *((one.value, words) for one, words in REGIMES.items())],
        default="",
    )
    sex = SelectField(
        PERSON["sex"],
        choices=[("", _l("Choose")), *((sex.value, words) for sex, words in SEXES.items())],
        default="",
    )
    for_all = BooleanField(_l("The same for the others this decision names"), default=True)

    @property
    def chosen_regime(self) -> Regime | None:
        """The law a human chose, None where nobody did."""
        return Regime(self.regime.data) if self.regime.data else None

    @property
    def chosen_sex(self) -> Sex | None:
        """The sex of somebody new, None where it was not asked or not answered."""
        return Sex(self.sex.data) if self.sex.data else None


class RefuseForm(BaseForm):
    """Why somebody is not taken in."""

    refusal = SelectField(
        _l("Reason of the refusal"),
        [InputRequired()],
        choices=[("", _l("Choose a reason")), *((one.value, words) for one, words in REFUSAL_REASONS.items())],
    )
    note = TextAreaField(_l("In one's own words"), [Length(max=1000)])

    @property
    def reason(self) -> RefusalReason:
        """The reason chosen."""
        return RefusalReason(self.refusal.data)


class CloseForm(ReasonForm):
    """What closes the minutes."""

    version = WholeField(validators=[Optional()], widget=HiddenInput())
    minutes_number = StringField(
        _l("Number of the minutes"),
        [Length(max=100)],
        description=_l("Out of the centre's own book. Empty: the minutes have no number"),
    )


class ReopenForm(BaseForm):
    """Why closed minutes are opened again."""

    why = StringField(_l("Why they are opened again"), [InputRequired(), Length(max=500)])


class TogetherForm(TakeInForm):
    """Who of those held temporarily a decision names."""

    stays = SelectMultipleField(
        _l("Persons the decision names"),
        coerce=int,
        choices=[],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
