"""What is sent from the pages of this feature: its shape only."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import cast

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from rehab_center.admissions.rules.reductions import Rating
from rehab_center.conduct.kinds import EventKind
from rehab_center.conduct.labels import EVENT_FIELDS, EVENTS
from rehab_center.conduct.rules import EventFacts
from rehab_center.conduct.services import Wish
from rehab_center.documents.kinds import DocumentKind
from rehab_center.documents.rules import DocumentFacts
from rehab_center.web.fields import WholeField
from rehab_center.web.forms import BaseForm, DayField, ReasonForm

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


class EventForm(ReasonForm):
    """A reward or disciplinary measure with its paper."""

    kind = SelectField(
        EVENT_FIELDS["kind"],
        [InputRequired()],
        choices=[("", _l("Choose")), *((one.value, words) for one, words in EVENTS.items())],
    )
    decided_on = DayField(EVENT_FIELDS["decided_on"], [InputRequired()], years_ahead=0)
    days = WholeField(EVENT_FIELDS["days"], [Optional()], description=_l("For the discipline room only"))
    merit = BooleanField(EVENT_FIELDS["merit"])
    ground = TextAreaField(EVENT_FIELDS["ground"], [InputRequired(), Length(max=1000)], render_kw={"rows": 2})
    number = StringField(_l("Number of the paper"), [InputRequired(), Length(max=100)])
    issued_on = DayField(_l("Paper of day"), [InputRequired()], years_ahead=0)
    issuer = StringField(_l("Issued by"), [InputRequired(), Length(max=200)])

    def facts(self) -> EventFacts:
        """The reward or measure as typed."""
        return EventFacts(
            EventKind(self.kind.data),
            cast(date, self.decided_on.data),
            self.ground.data or "",
            self.days.data,
            bool(self.merit.data),
        )

    def paper(self) -> DocumentFacts:
        """Its paper as typed."""
        return DocumentFacts(
            DocumentKind.OTHER, self.number.data or "", issued_on=self.issued_on.data, issuer=self.issuer.data
        )


class TakeBackForm(BaseForm):
    """Why a reward or measure is taken back."""

    reason = StringField(_l("Why it is taken back"), [InputRequired(), Length(max=500)])
