"""The medical record: opened for a purpose, its notes, and who may open which."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center import clock
from rehab_center.admissions.queries import StayPage, find_stay
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.health import labels, queries, services
from rehab_center.health.forms import AssignForm, NoteForm, PurposeForm
from rehab_center.health.kinds import Purpose
from rehab_center.health.views.blueprint import OF_STAY, bp, replaced, stay_of
from rehab_center.organisation.choosing import chosen_centre
from rehab_center.permissions import Permission
from rehab_center.web.access import current_actor, current_scope, may, requires


@bp.route(f"{OF_STAY}/record", methods=["GET", "POST"])
@requires(Permission.HEALTH_RECORD)
def open_record(stay_id: int) -> ResponseReturnValue:
    """First what for, then the record: each opening is in the log with its purpose."""
    page, actor = _readable(stay_id), current_actor()
    form = PurposeForm()
    if not form.validate_on_submit():
        return render_template("health/purpose.html", page=page, form=form), form.http_status
    purpose = Purpose(form.purpose.data)
    with transaction() as session:
        services.note_view(session, stay_id, purpose=purpose, actor=actor, now=clock.now())
    return render_template(
        "health/record.html",
        page=page,
        notes=queries.notes(db.session(), stay_id, actor=actor, day=clock.today()),
        labels=labels,
        purpose=labels.PURPOSES[purpose],
        writes=may(Permission.HEALTH_EDIT),
    )


def _readable(stay_id: int) -> StayPage:
    page = stay_of(stay_id)
    if not queries.reads_record(db.session(), stay_id, actor=current_actor(), day=clock.today()):
        abort(403)
    return page


@bp.route(f"{OF_STAY}/record/new", methods=["GET", "POST"])
@requires(Permission.HEALTH_EDIT)
def note(stay_id: int) -> ResponseReturnValue:
    """Add a note to the record, or one that takes the place of an earlier one. The earlier one is not shown here."""
    page, actor = _readable(stay_id), current_actor()
    form = NoteForm(noted_on=clock.today(), replaces=replaced())
    if form.validate_on_submit():
        try:
            with transaction() as session:
                services.keep_note(
                    session,
                    stay_id,
                    facts=form.facts(),
                    replaces=form.replaces.data,
                    why=form.why.data,
                    actor=actor,
                    now=clock.now(),
                )
        except DomainError as error:
            form.take(error)
        else:
            flash(_("Written down."))
            return redirect(url_for(".show", stay_id=stay_id), 303)
    takes_place = form.replaces.data is not None
    return render_template("health/note.html", page=page, form=form, takes_place=takes_place), form.http_status


@bp.route("/health/records", methods=["GET", "POST"])
@requires(Permission.HEALTH_ASSIGN)
def assign() -> ResponseReturnValue:
    """Which accounts of the medical post may open which medical records."""
    scope = current_scope()
    form = AssignForm(from_on=clock.today())
    form.account.choices = [(str(one), name) for one, name in queries.medical_accounts(db.session(), scope=scope)]
    if form.validate_on_submit():
        centre, code = chosen_centre().id, form.file_code.data
        try:
            with transaction() as session:
                services.assign_record(
                    session,
                    account_id=int(form.account.data),
                    facility_id=centre,
                    stay_id=find_stay(session, code, scope=scope) if code else None,
                    granted=form.granted.data == "yes",
                    from_on=form.from_on.data or clock.today(),
                    actor=current_actor(),
                    now=clock.now(),
                )
        except DomainError as error:
            form.take(error)
        else:
            flash(_("Written down."))
            return redirect(url_for(".assign"), 303)
    lines = queries.assignments(db.session(), scope=scope)
    return render_template("health/assign.html", form=form, lines=lines), form.http_status
