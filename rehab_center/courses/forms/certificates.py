"""Certificates: what those of a class share, and each person's own number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from types import new_class
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from rehab_center.courses.kinds import CertificateKind, VoidReason
from rehab_center.courses.labels import CERTIFICATE_FIELDS, CERTIFICATES, VOIDS
from rehab_center.courses.queries.courses import Learner
from rehab_center.courses.rules.certificates import numbers_from
from rehab_center.courses.services.certificates import Numbered, Paper
from rehab_center.web.fields import WholeField
from rehab_center.web.forms import BaseForm, DayField, ReasonForm, UploadField

OWN, PROVIDED = "own", "provided"


class PaperForm(ReasonForm):
    """What the certificates of a class share."""

    kind = SelectField(CERTIFICATE_FIELDS["kind"], [InputRequired()])
    numbering = SelectField(
        _l("Who issues and numbers it"),
        [InputRequired()],
        choices=[
            (PROVIDED, _l("The training provider: the number is typed as it stands")),
            (OWN, _l("This centre: the program gives the number")),
        ],
    )
    issued_on = DayField(CERTIFICATE_FIELDS["issued_on"], [InputRequired()])
    issuer = StringField(CERTIFICATE_FIELDS["issuer"], [Length(max=300)])
    licence = StringField(CERTIFICATE_FIELDS["licence"], [Length(max=200)])
    signer = StringField(CERTIFICATE_FIELDS["signer"], [Length(max=200)])
    decision = StringField(CERTIFICATE_FIELDS["decision"], [Length(max=200)])

    def offer(self, kinds: Sequence[CertificateKind]) -> None:
        """Let these kinds be chosen."""
        self.kind.choices = [(one.value, CERTIFICATES[one]) for one in kinds]

    @property
    def paper(self) -> Paper:
        """What was typed; only of a form that has its shape."""
        return Paper(
            CertificateKind(self.kind.data),
            self.numbering.data == OWN,
            cast(date, self.issued_on.data),
            self.issuer.data,
            self.licence.data,
            self.signer.data,
            self.decision.data,
        )


class IssueForm(PaperForm):
    """Certificates of a class. Made by :func:`issue_form`, which adds the fields of its people."""

    first_number = StringField(_l("First number of the row"), [Length(max=60)])

    def fill_numbers(self, learners: Sequence[Learner]) -> None:
        """Let numbers follow the first one, for whoever is ticked, in the order of the list."""
        ticked = [one.stay_id for one in learners if self[f"give_{one.stay_id}"].data]
        for key, number in zip(ticked, numbers_from(self.first_number.data or "", len(ticked)), strict=False):
            self[f"number_{key}"].data = number

    def people(self, learners: Sequence[Learner]) -> dict[int, Numbered]:
        """Who is ticked, in the order of the list, each with what is their own."""
        return {one.stay_id: self._numbered(one.stay_id) for one in learners if self[f"give_{one.stay_id}"].data}

    def _numbered(self, key: int) -> Numbered:
        return Numbered(self[f"number_{key}"].data, self[f"serial_{key}"].data, self[f"grade_{key}"].data)


def issue_form(learners: Sequence[Learner], **values: Any) -> IssueForm:
    """The form for these people; at first all of them are ticked."""
    fields: dict[str, Any] = {}
    for one in learners:
        fields |= {
            f"give_{one.stay_id}": BooleanField(one.full_name),
            f"number_{one.stay_id}": StringField(CERTIFICATE_FIELDS["number"], [Length(max=60)]),
            f"serial_{one.stay_id}": StringField(CERTIFICATE_FIELDS["serial"], [Length(max=60)]),
            f"grade_{one.stay_id}": StringField(CERTIFICATE_FIELDS["grade"], [Length(max=60)]),
        }
        values[f"give_{one.stay_id}"] = True
    made = new_class("IssueForm", (IssueForm,), exec_body=lambda body: body.update(fields))
    return cast("type[IssueForm]", made)(**values)


class ReplaceForm(PaperForm):
    """A copy in place of a paper that is lost or damaged."""

    version = WholeField(validators=[Optional()], widget=HiddenInput())
    number = StringField(CERTIFICATE_FIELDS["number"], [Length(max=60)])
    serial = StringField(CERTIFICATE_FIELDS["serial"], [Length(max=60)])
    grade = StringField(CERTIFICATE_FIELDS["grade"], [Length(max=60)])
    why = StringField(_l("Why a copy is given"), [Length(max=300)])


class HandForm(BaseForm):
    """To whom a certificate was handed."""

    version = WholeField(validators=[Optional()], widget=HiddenInput())
    handed_on = DayField(CERTIFICATE_FIELDS["handed_on"], [InputRequired()])
    handed_to = StringField(CERTIFICATE_FIELDS["handed_to"], [InputRequired(), Length(max=200)])
    signed_for = SelectField(
        _l("Signature of whoever takes it"),
        choices=[("yes", _l("Signed for it")), ("no", _l("Has not signed for it"))],
    )


class VoidForm(BaseForm):
    """Why a certificate holds no more."""

    version = WholeField(validators=[Optional()], widget=HiddenInput())
    why = SelectField(
        _l("Why it does not hold"),
        choices=[(one.value, words) for one, words in VOIDS.items() if one is not VoidReason.REPLACED],
    )
    reason = StringField(_l("Explanation"), [Length(max=300)])


class ScanForm(BaseForm):
    """The scan of a certificate."""

    scan = UploadField(_l("Scan of the certificate"))
