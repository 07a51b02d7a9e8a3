"""What is typed about one person at the gate: shape only."""

from __future__ import annotations

from dataclasses import replace

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional, ValidationError
from wtforms.widgets import HiddenInput

from rehab_center.admissions.forms.stays import term_length, whole
from rehab_center.admissions.labels import STAY_KINDS
from rehab_center.admissions.queries.handovers import HandoverDecisionLine
from rehab_center.admissions.rules.handover_facts import DecisionFacts, LineFacts
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.documents.kinds import DocumentKind
from rehab_center.documents.rules import DocumentFacts
from rehab_center.residents.fields import BirthField
from rehab_center.residents.kinds import Sex
from rehab_center.residents.labels import FIELDS as PERSON
from rehab_center.residents.labels import SEXES
from rehab_center.residents.rules.births import UNKNOWN_BIRTH
from rehab_center.residents.rules.identity import sex_by
from rehab_center.web.fields import DayField, MonthsField, WholeField
from rehab_center.web.forms import BaseForm

_KINDS = [(kind.value, words) for kind, words in STAY_KINDS.items()]


class SaidForm(BaseForm):
    """Who was delivered, as the minutes say it."""

    version = WholeField(validators=[Optional()], widget=HiddenInput())
    full_name = StringField(PERSON["full_name"], [InputRequired(), Length(max=120)])
    birth = BirthField(PERSON["birth"])
    sex = SelectField(
        PERSON["sex"],
        choices=[("", _l("As the number or the records say")), *((sex.value, words) for sex, words in SEXES.items())],
        default="",
    )
    identity_number = StringField(_l("Identity number"), [Length(max=30)])
    commune = StringField(PERSON["commune"], [Length(max=100)])
    note = StringField(_l("Note"), [Length(max=500)])
    address = StringField(PERSON["address"], [Length(max=200)])
    district = StringField(PERSON["district"], [Length(max=100)])
    province = StringField(PERSON["province"], [Length(max=100)])

    @property
    def said_sex(self) -> Sex | None:
        """The sex as chosen or as the number says it, None where neither does."""
        return Sex(self.sex.data) if self.sex.data else sex_by(self.identity_number.data or "")

    def said(self, before: LineFacts) -> LineFacts:
        """What the minutes said before, with what is typed now."""
        return replace(
            before,
            full_name=self.full_name.data or "",
            birth=self.birth.data or UNKNOWN_BIRTH,
            sex=self.said_sex,
            identity_number=self.identity_number.data,
            commune=self.commune.data,
            address=self.address.data,
            district=self.district.data,
            province=self.province.data,
            note=self.note.data,
        )


class LineForm(SaidForm):
    """A person delivered, typed in a breath: what the decision and the delivery say is not typed again."""

    line_decision = SelectField(_l("Decision"), choices=[("", _l("No decision yet"))], default="")
    kind = SelectField(_l("Kind of stay"), choices=[("", _l("As the decision says")), *_KINDS], default="")
    own_months = MonthsField(_l("Another term"), term_length())
    credit_days = whole(_l("Days held before"), 3650)
    times_treated = whole(_l("Which treatment"), 99)
    term_start_on = DayField(_l("Term begins"))
    addiction_proof_on = DayField(_l("Proof of addiction dated"))
    pregnant_or_nursing = BooleanField(_l("Pregnant, or nursing a child under 36 months"))
    new_number = StringField(_l("Or another decision: its number"), [Length(max=100)])
    new_on = DayField(_l("Dated"))
    new_issuer = StringField(_l("Court or office that decided"), [Length(max=200)])
    new_effective_on = DayField(_l("Takes effect on"))
    new_months = MonthsField(_l("Term"), term_length())

    def offer(self, decisions: tuple[HandoverDecisionLine, ...]) -> None:
        """Let one of these decisions be chosen."""
        self.line_decision.choices = [
            *((str(one.id), _decision_words(one)) for one in reversed(decisions)),
            ("", _("No decision yet")),
        ]
        self._kinds = {str(one.id): one.kind for one in decisions}

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
            sex=self.said_sex,
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
