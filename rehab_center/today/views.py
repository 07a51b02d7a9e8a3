"""The first page after signing in: what the day asks of the reader; and the sentence of any period."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from rehab_center import clock
from rehab_center.admissions.labels import STATES
from rehab_center.admissions.queries import DueLine, due
from rehab_center.audit.recorder import record
from rehab_center.db import db, transaction
from rehab_center.figures.period_rule import rule_on
from rehab_center.names import fold
from rehab_center.organisation.choosing import centres, chosen_centre
from rehab_center.permissions import Actor, Permission, Role
from rehab_center.reports import wording
from rehab_center.reports.live import half_year_so_far
from rehab_center.tasks.kinds import TO_FILL_IN
from rehab_center.tasks.queries import open_count
from rehab_center.tasks.rules import visible_roles
from rehab_center.today.forms import SentenceForm
from rehab_center.today.morning import morning
from rehab_center.today.sentence import LiveSentence, sentence_of, sentence_of_today
from rehab_center.web.access import current_actor, current_scope, may, requires, signed_in
from rehab_center.web.first_page import blocks_of
from rehab_center.web.list_state import ListState
from rehab_center.web.listing import Column, Listing, Search, list_page

bp = Blueprint("today", __name__)

_READS_THE_SENTENCE = frozenset({Role.DIRECTOR, Role.INSPECTOR})

OLD_BOOK = Listing(
    key="old-book",
    title=_l("Past the term according to the old book"),
    columns=(
        Column("file_code", _l("File code")),
        Column(
            "name",
            _l("Full name"),
            cell=lambda one: one.person.full_name,
            link=lambda one: url_for("casefile.person", resident_id=one.person.id),
        ),
        Column("admitted_on", _l("Admitted")),
        Column("term_end_on", _l("Term ends"), sortable=True),
        Column("days", _l("Days past the end"), number=True, cell=lambda one: -one.soonest_left),
        Column("state", _l("State"), cell=lambda one: STATES[one.state.state]),
        Column(
            "act",
            _l("What to do"),
            cell=lambda one: _("Record how the stay ended") if may(Permission.ADMISSIONS_MOVE) else _("Open the stay"),
            link=lambda one: _end_url(one),
            in_export=False,
        ),
    ),
    sort="term_end_on",
    search=Search(_l("Name or file code")),
    empty=_l("Nobody out of the old book is past the term any more."),
    export_permission=Permission.PEOPLE_EXPORT,
)


@bp.get("/")
@signed_in
def home() -> ResponseReturnValue:
    """The address of the program itself: everybody's first page."""
    return redirect(url_for("today.index"))


@bp.get("/today")
@requires(Permission.TODAY_VIEW)
def index() -> ResponseReturnValue:
    """What the day asks of the reader, by the posts they hold."""
    actor = current_actor()
    people = morning(actor) if actor.may(Permission.PEOPLE_VIEW) else None
    return render_template(
        "today/index.html",
        morning=people,
        sentence=_sentence(actor),
        blocks=blocks_of(actor),
        to_fill_in=_to_fill_in(actor) if people else 0,
    )


def _to_fill_in(actor: Actor) -> int:
    return open_count(
        db.session(), scope=actor.scope, now=clock.now(), roles=visible_roles(actor), kinds=TO_FILL_IN
    ).open


def _sentence(actor: Actor) -> LiveSentence | None:
    if not (actor.roles & _READS_THE_SENTENCE) or not actor.may(Permission.REPORTS_VIEW) or not centres():
        return None
    return sentence_of_today(chosen_centre())


@bp.get("/today/sentence")
@requires(Permission.REPORTS_VIEW)
def sentence() -> ResponseReturnValue:
    """The ministry's sentence for any period, as the register says at this moment."""
    today, centre = clock.today(), chosen_centre()
    rule = rule_on(db.session(), today)
    form = SentenceForm(request.args)
    form.offer(today, rule)
    period = form.chosen(today, rule, half_year_so_far(db.session(), now=clock.now()))
    return render_template(
        "today/sentence.html",
        form=form,
        centres=centres(),
        centre=centre,
        sentence=sentence_of(period, centre) if period else None,
        wording=wording,
    ), 200 if period else 422


# --- what an old book left behind ------------------------------------------------------------------------------------


@bp.get("/today/old-book")
@requires(Permission.PEOPLE_VIEW)
def old_book() -> ResponseReturnValue:
    """Who is past the term by a book that was brought over: to be looked through, each closed with how it ended."""
    lines = [one for one in due(db.session(), as_of=clock.today(), days=0, scope=current_scope()) if one.from_old_book]
    past = [one for one in lines if one.soonest_left < 0]
    return list_page(
        OLD_BOOK, lambda state: _cut(past, state), "today/old_book.html", on_export=_note_export, total=len(past)
    )


def _end_url(one: DueLine) -> str:
    if may(Permission.ADMISSIONS_MOVE):
        return url_for("admissions.move", stay_id=one.stay_id, late=1)
    return url_for("admissions.show", stay_id=one.stay_id)


def _cut(past: Sequence[DueLine], state: ListState) -> tuple[Sequence[DueLine], int]:
    words = fold(state.q)
    found = [one for one in past if words in fold(f"{one.person.full_name} {one.file_code}")]
    found.sort(key=lambda one: (one.term_end_on, one.stay_id), reverse=state.descending)
    return state.cut(found)


def _note_export(form: str, rows: int) -> None:
    with transaction():
        details = {"form": form, "rows": rows}
        record("stay.list-exported", actor=current_actor(), at=clock.now(), details=details)
