"""What is typed at the gate: a delivery, the decisions it brings, one person after the other. Shape only."""

from __future__ import annotations

from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from rehab_center.admissions.forms.stays import read_time, whole
from rehab_center.admissions.labels import MOVEMENT_KINDS, REFUSAL_REASONS, REGIMES, STAY_KINDS
from rehab_center.admissions.queries.handovers import HandoverDecisionLine
from rehab_center.admissions.rules.handover_facts import DecisionFacts, HandoverFacts, LineFacts
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.refusals import RefusalReason
from rehab_center.admissions.rules.regime import Regime, StayKind
from rehab_center.documents.kinds import DocumentKind
from rehab_center.documents.rules import DocumentFacts
from rehab_center.residents.fields import BirthField
from rehab_center.residents.kinds import Sex
from rehab_center.residents.labels import FIELDS as PERSON
from rehab_center.residents.labels import SEXES
from rehab_center.residents.rules.births import UNKNOWN_BIRTH
from rehab_center.residents.rules.identity import sex_by
from rehab_center.web.fields import DayField, MonthsField, TextOfField, WholeField
from rehab_center.web.forms import BaseForm, ReasonForm

_KINDS = [(kind.value, words) for kind, words in STAY_KINDS.items()]
_ENTRIES = (MovementKind.ADMITTED, MovementKind.TRANSFERRED_IN)


class DeliveryForm(BaseForm):
    """The delivery itself."""

    version = WholeField(widget=HiddenInput())
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
    months = MonthsField(_l("Term"))
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

    version = WholeField(widget=HiddenInput())

    def validate_decision_number(self, field: StringField) -> None:
        """A decision is known by its number."""
        if not field.data:
            raise ValidationError(_("A paper needs its number"))


class ReviseDecisionForm(BaseForm):
    """What a decision gives those it names."""

    version = WholeField(widget=HiddenInput())
    decision_kind = SelectField(_l("Kind of stay"), choices=_KINDS)
    months = MonthsField(_l("Term"))
    decision_effective_on = DayField(_l("Takes effect on"))
    police_unit = StringField(_l("Police unit that made the file"), [Length(max=200)])


class LineForm(BaseForm):
    """A person delivered, typed in a breath: what the decision and the delivery say is not typed again."""

    version = WholeField(widget=HiddenInput())
    full_name = StringField(PERSON["full_name"], [InputRequired(), Length(max=120)])
    birth = BirthField(PERSON["birth"])
    sex = SelectField(
        PERSON["sex"],
        choices=[("", _l("As the number says")), *((sex.value, words) for sex, words in SEXES.items())],
        default="",
    )
    identity_number = StringField(_l("Identity number"), [Length(max=30)])
    commune = StringField(PERSON["commune"], [Length(max=100)])
    line_decision = SelectField(_l("Decision"), choices=[("", _l("No decision yet"))], default="")
    kind = SelectField(_l("Kind of stay"), choices=[("", _l("As the decision says")), *_KINDS], default="")
    own_months = MonthsField(_l("Another term"))
    credit_days = whole(_l("Days held before"), 3650)
    note = StringField(_l("Note"), [Length(max=500)])
    address = StringField(PERSON["address"], [Length(max=200)])
    district = StringField(PERSON["district"], [Length(max=100)])
    province = StringField(PERSON["province"], [Length(max=100)])
    times_treated = whole(_l("Which treatment"), 99)
    term_start_on = DayField(_l("Term begins"))
    addiction_proof_on = DayField(_l("Proof of addiction dated"))
    pregnant_or_nursing = BooleanField(_l("Pregnant, or nursing a child under 36 months"))
    new_number = StringField(_l("Or another decision: its number"), [Length(max=100)])
    new_on = DayField(_l("Dated"))
    new_issuer = StringField(_l("Court or office that decided"), [Length(max=200)])
    new_effective_on = DayField(_l("Takes effect on"))
    new_months = MonthsField(_l("Term"))

    def offer(self, decisions: tuple[HandoverDecisionLine, ...]) -> None:
        """Let one of these decisions be chosen."""
        self.line_decision.choices = [
            *((str(one.id), _decision_words(one)) for one in reversed(decisions)),
            ("", _("No decision yet")),
        ]
        self._kinds = {str(one.id): one.kind for one in decisions}

    def validate_sex(self, field: SelectField) -> None:
        """Left open, the number must say it."""
        if not field.data and sex_by(self.identity_number.data or "") is None:
            raise ValidationError(_("Choose: there is no 12-digit number that says it"))

    def validate_kind(self, field: SelectField) -> None:
        """Left open, a decision must say it."""
        if not field.data and not self.new_number.data and not self.line_decision.data:
            raise ValidationError(_("Choose: there is no decision that says it"))

    def new_decision(self) -> DecisionFacts | None:
        """The decision typed beside the person, None where one was chosen."""
        if not self.new_number.data:
            return None
        paper = DocumentFacts(
            DocumentKind.DECISION, self.new_number.data, issued_on=self.new_on.data, issuer=self.new_issuer.data
        )
        kind = StayKind(self.kind.data) if self.kind.data else self._last_kind()
        return DecisionFacts(paper, kind, self.new_months.data or None, self.new_effective_on.data)

    def _last_kind(self) -> StayKind:
        """A decision typed in passing is of the kind of the one before it."""
        return next(reversed(self._kinds.values()), StayKind.COMPULSORY)

    def line(self, *, decision_id: int | None = None) -> LineFacts:
        """The person as typed, under ``decision_id`` where a decision was typed beside."""
        chosen = decision_id or (int(self.line_decision.data) if self.line_decision.data else None)
        kind = self.kind.data or self._kinds.get(self.line_decision.data or "", StayKind.COMPULSORY)
        if decision_id is not None and not self.kind.data:
            kind = self._last_kind()
        return LineFacts(
            full_name=self.full_name.data or "",
            sex=Sex(self.sex.data) if self.sex.data else cast(Sex, sex_by(self.identity_number.data or "")),
            birth=self.birth.data or UNKNOWN_BIRTH,
            identity_number=self.identity_number.data,
            address=self.address.data,
            commune=self.commune.data,
            district=self.district.data,
            province=self.province.data,
            kind=StayKind(kind),
            decision_id=chosen,
            months=self.own_months.data or None,
            credit_days=self.credit_days.data,
            times_treated=self.times_treated.data or None,
            term_start_on=self.term_start_on.data,
            pregnant_or_nursing=bool(self.pregnant_or_nursing.data),
            addiction_proof_on=self.addiction_proof_on.data,
            note=self.note.data,
        )


def _decision_words(one: HandoverDecisionLine) -> str:
    words = [one.document.number, f"{one.document.issued_on:%d/%m/%Y}" if one.document.issued_on else ""]
    term = _("%(months)s months", months=one.months) if one.months else ""
    return ", ".join(part for part in (*words, str(STAY_KINDS[one.kind]), term) if part)


class TakeInForm(ReasonForm):
    """What is asked before somebody is taken in: a reason, and once for a decision, which law."""

    regime = SelectField(
        _l("Law of the case"),
        choices=[("", _l("As the dates say")), *((one.value, words) for one, words in REGIMES.items())],
        default="",
    )
    for_all = BooleanField(_l("The same for the others this decision names"), default=True)

    @property
    def chosen_regime(self) -> Regime | None:
        """The law a human chose, None where nobody did."""
        return Regime(self.regime.data) if self.regime.data else None


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

    version = WholeField(widget=HiddenInput())
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
