"""Marking a session: everybody stands as having taken part, and only the exceptions are chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from types import new_class
from typing import Any, ClassVar, TypeVar, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from rehab_center.attendance.kinds import Attended
from rehab_center.attendance.labels import MARK_FIELDS, keyed
from rehab_center.attendance.queries.sessions import Attendee, MeetingPage
from rehab_center.attendance.rules.marking import Mark, read_output
from rehab_center.attendance.rules.reasons import AHEAD, BEHAVIOUR
from rehab_center.web.fields import TextOfField, WholeField
from rehab_center.web.formatting import number
from rehab_center.web.forms import BaseForm
from rehab_center.web.second_saver import Dispute

_NOT_YET = ("", _l("Not marked yet"))


def _output(text: str) -> Decimal:
    try:
        return read_output(text)
    except ValueError:
        raise ValueError(_("Type what was made as 12 or 12,5.")) from None


class OutputField(TextOfField):
    """What was made. A page opened before it was asked for sends nothing of it: then what was entered stays."""

    data: Decimal | None
    sent = False

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed; nothing typed is read too, a field that was not on the page is not."""
        self.sent = bool(valuelist)
        if self.sent:
            super().process_formdata(valuelist)


class MarkForm(BaseForm):
    """The marks of a session. Made for one session by :func:`mark_form`, which adds the fields of its people."""

    version = WholeField(validators=[Optional()], widget=HiddenInput())
    reason = StringField(_l("Why these marks are changed"), [Length(max=300)])

    def marks(self, page: MeetingPage, prefix: str = "") -> dict[int, Mark]:
        """The marks of a session as chosen, by stay; whoever is left unmarked is left out."""
        chosen = ((one, f"{prefix}{one.stay_id}") for one in page.people)
        return {one.stay_id: self._mark(one, key) for one, key in chosen if self[f"attended_{key}"].data}

    def _mark(self, one: Attendee, key: str) -> Mark:
        attended = Attended(self[f"attended_{key}"].data)
        made = self._fields.get(f"output_{key}")
        if isinstance(made, OutputField) and made.sent:
            output = made.data
        else:  # not asked for on the page as it was opened: what was entered stays while the person was there
            output = one.mark.output if one.mark and BEHAVIOUR[attended].counts else None
        return Mark(attended, self[f"minutes_{key}"].data, output, self[f"note_{key}"].data)

    asked_by: ClassVar[Mapping[str, tuple[Attended, ...]]] = {
        "minutes": tuple(way for way in Attended if BEHAVIOUR[way].partial),
        "note": tuple(way for way in Attended if way is not Attended.PRESENT),
    }
    """Which choices ask for minutes and for a note."""

    def asks(self, key: str | int) -> tuple[str, ...]:
        """Which fields beside the choice a row shows: minutes and note, where the choice asks for them."""
        chosen, shown = self[f"attended_{key}"].data, []
        for part, ways in self.asked_by.items():
            box = self[f"{part}_{key}"]
            if chosen in ways or box.errors or (part == "note" and box.data):
                shown.append(box.name)
        return tuple(shown)

    @property
    def disputes(self) -> tuple[Dispute, ...]:
        """Where somebody else saved meanwhile, minutes and notes with the name of whom they are about."""
        return tuple(replace(one, label=self._named(one)) for one in super().disputes)

    def _named(self, one: Dispute) -> str:
        part, _bar, key = one.field.partition("_")
        who = f"attended_{key}"
        return one.label if part == "attended" or who not in self else f"{self[who].label.text}: {one.label}"


class RoomForm(MarkForm):
    """The marks of a room's people at the sessions of a day; keys of fields name session and stay, "5_17"."""


Form = TypeVar("Form", bound=MarkForm)


def mark_form(page: MeetingPage, *, now: datetime) -> MarkForm:
    """The form of a session; before it begins only what may be said ahead is offered."""
    return _made(MarkForm, page.version, [("", page)], now)


def room_form(pages: Sequence[MeetingPage], *, version: int, now: datetime) -> RoomForm:
    """The form of a room: the same for each of these sessions. ``version``: the sum of theirs."""
    return _made(RoomForm, version, [(f"{page.meeting.id}_", page) for page in pages], now)


def _made(kind: type[Form], version: int, pages: Iterable[tuple[str, MeetingPage]], now: datetime) -> Form:
    fields: dict[str, Any] = {}
    values: dict[str, Any] = {"version": version}
    for prefix, page in pages:
        ahead = now < page.span.begins_at
        for one in page.people:
            key = f"{prefix}{one.stay_id}"
            _add(fields, values, one, key, ahead=ahead)
            if page.unit and not ahead:
                fields[f"output_{key}"] = OutputField(MARK_FIELDS["output"], [Optional()], parse=_output, form=number)
                values[f"output_{key}"] = one.mark.output if one.mark else None
    made = cast("type[Form]", new_class(kind.__name__, (kind,), exec_body=lambda body: body.update(fields)))
    return made(**values)


def _add(fields: dict[str, Any], values: dict[str, Any], one: Attendee, key: str, *, ahead: bool) -> None:
    """The three fields of a person, with what is marked; whoever is not marked yet stands as having taken part."""
    mark = one.mark
    offered = [way for way in Attended if not ahead or way in AHEAD]
    if mark is not None and mark.attended not in offered:
        offered.insert(0, mark.attended)
    choices = [*([_NOT_YET] if mark is None else []), *((way.value, keyed(way)) for way in offered)]
    fields |= {
        f"attended_{key}": SelectField(one.full_name, choices=choices),
        f"minutes_{key}": WholeField(MARK_FIELDS["minutes"], [Optional(), NumberRange(0, 1440)]),
        f"note_{key}": StringField(MARK_FIELDS["note"], [Length(max=300)]),
    }
    usual = "" if ahead or not one.expected else Attended.PRESENT.value
    values |= {
        f"attended_{key}": mark.attended.value if mark else usual,
        f"minutes_{key}": mark.minutes if mark and BEHAVIOUR[mark.attended].partial else None,
        f"note_{key}": mark.note if mark else None,
    }


class DecideForm(BaseForm):
    """The second person's answer to a correction."""

    answer = StringField(_l("Why it is refused"), [Length(max=300)])
