"""Which day, or which days."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from rehab_center.web.forms import BaseForm, DayField


class DayForm(BaseForm):
    """The day a count is of, and the day at whose end it was known."""

    keeps_draft = False

    as_of = DayField(_l("As of the end of"))
    known_on = DayField(_l("As known on"), description=_l("Leave empty for what is known now."))


class DaysForm(BaseForm):
    """The first and last day of a balance."""

    keeps_draft = False

    first = DayField(_l("From"))
    last = DayField(_l("Until"))
    known_on = DayField(_l("As known on"), description=_l("Leave empty for what is known now."))
