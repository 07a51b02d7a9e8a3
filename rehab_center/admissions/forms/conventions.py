"""A convention somebody thinks of: which value, from which day."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import InputRequired

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
