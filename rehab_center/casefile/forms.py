"""From which day, and known when, a person's page is looked at."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from rehab_center.web.forms import BaseForm, DayField


class LookForm(BaseForm):
    """Both days may stay empty: today, and all that is known now."""

    keeps_draft = False

    as_of = DayField(_l("As of the end of"), years_ahead=0)
    known_on = DayField(_l("As known on"), years_ahead=0)
