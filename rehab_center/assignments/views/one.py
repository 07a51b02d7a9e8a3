"""One assignment: how it stands, its pauses and permissions; pausing, going on, signing again."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.assignments import labels, queries, services
from rehab_center.assignments.forms import ChangePauseForm, PauseForm, PlannedEndForm, ResumeForm, SignForm
from rehab_center.assignments.kinds import EndReason, Standing
from rehab_center.assignments.rules.standing import pause_shown, why_ended
from rehab_center.assignments.rules.suitability import OVERRIDABLE
from rehab_center.assignments.views.blueprint import bp
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError, NotFound
from rehab_center.permissions import Permission, Role
from rehab_center.web.access import current_actor, current_scope, requires
from rehab_center.web.forms import BaseForm
from rehab_center.words import N_, message


def _line(assignment_id: int) -> queries.Assigned:
    queries.load_assignment(db.session(), assignment_id, scope=current_scope())
    found = queries.assigned(db.session(), clock.today(), scope=current_scope(), ids=[assignment_id], over=True)
    return found[0]


@bp.get("/<int:assignment_id>")
@requires(Permission.ACTIVITIES_VIEW)
def show(assignment_id: int) -> ResponseReturnValue:
    """An assignment with everything that was done about it."""
    line = _line(assignment_id)
    today = clock.today()
    return render_template(
        "assignments/show.html",
        line=line,
        labels=labels,
        pauses=[pause_shown(one, current_actor().permissions) for one in line.pauses],
        why=why_ended(line.dates) if line.standing is Standing.ENDED else None,
        signed=queries.override_lines(db.session(), scope=current_scope(), assignment_ids=[assignment_id]),
        runs=line.is_open and line.standing is not Standing.PROPOSED,
        paused=any(one.until_on is None or one.until_on >= today for one in line.pauses),
        ends_later=line.dates.ends_on is not None
        and line.dates.ends_on >= max(today, line.dates.starts_on)
        and line.dates.end_reason is not EndReason.MOVED,
        is_director=current_actor().holds(Role.DIRECTOR),
    )


@bp.route("/<int:assignment_id>/pause", methods=["GET", "POST"])
@requires(Permission.ASSIGNMENTS_PROPOSE)
def pause(assignment_id: int) -> ResponseReturnValue:
    """Let an assignment stand still for some days."""
    line = _line(assignment_id)
    form = PauseForm(from_on=max(clock.today(), line.dates.starts_on), version=line.version)

    def act(session: Session) -> None:
        services.pause(
            session,
            assignment_id,
            from_on=form.from_on.data or clock.today(),
            until_on=form.until_on.data,
            reason=form.reason,
            note_text=form.note.data,
            expected_version=form.version.data or line.version,
            actor=current_actor(),
            now=clock.now(),
        )

    return _answer(line, form, "assignments/pause.html", act, _("The assignment is paused."))


@bp.route("/<int:assignment_id>/pauses/<int:pause_id>", methods=["GET", "POST"])
@requires(Permission.ASSIGNMENTS_PROPOSE)
def change_pause(assignment_id: int, pause_id: int) -> ResponseReturnValue:
    """Give a pause other days or another reason, or withdraw it."""
    line = _line(assignment_id)
    one = next((each for each in line.pauses if each.id == pause_id), None)
    if one is None:
        raise NotFound(message(N_("There is no such pause")))
    form = ChangePauseForm(
        from_on=one.from_on,
        until_on=one.until_on,
        pause_reason=one.reason,
        note=one.note,
        version=services.newest_pause(db.session(), assignment_id),
    )
    withdraws = request.form.get("step") == "withdraw"

    def act(session: Session) -> None:
        services.change_pause(
            session,
            pause_id,
            facts=None if withdraws else form.facts(),
            newest_id=form.version.data or 0,
            actor=current_actor(),
            now=clock.now(),
        )

    said = _("The pause is withdrawn.") if withdraws else _("The pause is changed.")
    return _answer(line, form, "assignments/change_pause.html", act, said)


@bp.route("/<int:assignment_id>/planned-end", methods=["GET", "POST"])
@requires(Permission.ASSIGNMENTS_DECIDE)
def planned_end(assignment_id: int) -> ResponseReturnValue:
    """Set another last day than the planned one, or none at all."""
    line = _line(assignment_id)
    form = PlannedEndForm(last_on=line.dates.ends_on, version=line.version)

    def act(session: Session) -> None:
        services.change_end(
            session,
            assignment_id,
            last_on=form.last_on.data,
            why=form.why.data,
            expected_version=form.version.data or line.version,
            actor=current_actor(),
            now=clock.now(),
        )

    said = _("The last day is changed.") if form.last_on.data else _("The planned end is withdrawn.")
    return _answer(line, form, "assignments/planned_end.html", act, said)


@bp.route("/<int:assignment_id>/resume", methods=["GET", "POST"])
@requires(Permission.ASSIGNMENTS_PROPOSE)
def resume(assignment_id: int) -> ResponseReturnValue:
    """Go on with a paused assignment."""
    line, form = _line(assignment_id), ResumeForm(on=clock.today())

    def act(session: Session) -> None:
        on = form.on.data or clock.today()
        services.resume(session, assignment_id, on=on, actor=current_actor(), now=clock.now())

    return _answer(line, form, "assignments/resume.html", act, _("The assignment goes on."))


@bp.route("/<int:assignment_id>/sign/<string:rule>", methods=["GET", "POST"])
@requires(Permission.ASSIGNMENTS_DECIDE)
def sign(assignment_id: int, rule: str) -> ResponseReturnValue:
    """Let an assignment stand against a rule for some more days."""
    if rule not in OVERRIDABLE:
        raise NotFound(message(N_("There is no such rule")))
    line, form = _line(assignment_id), SignForm()
    longest = queries.longest_override(db.session(), clock.today())

    def act(session: Session) -> None:
        if form.override is None:
            raise DomainError(message(N_("Choose why the rule is not kept")), field="override_reason")
        services.sign(session, assignment_id, rule, facts=form.override, actor=current_actor(), now=clock.now())

    return _answer(line, form, "assignments/sign.html", act, _("Signed."), rule=labels.RULES[rule], longest=longest)


def _answer(
    line: queries.Assigned, form: BaseForm, template: str, act: Callable[[Session], None], said: str, **given: object
) -> ResponseReturnValue:
    back = url_for(".show", assignment_id=line.id)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                act(session)
        except DomainError as error:
            form.take(error)
        else:
            flash(said)
            return redirect(back, 303)
    return render_template(template, line=line, form=form, cancel_url=back, **given), form.http_status
