"""What is sent from the page of a month: its shape only."""

from __future__ import annotations

import re
from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import Length

from rehab_center.admissions.rules.reductions import Rating
from rehab_center.conduct.services import Wish
from rehab_center.web.forms import BaseForm

_NAME = re.compile(r"r-([1-9][0-9]{0,8})")
_VALUE = re.compile(r"([a-z]{1,10})\.([0-9]{1,6})")


class WhyForm(BaseForm):
    """The ground asked for before ratings are written."""

    why = StringField(_l("Why"), [Length(max=500)])


def field_of(stay_id: int) -> str:
    """The name of a stay's line on the page of a month."""
    return f"r-{stay_id}"


def text_of(rating: Rating, seen: int) -> str:
    """A rating with the number of the last row that was there when the page was made."""
    return f"{rating.value}.{seen}"


def wishes_in(typed: Mapping[str, str]) -> dict[int, Wish]:
    """The ratings that were chosen, by stay; what makes no sense counts as not given."""
    found: dict[int, Wish] = {}
    for name, text in typed.items():
        stay, value = _NAME.fullmatch(name), _VALUE.fullmatch(text)
        if stay and value and value[1] in set(Rating):
            found[int(stay[1])] = Wish(Rating(value[1]), int(value[2]))
    return found
