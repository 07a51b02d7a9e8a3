"""Hours of a month: of everybody, of one programme, of one person; and who refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from rehab_center import clock
from rehab_center.activities.queries import activity as programme
from rehab_center.admissions.queries import stay_page
from rehab_center.attendance import labels
from rehab_center.attendance.kinds import Attended
from rehab_center.attendance.queries.hours import (
    PersonHours,
    Refusal,
    attendance_of,
    hours_of_everyone,
    refusal_list,
)
from rehab_center.attendance.rules.hours import all_of, by_week, hours_text
from rehab_center.attendance.rules.reasons import note_shown
from rehab_center.attendance.views.blueprint import bp
from rehab_center.attendance.views.corrections import note_export
from rehab_center.audit.recorder import Subject, record
from rehab_center.conduct import months
from rehab_center.db import db, transaction
from rehab_center.names import fold
from rehab_center.organisation.choosing import chosen_centre
from rehab_center.organisation.queries import letterhead_on
from rehab_center.permissions import Permission
from rehab_center.policies.naming import name_key
from rehab_center.web.access import current_actor, current_scope, requires
from rehab_center.web.asked import asked_arguments
from rehab_center.web.list_paper import narrowed_words
from rehab_center.web.list_state import ListState
from rehab_center.web.listing import Choice, Column, Days, Listing, Search, list_page
from rehab_center.web.paper import Paper

_OFFERED = 24


def _person(row: PersonHours) -> str:
    return url_for("attendance.stay", stay_id=row.stay_id, month=request.args.get("month") or None)


HOURS = Listing(
    "attendance-hours",
    _l("Hours of the month"),
    columns=(
        Column("code", _l("File code"), sortable=True, cell=lambda row: row.file_code),
        Column("name", _l("Full name"), sortable=True, cell=lambda row: row.full_name, link=_person),
        Column("labour", _l("Labour"), sortable=True, cell=lambda row: hours_text(row.labour), in_export=False),
        Column("vocational", _l("Course"), sortable=True, cell=lambda row: hours_text(row.vocational), in_export=False),
        Column("education", _l("Classes"), sortable=True, cell=lambda row: hours_text(row.education), in_export=False),
        Column("minutes", _l("All hours"), sortable=True, cell=lambda row: hours_text(row.minutes), in_export=False),
        Column("labour_hours", _l("Labour, hours"), cell=lambda row: round(row.labour / 60, 2), on_page=False),
        Column("course_hours", _l("Course, hours"), cell=lambda row: round(row.vocational / 60, 2), on_page=False),
        Column("class_hours", _l("Classes, hours"), cell=lambda row: round(row.education / 60, 2), on_page=False),
        Column("all_hours", _l("All hours"), cell=lambda row: round(row.minutes / 60, 2), on_page=False),
        Column("sessions", _l("Sessions there"), sortable=True, number=True),
        Column("missed", _l("Sessions missed"), sortable=True, number=True),
        Column("refusals", _l("Times refused"), sortable=True, number=True),
    ),
    sort="name",
    search=Search(_l("Name or file code")),
    filters=(
        Choice("only", _l("Only"), (("missed", _l("Whoever missed a session")), ("refused", _l("Whoever refused")))),
    ),
    empty=_l("Nobody is marked in this month."),
    export_permission=Permission.WORK_EXPORT,
)


def _asked_month() -> date:
    return months.read_month(request.values.get("month")) or months.first_of(clock.today())


def _asked_programme() -> int | None:
    asked = request.args.get("activity", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else None


@bp.get("/hours")
@requires(Permission.ACTIVITIES_VIEW)
def hours() -> ResponseReturnValue:
    """The hours of a month, of everybody or of one programme."""
    month, activity_id = _asked_month(), _asked_programme()
    period = months.days_of_month(month)
    name = programme(db.session(), activity_id, scope=current_scope()).facts.name if activity_id else None
    rows = hours_of_everyone(db.session(), period, scope=current_scope(), activity_id=activity_id)
    last = months.first_of(clock.today())
    known = months.months_between(months.month_before(last, _OFFERED), last)
    return list_page(
        replace(HOURS, key=f"{HOURS.key}-{months.code_of(month)}"),
        lambda state: _chosen(rows, state),
        "attendance/hours.html",
        on_export=lambda form, count: note_export("attendance.hours-exported", form, count),
        extra={"month": months.code_of(month)} | ({"activity": str(activity_id)} if activity_id else {}),
        month=month,
        months=months,
        months_known=known if month in known else sorted({*known, month}, reverse=True),
        programme=name,
        activity_id=activity_id,
        total=_totals(rows),
        hours_text=hours_text,
        arguments={key: value for key, value in asked_arguments().items() if key not in ("page", "per_page", "export")},
    )


def _chosen(rows: Sequence[PersonHours], state: ListState) -> tuple[list[PersonHours], int]:
    words = fold(state.q)
    only = state.choice("only")
    found = [
        row
        for row in rows
        if words in fold(f"{row.full_name} {row.file_code}")
        and (only != "refused" or row.refusals)
        and (only != "missed" or row.missed)
    ]
    named = name_key(db.session())
    keys: dict[str, Any] = {
        "name": lambda row: (named(row.full_name), row.stay_id),
        "code": lambda row: (row.file_code, row.stay_id),
    }
    key = keys.get(state.sort) or (lambda row: (getattr(row, state.sort), row.stay_id))
    return state.cut(sorted(found, key=key, reverse=state.descending))


def _totals(rows: Sequence[PersonHours]) -> dict[str, int]:
    names = ("labour", "vocational", "education", "minutes", "missed", "refusals")
    return {name: sum(getattr(row, name) for row in rows) for name in names} | {"people": len(rows)}


@bp.get("/hours/sheet")
@requires(Permission.ACTIVITIES_VIEW)
def hours_sheet() -> ResponseReturnValue:
    """The month's sheet of hours, as the page is searched and filtered, as it will print."""
    return _sheet().preview(arguments=asked_arguments(month=months.code_of(_asked_month())))


