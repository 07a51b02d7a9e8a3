"""The shape of what is typed about persons."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import HiddenInput

from rehab_center.documents.kinds import DocumentKind
from rehab_center.documents.labels import FIELDS as DOCUMENT_FIELDS
from rehab_center.documents.rules import DocumentFacts
from rehab_center.residents.fields import BirthField
from rehab_center.residents.kinds import AliasKind, Sex
from rehab_center.residents.labels import ALIASES, FIELDS, SEXES
from rehab_center.residents.rules.births import UNKNOWN_BIRTH
from rehab_center.residents.rules.facts import PLAIN_FIELDS, AliasFacts, PaperFacts, PersonFacts, RelativeFacts
from rehab_center.web.fields import DayField, WholeField
from rehab_center.web.forms import BaseForm, ReasonForm, UploadField

_SEX_CHOICES = [(sex.value, words) for sex, words in SEXES.items()]


class PersonForm(ReasonForm):
    """A person's plain fields."""

    version = WholeField(widget=HiddenInput())
    full_name = StringField(
        FIELDS["full_name"],
        [InputRequired(), Length(max=120)],
        description=_l("As on the identity paper. Another spelling counts as a correction of a mistake."),
    )
    birth = BirthField(
        FIELDS["birth"],
        description=_l("The day, or only the month (6/1982) or the year (1982), as far as it is known"),
    )
    sex = SelectField(FIELDS["sex"], choices=_SEX_CHOICES)
    placed_as = SelectField(FIELDS["placed_as"], choices=[("", _l("As on paper")), *_SEX_CHOICES], default="")
    ethnicity = StringField(FIELDS["ethnicity"], [Length(max=50)])
    religion = StringField(FIELDS["religion"], [Length(max=50)])
    nationality = StringField(FIELDS["nationality"], [Length(max=60)])
    address = StringField(FIELDS["address"], [Length(max=200)])
    commune = StringField(FIELDS["commune"], [Length(max=100)])
    district = StringField(FIELDS["district"], [Length(max=100)])
    province = StringField(FIELDS["province"], [Length(max=100)])
    phone = StringField(FIELDS["phone"], [Length(max=30)])
    education = StringField(FIELDS["education"], [Length(max=60)])
    occupation = StringField(FIELDS["occupation"], [Length(max=100)])
    drug_used = StringField(FIELDS["drug_used"], [Length(max=120)])
    note = TextAreaField(FIELDS["note"], [Length(max=2000)])

    def facts(self) -> PersonFacts:
        """The person as typed."""
        return PersonFacts(
            full_name=self.full_name.data or "",
            sex=Sex(self.sex.data),
            birth=self.birth.data or UNKNOWN_BIRTH,
            placed_as=Sex(self.placed_as.data) if self.placed_as.data else None,
            **{field: self[field].data for field in PLAIN_FIELDS},
        )


class HomeForm(BaseForm):
    """Which unit an address is."""

    unit = RadioField(_l("The address means"), [InputRequired()])


class IdentityPaperForm(ReasonForm):
    """An identity paper."""

    identity_number = StringField(
        _l("Number"),
        [InputRequired(), Length(max=30)],
        description=_l("12 digits; 9 on an old card; or a passport. Spaces do not matter."),
    )
    issued_on = DayField(DOCUMENT_FIELDS["issued_on"])
    issuer = StringField(DOCUMENT_FIELDS["issuer"], [Length(max=200)])
    valid = BooleanField(_l("May still be used"), default=True)
    note = StringField(FIELDS["note"], [Length(max=500)])

    def facts(self) -> PaperFacts:
        """The paper as typed."""
        return PaperFacts(
            number=self.identity_number.data or "",
            issued_on=self.issued_on.data,
            issuer=self.issuer.data,
            valid=bool(self.valid.data),
            note=self.note.data,
        )


class AliasForm(BaseForm):
    """Another name."""

    full_name = StringField(_l("Name"), [InputRequired(), Length(max=120)])
    kind = SelectField(
        _l("Kind of name"),
        choices=[(kind.value, ALIASES[kind]) for kind in (AliasKind.ALIAS, AliasKind.OTHER_NAME, AliasKind.MISSPELT)],
    )

    def facts(self) -> AliasFacts:
        """The name as typed."""
        return AliasFacts(self.full_name.data or "", AliasKind(self.kind.data))


class RelativeForm(BaseForm):
    """Somebody to tell."""

    name = StringField(FIELDS["full_name"], [InputRequired(), Length(max=120)])
    relation = StringField(_l("Relation"), [Length(max=60)], description=_l("Mother, wife, guardian"))
    phone = StringField(FIELDS["phone"], [Length(max=30)])
    address = StringField(_l("Address"), [Length(max=300)])

    def facts(self) -> RelativeFacts:
        """The relative as typed."""
        return RelativeFacts(self.name.data or "", self.relation.data, self.phone.data, self.address.data)


class NameChangeForm(BaseForm):
    """A new name and the paper that orders it."""

    version = WholeField(widget=HiddenInput())
    new_name = StringField(_l("New name"), [InputRequired(), Length(max=120)])
    number = StringField(DOCUMENT_FIELDS["number"], [InputRequired(), Length(max=100)])
    issued_on = DayField(DOCUMENT_FIELDS["issued_on"], [InputRequired()])
    issuer = StringField(DOCUMENT_FIELDS["issuer"], [InputRequired(), Length(max=200)])
    valid_from = DayField(
        _l("New name valid from"),
        description=_l("Empty: from the day of the paper. What is printed for an earlier day keeps the former name."),
        years_ahead=0,
    )

    def paper(self, facility_id: int | None) -> DocumentFacts:
        """The paper as typed."""
        return DocumentFacts(
            kind=DocumentKind.CIVIL_STATUS,
            number=self.number.data or "",
            issued_on=self.issued_on.data,
            issuer=self.issuer.data,
            facility_id=facility_id,
        )


class WithdrawForm(BaseForm):
    """Taking something away, for a reason."""

    reason = StringField(_l("Why it is taken away"), [InputRequired(), Length(max=500)])


class PhotoForm(BaseForm):
    """A photo, out of the camera or out of a folder."""

    photo = UploadField(
        _l("Photo"),
        [InputRequired()],
        description=_l("JPEG or PNG, 15 MB at the most; a telephone offers its camera here"),
        render_kw={"accept": "image/*"},
    )
    taken_on = DayField(_l("Taken on"), [InputRequired()], years_ahead=0)
