"""Marking a session: everybody stands as having taken part, and only the exceptions are chosen."""

from __future__ import annotations

from types import new_class
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from rehab_center.attendance.kinds import Attended
from rehab_center.attendance.labels import ATTENDED, MARK_FIELDS
from rehab_center.attendance.queries.sessions import Attendee, MeetingPage
from rehab_center.attendance.rules.marking import Mark
from rehab_center.attendance.rules.reasons import AHEAD, BEHAVIOUR
from rehab_center.web.fields import WholeField
from rehab_center.web.forms import BaseForm

_NOT_YET = ("", _l("Not marked yet"))


class MarkForm(BaseForm):
    """The marks of a session. Made for one session by :func:`mark_form`, which adds the fields of its people."""

    version = WholeField(validators=[Optional()], widget=HiddenInput())
    reason = StringField(_l("Why these marks are changed"), [Length(max=300)])

    def marks(self, page: MeetingPage) -> dict[int, Mark]:
        """The marks as chosen, by stay; whoever is left unmarked is left out."""
        return {one.stay_id: self._mark(one) for one in page.people if self[f"attended_{one.stay_id}"].data}

    def _mark(self, one: Attendee) -> Mark:
        attended = Attended(self[f"attended_{one.stay_id}"].data)
        # Output is not typed here: what was entered stays while the person was there.
        output = one.mark.output if one.mark and BEHAVIOUR[attended].counts else None
        return Mark(attended, self[f"minutes_{one.stay_id}"].data, output, self[f"note_{one.stay_id}"].data)

    def asks(self, one: Attendee) -> tuple[str, ...]:
        """Which fields beside the choice somebody's row shows: minutes and note, where the choice asks for them."""
        shown = []
        chosen = self[f"attended_{one.stay_id}"].data
        behaviour = BEHAVIOUR[Attended(chosen)] if chosen in set(Attended) else None
        minutes, note = self[f"minutes_{one.stay_id}"], self[f"note_{one.stay_id}"]
        if minutes.errors or (behaviour and behaviour.partial):
            shown.append(minutes.name)
        if note.errors or note.data or (behaviour and chosen != Attended.PRESENT):
            shown.append(note.name)
        return tuple(shown)


def mark_form(page: MeetingPage, *, ahead: bool) -> MarkForm:
    """The form of a session; ``ahead``: it has not begun, so only what may be said ahead is offered."""
    fields: dict[str, Any] = {}
    values: dict[str, Any] = {"version": page.version}
    offered = [(one.value, words) for one, words in ATTENDED.items() if not ahead or one in AHEAD]
    for one in page.people:
        key = one.stay_id
        known = {value for value, _words in offered}
        own = [] if one.mark is None or one.mark.attended in known else [_pair(one.mark.attended)]
        first = [_NOT_YET] if one.mark is None else []
        fields |= {
            f"attended_{key}": SelectField(one.full_name, choices=[*first, *own, *offered]),
            f"minutes_{key}": WholeField(MARK_FIELDS["minutes"], [Optional(), NumberRange(0, 1440)]),
            f"note_{key}": StringField(MARK_FIELDS["note"], [Length(max=300)]),
        }
        mark = one.mark
        partial = mark is not None and BEHAVIOUR[mark.attended].partial
        values |= {
            f"attended_{key}": mark.attended.value if mark else "" if ahead or not one.expected else "present",
            f"minutes_{key}": mark.minutes if mark and partial else None,
            f"note_{key}": mark.note if mark else None,
        }
    made = cast("type[MarkForm]", new_class("MarkForm", (MarkForm,), exec_body=lambda body: body.update(fields)))
    return made(**values)


def _pair(attended: Attended) -> tuple[str, Any]:
    return attended.value, ATTENDED[attended]


class DecideForm(BaseForm):
    """The second person's answer to a correction."""

    answer = StringField(_l("Why it is refused"), [Length(max=300)])
