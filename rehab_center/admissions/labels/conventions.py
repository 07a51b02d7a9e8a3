"""Words for what another convention would do, and for the acts that apply one."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from rehab_center.admissions.rules.convention_change import Harm
from rehab_center.audit.labels import describe_act, describe_details, describe_table

HARMS = {
    Harm.HELD_TOO_LONG: _l("Already held too long"),
    Harm.RELEASED_TOO_EARLY: _l("Left too early"),
    Harm.EARLIER: _l("Leaves earlier"),
    Harm.LATER: _l("Leaves later"),
    Harm.STANDING: _l("Clock stands still"),
    Harm.BY_PAPER: _l("A paper gives the day: it stands"),
}
HARM_LOOKS = {
    Harm.HELD_TOO_LONG: ("bad", "exclamation-octagon"),
    Harm.RELEASED_TOO_EARLY: ("warn", "exclamation-triangle"),
    Harm.EARLIER: ("info", "arrow-down"),
    Harm.LATER: ("info", "arrow-up"),
    Harm.STANDING: ("quiet", "clock"),
    Harm.BY_PAPER: ("quiet", "file-earmark-check"),
}

describe_table(
    "convention_change",
    _l("Decision on a convention"),
    {
        "policy_value_id": _l("Value of a policy"),
        "document_id": _l("Paper"),
        "decided_on": _l("Decided on"),
        "stays": _l("Stays to reach"),
        "actor": _l("Decided by"),
        "recorded_at": _l("Written"),
    },
    name="decided_on",
)
describe_table(
    "convention_applied",
    _l("Convention applied to a term"),
    {
        "change_id": _l("Decision on a convention"),
        "admission_id": _l("Stay"),
        "calculation": _l("Calculation"),
        "new_lines": _l("With a new calculation"),
        "recorded_at": _l("Written"),
    },
    name="calculation",
)
describe_details({"stays": _l("Stays")})
describe_act("term.convention-decided", _l("Decided on a convention for terms that run"))
describe_act("term.convention-applied", _l("Applied a convention to terms that run"))
describe_act("term.changes-exported", _l("Exported who would leave on another day"))
describe_act("term.changes-printed", _l("Printed who would leave on another day"))
