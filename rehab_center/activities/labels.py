"""Words for work and classes."""

from __future__ import annotations

from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select

from rehab_center import dates
from rehab_center.activities.kinds import (
    ActivityKind,
    CancelReason,
    ClearanceNeed,
    CourseLevel,
    FixedHoliday,
    ProgrammeState,
    SessionState,
    Subject,
)
from rehab_center.activities.models import Activity, ActivitySession, Holiday
from rehab_center.activities.rules.holidays import DayOff
from rehab_center.activities.rules.slots import MINUTES_OF_DAY, clock_text
from rehab_center.audit.labels import describe_act, describe_details, describe_subject, describe_table
from rehab_center.residents.kinds import Sex

KINDS = {
    ActivityKind.LABOUR: _l("Therapeutic labour"),
    ActivityKind.VOCATIONAL: _l("Vocational course"),
    ActivityKind.EDUCATION: _l("Education and counselling"),
}
NIGHT_WORK = _l("Making the sessions of the weeks ahead")
"""What the night's job is called that makes sessions."""
KIND_LOOKS = {
    ActivityKind.LABOUR: ("info", "tools"),
    ActivityKind.VOCATIONAL: ("good", "mortarboard"),
    ActivityKind.EDUCATION: ("quiet", "book"),
}
LEVELS = {
    CourseLevel.SHORT: _l("Under three months"),
    CourseLevel.ELEMENTARY: _l("Elementary level"),
}
SUBJECTS = {
    Subject.LAW: _l("Law"),
    Subject.BEHAVIOUR: _l("Behaviour and personality"),
    Subject.LIFE_SKILLS: _l("Life skills"),
    Subject.RELAPSE: _l("Relapse prevention"),
    Subject.HIV: _l("HIV/AIDS prevention"),
    Subject.LITERACY: _l("Literacy"),
    Subject.SCHOOLING: _l("General schooling"),
    Subject.COUNSELLING: _l("Group counselling"),
    Subject.SPORT: _l("Culture and sport"),
}
CLEARANCES = {
    ClearanceNeed.WORK: _l("Cleared for work"),
    ClearanceNeed.CLASS: _l("Cleared for classes"),
}
SEXES = {Sex.MALE: _l("For men"), Sex.FEMALE: _l("For women")}
PROGRAMME_STATES = {
    ProgrammeState.RUNNING: _l("Goes on"),
    ProgrammeState.COMING: _l("Not begun yet"),
    ProgrammeState.OVER: _l("Over"),
    ProgrammeState.CLOSED: _l("Closed before its end"),
}
PROGRAMME_LOOKS = {
    ProgrammeState.RUNNING: ("good", "check-circle"),
    ProgrammeState.COMING: ("info", "clock"),
    ProgrammeState.OVER: ("quiet", "flag"),
    ProgrammeState.CLOSED: ("warn", "x-circle"),
}
STATES = {SessionState.PLANNED: _l("Takes place"), SessionState.CANCELLED: _l("Cancelled (session)")}
CANCEL_REASONS = {
    CancelReason.TEACHER: _l("Whoever leads it is away"),
    CancelReason.NO_WORK: _l("No work or material"),
    CancelReason.WEATHER: _l("Weather"),
    CancelReason.POWER: _l("Power cut or broken machines"),
    CancelReason.SAFETY: _l("Safety and order"),
    CancelReason.EPIDEMIC: _l("Epidemic"),
    CancelReason.CENTRE: _l("Event of the whole centre"),
    CancelReason.OTHER: _l("Another cause"),
    CancelReason.HOLIDAY: _l("Holiday"),
    CancelReason.SCHEDULE: _l("The weekly times were changed"),
    CancelReason.CLOSED: _l("The programme has ended"),
}
FIXED_HOLIDAYS = {
    FixedHoliday.NEW_YEAR: _l("New Year's Day"),
    FixedHoliday.REUNIFICATION: _l("Reunification Day"),
    FixedHoliday.LABOUR_DAY: _l("International Labour Day"),
    FixedHoliday.NATIONAL_DAY: _l("National Day"),
}
WEEKDAYS = {
    1: _l("Monday"),
    2: _l("Tuesday"),
    3: _l("Wednesday"),
    4: _l("Thursday"),
    5: _l("Friday"),
    6: _l("Saturday"),
    7: _l("Sunday"),
}

FIELDS = {
    "kind": _l("Kind of programme"),
    "name": _l("Programme"),
    "place": _l("Held at"),
    "organiser": _l("Led by"),
    "employer": _l("Employer"),
    "document_id": _l("Contract or decision"),
    "capacity": _l("Number of places"),
    "min_stage": _l("From which stage"),
    "clearance": _l("Medical clearance needed"),
    "sex": _l("For men or women"),
    "min_age": _l("From the age of"),
    "max_age": _l("Up to the age of"),
    "hazardous": _l("Heavy or hazardous work"),
    "begins_on": _l("First day of the programme"),
    "ends_on": _l("Last day of the programme"),
    "trade": _l("Trade"),
    "level": _l("Level of the course"),
    "provider": _l("Training provider"),
    "licence": _l("Licence of the provider"),
    "course_hours": _l("Hours of the course"),
    "certificate": _l("Certificate it gives"),
    "subject": _l("Subject of the class"),
    "note": _l("Note"),
}
SLOT_FIELDS = {
    "weekday": _l("Day of the week"),
    "begins": _l("Begins at"),
    "ends": _l("Ends at"),
    "every_weeks": _l("Every how many weeks"),
    "week_offset": _l("Which week of the rotation"),
    "valid_from": _l("From day"),
    "valid_until": _l("Until day"),
}
_CLOCK = {str(minute): clock_text(minute) for minute in range(MINUTES_OF_DAY + 1)}
"""Times of day are kept as minutes after midnight; nobody should have to read them so."""
_TIMES = {"begins": _CLOCK, "ends": _CLOCK}


