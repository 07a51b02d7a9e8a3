"""What is typed on the list of those who leave: its shape only."""

from __future__ import annotations

from datetime import date

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import SelectField
from wtforms.validators import InputRequired

from rehab_center.release.labels import PAPERS
from rehab_center.web.forms import BaseForm, DayField


class MarkForm(BaseForm):
    """Which paper was sent or is ready, and on which day; whose, the ticks of the list say."""

    paper = SelectField(_l("What was sent or is ready"), choices=[(one.value, words) for one, words in PAPERS.items()])
    done_on = DayField(_l("On day"), [InputRequired()], years_ahead=0)


def tick_of(stay_id: int, last_on: date) -> str:
    """The value of a tick: the stay, and the last day that stood beside it."""
    return f"{stay_id}.{last_on.isoformat()}"


def ticked(form: MultiDict[str, str]) -> dict[int, date]:
    """The stays that are ticked with the last day that was shown; what nobody can have ticked is left out."""
    found: dict[int, date] = {}
    for value in form.getlist("stays"):
        number, _dot, day = value.partition(".")
        try:
            found[int(number)] = date.fromisoformat(day)
        except ValueError:
            continue
    return {stay_id: day for stay_id, day in found.items() if 0 < stay_id < 2**31}
