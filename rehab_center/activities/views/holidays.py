"""The days off of a year: those of the law and those entered."""

from __future__ import annotations

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center import clock
from rehab_center.activities import labels, services
from rehab_center.activities.forms import HolidayForm, WhyForm
from rehab_center.activities.queries.calendar import holiday_lines, holiday_row
from rehab_center.activities.rules.holidays import FIXED_SOURCE, fixed_holidays
from rehab_center.activities.views.blueprint import bp
from rehab_center.dates import in_the_calendar
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.organisation.choosing import centres, chosen_centre
from rehab_center.permissions import Permission
from rehab_center.web.access import current_actor, current_scope, requires


@bp.get("/holidays")
@requires(Permission.ACTIVITIES_VIEW)
def holidays() -> ResponseReturnValue:
    """The days off of a year."""
    asked = request.args.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else clock.today().year
    year = year if in_the_calendar(date(max(year, 1), 1, 1)) else clock.today().year
    chosen = chosen_centre()
    return render_template(
        "activities/holidays.html",
        year=year,
        fixed=fixed_holidays(year),
        source=FIXED_SOURCE,
        lines=holiday_lines(db.session(), chosen.id, year),
        labels=labels,
        centres=centres(),
        chosen=chosen,
        may_everywhere=current_scope().facility_ids is None,
    )


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
