"""A convention somebody thinks of, and the decision about it: for which terms, by which paper."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField
from wtforms.validators import InputRequired, Length

from rehab_center.documents.kinds import DocumentKind
from rehab_center.documents.rules import DocumentFacts
from rehab_center.policies.registry import REGISTRY
from rehab_center.policies.rules import PolicyKind
from rehab_center.web.forms import BaseForm, DayField


class ProposalForm(BaseForm):
    """The value and its first day. Asking changes nothing."""

    keeps_draft = False

    value = RadioField(_l("Value"), [InputRequired()])
    valid_from = DayField(_l("In force from"), [InputRequired()])

    def offer(self, kind: PolicyKind) -> None:
        """The values there are for the policy."""
        self.value.choices = value_choices(kind)


def value_choices(kind: PolicyKind) -> list[tuple[str, Any]]:
    """The stored words of a policy's values with what the screen calls them."""
    words = REGISTRY[kind].choices
    return [(value, _(label)) for value, label in words.items()] if words else [("yes", _("Yes")), ("no", _("No"))]


_RUNNING = "running"
_REACH = {
    "new": _l("Only for terms that begin from this day on"),
    _RUNNING: _l("For the terms that run too"),
}


class DecisionForm(BaseForm):
    """For which terms the value is meant, and the paper that confirms it."""

    reach = RadioField(_l("Applied to"), [InputRequired()], choices=list(_REACH.items()))
    paper_number = StringField(_l("Number of the paper"), [InputRequired(), Length(max=100)])
    paper_on = DayField(_l("Date of the paper"), [InputRequired()])
    paper_issuer = StringField(_l("Who made the paper"), [InputRequired(), Length(max=150)])

    @property
    def running(self) -> bool:
        """Whether it is meant for the terms that run too."""
        return bool(self.reach.data == _RUNNING)

    @property
    def reach_words(self) -> Any:
        """The chosen terms as a person reads them."""
        return _REACH[self.reach.data]

    def paper(self) -> DocumentFacts:
        """The paper as typed."""
        return DocumentFacts(
            DocumentKind.OTHER,
            self.paper_number.data or "",
            issued_on=self.paper_on.data,
            issuer=self.paper_issuer.data,
        )


class CheckAllForm(BaseForm):
    """One button: every calculation of a decision is right."""

    keeps_draft = False
