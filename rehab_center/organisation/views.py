"""The centre's pages under Settings: what it is called and from when, what it is certified for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center import clock
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.organisation import queries, services
from rehab_center.organisation.completeness import completeness_history, state_completeness
from rehab_center.organisation.forms import CapacityForm, CompletenessForm, FacilityForm, NameForm, WithdrawForm
from rehab_center.organisation.labels import since
from rehab_center.organisation.queries import Letterhead
from rehab_center.organisation.rules import NameLine
from rehab_center.permissions import Permission
from rehab_center.web.access import current_actor, current_scope, requires
from rehab_center.web.formatting import day as written_day
from rehab_center.web.forms import BaseForm

bp = Blueprint("organisation", __name__, url_prefix="/settings/centres")


@bp.get("/")
@requires(Permission.SETTINGS_VIEW)
def index() -> ResponseReturnValue:
    """Every centre within reach; the only one is shown at once."""
    items = queries.facilities(db.session(), scope=current_scope(), day=clock.today())
    if len(items) == 1:
        return redirect(url_for("organisation.show", facility_id=items[0].id))
    return render_template("organisation/index.html", facilities=items)


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.ORGANISATION_EDIT)
def create() -> ResponseReturnValue:
    """A new centre."""
    form = FacilityForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                facility_id = services.create_facility(
                    session,
                    code=form.code.data or "",
                    name=form.name.data or "",
                    actor=current_actor(),
                    now=clock.now(),
                )
        except DomainError as error:
            form.take(error)
        else:
            flash(_("The centre is set up. Check what was proposed from its name."), "success")
            return redirect(url_for("organisation.show", facility_id=facility_id), 303)
    return render_template("organisation/create.html", form=form), _status(form)


@bp.get("/<int:facility_id>")
@requires(Permission.SETTINGS_VIEW)
def show(facility_id: int) -> ResponseReturnValue:
    """What the centre's paper looks like today, and every line that was ever entered about it."""
    session, today = db.session(), clock.today()
    return render_template(
        "organisation/show.html",
        letterhead=_letterhead(facility_id),
        names=queries.name_history(session, facility_id),
        capacity=queries.certified_capacity_on(session, facility_id, today),
        capacities=queries.capacity_history(session, facility_id),
        since=since,
        statements=completeness_history(session, facility_id),
    )


@bp.route("/<int:facility_id>/names/new", methods=["GET", "POST"])
@requires(Permission.ORGANISATION_EDIT)
def add_name(facility_id: int) -> ResponseReturnValue:
    """How the paper looks from a day on; shown as it will print before it is saved."""
    letterhead = _letterhead(facility_id)
    form = NameForm.after(letterhead, _newest(queries.name_history(db.session(), facility_id)))
    if form.validate_on_submit() and "edit" not in request.form:
        line = form.line()
        if "confirmed" not in request.form:
            return render_template(
                "organisation/check_name.html", form=form, line=line, letterhead=_as_printed(letterhead, line)
            )
        if _saved(form, lambda: _name(facility_id, line, form)):
            flash(_("Entered: in force from %(day)s.", day=written_day(line.valid_from)), "success")
            return redirect(url_for("organisation.show", facility_id=facility_id), 303)
    return render_template("organisation/add_name.html", form=form, letterhead=letterhead), _status(form)


