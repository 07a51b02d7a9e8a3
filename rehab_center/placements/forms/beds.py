"""What is typed about places: its shape only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput, TextArea

from rehab_center import clock
from rehab_center.admissions.forms import read_time
from rehab_center.admissions.forms.stays import whole
from rehab_center.documents.kinds import DocumentKind
from rehab_center.documents.rules import DocumentFacts
from rehab_center.placements.kinds import ApartReason, OutageReason, Part, Strictness, ZoneKind
from rehab_center.placements.labels import (
    APART_REASONS,
    OUTAGE_REASONS,
    PARTS,
    ROOM_FIELDS,
    SEXES,
    STRICTNESS,
    ZONE_FIELDS,
    ZONE_KINDS,
)
from rehab_center.placements.rules.rooms import MOST_BEDS, MOST_ROOMS, RoomFacts, ZoneFacts
from rehab_center.placements.services.apart import ApartFacts
from rehab_center.placements.services.outages import OutageFacts
from rehab_center.placements.services.place import PlaceFacts
from rehab_center.residents.kinds import Sex
from rehab_center.web.fields import TextOfField, WholeField, clean_lines
from rehab_center.web.formatting import number
from rehab_center.web.forms import BaseForm, DayField, ReasonForm

_NOON = 12


def moment_typed(day: date, time: str | None) -> datetime:
    """A day and a time of day as a moment; without a time now, or noon of an earlier day."""
    if time:
        hour, minute = (int(part) for part in time.split(":"))
        return clock.moment_of(day, hour, minute)
    return clock.now() if day == clock.today() else clock.moment_of(day, _NOON)


def _area(text: str) -> Decimal:
    try:
        area = Decimal(text.replace(",", "."))
    except ArithmeticError:
        raise ValueError(_("Type the area as 48 or 48,5.")) from None
    if not area.is_finite() or not 1 <= area <= 1000:
        raise ValueError(_("Type the area as 48 or 48,5."))
    return area.quantize(Decimal("0.1"))


_SEX_CHOICES = [(sex.value, words) for sex, words in SEXES.items()]


class ZoneForm(BaseForm):
    """A zone."""

    version = WholeField(validators=[Optional()], widget=HiddenInput())
    name = StringField(ZONE_FIELDS["name"], [InputRequired(), Length(max=80)])
    kind = SelectField(ZONE_FIELDS["kind"], choices=[(kind.value, words) for kind, words in ZONE_KINDS.items()])
    sex = SelectField(
        ZONE_FIELDS["sex"],
        choices=[*_SEX_CHOICES, ("", _l("Each room for itself"))],
        description=_l("Men and women have zones of their own; only a clinic leaves it to its rooms"),
    )
    note = StringField(ZONE_FIELDS["note"], [Length(max=300)])

    def facts(self) -> ZoneFacts:
        """The zone as typed."""
        return ZoneFacts(
            name=self.name.data or "",
            kind=ZoneKind(self.kind.data),
            sex=Sex(self.sex.data) if self.sex.data else None,
            note=self.note.data,
        )


class RoomForm(BaseForm):
    """A room."""

    version = WholeField(validators=[Optional()], widget=HiddenInput())
    name = StringField(ROOM_FIELDS["name"], [InputRequired(), Length(max=40)])
    max_capacity = WholeField(
        ROOM_FIELDS["max_capacity"], [InputRequired(), NumberRange(1, MOST_BEDS)], description=_l("Beds that fit in")
    )
    working_capacity = WholeField(
        ROOM_FIELDS["working_capacity"],
        [InputRequired(), NumberRange(0, MOST_BEDS)],
        description=_l("Beyond it a reason is asked for"),
    )
    certified_capacity = whole(
        ROOM_FIELDS["certified_capacity"], 999, description=_l("By the decision on the centre's capacity")
    )
    sex = SelectField(ROOM_FIELDS["sex"], choices=[("", _l("As the zone")), *_SEX_CHOICES])
    private = BooleanField(ROOM_FIELDS["private"])
    area = TextOfField(ROOM_FIELDS["area"], parse=_area, form=number)
    note = StringField(ROOM_FIELDS["note"], [Length(max=300)])

    def facts(self) -> RoomFacts:
        """The room as typed."""
        return RoomFacts(
            name=self.name.data or "",
            max_capacity=self.max_capacity.data or 0,
            working_capacity=self.working_capacity.data or 0,
            certified_capacity=self.certified_capacity.data,
            sex=Sex(self.sex.data) if self.sex.data else None,
            private=bool(self.private.data),
            area=cast("Decimal | None", self.area.data),
            note=self.note.data,
        )


class RoomsForm(RoomForm):
    """Several rooms alike: "10 rooms of 8 beds"."""

    count = WholeField(_l("How many rooms"), [InputRequired(), NumberRange(1, MOST_ROOMS)], default=1)
    beds = WholeField(_l("Beds in each"), [InputRequired(), NumberRange(0, MOST_BEDS)])


class BedsForm(BaseForm):
    """More beds in a room."""

    count = WholeField(_l("How many beds"), [InputRequired(), NumberRange(1, MOST_BEDS)], default=1)


class WhyForm(BaseForm):
    """Why something is done."""

    reason = StringField(_l("Why"), [InputRequired(), Length(max=300)])


class OutageForm(BaseForm):
    """A bed out of use."""

    cause = SelectField(_l("Cause"), choices=[(one.value, words) for one, words in OUTAGE_REASONS.items()])
    from_on = DayField(_l("Out of use from"), [InputRequired()], years_ahead=0)
    expected_on = DayField(_l("Expected back"))
    note = StringField(_l("Note"), [Length(max=300)])

    def facts(self) -> OutageFacts:
        """The outage as typed."""
        return OutageFacts(
            OutageReason(self.cause.data), cast(date, self.from_on.data), self.expected_on.data, self.note.data
        )


class ReturnForm(BaseForm):
    """A bed in use again, or expected on another day."""

    again = BooleanField(_l("The bed is in use again"))
    ended_on = DayField(_l("In use again from"), years_ahead=0)
    expected_on = DayField(_l("Expected back"))
    note = StringField(_l("Note"), [Length(max=300)])


class WhenFields(ReasonForm):
    """From which moment."""

    on = DayField(_l("From the day"), [InputRequired()], years_ahead=0)
    time = TextOfField(_l("Time"), parse=read_time, description=_l("Empty: now, or noon of an earlier day"))

    @property
    def at(self) -> datetime:
        """The moment as typed."""
        return moment_typed(cast(date, self.on.data), self.time.data)


class PlaceForm(WhenFields):
    """A bed for somebody."""

    bed = SelectField(_l("Bed"), coerce=int, choices=[], validate_choice=False)
    paper_number = StringField(_l("Decision: its number"), [Length(max=100)])
    paper_on = DayField(_l("Dated"), years_ahead=0)
    paper_issuer = StringField(_l("Decided by"), [Length(max=200)])
    until_on = DayField(_l("Until the day"))
    note = StringField(_l("Note"), [Length(max=300)])

    def offer(self, groups: Sequence[tuple[str, list[tuple[int, str]]]]) -> None:
        """Let these beds be chosen, room by room."""
        self.bed.choices = dict(groups)

    def facts(self) -> PlaceFacts:
        """The act as typed."""
        paper = None
        if self.paper_number.data:
            paper = DocumentFacts(
                DocumentKind.OTHER, self.paper_number.data, self.paper_on.data, self.paper_issuer.data
            )
        return PlaceFacts(self.at, paper=paper, until_on=self.until_on.data, note=self.note.data)


class ColumnsField(Field):
    """Lines as pasted: the tabs between columns of a spreadsheet become semicolons before the text is cleaned."""

    widget: Any = TextArea()
    data: str | None

    def _value(self) -> str:
        return self.data or ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was pasted; blanks alone are nothing."""
        self.data = clean_lines(str(valuelist[0]).replace("\t", "; ")) if valuelist else None
        if self.data is None:
            self.raw_data = []


