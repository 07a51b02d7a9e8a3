"""Words for policies and what the log says of them."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from rehab_center.audit.labels import describe_act, describe_details, describe_table
from rehab_center.dated import Confidence
from rehab_center.policies.registry import REGISTRY
from rehab_center.policies.rules import BEGINNING, Policy, PolicyKind, ValueType
from rehab_center.web.formatting import day as written_day
from rehab_center.web.formatting import number

CONFIDENCE = {
    Confidence.CONFIRMED: _l("Confirmed"),
    Confidence.TO_BE_CONFIRMED: _l("To be confirmed"),
}


def policy_name(kind: PolicyKind) -> str:
    """What a policy is called."""
    return str(_(REGISTRY[kind].name))


def value_words(kind: PolicyKind, value: str) -> str:
    """A stored value as a person reads it: a choice in its words, a number with its unit."""
    policy = REGISTRY[kind]
    if policy.type is ValueType.CHOICE:
        return str(_(policy.choices[value])) if value in policy.choices else value
    if policy.type is ValueType.YES_NO:
        return str(_("Yes") if value == "yes" else _("No"))
    if policy.type in (ValueType.TIME, ValueType.WHOLE_NUMBERS):
        return f"{value} {_unit(policy)}".strip()
    return f"{number(int(value))} {_unit(policy)}".strip()


def since(day: date) -> str:
    """The first day of a value as a person reads it; a convention has held for as long as anybody remembers."""
    return str(_("the beginning")) if day == BEGINNING else written_day(day)


def _unit(policy: Policy) -> str:
    return str(_(policy.unit)) if policy.unit else ""


describe_table(
    "policy_value",
    _l("Value of a policy"),
    {
        "kind": _l("Policy"),
        "value": _l("Value"),
        "valid_from": _l("In force from"),
        "citation": _l("Based on"),
        "confidence": _l("Confidence"),
        "withdrawn": _l("Taken out"),
        "recorded_at": _l("Entered at"),
        "entered_by": _l("Entered by"),
    },
    values={
        "kind": {policy.kind.value: _l(policy.name) for policy in REGISTRY.values()},
        "value": {word: _l(label) for policy in REGISTRY.values() for word, label in policy.choices.items()}
        | {"yes": _l("Yes"), "no": _l("No")},
        "confidence": {confidence.value: words for confidence, words in CONFIDENCE.items()},
    },
    name="kind",
)
describe_details({"values": _l("Values")})
describe_act("policy.first_values_entered", _l("First values of the policies entered"))
describe_act("policy.set", _l("Value of a policy entered"))
describe_act("policy.withdrawn", _l("Value of a policy taken out"))
