"""Times of the week, single sessions, and cancelling one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.activities import labels, queries, services
from rehab_center.activities.forms import CancelForm, ExtraForm, LastDayForm, SlotForm
from rehab_center.activities.hooks import Trouble, troubles_of
from rehab_center.activities.queries.programmes import slot_page
from rehab_center.activities.rules import Slot
from rehab_center.activities.views.blueprint import bp
from rehab_center.activities.views.words import hours, times_text
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.permissions import Actor, Permission
from rehab_center.web.access import current_actor, current_scope, requires
from rehab_center.web.forms import BaseForm


def _walk(
    form: BaseForm,
    act: Callable[[Session, Actor], object],
    *,
    said: str,
    then: str,
    template: str,
    ask: Callable[[], Sequence[Trouble]] | None = None,
    **context: object,
) -> ResponseReturnValue:
    """Do it where the form is in order and go on; what is refused goes back into the form.

    ``ask``: whom it would bring against a rule; they are shown first, by name, and it is done once that was confirmed.
    """
    valid = form.validate_on_submit()
    troubles = ask() if valid and ask and request.form.get("step") != "confirm" else ()
    if valid and not troubles:
        try:
            with transaction() as session:
                act(session, current_actor())
        except DomainError as error:
            form.take(error)
        else:
            flash(said)
            return redirect(then, 303)
    page = render_template(template, form=form, labels=labels, hours=hours, troubles=troubles, **context)
    return page, 422 if troubles else form.http_status


def _troubles(activity_id: int, slots: Sequence[Slot]) -> Sequence[Trouble]:
    return troubles_of(db.session(), activity_id, slots, today=clock.today(), scope=current_scope())


@bp.route("/programmes/<int:activity_id>/times/new", methods=["GET", "POST"])
@requires(Permission.ACTIVITIES_MANAGE)
def new_slot(activity_id: int) -> ResponseReturnValue:
    """Let a programme meet at further times of the week."""
    one = queries.activity(db.session(), activity_id, current_scope())
    today = clock.today()
    form = SlotForm(valid_from=max(today, one.facts.begins_on))
    return _walk(
        form,
        lambda session, actor: services.add_slots(
            session, activity_id, slots=form.slots(), actor=actor, now=clock.now()
        ),
        said=_("The times are kept; the programme is over, so no session is made.")
        if one.last_on is not None and one.last_on < today
        else _("The times are kept; the sessions of the next weeks are made, none before today."),
        then=url_for(".programme", activity_id=activity_id),
        template="activities/new_slot.html",
        ask=lambda: _troubles(activity_id, form.slots()),
        one=one,
        times=times_text(one.slots_on(clock.today())),
    )


@bp.route("/times/<int:slot_id>/end", methods=["GET", "POST"])
@requires(Permission.ACTIVITIES_MANAGE)
def end_slot(slot_id: int) -> ResponseReturnValue:
    """Let a time of the week end."""
    one, slot = slot_page(db.session(), slot_id, scope=current_scope())
    form = LastDayForm(last_on=clock.today())
    return _walk(
        form,
        lambda session, actor: services.end_slot(
            session, slot_id, last_on=form.last_on.data or clock.today(), actor=actor, now=clock.now()
        ),
        said=_("The time ends; its sessions after that day are cancelled."),
        then=url_for(".programme", activity_id=one.id),
        template="activities/end_slot.html",
        one=one,
        times=times_text([slot]),
    )


@bp.route("/programmes/<int:activity_id>/sessions/new", methods=["GET", "POST"])
@requires(Permission.ACTIVITIES_MANAGE)
def extra(activity_id: int) -> ResponseReturnValue:
    """Let a programme meet once more."""
    one = queries.activity(db.session(), activity_id, current_scope())
    form = ExtraForm(on=clock.today())
    return _walk(
        form,
        lambda session, actor: services.add_session(
            session,
            activity_id,
            on=form.on.data or clock.today(),
            begins=form.begins.data,
            ends=form.ends.data,
            actor=actor,
            now=clock.now(),
        ),
        said=_("The session is added."),
        then=url_for(".programme", activity_id=activity_id),
        template="activities/extra.html",
        ask=lambda: _troubles(activity_id, [form.slot()]),
        one=one,
    )


@bp.route("/sessions/<int:session_id>/cancel", methods=["GET", "POST"])
@requires(Permission.ACTIVITIES_MANAGE)
def cancel(session_id: int) -> ResponseReturnValue:
    """Say that a session does not take place, and why."""
    found = queries.meeting(db.session(), session_id, scope=current_scope())
    form = CancelForm()
    return _walk(
        form,
        lambda session, actor: services.cancel_session(
            session, session_id, reason=form.chosen, note=form.note.data, actor=actor, now=clock.now()
        ),
        said=_("The session is cancelled."),
        then=url_for(".programme", activity_id=found.activity_id, on=found.on.isoformat()),
        template="activities/cancel.html",
        found=found,
    )


@bp.route("/sessions/<int:session_id>/plan", methods=["GET", "POST"])
@requires(Permission.ACTIVITIES_MANAGE)
def plan_again(session_id: int) -> ResponseReturnValue:
    """Take the cancelling of a session back, once that was asked."""
    found = queries.meeting(db.session(), session_id, scope=current_scope())
    return _walk(
        BaseForm(),
        lambda session, actor: services.plan_again(session, session_id, actor=actor, now=clock.now()),
        said=_("The session takes place again."),
        then=url_for(".programme", activity_id=found.activity_id, on=found.on.isoformat()),
        template="activities/plan_again.html",
        found=found,
    )