class AssignForm(WhenFields):
    """Many beds at once."""

    lines = ColumnsField(_l("One line for each person"), [InputRequired(), Length(max=60_000)], render_kw={"rows": 14})


class SwapForm(WhenFields):
    """Somebody to change beds with."""

    other = SelectField(_l("With whom"), coerce=int, choices=[], validate_choice=False)


class TakeOffForm(BaseForm):
    """Somebody is to have no bed any more."""

    on = DayField(_l("From the day"), [InputRequired()], years_ahead=0)
    time = TextOfField(_l("Time"), parse=read_time, description=_l("Empty: now, or noon of an earlier day"))
    reason = StringField(_l("Why"), [InputRequired(), Length(max=300)])

    @property
    def at(self) -> datetime:
        """The moment as typed."""
        return moment_typed(cast(date, self.on.data), self.time.data)


_CODES = _l("File code or person code")


class ApartForm(BaseForm):
    """Two persons kept apart, by their codes."""

    one = StringField(_l("One of the two"), [InputRequired(), Length(max=60)], description=_CODES)
    one_part = SelectField(_l("Part of the one"), choices=[(one.value, words) for one, words in PARTS.items()])
    other = StringField(_l("The other"), [InputRequired(), Length(max=60)], description=_CODES)
    other_part = SelectField(_l("Part of the other"), choices=[(one.value, words) for one, words in PARTS.items()])
    cause = SelectField(_l("Cause"), choices=[(one.value, words) for one, words in APART_REASONS.items()])
    strictness = SelectField(_l("How strictly"), choices=[(one.value, words[0]) for one, words in STRICTNESS.items()])
    note = TextAreaField(_l("Note"), [Length(max=500)])

    def facts(self, one_id: int, other_id: int) -> ApartFacts:
        """The pair as typed."""
        return ApartFacts(
            one_id,
            other_id,
            ApartReason(self.cause.data),
            Strictness(self.strictness.data),
            Part(self.one_part.data),
            Part(self.other_part.data),
            self.note.data,
        )


class DayAskedForm(BaseForm):
    """The map of which day."""

    keeps_draft = False

    as_of = DayField(_l("As of"), years_ahead=0)