def holiday_words(found: FixedHoliday | DayOff | None) -> str | None:
    """What a holiday is called; None for a day that is none."""
    if found is None:
        return None
    return found.name if isinstance(found, DayOff) else str(FIXED_HOLIDAYS[found])


def weekday(on: date) -> str:
    """ "Thứ Hai", as the first word of a cell of a paper."""
    words = dates.WEEKDAYS[on.weekday()]
    return words[0].upper() + words[1:]


describe_table(
    "activity",
    _l("Programme of work or classes"),
    {
        **FIELDS,
        "facility_id": _l("Centre"),
        "closed_on": _l("Programme closed on"),
        "closed_reason": _l("Why it was closed"),
    },
    values={
        "kind": {one.value: words for one, words in KINDS.items()},
        "level": {one.value: words for one, words in LEVELS.items()},
        "subject": {one.value: words for one, words in SUBJECTS.items()},
        "clearance": {one.value: words for one, words in CLEARANCES.items()},
        "sex": {one.value: words for one, words in SEXES.items()},
    },
    name="name",
    hidden={"search_key"},
)
describe_table(
    "slot",
    _l("Weekly time of a programme"),
    {**SLOT_FIELDS, "activity_id": _l("Programme")},
    values={"weekday": {str(day): words for day, words in WEEKDAYS.items()}, **_TIMES},
)
describe_table(
    "holiday",
    _l("Holiday"),
    {
        "facility_id": _l("Centre"),
        "on": _l("Day off"),
        "name": _l("Name of the holiday"),
        "document_id": _l("Paper"),
        "moved_from": _l("Worked in its place"),
        "recorded_at": _l("Written at"),
        "actor": _l("Written by"),
        "withdrawn_at": _l("Withdrawn at"),
        "withdrawn_by": _l("Withdrawn by"),
    },
    name="name",
)
describe_table(
    "activity_session",
    _l("Session"),
    {
        "activity_id": _l("Programme"),
        "slot_id": _l("Weekly time"),
        "on": _l("Day of the session"),
        "begins": SLOT_FIELDS["begins"],
        "ends": SLOT_FIELDS["ends"],
        "state": _l("State"),
        "cancelled_reason": _l("Why it does not take place"),
        "cancelled_note": _l("Note"),
    },
    values={
        "state": {one.value: words for one, words in STATES.items()},
        "cancelled_reason": {one.value: words for one, words in CANCEL_REASONS.items()},
        **_TIMES,
    },
    name="on",
)
describe_subject("activity", _l("Programme"), endpoint="activities.programme")
describe_subject(
    "activity_session",
    _l("Session"),
    within=lambda centres: (
        select(ActivitySession.id)
        .join(Activity, Activity.id == ActivitySession.activity_id)
        .where(Activity.facility_id.in_(centres))
    ),
)
describe_subject(
    "holiday",
    _l("Holiday"),
    within=lambda centres: select(Holiday.id).where(
        or_(Holiday.facility_id.is_(None), Holiday.facility_id.in_(centres))
    ),
)
describe_act("activity.added", _l("Programme set up"))
describe_act("activity.edited", _l("Programme described otherwise"))
describe_act("activity.closed", _l("Programme closed"))
describe_act("activity.slot-added", _l("Weekly time added"))
describe_act("activity.slot-ended", _l("Weekly time ended"))
describe_act("activity.list-exported", _l("List of programmes exported"))
describe_act("activity.day-exported", _l("Day of work and classes exported"))
describe_act("activity.day-printed", _l("Day of work and classes printed"))
describe_act("activity.week-exported", _l("Week of work and classes exported"))
describe_act("activity.week-printed", _l("Week of work and classes printed"))
describe_act("activity.sessions-made", _l("Sessions made of the weekly times"))
describe_act("activity.session-added", _l("Single session added"))
describe_act("activity.session-cancelled", _l("Session cancelled"))
describe_act("activity.session-planned-again", _l("Session planned again"))
describe_act("holiday.added", _l("Holiday entered"))
describe_act("holiday.exported", _l("List of holidays exported"))
describe_act("holiday.printed", _l("List of holidays printed"))
describe_act("holiday.withdrawn", _l("Holiday withdrawn"))
describe_details(
    {
        "made_sessions": _l("Sessions made"),
        "changed_sessions": _l("Sessions changed"),
        "days_off": _l("Days off"),
        "week": _l("Week"),
        "day_of_work": _l("Day"),
    }
)
