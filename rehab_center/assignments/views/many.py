"""Many at once: assigning those ticked, answering proposals, ending, moving. Each step shows first what it would do."""

from __future__ import annotations

from collections.abc import Sequence

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center import clock
from rehab_center.activities.queries import activities_on
from rehab_center.assignments import labels, queries, services
from rehab_center.assignments.forms import DecideForm, EndForm, ManyForm, box_of, chosen_in
from rehab_center.assignments.kinds import Standing
from rehab_center.assignments.listing import (
    ASSIGNMENTS,
    OPEN,
    PEOPLE,
    chosen,
    fits_assigned,
    fits_person,
    words_of_assigned,
    words_of_person,
)
from rehab_center.assignments.rules.facts import Plan
from rehab_center.assignments.rules.roster import Wanted
from rehab_center.assignments.services import Planned, Written
from rehab_center.assignments.views.blueprint import bp
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.organisation.choosing import scope_asked
from rehab_center.permissions import Permission, Role
from rehab_center.web.access import current_actor, current_scope, may, requires

_ALL = "all"
_NAMED = 20  # the cookie that carries the message holds about four kilobytes


def _nobody(endpoint: str) -> ResponseReturnValue:
    flash(_("Nobody was chosen: tick people in the list first."))
    return redirect(url_for(endpoint), 303)


@bp.post("/assign")
@requires(Permission.ASSIGNMENTS_PROPOSE)
def many() -> ResponseReturnValue:
    """Assign the people ticked, or everybody of the list, to one programme."""
    session, today, step = db.session(), clock.today(), request.form.get("step", "")
    rows = {row.stay_id: row for row in queries.overview(session, today=today, scope=scope_asked())}
    seen = {number: 0 for number in chosen_in(request.form, "p") if number in rows}
    if step == _ALL:
        listed = chosen(list(rows.values()), PEOPLE.read(request.args), fits_person, words_of_person)
        seen = {row.stay_id: 0 for row in listed}
    if not seen:
        return _nobody(".people")
    if step == "decide" and not may(Permission.ASSIGNMENTS_DECIDE):
        abort(403)
    typed = step in ("check", "propose", "decide")
    form = ManyForm(request.form if typed else None, starts_on=today, activity=request.args.get("activity"))
    programmes = {one.id: one.name for one in activities_on(session, today, scope=scope_asked())}
    form.offer(list(programmes.items()))
    plans: Sequence[Planned] = ()
    if typed and form.validate():
        plan = Plan(form.starts_on.data or today)
        wishes = [Wanted(number, int(form.activity.data), plan, why=form.why.data or None) for number in seen]
        plans = services.plan_assignments(session, wishes, today=today, scope=current_scope())
        if step != "check":
            try:
                written = _assign(wishes, form, decided=step == "decide")
            except DomainError as error:
                form.take(error)
            else:
                _tell(written, proposed=step == "propose")
                return _to_list(programmes[int(form.activity.data)])
    answer = render_template(
        "assignments/many.html",
        form=form,
        plans=plans,
        held=[(box_of("p", number), version) for number, version in seen.items()],
        people=[rows[number].here.full_name for number in seen],
        labels=labels,
        decides=may(Permission.ASSIGNMENTS_DECIDE),
        longest=queries.longest_override(db.session(), today),
        signs=current_actor().holds(Role.DIRECTOR) and any(plan.for_director for plan in plans),
        needs_why=any(plan.warnings for plan in plans),
    )
    return answer, 422 if form.summary() or form.findings else 200


def _assign(wishes: Sequence[Wanted], form: ManyForm, *, decided: bool) -> Written:
    with transaction() as writing:
        return services.assign(
            writing,
            wishes,
            decided=decided,
            why=form.why.data,
            override=form.override if decided else None,
            leave_out=True,
            actor=current_actor(),
            now=clock.now(),
        )


def _tell(written: Written, *, proposed: bool = False) -> None:
    count = len(written.ids)
    if proposed and count:
        flash(_("Proposed: %(count)s people. The director decides.", count=count))
    elif count:
        flash(_("Written: %(count)s people.", count=count))
    refused = written.refused
    if refused:
        names, more = ", ".join(plan.label for plan in refused[:_NAMED]), len(refused) - _NAMED
        flash(
            _("Left out: %(count)s people (%(names)s and %(more)s more).", count=len(refused), names=names, more=more)
            if more > 0
            else _("Left out: %(count)s people (%(names)s).", count=len(refused), names=names),
            "warning",
        )


def _to_list(programme: str | None = None) -> ResponseReturnValue:
    """The assignments that are not over, those of one programme where the act was about one."""
    return redirect(url_for(".index", standing=OPEN, q=programme), 303)


def _ticked(*standings: Standing) -> dict[int, queries.Assigned]:
    """The assignments ticked, or with step ``all`` the list as it is filtered, that stand so."""
    rows = queries.assigned(db.session(), clock.today(), scope=scope_asked())
    wanted = set(chosen_in(request.form, "a"))
    if request.form.get("step") == _ALL:
        wanted = {row.id for row in chosen(rows, ASSIGNMENTS.read(request.args), fits_assigned, words_of_assigned)}
    return {row.id: row for row in rows if row.id in wanted and row.standing in standings}


