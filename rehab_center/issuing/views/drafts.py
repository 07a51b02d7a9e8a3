"""Writing a paper: from the stay or from what is owed, and changing a draft."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center import clock
from rehab_center.accounts.labels import ROLES
from rehab_center.admissions.queries import StayPage, stay_of_movement
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.issuing import queries, services
from rehab_center.issuing.forms import DraftForm
from rehab_center.issuing.kinds import PaperKind, PaperState
from rehab_center.issuing.labels import KINDS
from rehab_center.issuing.queries import Situation, StayPaper
from rehab_center.issuing.rules.facts import Typed
from rehab_center.issuing.rules.people import law_of
from rehab_center.issuing.rules.recipients import addressee, recipients
from rehab_center.issuing.rules.table import PAPERS, UNSIGNED, doubt_of
from rehab_center.issuing.views.blueprint import bp
from rehab_center.organisation.queries import letterhead_on
from rehab_center.permissions import Permission
from rehab_center.tasks.queries import of_subject
from rehab_center.tasks.rules import may_enter_paper
from rehab_center.web.access import current_actor, current_scope, requires

_OPEN = (PaperState.DRAFT, PaperState.TO_BE_NUMBERED)


def kind_of(word: str) -> PaperKind:
    """The kind an address names; aborts with 404 for any other word."""
    try:
        return PaperKind(word)
    except ValueError:
        abort(404)


@bp.get("/for/<int:movement_id>/<string:kind>")
@requires(Permission.ISSUING_DRAFT)
def for_movement(movement_id: int, kind: str) -> ResponseReturnValue:
    """From what is owed about a movement to its paper: the one that is there, else a new draft."""
    stay_id = stay_of_movement(db.session(), movement_id, scope=current_scope())
    wanted = kind_of(kind)
    for paper in queries.papers_of_stay(db.session(), stay_id, scope=current_scope()):
        if paper.kind is wanted and paper.movement_id == movement_id and paper.state in _OPEN:
            return redirect(url_for(".show", issued_id=paper.id))
    return redirect(url_for(".new", stay_id=stay_id, kind=wanted.value, movement=movement_id))


@bp.route("/stays/<int:stay_id>/new/<string:kind>", methods=["GET", "POST"])
@requires(Permission.ISSUING_DRAFT)
def new(stay_id: int, kind: str) -> ResponseReturnValue:
    """A new paper of a stay, filled out of the register."""
    wanted, today = kind_of(kind), clock.today()
    services.check_post(wanted, current_actor())
    there = queries.situation(db.session(), stay_id, scope=current_scope(), today=today)
    open_one = _open_one(queries.papers_of_stay(db.session(), stay_id, scope=current_scope()), wanted)
    if open_one is not None and request.method == "GET":
        return redirect(url_for(".show", issued_id=open_one.id))
    form = DraftForm(**_at_first(there, wanted))
    form.ask_for(wanted)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                issued_id = services.start_draft(
                    session,
                    stay_id,
                    wanted,
                    given=form.given(today),
                    movement_id=_movement(),
                    actor=current_actor(),
                    now=clock.now(),
                )
        except DomainError as error:
            form.take(error)
        else:
            return redirect(url_for(".show", issued_id=issued_id), 303)
    return _shown(
        form,
        wanted,
        there.page,
        doubt=doubt_of(wanted, (law_of(there.page.regime), there.page.kind)),
        is_offered=wanted in there.offered,
        **_owed(wanted),
        cancel_url=url_for("admissions.show", stay_id=stay_id),
    )


def _shown(form: DraftForm, kind: PaperKind, stay: StayPage, **around: object) -> ResponseReturnValue:
    """The form of a paper, new or in writing."""
    answer = render_template("issuing/draft.html", form=form, kind=kind, kinds=KINDS, stay=stay, **around)
    return answer, form.http_status


def _movement() -> int | None:
    word = request.args.get("movement", "")
    return int(word) if word.isascii() and word.isdigit() and len(word) < 10 else None


def _owed(kind: PaperKind) -> dict[str, object]:
    """The open task this paper would settle: the way to enter one that was written elsewhere (``owed``, its id), or
    the post that enters it (``entered_by``) where the reader may not."""
    movement_id = _movement()
    if movement_id is None:
        return {}
    tasks = of_subject(db.session(), "movement", movement_id, scope=current_scope())
    task = next((one for one in tasks if one.is_open and one.kind in PAPERS[kind].closes.values()), None)
    if task is None:
        return {}
    if may_enter_paper(current_actor(), task.owner_role):
        return {"owed": task.id}
    return {"entered_by": ROLES[task.owner_role]}


def _open_one(papers: tuple[StayPaper, ...], kind: PaperKind) -> StayPaper | None:
    return next((one for one in papers if one.kind is kind and one.state in _OPEN), None)


def _at_first(there: Situation, kind: PaperKind) -> dict[str, Any]:
    """What a new paper holds at first: today, whom it goes to, who signed last, what was told about the movement."""
    today = clock.today()
    letterhead = letterhead_on(db.session(), there.page.facility_id, today)
    movement = there.movement_for(kind, _movement())
    case = there.case(movement, today)
    signed = queries.last_signer(db.session(), there.page.facility_id) if kind not in UNSIGNED else {}
    return {
        "dated_on": today,
        "addressee": addressee(kind, case, today),
        "recipients": "\n".join(recipients(kind, case, today, queries.issuer_of(letterhead))),
        "until_on": case.term_end_on if kind is PaperKind.COMPLETION and movement is None else None,
        **signed,
        **queries.known_at_first(db.session(), there, kind, movement, today),
    }


@bp.route("/<int:issued_id>/edit", methods=["GET", "POST"])
@requires(Permission.ISSUING_DRAFT)
def edit(issued_id: int) -> ResponseReturnValue:
    """Change a draft; a second saver sees both values."""
    page = queries.paper_page(db.session(), issued_id, scope=current_scope(), today=clock.today())
    services.check_post(page.kind, current_actor())
    if page.state is not PaperState.DRAFT:
        flash(_("This paper is no draft any more: its words cannot be changed"), "warning")
        return redirect(url_for(".show", issued_id=issued_id))
    form = DraftForm(version=page.version, **_values(page.typed, page.text.addressees, page.text.recipients))
    form.ask_for(page.kind)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                services.correct_draft(
                    session,
                    issued_id,
                    given=form.given(clock.today()),
                    expected_version=form.version.data or 0,
                    actor=current_actor(),
                    now=clock.now(),
                )
        except DomainError as error:
            form.take(error)
        else:
            return redirect(url_for(".show", issued_id=issued_id), 303)
    cancel = url_for(".show", issued_id=issued_id)
    return _shown(form, page.kind, page.stay, doubt=page.doubt, is_offered=True, cancel_url=cancel)


def _values(given: Typed, addressees: tuple[str, ...], recipients: tuple[str, ...]) -> dict[str, Any]:
    values = {name: getattr(given, name) for name in given.__dataclass_fields__}
    return values | {"addressee": "\n".join(addressees), "recipients": "\n".join(recipients)}
