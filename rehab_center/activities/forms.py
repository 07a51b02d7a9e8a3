"""What is typed about work and classes: its shape only."""

from __future__ import annotations

from datetime import date
from typing import cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from rehab_center.activities.kinds import OWN_REASONS, ActivityKind, CancelReason, ClearanceNeed, CourseLevel, Subject
from rehab_center.activities.labels import (
    CANCEL_REASONS,
    CLEARANCES,
    FIELDS,
    LEVELS,
    SEXES,
    SLOT_FIELDS,
    SUBJECTS,
    WEEKDAYS,
)
from rehab_center.activities.queries import Programme
from rehab_center.activities.rules.facts import MOST_PLACES, MOST_WEEKS, ActivityFacts
from rehab_center.activities.rules.holidays import DayOff
from rehab_center.activities.rules.slots import MINUTES_OF_DAY, Slot, clock_text, minutes_of, week_number
from rehab_center.admissions.forms import read_time
from rehab_center.admissions.forms.stays import whole
from rehab_center.documents.kinds import DocumentKind
from rehab_center.documents.rules import DocumentFacts
from rehab_center.residents.kinds import Sex
from rehab_center.stages.labels import STAGES
from rehab_center.web.fields import TextOfField, WholeField
from rehab_center.web.forms import BaseForm, DayField

_CHOOSE = ("", _l("Choose"))
_OLDEST = 120
MOST_DAYS_OFF = 15
"""How many days off in a row are entered at once."""
_ONLY = {
    ActivityKind.LABOUR: ("employer", "hazardous"),
    ActivityKind.VOCATIONAL: ("trade", "level", "provider", "licence", "course_hours", "certificate"),
    ActivityKind.EDUCATION: ("subject",),
}
_BEGINS_IN = {ActivityKind.LABOUR: 4, ActivityKind.VOCATIONAL: 4, ActivityKind.EDUCATION: 3}
"""From which stage a new programme of the kind is offered: labour and trades belong to stage d, education to c."""
_CLEARED_FOR = {ActivityKind.LABOUR: "work", ActivityKind.VOCATIONAL: "class", ActivityKind.EDUCATION: "class"}


def _time(text: str) -> int:
    return MINUTES_OF_DAY if text.strip() in ("24:00", "24h", "24h00", "2400") else minutes_of(read_time(text))


class PaperFields(BaseForm):
    """The paper it rests on; empty where there is none."""

    paper_number = StringField(_l("Number of the paper"), [Length(max=100)])
    paper_on = DayField(_l("Dated"), years_ahead=0)
    paper_issuer = StringField(_l("Issued by"), [Length(max=200)])

    def paper(self) -> DocumentFacts | None:
        """The paper as typed; None where no number was."""
        if not self.paper_number.data:
            return None
        return DocumentFacts(DocumentKind.OTHER, self.paper_number.data, self.paper_on.data, self.paper_issuer.data)


