"""Recording movements."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center import clock
from rehab_center.admissions import queries, services
from rehab_center.admissions.forms import MoveForm
from rehab_center.admissions.hooks import known_of_movement
from rehab_center.admissions.labels import GROUNDS, MOVEMENT_KINDS, PAPER_NAMES, STATES
from rehab_center.admissions.queries import StayPage
from rehab_center.admissions.rules.details import COUNTS, DAYS, LONG, field_of
from rehab_center.admissions.rules.impossible import why_impossible
from rehab_center.admissions.rules.movements import EFFECTS, ENTRIES, MovementKind, PaperRule
from rehab_center.admissions.rules.papers import OWN_PAPERS
from rehab_center.admissions.views.answers import move_answers
from rehab_center.admissions.views.blueprint import bp
from rehab_center.admissions.views.groups import grouped
from rehab_center.db import db, transaction
from rehab_center.documents.queries import known_issuers
from rehab_center.errors import Blocked, DomainError, ReasonNeeded
from rehab_center.findings import Severity
from rehab_center.organisation.queries import facilities
from rehab_center.permissions import Permission
from rehab_center.web.access import current_actor, current_scope, requires
from rehab_center.web.formatting import say


@bp.route("/<int:stay_id>/move", methods=["GET", "POST"])
@requires(Permission.ADMISSIONS_MOVE)
def move(stay_id: int) -> ResponseReturnValue:
    """What happens to a stay: only what may follow its state, with its day and paper; checked before it is written."""
    page = queries.stay_page(db.session(), stay_id, scope=current_scope(), as_of=clock.today())
    form = MoveForm(**_at_first(page))
    late = "late" in request.args
    form.offer(kind for kind in EFFECTS if _may_be_chosen(page, kind, late=late))
    if not form.is_submitted() and request.args.get("kind") in EFFECTS:
        form.kind.data = request.args["kind"]  # a draft of another movement does not change what was asked for
    form.ask(MovementKind(form.kind.data) if form.kind.data in EFFECTS else None)
    step = request.form.get("step", "") if request.method == "POST" else ""
    if step in ("", "edit"):
        return _fill(page, form)
    if not form.validate():
        return _fill(page, form), 422
    return _confirm(page, form) if step == "confirm" else _check(page, form)


def _at_first(page: StayPage) -> dict[str, Any]:
    """What the empty form holds: today, what was chosen, and the centre's name where it issues such papers itself."""
    kind, today = request.args.get("kind", ""), clock.today()
    own = kind in EFFECTS and MovementKind(kind) in OWN_PAPERS
    names = {one.id: one.name for one in facilities(db.session(), scope=current_scope(), day=today)}
    issuer = names.get(page.facility_id) if own else None
    known = known_of_movement(db.session(), page.id, MovementKind(kind)) if kind in EFFECTS else {}
    return {"kind": kind, "effective_on": today, "paper_issuer": issuer, **known}


def _may_be_chosen(page: StayPage, kind: MovementKind, *, late: bool) -> bool:
    """What may follow now; for a late entry whatever such a stay may have: the service says whether it fits its day."""
    if kind in ENTRIES or kind is MovementKind.CONVERTED_OUT:
        return False
    return page.kind in EFFECTS[kind].only if late else kind in page.can_follow


def _why_not(page: StayPage, kind: MovementKind) -> str:
    """Why a kind that the address names is not among those offered, in a sentence."""
    if page.kind not in EFFECTS[kind].only:
        return str(_("“%(kind)s” does not exist for this kind of stay", kind=MOVEMENT_KINDS[kind]))
    last = page.state.last
    said = why_impossible(
        kind,
        clock.today(),
        state=page.state.state,
        last=last.kind if last else None,
        since=page.state.since,
    )
    return say(said)


def _fill(page: StayPage, form: MoveForm) -> str:
    chosen = MovementKind(form.kind.data) if form.kind.data in EFFECTS else None
    why_not = ""
    if chosen and not form.is_submitted() and not _may_be_chosen(page, chosen, late="late" in request.args):
        why_not, chosen = _why_not(page, chosen), None
    if chosen is None:
        return _choose(page, form, why_not)
    effect = EFFECTS[chosen]
    return render_template(
        "admissions/move.html",
        page=page,
        form=form,
        late="late" in request.args,
        chosen=chosen,
        effect=effect,
        questions=form.questions(),
        long_fields=[field_of(item) for item in LONG],
        day_fields=[field_of(item) for item in DAYS | COUNTS],
        at_once=effect.paper is PaperRule.AT_ONCE,
        not_needed=effect.paper is PaperRule.NOT_NEEDED,
        moves=MOVEMENT_KINDS,
        issuers=known_issuers(db.session(), scope=current_scope()),
        paper_name=PAPER_NAMES.get(chosen),
        states=STATES,
    )


def _choose(page: StayPage, form: MoveForm, why_not: str) -> str:
    """What may be recorded, each leading to its own short form."""
    late = "late" in request.args
    return render_template(
        "admissions/move_choose.html",
        page=page,
        form=form,
        why_not=why_not,
        late=late,
        groups=grouped([kind for kind in EFFECTS if _may_be_chosen(page, kind, late=late)]),
        moves=MOVEMENT_KINDS,
        states=STATES,
    )


def _check(page: StayPage, form: MoveForm, *, status: int = 200) -> ResponseReturnValue:
    try:
        plan = queries.plan_movement(db.session(), page.id, facts=form.facts(), scope=current_scope(), now=clock.now())
        blocks = [finding for finding in plan.findings if finding.severity is Severity.BLOCK]
        if blocks:
            raise Blocked(blocks)
    except DomainError as error:
        form.take(error)
        return _fill(page, form), 422
    form.findings = tuple(finding for finding in plan.findings if finding.severity is Severity.WARN)
    return render_template(
        "admissions/move_check.html",
        page=page,
        form=form,
        plan=plan,
        reminders=[finding for finding in plan.findings if finding.severity is Severity.REMIND],
        lines=queries.lines_of(db.session(), plan.term_after),
        answers=move_answers(form),
        states=STATES,
        grounds=GROUNDS,
    ), status


def _confirm(page: StayPage, form: MoveForm) -> ResponseReturnValue:
    try:
        with transaction() as session:
            services.record_movement(
                session,
                page.id,
                facts=form.facts(),
                reason=form.given_reason,
                actor=current_actor(),
                now=clock.now(),
            )
    except ReasonNeeded:
        return _check(page, form, status=422)
    except DomainError as error:
        form.take(error)
        return _fill(page, form), 422
    flash(_("Recorded: %(what)s.", what=MOVEMENT_KINDS[MovementKind(form.kind.data)]))
    return redirect(url_for("admissions.show", stay_id=page.id), 303)