@bp.get("/hours/sheet/file")
@requires(Permission.ACTIVITIES_VIEW)
def hours_sheet_file() -> ResponseReturnValue:
    """The same as PDF. That it left the program is in the log."""
    paper = _sheet()
    with transaction():
        details = {"rated_month": months.name_of(_asked_month())}
        record("attendance.hours-printed", actor=current_actor(), at=clock.now(), details=details)
    return paper.answer(made_at=clock.now())


def _sheet() -> Paper:
    month, today, centre, activity_id = _asked_month(), clock.today(), chosen_centre(), _asked_programme()
    scope = replace(current_scope(), facility_ids=frozenset({centre.id}))
    found = hours_of_everyone(db.session(), months.days_of_month(month), scope=scope, activity_id=activity_id)
    state = replace(HOURS.read(request.args), export="pdf", page=1)
    rows, _all = _chosen(found, state)
    name = programme(db.session(), activity_id, scope=scope).facts.name if activity_id else None
    only = [f"chương trình: {name}"] if name else []
    return Paper(
        template="attendance/hours_sheet.html",
        title="Bảng tổng hợp giờ lao động, học tập",
        name=f"gio-lao-dong-hoc-tap-{months.code_of(month)}",
        letterhead=letterhead_on(db.session(), centre.id, today),
        day=today,
        given={
            "rows": rows,
            "narrowed": "; ".join([*only, *filter(None, [narrowed_words(HOURS, state)])]),
            "total": _totals(rows),
            "month_name": months.name_of(month),
            "hours_text": hours_text,
            "known_at": clock.now(),
        },
    )


