"""The list of those who leave: gone through at every step, marked, printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from urllib.parse import urlencode

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center import clock
from rehab_center.admissions.labels import STATES, STAY_KINDS
from rehab_center.audit.recorder import record
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.organisation.choosing import chosen_centre
from rehab_center.organisation.queries import letterhead_on
from rehab_center.permissions import Permission, Scope
from rehab_center.release.forms import MarkForm, ticked
from rehab_center.release.kinds import ReleasePaper
from rehab_center.release.labels import SHORT
from rehab_center.release.listing import LEAVING, chosen, days_words, mark_words, may_mark, step_key, zones_here
from rehab_center.release.queries.hours import Hours
from rehab_center.release.queries.leaving import Leaving, leaving, steps_on, stopped
from rehab_center.release.services.marks import mark_papers
from rehab_center.release.views.blueprint import bp
from rehab_center.web.access import current_actor, current_scope, may, requires
from rehab_center.web.list_state import ListState
from rehab_center.web.listing import list_page
from rehab_center.web.paper import pdf_answer


@bp.get("")
@requires(Permission.PEOPLE_VIEW)
def index() -> ResponseReturnValue:
    """Who leaves within the steps, who is over, what is ready."""
    return _page(MarkForm(done_on=clock.today()))


@bp.post("")
@requires(Permission.ADMISSIONS_MOVE)
def mark() -> ResponseReturnValue:
    """Mark a paper as sent or ready for everybody who is ticked; refused, the ticks are still there."""
    form = MarkForm(done_on=clock.today())
    if form.validate() and _marked(form):
        zones_here([request.args.get("zone")])  # the rows are read where this leads: the zone asked for is kept
        return redirect(_address(".index"), 303)
    return _page(form)


def _page(form: MarkForm) -> ResponseReturnValue:
    rows = _rows(current_scope())
    today = clock.today()
    hours = Hours(db.session())
    counts = Counter(step_key(row) for row in rows)
    answer = list_page(
        LEAVING,
        lambda state: _cut(rows, state),
        "release/index.html",
        on_export=_note_export,
        form=form,
        may_mark=may_mark(),
        may_print=may(Permission.PEOPLE_EXPORT),
        steps=steps_on(db.session(), today),
        hour=hours.on(today),
        counts=counts,
        stopped=stopped(db.session(), scope=current_scope(), today=today),
        states=STATES,
        target=_address(".mark"),
        print_url=_address(".sheet"),
    )
    return (answer, form.http_status) if form.is_submitted() and isinstance(answer, str) else answer


def _marked(form: MarkForm) -> bool:
    try:
        with transaction() as session:
            count = mark_papers(
                session,
                ticked(request.form),
                ReleasePaper(form.paper.data),
                form.done_on.data or clock.today(),
                actor=current_actor(),
                now=clock.now(),
            )
    except DomainError as error:
        form.take(error)
        return False
    flash(_("Marked for %(count)s people.", count=count))
    return True


def _rows(scope: Scope) -> Sequence[Leaving]:
    today = clock.today()
    rows = leaving(db.session(), scope=scope, today=today, steps=steps_on(db.session(), today))
    zones_here(row.zone for row in rows)
    return rows


def _cut(rows: Sequence[Leaving], state: ListState) -> tuple[list[Leaving], int]:
    found = chosen(rows, state)
    return state.cut(found)


def _address(endpoint: str) -> str:
    """A page about the list as it is searched, filtered and turned to now."""
    state = LEAVING.read(request.args)
    given = LEAVING.arguments(state) | ({"page": str(state.page)} if state.page > 1 else {})
    return url_for(endpoint) + (f"?{urlencode(given)}" if given else "")


def _note_export(form: str, rows: int) -> None:
    with transaction():
        record("release.exported", actor=current_actor(), at=clock.now(), details={"form": form, "rows": rows})


# --- on paper --------------------------------------------------------------------------------------------------------


@bp.get("/list")
@requires(Permission.PEOPLE_EXPORT)
def sheet() -> ResponseReturnValue:
    """The list as it will print, lying."""
    return _sheet("layouts/paper.html")[0]


@bp.get("/list/file")
@requires(Permission.PEOPLE_EXPORT)
def sheet_file() -> ResponseReturnValue:
    """The list as PDF. That it left the program is in the log."""
    html, count = _sheet("layouts/document.html")
    name = f"het-thoi-han-{clock.today():%Y-%m-%d}"
    answer = pdf_answer(html, title="Danh sách hết thời hạn", name=name, made_at=clock.now())
    with transaction():
        record("release.list-printed", actor=current_actor(), at=clock.now(), details={"rows": count})
    return answer


def _sheet(layout: str) -> tuple[str, int]:
    centre, today = chosen_centre(), clock.today()
    rows = chosen(_rows(Scope(frozenset({centre.id}))), LEAVING.read(request.args))
    html = render_template(
        "release/sheet.html",
        layout=layout,
        rows=rows,
        letterhead=letterhead_on(db.session(), centre.id, today),
        day=today,
        known_at=clock.now(),
        hour=Hours(db.session()).on(today),
        steps=steps_on(db.session(), today),
        kinds=STAY_KINDS,
        papers=SHORT,
        mark_words=mark_words,
        days_words=days_words,
        back=_address(".index"),
        file_url=_address(".sheet_file"),
    )
    return html, len(rows)
