"""Pages: the year against its plan, and a new revision of the plan."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center import clock
from rehab_center.capacity import services
from rehab_center.capacity.forms import PlanForm
from rehab_center.capacity.rules import Indicator
from rehab_center.capacity.year import Occupancy, YearPage, year_page
from rehab_center.db import db, transaction
from rehab_center.documents.kinds import DocumentKind
from rehab_center.documents.rules import DocumentFacts
from rehab_center.errors import DomainError
from rehab_center.organisation.choosing import centres, chosen_centre
from rehab_center.periods import month_containing
from rehab_center.permissions import Permission
from rehab_center.web.access import current_actor, current_scope, requires
from rehab_center.web.charts import Part, StackedBar, YearChart, stacked_bar, year_chart

bp = Blueprint("capacity", __name__, url_prefix="/capacity")


@bp.get("")
@requires(Permission.PLAN_VIEW)
def index() -> ResponseReturnValue:
    """The present plan year, or the one asked for by the form."""
    asked = request.args.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else _this_year()
    return _year(year)


@bp.get("/<int:year>")
@requires(Permission.PLAN_VIEW)
def show(year: int) -> ResponseReturnValue:
    """One plan year."""
    return _year(year)


def _year(year: int) -> ResponseReturnValue:
    if not 1990 <= year <= 2200:
        abort(404)
    page = _page(year)
    return render_template(
        "capacity/year.html",
        page=page,
        years=range(_this_year() + 1, _this_year() - 5, -1),
        chart=_chart(page),
        fullness=_fullness(page.occupancy),
        as_of=page.as_of,
        centres=centres(),
        centre=chosen_centre(),
    )


def _page(year: int) -> YearPage:
    return year_page(db.session(), chosen_centre().id, year, today=clock.today(), scope=current_scope())


def _chart(page: YearPage) -> YearChart:
    months = page.months
    return year_chart(
        [str(month.period.number) for month in months],
        [month.actual for month in months],
        plan=[month.target for month in months] if page.plan else None,
        before=[month.last_year for month in months],
    )


def _fullness(occupancy: Occupancy) -> StackedBar:
    away = occupancy.under_care - occupancy.present
    return stacked_bar(
        [Part(_("Present"), occupancy.present), Part(_("Under care, away today"), away)], limit=occupancy.certified
    )


@bp.route("/<int:year>/revise", methods=["GET", "POST"])
@requires(Permission.PLAN_EDIT)
def revise(year: int) -> ResponseReturnValue:
    """Enter the plan, or a revision of it; the second step shows what it will do."""
    if not 1990 <= year <= 2200:
        abort(404)
    page = _page(year)
    form = PlanForm(version=max((one.id for one in page.told), default=0))
    if form.validate_on_submit() and "edit" not in request.form:
        try:
            services.check_plan(year, form.target.data, form.phasing.data)
            if "confirm" in request.form:
                _set_plan(year, form)
                flash(_("The plan of %(year)s is entered.", year=year), "success")
                return redirect(url_for("capacity.show", year=year, centre=request.form.get("centre")), 303)
        except DomainError as error:
            form.take(error)
        else:
            return render_template("capacity/confirm.html", form=form, page=page, centre=chosen_centre())
    answer = render_template("capacity/revise.html", form=form, page=page, centres=centres(), centre=chosen_centre())
    return answer, form.http_status if form.summary() else 200


def _set_plan(year: int, form: PlanForm) -> None:
    facility_id = chosen_centre().id
    with transaction() as session:
        services.set_plan(
            session,
            facility_id=facility_id,
            year=year,
            indicator=Indicator.NEW_COMPULSORY,
            target=form.target.data,
            phasing=form.phasing.data,
            document=_document(facility_id, form),
            valid_from=form.valid_from.data,
            note=form.note.data,
            seen=form.version.data,
            actor=current_actor(),
            now=clock.now(),
        )


def _document(facility_id: int, form: PlanForm) -> DocumentFacts | None:
    if not form.number.data:
        return None
    return DocumentFacts(
        DocumentKind.PLAN,
        form.number.data,
        issued_on=form.issued_on.data,
        issuer=form.issuer.data,
        facility_id=facility_id,
    )


def _this_year() -> int:
    """The plan year of today: from 15/12 on it is the next one."""
    return month_containing(clock.today()).year
