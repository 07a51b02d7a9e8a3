"""Words for what another convention would do, and for the acts that apply one."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from rehab_center.admissions.rules.convention_change import Harm
from rehab_center.audit.labels import describe_act

HARMS = {
    Harm.HELD_TOO_LONG: _l("Already held too long"),
    Harm.RELEASED_TOO_EARLY: _l("Left too early"),
    Harm.EARLIER: _l("Leaves earlier"),
    Harm.LATER: _l("Leaves later"),
    Harm.STANDING: _l("Clock stands still"),
}
HARM_LOOKS = {
    Harm.HELD_TOO_LONG: ("bad", "exclamation-octagon"),
    Harm.RELEASED_TOO_EARLY: ("warn", "exclamation-triangle"),
    Harm.EARLIER: ("info", "arrow-down"),
    Harm.LATER: ("info", "arrow-up"),
    Harm.STANDING: ("quiet", "clock"),
}

describe_act("term.changes-exported", _l("Exported who would leave on another day"))
describe_act("term.changes-printed", _l("Printed who would leave on another day"))
