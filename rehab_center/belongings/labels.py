"""Words for belongings."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from rehab_center.audit.labels import describe_act, describe_details, describe_table
from rehab_center.belongings.kinds import Currency, Fate, SlipKind, Standing, ThingKind

SLIP_KINDS = {SlipKind.TAKEN: _l("Slip of things taken in"), SlipKind.RETURNED: _l("Slip of things given back")}
THING_KINDS = {
    ThingKind.THING: _l("Thing"),
    ThingKind.VALUABLE: _l("Valuable"),
    ThingKind.PAPER: _l("Personal paper"),
    ThingKind.MONEY: _l("Money"),
}
FATES = {
    Fate.RETURNED: _l("Given back"),
    Fate.RETURN_VOIDED: _l("Not given back after all"),
    Fate.VOIDED: _l("Entered by mistake"),
}
STANDINGS = {
    Standing.KEPT: (_l("Kept here"), "info", "archive"),
    Standing.RETURNED: (_l("Given back"), "good", "check-circle"),
    Standing.VOIDED: (_l("Entered by mistake"), "quiet", "x-circle"),
}
CURRENCIES = {
    Currency.VND: "đồng",
    Currency.USD: "USD",
    Currency.EUR: "EUR",
    Currency.CNY: "CNY",
    Currency.LAK: "LAK",
    Currency.KHR: "KHR",
}

FIELDS = {
    "kind": _l("Kind of thing"),
    "description": _l("What it is"),
    "quantity": _l("How many"),
    "amount": _l("Amount"),
    "currency": _l("Currency"),
    "condition": _l("Condition"),
    "kept_where": _l("Where it is kept"),
}
_WRITTEN = {"admission_id": _l("Stay"), "recorded_at": _l("Written at"), "actor": _l("Written by")}

describe_table(
    "belongings_slip",
    _l("Slip of belongings"),
    {
        "kind": _l("Kind of slip"),
        "number": _l("Number in the book of belongings"),
        "year": _l("Year of the book"),
        "happened_on": _l("Day"),
        "party": _l("Handed over or received by"),
        "relation": _l("Relation"),
        "officer": _l("For the centre"),
        "witness": _l("Witness"),
        "signed": _l("Signed by the other side"),
        "note": _l("Note"),
        "facility_id": _l("Centre"),
        **_WRITTEN,
    },
    values={"kind": {kind.value: words for kind, words in SLIP_KINDS.items()}},
    name="number",
)
describe_table(
    "belonging",
    _l("Thing kept for a person"),
    {**FIELDS, "slip_id": _l("Slip of belongings"), "position": _l("Line"), "admission_id": _l("Stay")},
    values={
        "kind": {kind.value: words for kind, words in THING_KINDS.items()},
        "currency": {currency.value: words for currency, words in CURRENCIES.items()},
    },
    name="description",
)
describe_table(
    "belonging_fate",
    _l("What became of a thing kept"),
    {
        "belonging_id": _l("Thing kept for a person"),
        "fate": _l("What became of it"),
        "slip_id": _l("Slip of belongings"),
        "reason": _l("Why"),
        **_WRITTEN,
    },
    values={"fate": {fate.value: words for fate, words in FATES.items()}},
    name="fate",
)
describe_act("belongings.opened", _l("List of belongings opened"))
describe_act("belongings.taken", _l("Belongings taken into keeping"))
describe_act("belongings.returned", _l("Belongings given back"))
describe_act("belongings.voided", _l("Line of belongings taken back"))
describe_act("belongings.return-voided", _l("Giving back of belongings taken back"))
describe_act("belongings.printed", _l("Slip of belongings printed"))
describe_details({"things": _l("Lines on the list"), "slip": _l("Slip of belongings")})