class ActivityForm(PaperFields):
    """A programme of one kind: what belongs to another is not asked."""

    version = WholeField(validators=[Optional()], widget=HiddenInput())
    name = StringField(FIELDS["name"], [InputRequired(), Length(max=120)])
    place = StringField(FIELDS["place"], [Length(max=120)])
    organiser = StringField(FIELDS["organiser"], [Length(max=120)])
    capacity = WholeField(FIELDS["capacity"], [InputRequired(), NumberRange(1, MOST_PLACES)])
    begins_on = DayField(FIELDS["begins_on"], [InputRequired()])
    ends_on = DayField(FIELDS["ends_on"], description=_l("Empty: no end is set"))
    min_stage = SelectField(
        FIELDS["min_stage"],
        choices=[("", _l("Any stage")), *((str(one.place + 1), words) for one, words in STAGES.items())],
    )
    clearance = SelectField(
        FIELDS["clearance"],
        choices=[("", _l("No clearance needed")), *((one.value, words) for one, words in CLEARANCES.items())],
    )
    sex = SelectField(
        FIELDS["sex"], choices=[("", _l("Men and women")), *((one.value, words) for one, words in SEXES.items())]
    )
    min_age = whole(FIELDS["min_age"], _OLDEST)
    max_age = whole(FIELDS["max_age"], _OLDEST)
    hazardous = BooleanField(FIELDS["hazardous"], description=_l("Nobody under 18 may be assigned to it"))
    employer = StringField(FIELDS["employer"], [Length(max=200)], description=_l("Where a contract gives the work"))
    trade = StringField(FIELDS["trade"], [InputRequired(), Length(max=120)])
    level = SelectField(FIELDS["level"], choices=[(one.value, words) for one, words in LEVELS.items()])
    provider = StringField(FIELDS["provider"], [Length(max=200)])
    licence = StringField(FIELDS["licence"], [Length(max=120)])
    course_hours = WholeField(FIELDS["course_hours"], [Optional(), NumberRange(1, 9999)])
    certificate = StringField(FIELDS["certificate"], [Length(max=200)])
    subject = SelectField(
        FIELDS["subject"],
        [InputRequired()],
        choices=[_CHOOSE, *((one.value, words) for one, words in SUBJECTS.items())],
    )
    note = TextAreaField(FIELDS["note"], [Length(max=1000)])

    def keep_to(self, kind: ActivityKind) -> None:
        """Ask only what a programme of that kind has."""
        for other, names in _ONLY.items():
            for name in names if other is not kind else ():
                del self[name]

    def facts(self, kind: ActivityKind) -> ActivityFacts:
        """The programme as typed."""
        given = {name: self[name].data or None for names in _ONLY.values() for name in names if name in self}
        level, subject = given.pop("level", None), given.pop("subject", None)
        return ActivityFacts(
            kind=kind,
            name=self.name.data or "",
            capacity=self.capacity.data or 0,
            begins_on=cast(date, self.begins_on.data),
            ends_on=self.ends_on.data,
            place=self.place.data,
            organiser=self.organiser.data,
            min_stage=int(self.min_stage.data) if self.min_stage.data else None,
            clearance=ClearanceNeed(self.clearance.data) if self.clearance.data else None,
            sex=Sex(self.sex.data) if self.sex.data else None,
            min_age=self.min_age.data,
            max_age=self.max_age.data,
            note=self.note.data,
            level=CourseLevel(level) if level else None,
            subject=Subject(subject) if subject else None,
            hazardous=bool(given.pop("hazardous", False)),
            **given,
        )


def new_form(kind: ActivityKind, *, today: date) -> ActivityForm:
    """An empty form for a programme of that kind, begun with what most of them ask for."""
    form = ActivityForm(min_stage=str(_BEGINS_IN[kind]), clearance=_CLEARED_FOR[kind], begins_on=today)
    form.keep_to(kind)
    return form


def edit_form(one: Programme) -> ActivityForm:
    """A form filled from a programme."""
    known = {name: value.value if hasattr(value, "value") else value for name, value in vars(one.facts).items()}
    known |= {"min_stage": str(known["min_stage"] or ""), "version": one.version}
    known |= {name: known[name] or "" for name in ("clearance", "sex")}
    own = {name for kind, names in _ONLY.items() if kind is not one.kind for name in names}
    form = ActivityForm(**{name: value for name, value in known.items() if name not in own and name != "kind"})
    form.keep_to(one.kind)
    return form