_RUNNING = (Standing.PLANNED, Standing.ACTIVE, Standing.AWAY, Standing.PAUSED, Standing.LAPSED)


@bp.post("/decide")
@requires(Permission.ASSIGNMENTS_DECIDE)
def decide() -> ResponseReturnValue:
    """Follow or decline the proposals ticked; whoever a rule stops is named and left waiting."""
    today, step = clock.today(), request.form.get("step", "")
    rows = _ticked(Standing.PROPOSED)
    if not rows:
        return _nobody(".index")
    seen = {number: chosen_in(request.form, "a").get(number, row.version) for number, row in rows.items()}
    typed = step in ("save", "decline")
    form = DecideForm(request.form if typed else None)
    if typed and form.validate():
        try:
            if step == "decline":
                with transaction() as writing:
                    count = services.decline(writing, seen, why=form.why.data, actor=current_actor(), now=clock.now())
                flash(_("Declined: the proposals of %(count)s people.", count=count))
            else:
                with transaction() as writing:
                    written = services.decide(
                        writing,
                        seen,
                        why=form.why.data,
                        override=form.override,
                        actor=current_actor(),
                        now=clock.now(),
                    )
                _tell(written)
        except DomainError as error:
            form.take(error)
        else:
            return _to_list()
    plans = services.plan_decision(db.session(), list(rows), today=today, scope=current_scope())
    answer = render_template(
        "assignments/decide.html",
        form=form,
        plans=list(plans.values()),
        held=[(box_of("a", number), version) for number, version in seen.items()],
        labels=labels,
        longest=queries.longest_override(db.session(), today),
        signs=current_actor().holds(Role.DIRECTOR) and any(plan.for_director for plan in plans.values()),
    )
    return answer, 422 if form.summary() or form.findings else 200


@bp.post("/end")
@requires(Permission.ASSIGNMENTS_DECIDE)
def end() -> ResponseReturnValue:
    """End the assignments ticked, with their last day and the reason."""
    rows, step = _ticked(*_RUNNING), request.form.get("step", "")
    if not rows:
        return _nobody(".index")
    seen = {number: chosen_in(request.form, "a").get(number, row.version) for number, row in rows.items()}
    form = EndForm(request.form if step == "save" else None, last_on=clock.today())
    if step == "save" and form.validate():
        try:
            with transaction() as writing:
                count = services.end(
                    writing,
                    seen,
                    last_on=form.last_on.data or clock.today(),
                    reason=form.reason,
                    note_text=form.note.data,
                    actor=current_actor(),
                    now=clock.now(),
                )
        except DomainError as error:
            form.take(error)
        else:
            flash(_("Ended: %(count)s assignments.", count=count))
            return _to_list()
    held = [(box_of("a", number), version) for number, version in seen.items()]
    answer = render_template("assignments/end.html", form=form, rows=list(rows.values()), held=held, labels=labels)
    return answer, 422 if form.summary() else 200


@bp.post("/move")
@requires(Permission.ASSIGNMENTS_DECIDE)
def move() -> ResponseReturnValue:
    """Move the people ticked to another programme; whoever a rule stops stays where they are."""
    session, today, step = db.session(), clock.today(), request.form.get("step", "")
    rows = _ticked(*_RUNNING)
    if not rows:
        return _nobody(".index")
    seen = {number: chosen_in(request.form, "a").get(number, row.version) for number, row in rows.items()}
    typed = step in ("check", "save")
    form = ManyForm(request.form if typed else None, starts_on=today)
    programmes = {one.id: one.name for one in activities_on(session, today, scope=scope_asked())}
    form.offer(list(programmes.items()))
    plans: Sequence[Planned] = ()
    if typed and form.validate():
        target, first = int(form.activity.data), form.starts_on.data or today
        wishes = [Wanted(row.stay_id, target, Plan(first), leaves=row.id) for row in rows.values()]
        plans = services.plan_assignments(session, wishes, today=today, scope=current_scope())
        if step == "save":
            try:
                with transaction() as writing:
                    written = services.move(
                        writing,
                        seen,
                        target,
                        from_on=first,
                        why=form.why.data,
                        override=form.override,
                        leave_out=True,
                        actor=current_actor(),
                        now=clock.now(),
                    )
            except DomainError as error:
                form.take(error)
            else:
                _tell(written)
                return _to_list(programmes[target])
    answer = render_template(
        "assignments/move.html",
        form=form,
        plans=plans,
        rows=list(rows.values()),
        held=[(box_of("a", number), version) for number, version in seen.items()],
        labels=labels,
        longest=queries.longest_override(db.session(), today),
        signs=current_actor().holds(Role.DIRECTOR) and any(plan.for_director for plan in plans),
        needs_why=any(plan.warnings for plan in plans),
    )
    return answer, 422 if form.summary() or form.findings else 200
