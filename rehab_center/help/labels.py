"""Words of this feature for the log."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from rehab_center.audit.labels import describe_act


def describe() -> None:
    """Give the acts of this feature their words."""
    describe_act("guide.printed", _l("Guide of a post printed"))
