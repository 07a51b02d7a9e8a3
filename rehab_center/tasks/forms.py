"""The shape of what closes a task."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import HiddenInput

from rehab_center.documents.kinds import DocumentKind
from rehab_center.documents.labels import FIELDS, KINDS
from rehab_center.documents.rules import DocumentFacts
from rehab_center.web.fields import DayField, WholeField
from rehab_center.web.forms import BaseForm, UploadField


class PaperForm(BaseForm):
    """The paper that has come."""

    version = WholeField(widget=HiddenInput())
    kind = SelectField(FIELDS["kind"], choices=[(kind.value, words) for kind, words in KINDS.items()])
    number = StringField(FIELDS["number"], [InputRequired(), Length(max=100)])
    issued_on = DayField(FIELDS["issued_on"], [InputRequired()])
    issuer = StringField(FIELDS["issuer"], [InputRequired(), Length(max=200)])
    own_book = BooleanField(_l("The number is out of our own book"))
    scan = UploadField(_l("Scan"), description=_l("PDF, JPEG or PNG, 20 MB at the most; may follow later"))

    def facts(self, facility_id: int) -> DocumentFacts:
        """The paper of a centre as typed."""
        return DocumentFacts(
            kind=DocumentKind(self.kind.data),
            number=self.number.data or "",
            issued_on=self.issued_on.data,
            issuer=self.issuer.data,
            facility_id=facility_id,
            own_book=bool(self.own_book.data),
        )


class SettleForm(BaseForm):
    """Why no paper will come."""

    version = WholeField(widget=HiddenInput())
    reason = StringField(_l("Why it is settled without a paper"), [InputRequired(), Length(max=500)])

    def say_it_is_done(self, is_deed: bool) -> None:
        """For what is done and needs no paper, ask for that instead."""
        if is_deed:
            self.reason.label.text = _l("What was done, by whom")


class CompleteForm(BaseForm):
    """What was missing on a paper."""

    issued_on = DayField(FIELDS["issued_on"])
    issuer = StringField(FIELDS["issuer"], [Length(max=200)])