class SlotForm(BaseForm):
    """One time on one or several days of the week."""

    weekdays = SelectMultipleField(
        SLOT_FIELDS["weekday"],
        [InputRequired()],
        coerce=int,
        choices=list(WEEKDAYS.items()),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    begins = TextOfField(SLOT_FIELDS["begins"], [InputRequired()], parse=_time, form=clock_text)
    ends = TextOfField(SLOT_FIELDS["ends"], [InputRequired()], parse=_time, form=clock_text)
    valid_from = DayField(SLOT_FIELDS["valid_from"], [InputRequired()])
    valid_until = DayField(SLOT_FIELDS["valid_until"], description=_l("Empty: no end is set"))
    rotation = SelectField(
        _l("How often"),
        coerce=int,
        choices=[
            (1, _l("Every week")),
            *((weeks, _l("Every %(weeks)s weeks", weeks=weeks)) for weeks in range(2, MOST_WEEKS + 1)),
        ],
        default=1,
        description=_l("Rotating weeks are counted from the week of the day above"),
    )

    def slots(self) -> list[Slot]:
        """The times as typed."""
        every, first = self.rotation.data, cast(date, self.valid_from.data)
        return [
            Slot(
                weekday,
                cast(int, self.begins.data),
                cast(int, self.ends.data),
                first,
                self.valid_until.data,
                every,
                week_number(first) % every,
            )
            for weekday in self.weekdays.data or ()
        ]


class LastDayForm(BaseForm):
    """Until which day it holds."""

    last_on = DayField(_l("Last day"), [InputRequired()])


class CloseForm(LastDayForm):
    """The end of a programme before its day."""

    reason = StringField(_l("Why"), [InputRequired(), Length(max=300)])


class ExtraForm(BaseForm):
    """A single session."""

    on = DayField(_l("Day of the session"), [InputRequired()])
    begins = TextOfField(SLOT_FIELDS["begins"], [InputRequired()], parse=_time, form=clock_text)
    ends = TextOfField(SLOT_FIELDS["ends"], [InputRequired()], parse=_time, form=clock_text)

    def slot(self) -> Slot:
        """The session as a time of the week that holds on its day only."""
        on = cast(date, self.on.data)
        begins, ends = cast(int, self.begins.data), cast(int, self.ends.data)
        return Slot(on.isoweekday(), begins, ends, on, on)


class CancelForm(BaseForm):
    """Why a session does not take place."""

    reason = SelectField(
        _l("Why it does not take place"),
        [InputRequired()],
        choices=[_CHOOSE, *((one.value, words) for one, words in CANCEL_REASONS.items() if one not in OWN_REASONS)],
    )
    note = StringField(_l("In your own words"), [Length(max=300)])

    @property
    def chosen(self) -> CancelReason:
        """The reason that was chosen."""
        return CancelReason(self.reason.data)


class HolidayForm(PaperFields):
    """One or several days off in a row."""

    on = DayField(_l("First day off"), [InputRequired()])
    until = DayField(_l("Last day off"), description=_l("Empty: one day only"))
    name = StringField(_l("Name of the holiday"), [InputRequired(), Length(max=120)])
    moved_from = DayField(
        _l("Worked in its place"),
        description=_l("Only where the state moves a day off: the day that is worked instead"),
    )
    everywhere = BooleanField(_l("For all centres"))

    def validate_until(self, field: DayField) -> None:
        """Some days in a row, and one only where it takes the place of another."""
        if self.on.data is None or field.data is None:
            return
        count = (field.data - self.on.data).days + 1
        if not 1 <= count <= MOST_DAYS_OFF:
            raise ValidationError(_("From one day to %(most)s days in a row, please.", most=MOST_DAYS_OFF))
        if count > 1 and self.moved_from.data:
            raise ValidationError(_("A moved day takes the place of one day: enter it by itself."))

    def days(self, facility_id: int) -> list[DayOff]:
        """The days as typed."""
        first, last = cast(date, self.on.data), self.until.data or cast(date, self.on.data)
        count = (last - first).days + 1
        where = None if "everywhere" in self and self.everywhere.data else facility_id
        return [
            DayOff(date.fromordinal(first.toordinal() + step), self.name.data or "", self.moved_from.data, where)
            for step in range(count)
        ]


class WhyForm(BaseForm):
    """Why something is done."""

    reason = StringField(_l("Why"), [InputRequired(), Length(max=300)])


class DayAskedForm(BaseForm):
    """The board of which day."""

    keeps_draft = False

    on = DayField(_l("Day"))
