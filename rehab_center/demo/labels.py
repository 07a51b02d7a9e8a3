"""The words of this feature for the log."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from rehab_center.audit.labels import describe_act, describe_details


def describe() -> None:
    """Tell the log how the acts are called."""
    describe_act("demo.clock_set", _l("Invented data: the clock is set back"))
    describe_act("demo.loaded", _l("Invented data: the centre is built, the clock runs again"))
    describe_details({"clock": _l("Clock set to")})
