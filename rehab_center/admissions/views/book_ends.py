"""Ends that differ from the old book: the list, on paper, and each worked off on a page of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from rehab_center import clock
from rehab_center.admissions import queries, services
from rehab_center.admissions.forms.openings import AcceptEndForm, ConfirmEndForm
from rehab_center.admissions.labels import ANSWER_ACTS, GAP_LOOKS, GAP_STATES, GROUNDS, MOVEMENT_KINDS, STATES
from rehab_center.admissions.queries.book_ends import BookEnd, book_end_of, book_ends, stay_of_opening
from rehab_center.admissions.rules.book_end import OPEN_STATES, GapState
from rehab_center.admissions.views.blueprint import bp
from rehab_center.admissions.views.lists import exported
from rehab_center.admissions.views.opened import note_opened
from rehab_center.audit.recorder import record
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.names import fold
from rehab_center.organisation.choosing import chosen_centre
from rehab_center.organisation.queries import letterhead_on
from rehab_center.permissions import Permission, Scope
from rehab_center.policies.naming import name_key
from rehab_center.web.access import current_actor, current_scope, may, requires
from rehab_center.web.list_state import ListState
from rehab_center.web.listing import Choice, Column, Days, Listing, Search, list_page
from rehab_center.web.paper import pdf_answer

OPEN, CLOSED = "open", "closed"
_TABS = {OPEN: _l("To be worked off"), CLOSED: _l("Worked off")}
_LONGER, _SHORTER = "longer", "shorter"


def _who(row: BookEnd) -> str | None:
    return row.closed.who


def _url(row: BookEnd) -> str:
    return url_for("admissions.book_end", opening_id=row.opening.id)


def _computed(row: BookEnd) -> object:
    return row.computed_on or _("the clock stands still")


BOOK_ENDS = Listing(
    "ends-that-differ",
    _l("Ends that differ from the old book"),
    columns=(
        Column("name", _l("Full name"), sortable=True, cell=lambda row: row.person.full_name, link=_url),
        Column("file_code", _l("File code"), sortable=True, link=_url),
        Column("state", _l("State"), cell=lambda row: STATES[row.state]),
        Column("book_end_on", _l("End by the old book"), sortable=True),
        Column("computed_on", _l("Computed end"), sortable=True, cell=_computed),
        Column("days", _l("Days longer than the book"), sortable=True, number=True),
        Column("until_on", _l("The book counts up to"), cell=lambda row: row.opening.facts.until_on, on_page=False),
        Column("term_end_on", _l("Term ends now"), on_page=False),
        Column("gap", _l("How far"), cell=lambda row: GAP_STATES[row.closed.state]),
        Column("who", _l("By whom"), cell=_who),
        Column("at", _l("When"), cell=lambda row: row.closed.at),
    ),
    sort="days",
    descending=True,
    search=Search(_l("Name or file code")),
    filters=(
        Choice(
            "held", _l("Held"), ((_LONGER, _l("Longer than by the book")), (_SHORTER, _l("Shorter than by the book")))
        ),
        Choice("gap", _l("How far"), [(state.value, words) for state, words in GAP_STATES.items()]),
        Days("book_end_on", _l("End by the old book")),
    ),
    empty=_l("Nobody's term ends on another day than by the old book."),
    export_permission=Permission.PEOPLE_EXPORT,
)


@bp.get("/book-ends", endpoint="book_ends")
@requires(Permission.PEOPLE_VIEW)
def book_end_list() -> ResponseReturnValue:
    """Whose term ends on another day than by the old book, who is held too long first."""
    found = book_ends(db.session(), scope=current_scope(), today=clock.today())
    shown = _asked()
    rows = _of(found, shown)
    return list_page(
        BOOK_ENDS if shown == OPEN else replace(BOOK_ENDS, empty=_l("Nothing has been worked off yet.")),
        lambda state: _cut(rows, state),
        "admissions/book_ends.html",
        on_export=exported("term.gaps-exported"),
        extra={} if shown == OPEN else {"of": shown},
        tabs_of=[
            (words, url_for(".book_ends", of=None if key == OPEN else key), len(_of(found, key)), key == shown)
            for key, words in _TABS.items()
        ],
        people=len(rows),
        overdue=sum(row.is_open and row.book_end_on < clock.today() for row in rows),
        may_print=may(Permission.PEOPLE_EXPORT),
        print_url=url_for(".book_ends_sheet", **_given(shown)),
    )


def _asked() -> str:
    asked = request.args.get("of", OPEN)
    return asked if asked in _TABS else OPEN


def _given(shown: str) -> dict[str, Any]:
    given: dict[str, Any] = dict(BOOK_ENDS.arguments(BOOK_ENDS.read(request.args)))
    return given if shown == OPEN else given | {"of": shown}


def _of(found: Sequence[BookEnd], shown: str) -> list[BookEnd]:
    return [row for row in found if row.is_open == (shown == OPEN)]


def _chosen(rows: Sequence[BookEnd], state: ListState) -> list[BookEnd]:
    words, held, gap = fold(state.q), state.choice("held"), state.choice("gap")
    first, last = state.range_of("book_end_on")
    found = [
        row
        for row in rows
        if words in fold(f"{row.person.full_name} {row.file_code}")
        and (held is None or (row.days is not None and (row.days > 0) == (held == _LONGER)))
        and gap in (None, row.closed.state.value)
        and (first or date.min) <= row.book_end_on <= (last or date.max)
    ]
    by_name = name_key(db.session())
    keys: dict[str, Any] = {
        "name": lambda row: by_name(row.person.full_name),
        "file_code": lambda row: row.file_code,
        "book_end_on": lambda row: row.book_end_on,
        "computed_on": lambda row: row.computed_on or date.max,
        "days": lambda row: row.days if row.days is not None else -(10**6),
    }
    found.sort(key=lambda row: row.stay_id)
    return sorted(found, key=keys[state.sort], reverse=state.descending)


def _cut(rows: Sequence[BookEnd], state: ListState) -> tuple[list[BookEnd], int]:
    found = _chosen(rows, state)
    return state.cut(found)


# --- on paper --------------------------------------------------------------------------------------------------------


@bp.get("/book-ends/list")
@requires(Permission.PEOPLE_EXPORT)
def book_ends_sheet() -> ResponseReturnValue:
    """The list as it will print, lying."""
    return _sheet("layouts/paper.html")[0]


@bp.get("/book-ends/list/file")
@requires(Permission.PEOPLE_EXPORT)
def book_ends_file() -> ResponseReturnValue:
    """The list as PDF. That it left the program is in the log."""
    html, count = _sheet("layouts/document.html")
    name = f"ngay-het-han-khac-so-{clock.today():%Y-%m-%d}"
    answer = pdf_answer(html, title="Danh sách ngày hết hạn khác sổ", name=name, made_at=clock.now())
    with transaction():
        record("term.gaps-printed", actor=current_actor(), at=clock.now(), details={"rows": count})
    return answer


def _sheet(layout: str) -> tuple[str, int]:
    centre, today, shown = chosen_centre(), clock.today(), _asked()
    found = book_ends(db.session(), scope=Scope(frozenset({centre.id})), today=today)
    rows = _chosen(_of(found, shown), BOOK_ENDS.read(request.args))
    html = render_template(
        "admissions/book_ends_sheet.html",
        layout=layout,
        rows=rows,
        which=str(_TABS[shown]),
        gap_states=GAP_STATES,
        letterhead=letterhead_on(db.session(), centre.id, today),
        day=today,
        known_at=clock.now(),
        back=url_for(".book_ends", **_given(shown)),
        file_url=url_for(".book_ends_file", **_given(shown)),
    )
    return html, len(rows)


# --- one of them -----------------------------------------------------------------------------------------------------


@bp.route("/book-ends/<int:opening_id>", methods=["GET", "POST"])
@requires(Permission.PEOPLE_VIEW)
def book_end(opening_id: int) -> ResponseReturnValue:
    """Both ends with what they come from; the three ways to work it off; the second person's answer.

    That it was opened is in the log.
    """
    stay_id = stay_of_opening(db.session(), opening_id, scope=current_scope())
    found = book_end_of(db.session(), stay_id, scope=current_scope(), today=clock.today())
    if found is None or found.opening.id != opening_id:
        flash(_("The old book and the program agree on this stay, or its opening has been written anew."))
        return redirect(url_for("admissions.show", stay_id=stay_id, _anchor="opening"), 303)
    last_id = found.answers[-1].id if found.answers else 0
    may_check = queries.may_check(db.session(), current_actor(), found.facility_id, clock.today())
    may_accept = may_check or may(Permission.ADMISSIONS_ADMIT)
    proposed = found.proposed if found.closed.state is GapState.PROPOSED else None
    form = ConfirmEndForm(version=last_id) if proposed else AcceptEndForm(version=last_id)
    if form.is_submitted():
        if not may_accept:
            abort(403)
        if form.validate():
            try:
                _answer(opening_id, form)
            except DomainError as error:
                form.take(error)
            else:
                flash(_("Written down."))
                return redirect(url_for(".book_end", opening_id=opening_id), 303)
    page = queries.stay_page(db.session(), stay_id, scope=current_scope(), as_of=clock.today())
    if not form.is_submitted():
        note_opened(page)
    return render_template(
        "admissions/book_end.html",
        page=page,
        row=found,
        form=form,
        proposed=proposed,
        open_states=OPEN_STATES,
        may_accept=may_accept,
        may_check=may_check,
        gap_states=GAP_STATES,
        looks=GAP_LOOKS,
        acts=ANSWER_ACTS,
        grounds=GROUNDS,
        moves=MOVEMENT_KINDS,
        states=STATES,
        today_is=clock.today(),
    ), form.http_status


def _answer(opening_id: int, form: AcceptEndForm | ConfirmEndForm) -> None:
    seen_id, actor, now = form.version.data or 0, current_actor(), clock.now()
    with transaction() as session:
        if isinstance(form, AcceptEndForm):
            services.accept_computed(
                session,
                opening_id,
                paper=form.paper(),
                note=form.note.data or "",
                seen_id=seen_id,
                actor=actor,
                now=now,
            )
        else:
            services.answer_acceptance(
                session,
                opening_id,
                confirmed=request.form.get("answer") == "confirm",
                note=form.note.data,
                seen_id=seen_id,
                actor=actor,
                now=now,
            )
