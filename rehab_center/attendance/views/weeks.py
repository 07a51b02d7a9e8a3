"""Weeks of people: of one on a page, as a workbook and on paper; of a room, a zone or a programme as a list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center import clock
from rehab_center.activities.labels import KINDS, NIGHT_WORK, STATES, WEEKDAYS, holiday_words, weekday
from rehab_center.activities.queries.calendar import made_until
from rehab_center.activities.rules import clock_text
from rehab_center.admissions.queries import StayPage, stay_page
from rehab_center.admissions.rules.movements import PRESENT_STATES
from rehab_center.admissions.views.sections import Section
from rehab_center.attendance import labels
from rehab_center.attendance.queries.lately import lately
from rehab_center.attendance.queries.weeks import PersonWeek, WeekItem, WeekPerson, house_of, people_of_house, weeks_of
from rehab_center.attendance.rules.hours import hours_text
from rehab_center.attendance.views.blueprint import bp
from rehab_center.attendance.views.marking import asked_day
from rehab_center.attendance.views.week_words import away_words, item_words
from rehab_center.audit.recorder import Subject, record
from rehab_center.db import db, transaction
from rehab_center.organisation.queries import letterhead_on
from rehab_center.permissions import Permission
from rehab_center.web.access import current_actor, current_scope, requires
from rehab_center.web.export import download
from rehab_center.web.formatting import day
from rehab_center.web.paper import Paper


def _asked(stay_id: int) -> tuple[StayPage, PersonWeek]:
    """The stay and the week an address asks for."""
    session, today = db.session(), clock.today()
    page = stay_page(session, stay_id, scope=current_scope(), as_of=today)
    on = asked_day()
    found = house_of(session, page.facility_id, on, today=today, scope=current_scope())
    left = WeekPerson(page.id, page.person.id, page.person.full_name, page.file_code)
    who = next((one for one in people_of_house(found) if one.stay_id == stay_id), left)
    weeks = weeks_of(session, [who], on, facility_id=page.facility_id, rights=current_actor().permissions)
    return page, weeks[0]


def _note(act: str, page: StayPage, week: PersonWeek) -> None:
    with transaction():
        about = Subject("resident", page.person.id, f"{page.person.full_name} ({page.file_code})")
        details = {"week": f"{day(week.monday)} – {day(week.sunday)}"}
        record(act, actor=current_actor(), at=clock.now(), about=about, details=details)


@bp.get("/stays/<int:stay_id>/week")
@requires(Permission.ACTIVITIES_VIEW)
def week(stay_id: int) -> ResponseReturnValue:
    """A person's week: where they have to be on each day, and what was marked. That it was opened is in the log."""
    page, found = _asked(stay_id)
    _note("attendance.week-opened", page, found)
    return render_template(
        "attendance/week.html",
        page=page,
        week=found,
        before=found.monday - timedelta(days=7),
        after=found.monday + timedelta(days=7),
        until=made_until(db.session(), clock.today()),
        night_work=NIGHT_WORK,
        labels=labels,
        kinds=KINDS,
        weekdays=WEEKDAYS,
        hours_text=hours_text,
        item_words=item_words,
        away_words=away_words,
        holiday_words=holiday_words,
    )


@bp.get("/stays/<int:stay_id>/week.xlsx")
@requires(Permission.WORK_EXPORT)
def week_workbook(stay_id: int) -> ResponseReturnValue:
    """The same as a workbook. That it left the program is in the log."""
    page, found = _asked(stay_id)
    _note("attendance.week-exported", page, found)
    what = [_("Programme"), _("Kind of programme"), _("Held at"), _("State"), _("Attendance"), _("Hours"), _("Note")]
    heads = [_("Day of the week"), _("Day"), _("Begins at"), _("Ends at"), *what]
    name = f"lich-tuan-{page.file_code}-{found.monday:%Y-%m-%d}"
    told = [f"{page.person.full_name} ({page.file_code})"] + ([found.who.place] if found.who.place else [])
    return download("xlsx", name, str(_("Week of a person")), heads, _rows(found), told)


def _rows(found: PersonWeek) -> Iterator[list[object]]:
    for each in found.days:
        head: list[object] = [str(WEEKDAYS[each.on.isoweekday()]), each.on]
        said = [str(text) for text in (holiday_words(each.holiday), away_words(each)) if text]
        if said or not each.items:
            yield [*head, *[""] * 8, "; ".join(said)]
        for one in each.items:
            yield [*head, *_cells(one)]


def _cells(one: WeekItem) -> list[object]:
    meeting, mark = one.meeting, one.mark
    told = str(item_words(one) or STATES[meeting.state])
    marked = str(labels.ATTENDED[mark.attended]) if mark else ""
    times = [clock_text(meeting.begins), clock_text(meeting.ends)]
    what = [meeting.name, str(KINDS[meeting.kind]), meeting.place]
    return [*times, *what, told, marked, round(one.minutes / 60, 2), mark.note if mark else ""]


@bp.get("/stays/<int:stay_id>/week/sheet")
@requires(Permission.ACTIVITIES_VIEW)
def week_sheet(stay_id: int) -> ResponseReturnValue:
    """The plan of a person's week as it prints. That it was opened is in the log."""
    page, found = _asked(stay_id)
    _note("attendance.week-opened", page, found)
    return week_paper([found], page.facility_id, found.monday, f"lich-tuan-{page.file_code}").preview(
        back=page.id, on=day(found.monday)
    )


@bp.get("/stays/<int:stay_id>/week/sheet/file")
@requires(Permission.ACTIVITIES_VIEW)
def week_file(stay_id: int) -> ResponseReturnValue:
    """The same as PDF. That it left the program is in the log."""
    page, found = _asked(stay_id)
    _note("attendance.week-printed", page, found)
    paper = week_paper([found], page.facility_id, found.monday, f"lich-tuan-{page.file_code}")
    return paper.answer(made_at=clock.now())


def section_of_stay(page: StayPage) -> Section:
    """The last weeks at a glance, for the page of a stay; of a look at a past day those before it."""
    today = clock.today()
    now = clock.now() if page.as_of >= today else clock.end_of(page.as_of)
    present = page.as_of >= today and page.state.state in PRESENT_STATES
    found = lately(db.session(), page.id, now=now, present=present)
    given = {"page": page, "lately": found, "told_next": present, "hours_text": hours_text}
    return Section("attendance/_on_stay.html", given)


def week_paper(weeks: list[PersonWeek], facility_id: int, monday: date, name: str, where: str | None = None) -> Paper:
    """Plans of a week to be hung up, one page a person, or with ``where`` all of them in one table.

    What was marked and why somebody is away stands on no door: only what is planned is told.
    """
    return Paper(
        template="attendance/week_table.html" if where else "attendance/week_sheet.html",
        title="Lịch lao động, học tập trong tuần",
        name=f"{name}-{monday:%Y-%m-%d}",
        letterhead=letterhead_on(db.session(), facility_id, monday),
        day=monday,
        given={
            "weeks": weeks,
            "monday": monday,
            "sunday": monday + timedelta(days=6),
            "where": where,
            "weekday": weekday,
            "holiday_words": holiday_words,
            "hours_text": hours_text,
        },
    )
