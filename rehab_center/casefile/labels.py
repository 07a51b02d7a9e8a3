"""The words of this feature for the log."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from rehab_center.audit.labels import describe_act, describe_details


def describe() -> None:
    """Tell the log how the acts are called."""
    describe_act("person.viewed", _l("Looked at a person's page"))
    describe_act("people.exported", _l("People list exported"))
    describe_details({"health": _l("With the health check of")})
    describe_details({"as_of": _l("As of"), "known_on": _l("As known on")})
    describe_details({"rows": _l("Rows"), "form": _l("Form of the file")})