@bp.get("/stays/<int:stay_id>")
@requires(Permission.ACTIVITIES_VIEW)
def stay(stay_id: int) -> ResponseReturnValue:
    """Every session of a person in a month, with the hours by day and week. That it was opened is in the log."""
    page = stay_page(db.session(), stay_id, scope=current_scope(), as_of=clock.today())
    month = _asked_month()
    marks = attendance_of(db.session(), stay_id, months.days_of_month(month), rights=current_actor().permissions)
    with transaction():
        about = Subject("resident", page.person.id, f"{page.person.full_name} ({page.file_code})")
        record("attendance.opened", actor=current_actor(), at=clock.now(), about=about)
    worked = [one.worked for one in marks]
    last = months.first_of(clock.today())
    first = min(months.first_of(page.admitted_on), last)
    known = months.months_between(first, last)
    return render_template(
        "attendance/stay.html",
        page=page,
        marks=marks,
        weeks=by_week(worked),
        total=all_of(worked),
        month=month,
        months=months,
        months_known=known if month in known else sorted({*known, month}, reverse=True),
        labels=labels,
        hours_text=hours_text,
    )


@bp.get("/stays/<int:stay_id>/sheet")
@requires(Permission.ACTIVITIES_VIEW)
def stay_sheet(stay_id: int) -> ResponseReturnValue:
    """A person's month as it will print. That it was opened is in the log."""
    return _stay_sheet(stay_id, "attendance.opened").preview(month=months.code_of(_asked_month()), stay_id=stay_id)


@bp.get("/stays/<int:stay_id>/sheet/file")
@requires(Permission.ACTIVITIES_VIEW)
def stay_sheet_file(stay_id: int) -> ResponseReturnValue:
    """The same as PDF. That it left the program is in the log."""
    return _stay_sheet(stay_id, "attendance.stay-printed").answer(made_at=clock.now())


def _stay_sheet(stay_id: int, act: str) -> Paper:
    session, today, month = db.session(), clock.today(), _asked_month()
    page = stay_page(session, stay_id, scope=current_scope(), as_of=today)
    marks = attendance_of(session, stay_id, months.days_of_month(month), rights=current_actor().permissions)
    paper = Paper(
        template="attendance/stay_sheet.html",
        title="Bảng theo dõi lao động, học tập",
        name=f"theo-doi-{page.file_code}-{months.code_of(month)}",
        letterhead=letterhead_on(session, page.facility_id, today),
        day=today,
        given={
            "page": page,
            "marks": marks,
            "total": all_of(one.worked for one in marks),
            "month_name": months.name_of(month),
            "labels": labels,
            "hours_text": hours_text,
            "known_at": clock.now(),
        },
    )
    with transaction():
        about = Subject("resident", page.person.id, f"{page.person.full_name} ({page.file_code})")
        record(act, actor=current_actor(), at=clock.now(), about=about)
    return paper


REFUSALS = Listing(
    "attendance-refusals",
    _l("Refusals and absences"),
    columns=(
        Column(
            "on",
            _l("Day"),
            sortable=True,
            link=lambda row: url_for("attendance.session", session_id=row.session_id),
        ),
        Column("name", _l("Full name"), sortable=True, cell=lambda row: row.full_name, link=lambda row: _stay_url(row)),
        Column("code", _l("File code"), cell=lambda row: row.file_code),
        Column("activity", _l("Programme")),
        Column("attended", _l("Attendance"), cell=lambda row: labels.ATTENDED[row.attended]),
        Column("note", _l("Note"), cell=lambda row: note_shown(row.attended, row.note, current_actor().permissions)),
        Column("marked_by", _l("Marked by")),
    ),
    sort="on",
    descending=True,
    search=Search(_l("Name or file code")),
    filters=(
        Choice(
            "attended",
            _l("Attendance"),
            [(one.value, words) for one, words in labels.ATTENDED.items() if one is not Attended.PRESENT],
        ),
        Days("on", _l("Day")),
    ),
    empty=_l("Nobody has refused yet."),
    export_permission=Permission.WORK_EXPORT,
)


def _stay_url(row: Refusal) -> str:
    return url_for("attendance.stay", stay_id=row.stay_id, month=months.code_of(row.on))


@bp.get("/refusals")
@requires(Permission.ACTIVITIES_VIEW)
def refusals() -> ResponseReturnValue:
    """Who refused to take part; by the filter also who was absent and why."""
    return list_page(
        REFUSALS,
        lambda state: refusal_list(db.session(), state, scope=current_scope()),
        "attendance/refusals.html",
        on_export=lambda form, rows: note_export("attendance.refusals-exported", form, rows),
    )
