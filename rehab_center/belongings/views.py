"""The belongings of a stay: the list, taking in, giving back, and the slips on paper."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center import clock
from rehab_center.admissions.queries import StayPage, stay_page
from rehab_center.audit.recorder import Subject, record
from rehab_center.belongings import labels, queries, services
from rehab_center.belongings.forms import ROWS, GiveBackForm, TakeInForm, VoidForm
from rehab_center.belongings.kinds import SlipKind, Standing
from rehab_center.belongings.paper import paper_of
from rehab_center.belongings.queries import ThingLine
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.permissions import Permission
from rehab_center.web.access import current_actor, current_scope, requires
from rehab_center.web.formatting import number
from rehab_center.web.paper import pdf_answer

bp = Blueprint("belongings", __name__, url_prefix="/admissions/<int:stay_id>/belongings")


@bp.get("")
@requires(Permission.PEOPLE_VIEW)
def show(stay_id: int) -> ResponseReturnValue:
    """What is and was kept. That it was opened is in the log."""
    page = _stay(stay_id)
    found = queries.belongings_page(db.session(), stay_id, scope=current_scope())
    _note("belongings.opened", page)
    return render_template("belongings/show.html", page=page, found=found, labels=labels, standing=Standing)


def _stay(stay_id: int) -> StayPage:
    return stay_page(db.session(), stay_id, scope=current_scope(), as_of=clock.today())


def _note(act: str, page: StayPage, **details: object) -> None:
    with transaction():
        about = Subject("resident", page.person.id, f"{page.person.full_name} ({page.file_code})")
        record(act, actor=current_actor(), at=clock.now(), about=about, details=details)


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.BELONGINGS_EDIT)
def take_in(stay_id: int) -> ResponseReturnValue:
    """Several things on one slip, as many lines as asked for; more lines keep what was typed."""
    page = _stay(stay_id)
    form = TakeInForm(**_sides(page))
    more = request.form.get("step") == "more"
    form.lengthen(len(form.rows.entries) + ROWS if more or not form.is_submitted() else 1)
    if form.is_submitted() and not more and form.validate():
        try:
            with transaction() as session:
                slip_id = services.take_in(
                    session,
                    stay_id,
                    slip=form.slip(),
                    things=[line.facts() for line in form.typed],
                    actor=current_actor(),
                    now=clock.now(),
                )
        except DomainError as error:
            _take(form, error)
        else:
            flash(_("Taken into keeping. Print the slip in two copies."))
            return redirect(url_for(".slip", stay_id=stay_id, slip_id=slip_id), 303)
    answer = render_template("belongings/take_in.html", page=page, form=form, labels=labels)
    return answer, 422 if form.is_submitted() and not more else 200


def _take(form: TakeInForm, error: DomainError) -> None:
    """Put what is wrong with a line beside that line: the first that the rules refuse for the same reason."""
    for line in form.typed:
        try:
            services.check_thing(line.facts())
        except DomainError as refused:
            line.take(refused)
            return
    form.take(error)


def _sides(page: StayPage) -> dict[str, Any]:
    """What the form holds at first: today, the person and whoever is signed in."""
    return {"happened_on": clock.today(), "party": page.person.full_name, "officer": current_actor().label}


@bp.route("/return", methods=["GET", "POST"])
@requires(Permission.BELONGINGS_EDIT)
def give_back(stay_id: int) -> ResponseReturnValue:
    """Give back what is kept, all of it unless told otherwise."""
    page = _stay(stay_id)
    found = queries.belongings_page(db.session(), stay_id, scope=current_scope())
    form = GiveBackForm(**_sides(page))
    form.offer([(thing.id, thing_words(thing)) for thing in found.kept])
    if form.validate_on_submit():
        try:
            with transaction() as session:
                slip_id = services.give_back(
                    session,
                    stay_id,
                    slip=form.slip(),
                    thing_ids=form.things.data or [],
                    actor=current_actor(),
                    now=clock.now(),
                )
        except DomainError as error:
            form.take(error)
        else:
            flash(_("Given back. Print the slip in two copies."))
            return redirect(url_for(".slip", stay_id=stay_id, slip_id=slip_id), 303)
    answer = render_template("belongings/give_back.html", page=page, form=form, found=found)
    return answer, 422 if form.is_submitted() else 200


def thing_words(thing: ThingLine) -> str:
    """A thing in one line: what, how many or how much, in which state, where."""
    facts = thing.facts
    if facts.amount is not None and facts.currency is not None:
        much = f"{number(facts.amount)} {labels.CURRENCIES[facts.currency]}"
    else:
        much = number(facts.quantity)
    parts = [f"{facts.description}: {much}", facts.condition, facts.kept_where]
    return " · ".join(part for part in parts if part)


@bp.route("/<int:thing_id>/<any(void, 'void-return'):what>", methods=["GET", "POST"])
@requires(Permission.BELONGINGS_EDIT)
def void(stay_id: int, thing_id: int, what: str) -> ResponseReturnValue:
    """Take back a line entered by mistake, or a giving back that was none."""
    page = _stay(stay_id)
    thing = queries.load_thing(db.session(), stay_id, thing_id, scope=current_scope())
    form, back = VoidForm(), url_for(".show", stay_id=stay_id)
    if form.validate_on_submit():
        act = services.void_thing if what == "void" else services.void_return
        try:
            with transaction() as session:
                act(
                    session,
                    stay_id,
                    thing_id,
                    reason=form.reason.data or "",
                    actor=current_actor(),
                    now=clock.now(),
                )
        except DomainError as error:
            form.take(error)
        else:
            flash(_("The line is taken back; it stays readable on the list."))
            return redirect(back, 303)
    answer = render_template(
        "belongings/void.html", page=page, form=form, words=thing_words(thing), what=what, cancel_url=back
    )
    return answer, 422 if form.is_submitted() else 200


@bp.get("/slips/<int:slip_id>")
@requires(Permission.PEOPLE_VIEW)
def slip(stay_id: int, slip_id: int) -> ResponseReturnValue:
    """The slip as it will print, both copies."""
    paper = paper_of(db.session(), stay_id, slip_id, scope=current_scope())
    _note("belongings.opened", paper.stay, slip=paper.number)
    return render_template("belongings/slip.html", paper=paper, taken=SlipKind.TAKEN, labels=labels)


@bp.get("/slips/<int:slip_id>/file")
@requires(Permission.PEOPLE_VIEW)
def slip_file(stay_id: int, slip_id: int) -> ResponseReturnValue:
    """The slip as PDF. That it left the program is in the log."""
    paper = paper_of(db.session(), stay_id, slip_id, scope=current_scope())
    html = render_template("belongings/slip_document.html", paper=paper, taken=SlipKind.TAKEN, labels=labels)
    name = f"phieu-{paper.slip.year}-{paper.slip.number}"
    answer = pdf_answer(html, title=paper.title, name=name, made_at=paper.slip.recorded_at)
    _note("belongings.printed", paper.stay, slip=paper.number)
    return answer
