"""The list of programmes; setting one up, describing it otherwise, closing it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center import clock
from rehab_center.activities import labels, queries, services
from rehab_center.activities.forms import CloseForm, edit_form, new_form
from rehab_center.activities.hooks import taken_of
from rehab_center.activities.kinds import ActivityKind
from rehab_center.activities.listing import PROGRAMMES, ProgrammeRow, chosen
from rehab_center.activities.rules.slots import monday_of
from rehab_center.activities.views.blueprint import bp
from rehab_center.audit.recorder import record
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.organisation.choosing import ARGUMENT, centres, chosen_centre, scope_asked
from rehab_center.permissions import Permission
from rehab_center.web.access import current_actor, current_scope, requires
from rehab_center.web.list_state import ListState
from rehab_center.web.listing import list_page


@bp.get("/programmes")
@requires(Permission.ACTIVITIES_VIEW)
def programmes() -> ResponseReturnValue:
    """Every programme there is or was."""
    return list_page(PROGRAMMES, _fetch, "activities/programmes.html", on_export=_exported, kinds=labels.KINDS)


def _fetch(state: ListState) -> tuple[list[ProgrammeRow], int]:
    today = clock.today()
    found = queries.programmes(db.session(), scope=scope_asked())
    minutes = queries.weekly_minutes(found, monday_of(today))
    taken = taken_of(db.session(), [one.id for one in found], today)
    rows = [ProgrammeRow(one, today, minutes[one.id], None if taken is None else taken[one.id]) for one in found]
    return state.cut(chosen(rows, state))


def _exported(form: str, rows: int) -> None:
    with transaction():
        details = {"rows": rows, "form": form}
        record("activity.list-exported", actor=current_actor(), at=clock.now(), details=details)


@bp.get("/programmes/new")
@requires(Permission.ACTIVITIES_MANAGE)
def choose_kind() -> ResponseReturnValue:
    """Which kind of programme is set up: each has its own questions."""
    return render_template("activities/choose_kind.html", labels=labels, centre=request.args.get(ARGUMENT) or None)


@bp.route("/programmes/new/<any(labour,vocational,education):kind>", methods=["GET", "POST"])
@requires(Permission.ACTIVITIES_MANAGE)
def new(kind: str) -> ResponseReturnValue:
    """Set up a programme of that kind."""
    which, centre = ActivityKind(kind), chosen_centre()
    form = new_form(which, today=clock.today())
    if form.validate_on_submit():
        try:
            with transaction() as session:
                activity_id = services.create_activity(
                    session,
                    centre.id,
                    facts=form.facts(which),
                    paper=form.paper(),
                    actor=current_actor(),
                    now=clock.now(),
                )
        except DomainError as error:
            form.take(error)
        else:
            flash(_("The programme is set up. Now its times of the week."))
            return redirect(url_for(".new_slot", activity_id=activity_id), 303)
    page = render_template(
        "activities/edit.html",
        form=form,
        one=None,
        kind=which,
        labels=labels,
        centres=centres(),
        chosen=centre,
        paper=None,
    )
    return page, form.http_status


@bp.route("/programmes/<int:activity_id>/edit", methods=["GET", "POST"])
@requires(Permission.ACTIVITIES_MANAGE)
def edit(activity_id: int) -> ResponseReturnValue:
    """Describe a programme otherwise."""
    one = queries.activity(db.session(), activity_id, current_scope())
    form = edit_form(one)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                services.edit_activity(
                    session,
                    activity_id,
                    facts=form.facts(one.kind),
                    paper=form.paper(),
                    expected_version=form.version.data or 0,
                    actor=current_actor(),
                    now=clock.now(),
                )
        except DomainError as error:
            form.take(error)
        else:
            flash(_("The programme is saved; its sessions from today on follow."))
            return redirect(url_for(".programme", activity_id=activity_id), 303)
    page = render_template("activities/edit.html", form=form, one=one, kind=one.kind, labels=labels, centres=())
    return page, form.http_status


@bp.route("/programmes/<int:activity_id>/close", methods=["GET", "POST"])
@requires(Permission.ACTIVITIES_MANAGE)
def close(activity_id: int) -> ResponseReturnValue:
    """End a programme before its day."""
    one = queries.activity(db.session(), activity_id, current_scope())
    form = CloseForm(last_on=clock.today())
    if form.validate_on_submit():
        try:
            with transaction() as session:
                services.close_activity(
                    session,
                    activity_id,
                    last_on=form.last_on.data or clock.today(),
                    reason=form.reason.data or "",
                    actor=current_actor(),
                    now=clock.now(),
                )
        except DomainError as error:
            form.take(error)
        else:
            flash(_("The programme is closed; what was planned after that day is cancelled."))
            return redirect(url_for(".programme", activity_id=activity_id), 303)
    return render_template("activities/close.html", form=form, one=one), form.http_status
