"""The days off of a year: those of the law and those entered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center import clock
from rehab_center.activities import services
from rehab_center.activities.day_list import HOLIDAYS, chosen, rows_of
from rehab_center.activities.forms import HolidayForm, WhyForm
from rehab_center.activities.queries.calendar import holiday_lines, holiday_row
from rehab_center.activities.rules.holidays import FIXED_SOURCE
from rehab_center.activities.views.blueprint import bp
from rehab_center.audit.recorder import record
from rehab_center.dates import in_the_calendar
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.organisation.choosing import ARGUMENT, centres, chosen_centre
from rehab_center.organisation.queries import letterhead_on
from rehab_center.permissions import Permission
from rehab_center.web.access import current_actor, current_scope, requires
from rehab_center.web.list_paper import ListSheet, list_paper, paper_answer, paper_page
from rehab_center.web.listing import Fetch, Listing, list_page
from rehab_center.web.paper import Paper


def _year() -> int:
    asked = request.args.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else clock.today().year
    return year if in_the_calendar(date(max(year, 1), 1, 1)) else clock.today().year


def _extra(year: int) -> dict[str, str]:
    centre = request.args.get(ARGUMENT)
    return {"year": str(year)} | ({ARGUMENT: centre} if centre else {})


def _listed(year: int) -> tuple[Listing, Fetch]:
    """The list of a year and what it shows."""
    rows = rows_of(year, holiday_lines(db.session(), chosen_centre().id, year))
    return replace(HOLIDAYS, key=f"{HOLIDAYS.key}-{year}"), lambda state: state.cut(chosen(rows, state))


@bp.get("/holidays")
@requires(Permission.ACTIVITIES_VIEW)
def holidays() -> ResponseReturnValue:
    """The days off of a year: searched, filtered, taken away as a workbook."""
    year = _year()
    listing, fetch = _listed(year)
    return list_page(
        listing,
        fetch,
        "activities/holidays.html",
        on_export=lambda form, rows: _note("holiday.exported", {"rows": rows, "form": form}),
        extra=_extra(year),
        year=year,
        source=FIXED_SOURCE,
        centres=centres(),
        centre=chosen_centre(),
    )


@bp.get("/holidays/sheet")
@requires(Permission.ACTIVITIES_VIEW)
def holidays_sheet() -> ResponseReturnValue:
    """The days off of a year as they print."""
    menu = (str(_("Work and classes")), url_for("activities.index"))
    listing, _fetch = _listed(_year())
    return paper_page(_paper, listing, menu=menu, page="activities.holidays", file="activities.holidays_file")


@bp.get("/holidays/sheet/file")
@requires(Permission.ACTIVITIES_VIEW)
def holidays_file() -> ResponseReturnValue:
    """The same as PDF. That it was printed is in the log."""
    return paper_answer(_paper, page="activities.holidays", note=lambda details: _note("holiday.printed", details))


def _paper() -> Paper:
    year, centre = _year(), chosen_centre()
    listing, fetch = _listed(year)
    widths = (("on", "paper-number"), ("weekday", "paper-number"), ("name", ""), ("whom", "paper-number"),
              ("moved_from", "paper-number"), ("paper", "release-wide"), ("state", "release-wide"))  # fmt: skip
    sheet = ListSheet(f"Ngày nghỉ lễ, tết và ngày hoán đổi năm {year}", f"ngay-nghi-{year}", widths)
    letterhead = letterhead_on(db.session(), centre.id, clock.today())
    return list_paper(listing, fetch, sheet, letterhead=letterhead, paper_day=clock.today())


def _note(act: str, details: dict[str, object]) -> None:
    with transaction():
        record(act, actor=current_actor(), at=clock.now(), details=details)


@bp.route("/holidays/new", methods=["GET", "POST"])
@requires(Permission.ACTIVITIES_MANAGE)
def new_holiday() -> ResponseReturnValue:
    """Enter days off by decision."""
    centre = chosen_centre()
    form = HolidayForm()
    if current_scope().facility_ids is not None or len(centres()) < 2:
        del form["everywhere"]
    if form.validate_on_submit():
        try:
            with transaction() as session:
                services.add_holidays(
                    session, form.days(centre.id), paper=form.paper(), actor=current_actor(), now=clock.now()
                )
        except DomainError as error:
            form.take(error)
        else:
            flash(_("The days off are kept; sessions on them are cancelled."))
            return redirect(url_for(".holidays", year=form.on.data.year if form.on.data else None), 303)
    page = render_template("activities/new_holiday.html", form=form, centres=centres(), chosen=centre)
    return page, form.http_status


@bp.route("/holidays/<int:holiday_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.ACTIVITIES_MANAGE)
def withdraw_holiday(holiday_id: int) -> ResponseReturnValue:
    """Take a day off back."""
    row = holiday_row(db.session(), holiday_id, scope=current_scope())
    form = WhyForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                services.withdraw_holiday(
                    session, holiday_id, reason=form.reason.data or "", actor=current_actor(), now=clock.now()
                )
        except DomainError as error:
            form.take(error)
        else:
            flash(_("The day off is withdrawn; what it cancelled is planned again."))
            return redirect(url_for(".holidays", year=row.on.year), 303)
    return render_template("activities/withdraw_holiday.html", form=form, row=row), form.http_status