@bp.route("/names/<int:name_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.ORGANISATION_EDIT)
def withdraw_name(name_id: int) -> ResponseReturnValue:
    """Take a wrong line out; it stays readable."""
    entry = queries.name_entry(db.session(), name_id, scope=current_scope())
    form = WithdrawForm()
    if form.validate_on_submit() and _saved(form, lambda: _withdraw_name(name_id, form)):
        flash(_("Taken out. The line before it holds again."), "success")
        return redirect(url_for("organisation.show", facility_id=entry.facility_id), 303)
    return render_template("organisation/withdraw_name.html", form=form, entry=entry), _status(form)


@bp.route("/<int:facility_id>/capacities/new", methods=["GET", "POST"])
@requires(Permission.ORGANISATION_EDIT)
def add_capacity(facility_id: int) -> ResponseReturnValue:
    """How many people the centre is certified for from a day on."""
    letterhead = _letterhead(facility_id)
    form = CapacityForm(version=_newest(queries.capacity_history(db.session(), facility_id)))
    if form.validate_on_submit() and form.valid_from.data is not None and "edit" not in request.form:
        valid_from, people = form.valid_from.data, form.people.data or 0
        if "confirmed" not in request.form:
            return render_template("organisation/check_capacity.html", form=form, letterhead=letterhead)
        if _saved(form, lambda: _certify(facility_id, valid_from, people, form)):
            flash(_("Entered: in force from %(day)s.", day=written_day(valid_from)), "success")
            return redirect(url_for("organisation.show", facility_id=facility_id), 303)
    return render_template("organisation/add_capacity.html", form=form, letterhead=letterhead), _status(form)


@bp.route("/capacities/<int:capacity_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.ORGANISATION_EDIT)
def withdraw_capacity(capacity_id: int) -> ResponseReturnValue:
    """Take a wrong capacity out; it stays readable."""
    entry = queries.capacity_entry(db.session(), capacity_id, scope=current_scope())
    form = WithdrawForm()
    if form.validate_on_submit() and _saved(form, lambda: _withdraw_capacity(capacity_id, form)):
        flash(_("Taken out. The line before it holds again."), "success")
        return redirect(url_for("organisation.show", facility_id=entry.facility_id), 303)
    return render_template("organisation/withdraw_capacity.html", form=form, entry=entry), _status(form)


@bp.route("/<int:facility_id>/completeness", methods=["GET", "POST"])
@requires(Permission.ORGANISATION_EDIT)
def completeness(facility_id: int) -> ResponseReturnValue:
    """From which day on the centre's book is complete."""
    letterhead = _letterhead(facility_id)
    form = CompletenessForm()
    if form.validate_on_submit() and _saved(form, lambda: _state(facility_id, form)):
        flash(_("Entered."), "success")
        return redirect(url_for("organisation.show", facility_id=facility_id), 303)
    return render_template("organisation/completeness.html", form=form, letterhead=letterhead), _status(form)


def _state(facility_id: int, form: CompletenessForm) -> None:
    with transaction() as session:
        state_completeness(
            session,
            facility_id,
            complete_from=form.complete_from.data,
            reason=form.reason.data or "",
            actor=current_actor(),
            now=clock.now(),
        )


def _letterhead(facility_id: int) -> Letterhead:
    if not current_scope().covers(facility_id):
        abort(404)
    return queries.letterhead_on(db.session(), facility_id, clock.today())


def _as_printed(letterhead: Letterhead, line: NameLine) -> Letterhead:
    return queries.letterhead_of(line, name_id=0, facility_id=letterhead.facility_id, code=letterhead.code)


def _saved(form: BaseForm, act: Callable[[], object]) -> bool:
    try:
        act()
    except DomainError as error:
        form.take(error)
        return False
    return True


def _newest(told: Iterable[queries.NameEntry | queries.CapacityEntry]) -> int:
    """The id of the line entered last, 0 where there is none: who enters another since is met by a second saver."""
    return max((entry.id for entry in told), default=0)


def _name(facility_id: int, line: NameLine, form: NameForm) -> None:
    with transaction() as session:
        services.name_facility(
            session, facility_id, line=line, seen=form.version.data, actor=current_actor(), now=clock.now()
        )


def _withdraw_name(name_id: int, form: WithdrawForm) -> None:
    with transaction() as session:
        services.withdraw_name(session, name_id, reason=form.reason.data or "", actor=current_actor(), now=clock.now())


def _certify(facility_id: int, valid_from: date, people: int, form: CapacityForm) -> None:
    with transaction() as session:
        services.certify_capacity(
            session,
            facility_id,
            valid_from=valid_from,
            people=people,
            citation=form.citation.data or "",
            seen=form.version.data,
            actor=current_actor(),
            now=clock.now(),
        )


def _withdraw_capacity(capacity_id: int, form: WithdrawForm) -> None:
    with transaction() as session:
        services.withdraw_capacity(
            session, capacity_id, reason=form.reason.data or "", actor=current_actor(), now=clock.now()
        )


def _status(form: BaseForm) -> int:
    return 200 if "edit" in request.form else form.http_status
