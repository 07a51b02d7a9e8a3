"""What is typed about a stay and about a movement: its shape only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import HiddenInput

from rehab_center.admissions.forms.details import DetailFields
from rehab_center.admissions.labels import MOVEMENT_KINDS, REGIMES, STAY_KINDS
from rehab_center.admissions.rules.checks import MOST_MONTHS
from rehab_center.admissions.rules.facts import MoveFacts, StayCorrection, StayFacts
from rehab_center.admissions.rules.movements import TERM_CHANGES, MovementKind
from rehab_center.admissions.rules.papers import paper_kind_of
from rehab_center.admissions.rules.regime import Regime, StayKind
from rehab_center.documents.kinds import DocumentKind
from rehab_center.documents.labels import FIELDS as PAPER
from rehab_center.documents.rules import DocumentFacts
from rehab_center.residents.fields import BirthField
from rehab_center.residents.kinds import Sex
from rehab_center.residents.labels import FIELDS as PERSON
from rehab_center.residents.labels import SEXES
from rehab_center.residents.rules.births import UNKNOWN_BIRTH
from rehab_center.residents.rules.facts import PaperFacts, PersonFacts
from rehab_center.web.fields import DayField, MonthsField, TextOfField, WholeField
from rehab_center.web.forms import BaseForm, ReasonForm

_TIME = re.compile(r"([01]?\d|2[0-3])\s*[:hHg.]\s*([0-5]\d)?|([01]\d|2[0-3])([0-5]\d)")


def read_time(text: str) -> str:
    """A time as people type it (2:10, 02h10, 14h, 1430) as HH:MM. Raises ValueError with words for the reader."""
    found = _TIME.fullmatch(text.strip())
    if not found:
        raise ValueError(_("Type a time as 14:30, 14h30 or 1430."))
    return f"{int(found[1] or found[3]):02d}:{found[2] or found[4] or '00'}"


def whole(label: Any, most: int, **options: Any) -> WholeField:
    """A whole number from 0 to ``most`` that may be left out."""
    checks = [Optional(), NumberRange(0, most)]
    return WholeField(label, checks, **options)


def term_length() -> list[Any]:
    """How long a term may be, where one is typed at all."""
    words = _l("A term has %(min)s to %(max)s months: look at the decision again.")
    return [Optional(), NumberRange(1, MOST_MONTHS, words)]


class StayFields(ReasonForm):
    """A stay under its decision."""

    facility = SelectField(_l("Centre"), coerce=int, choices=[])
    kind = SelectField(_l("Kind of stay"), choices=[(kind.value, words) for kind, words in STAY_KINDS.items()])
    entry = SelectField(
        _l("How the person comes"),
        choices=[(kind.value, MOVEMENT_KINDS[kind]) for kind in (MovementKind.ADMITTED, MovementKind.TRANSFERRED_IN)],
        default=MovementKind.ADMITTED.value,
    )
    decision_number = StringField(
        _l("Decision number"), [Length(max=100)], description=_l("As on the paper: 120/QĐ-TA")
    )
    decision_on = DayField(_l("Dated"))
    decision_issuer = StringField(_l("Court or office that decided"), [Length(max=200)])
    decision_effective_on = DayField(_l("Takes effect on"))
    police_unit = StringField(
        _l("Police unit that made the file"),
        [Length(max=200)],
        description=_l("The notice of an escape goes to it"),
    )
    months = MonthsField(_l("Term"), term_length())
    credit_days = whole(
        _l("Days held before"), 3650, description=_l("Time held while the file was made: it is taken off the term")
    )
    times_treated = whole(_l("Which treatment"), 99, description=_l("1 for the first time"))
    admitted_on = DayField(_l("First day here"), [InputRequired()])
    entry_time = TextOfField(_l("Time"), parse=read_time)
    term_start_on = DayField(_l("Term begins"), description=_l("Empty: on the first day here"))
    file_code = StringField(_l("File code"), [Length(max=40)], description=_l("Empty: the next one"))
    transfer_number = StringField(_l("Number of the transfer decision"), [Length(max=100)])
    transfer_on = DayField(_l("Dated"))
    transfer_issuer = StringField(_l("Issued by"), [Length(max=200)])
    regime = SelectField(
        _l("Law of the case"),
        choices=[("", _l("As the dates say")), *((one.value, words) for one, words in REGIMES.items())],
        default="",
    )
    pregnant_or_nursing = BooleanField(_l("Pregnant, or nursing a child under 36 months"))
    addiction_proof_on = DayField(_l("Proof of addiction dated"), description=_l("Voluntary stays only"))
    note = TextAreaField(_l("Note"), [Length(max=2000)])

    def validate_transfer_number(self, field: StringField) -> None:
        """A transfer decision belongs to a transfer."""
        if field.data and self.entry.data != MovementKind.TRANSFERRED_IN:
            raise ValidationError(_("Only for somebody who comes from another centre"))

    def stay(self) -> StayFacts:
        """The stay as typed."""
        decision = _paper(DocumentKind.DECISION, self.decision_number, self.decision_on, self.decision_issuer)
        return StayFacts(
            kind=StayKind(self.kind.data),
            admitted_on=cast(date, self.admitted_on.data),
            file_code=self.file_code.data,
            months=self.months.data,
            decision=decision,
            decision_effective_on=self.decision_effective_on.data,
            term_start_on=self.term_start_on.data,
            credit_days=self.credit_days.data or 0,
            times_treated=self.times_treated.data or None,
            note=self.note.data,
            regime=Regime(self.regime.data) if self.regime.data else None,
            entry=MovementKind(self.entry.data),
            entry_paper=_paper(DocumentKind.TRANSFER, self.transfer_number, self.transfer_on, self.transfer_issuer),
            entry_time=self.entry_time.data,
            pregnant_or_nursing=bool(self.pregnant_or_nursing.data),
            addiction_proof_on=self.addiction_proof_on.data,
            police_unit=self.police_unit.data,
        )


def _paper(kind: DocumentKind, number: Any, issued_on: Any, issuer: Any) -> DocumentFacts | None:
    if not number.data:
        return None
    return DocumentFacts(kind, number.data, issued_on=issued_on.data, issuer=issuer.data)


class KnownPersonForm(StayFields):
    """Admitting somebody who was here before, or is entered already."""


class NewPersonForm(StayFields):
    """Admitting somebody entered for the first time."""

    full_name = StringField(PERSON["full_name"], [InputRequired(), Length(max=120)])
    birth = BirthField(PERSON["birth"], description=_l("The day, or only the month (6/1982) or the year (1982)"))
    sex = SelectField(PERSON["sex"], choices=[(sex.value, words) for sex, words in SEXES.items()])
    placed_as = SelectField(
        PERSON["placed_as"],
        choices=[("", _l("As on paper")), *((sex.value, words) for sex, words in SEXES.items())],
        default="",
    )
    identity_number = StringField(
        _l("Identity number"), [Length(max=30)], description=_l("12 digits, 9 on an old card, or a passport")
    )
    commune = StringField(PERSON["commune"], [Length(max=100)])
    district = StringField(PERSON["district"], [Length(max=100)], description=_l("Only in papers of before 01/07/2025"))
    province = StringField(PERSON["province"], [Length(max=100)])
    address = StringField(PERSON["address"], [Length(max=200)])
    occupation = StringField(PERSON["occupation"], [Length(max=100)])
    drug_used = StringField(PERSON["drug_used"], [Length(max=120)])
    another_person = BooleanField(_l("I have compared them: this is somebody else"))

    def person(self) -> PersonFacts:
        """The person as typed."""
        return PersonFacts(
            full_name=self.full_name.data or "",
            sex=Sex(self.sex.data),
            birth=self.birth.data or UNKNOWN_BIRTH,
            placed_as=Sex(self.placed_as.data) if self.placed_as.data else None,
            commune=self.commune.data,
            district=self.district.data,
            province=self.province.data,
            address=self.address.data,
            occupation=self.occupation.data,
            drug_used=self.drug_used.data,
            identity=(PaperFacts(self.identity_number.data),) if self.identity_number.data else (),
        )


class MoveForm(DetailFields):
    """What happens to a stay: only what may follow its state can be chosen, and only what that asks is filled in."""

    kind = SelectField(_l("What happens"), [InputRequired()], choices=[])
    effective_on = DayField(_l("On which day"), [InputRequired()])
    effective_time = TextOfField(_l("Time"), parse=read_time)
    months = MonthsField(_l("Changed by"), [Optional()])
    days = whole(_l("And days"), 999)
    paper_number = StringField(PAPER["number"], [Length(max=100)])
    paper_on = DayField(PAPER["issued_on"])
    paper_issuer = StringField(PAPER["issuer"], [Length(max=200)])
    note = TextAreaField(_l("Note"), [Length(max=2000)])

    def offer(self, kinds: Iterable[MovementKind]) -> None:
        """Let these kinds be chosen."""
        self.kind.choices = [("", _l("Choose")), *((kind.value, MOVEMENT_KINDS[kind]) for kind in kinds)]

    @property
    def changes_term(self) -> bool:
        """Whether the chosen kind carries months and days."""
        return self.kind.data in TERM_CHANGES

    def facts(self) -> MoveFacts:
        """The movement as typed."""
        kind = MovementKind(self.kind.data)
        return MoveFacts(
            kind=kind,
            effective_on=cast(date, self.effective_on.data),
            effective_time=self.effective_time.data,
            document=_paper(paper_kind_of(kind), self.paper_number, self.paper_on, self.paper_issuer),
            months=self.months.data or None if self.changes_term else None,
            days=self.days.data or None if self.changes_term else None,
            note=self.note.data,
            details=self.details(),
        )


class VoidForm(BaseForm):
    """Why a movement is taken back."""

    reason = StringField(_l("Why it is voided"), [InputRequired(), Length(max=500)])


class CorrectForm(ReasonForm):
    """The facts of a stay as they should be."""

    version = WholeField(widget=HiddenInput())
    file_code = StringField(_l("File code"), [InputRequired(), Length(max=40)])
    admitted_on = DayField(_l("First day here"), [InputRequired()])
    term_start_on = DayField(_l("Term begins"), [InputRequired()])
    months = MonthsField(_l("Term"), term_length())
    credit_days = whole(_l("Days held before"), 3650)
    decision_effective_on = DayField(_l("Decision takes effect"))
    police_unit = StringField(
        _l("Police unit that made the file"),
        [Length(max=200)],
        description=_l("The notice of an escape goes to it"),
    )
    times_treated = whole(_l("Which treatment"), 99)
    regime = SelectField(_l("Law of the case"), choices=[(regime.value, words) for regime, words in REGIMES.items()])
    note = TextAreaField(_l("Note"), [Length(max=2000)])
    why = StringField(_l("Why it is put right"), [InputRequired(), Length(max=500)])

    def correction(self) -> StayCorrection:
        """The facts as typed."""
        return StayCorrection(
            file_code=self.file_code.data or "",
            admitted_on=cast(date, self.admitted_on.data),
            term_start_on=cast(date, self.term_start_on.data),
            months=self.months.data,
            credit_days=self.credit_days.data or 0,
            decision_effective_on=self.decision_effective_on.data,
            times_treated=self.times_treated.data or None,
            regime=Regime(self.regime.data),
            note=self.note.data,
            police_unit=self.police_unit.data,
        )


PERSON_FIELDS = (
    "full_name",
    "birth",
    "sex",
    "placed_as",
    "identity_number",
    "commune",
    "district",
    "province",
    "address",
    "occupation",
    "drug_used",
)
"""What of :class:`NewPersonForm` is about the person and not about the stay."""


def offer_facilities(form: StayFields, facilities: Sequence[tuple[int, str]]) -> None:
    """Let one of the centres be chosen; where there is only one, it is. Another one is none."""
    form.facility.choices = list(facilities)
    if len(facilities) == 1:
        form.facility.data = facilities[0][0]
    elif form.facility.data not in {number for number, _name in facilities}:
        form.facility.data = None
