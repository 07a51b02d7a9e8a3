"""Everybody under care with their stage: the balance by stage, who is due, and that list on paper."""

from __future__ import annotations

from datetime import date, datetime
from urllib.parse import urlencode

from flask import g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from rehab_center import clock
from rehab_center.audit.recorder import record
from rehab_center.db import db, transaction
from rehab_center.organisation.choosing import ARGUMENT, chosen_centre, scope_asked
from rehab_center.organisation.queries import letterhead_on
from rehab_center.permissions import Permission, Scope
from rehab_center.stages import labels, queries
from rehab_center.stages.forms import DayForm
from rehab_center.stages.kinds import LETTERS, Due
from rehab_center.stages.listing import BESIDE, BOARD, NO_STAGE, SHOULD, chosen, may_write
from rehab_center.stages.queries import Board, BoardRow
from rehab_center.stages.views.blueprint import bp
from rehab_center.web.access import current_actor, requires
from rehab_center.web.formatting import day
from rehab_center.web.list_state import ListState
from rehab_center.web.listing import list_page
from rehab_center.web.paper import pdf_answer


@bp.get("")
@requires(Permission.PEOPLE_VIEW)
def index() -> ResponseReturnValue:
    """Everybody under care at the end of a day: in which stage, since when, and until when that is planned."""
    given = request.args if request.args.get("as_of") or request.args.get("known_on") else None
    form = DayForm(given)
    form.validate()
    as_of, known_on = form.as_of.data or clock.today(), form.known_on.data
    known_at = clock.end_of(known_on) if known_on else None
    found = queries.board(db.session(), scope=scope_asked(), as_of=as_of, known_at=known_at)
    g.stages_look_back = as_of != clock.today() or known_at is not None
    extra = {name: request.args[name] for name in ("as_of", "known_on", "centre") if request.args.get(name)}
    return list_page(
        BOARD,
        lambda state: _cut(found, state),
        "stages/index.html",
        on_export=lambda _form, rows: _note("stage.exported", as_of, rows),
        extra=extra,
        form=form,
        board=found,
        as_of=as_of,
        known_on=known_on,
        looks_back=g.stages_look_back,
        labels=labels,
        due=Due,
        filters={"none": NO_STAGE, "beside": BESIDE, "should": SHOULD},
        kept=extra,
        may_write=may_write() and not g.stages_look_back,
        addresses={name: address(f".{name}") for name in ("propose", "set_stage", "decide", "sheet")},
        open=bool(found.open),
    )


def _cut(found: Board, state: ListState) -> tuple[list[BoardRow], int]:
    rows = chosen(found.rows, state)
    return state.cut(rows)


def address(endpoint: str) -> str:
    """A page about the list as it is searched, filtered and turned to now, of the centre it is cut to."""
    state = BOARD.read(request.args)
    turned = {"page": str(state.page)} if state.page > 1 else {}
    centre = {ARGUMENT: request.args[ARGUMENT]} if ARGUMENT in request.args else {}
    asked = urlencode({**BOARD.arguments(state), **centre, **turned})
    return f"{url_for(endpoint)}?{asked}" if asked else url_for(endpoint)


def _note(act: str, as_of: date, rows: int) -> None:
    with transaction():
        details = {"as_of": day(as_of), "staged_people": rows}
        record(act, actor=current_actor(), at=clock.now(), details=details)


# --- on paper ---------------------------------------------------------------------------------------------------------


@bp.get("/sheet")
@requires(Permission.PEOPLE_VIEW)
def sheet() -> ResponseReturnValue:
    """Who is due for an evaluation, as it will print; the list's search and filters hold."""
    html, _rows = _sheet("layouts/paper.html", clock.now())
    return html


@bp.get("/sheet/file")
@requires(Permission.PEOPLE_VIEW)
def sheet_file() -> ResponseReturnValue:
    """The sheet as PDF. That it left the program is in the log."""
    now = clock.now()
    html, rows = _sheet("layouts/document.html", now)
    title = "Danh sách học viên theo giai đoạn cai nghiện"
    answer = pdf_answer(html, title=title, name=f"giai-doan-{clock.today():%Y-%m-%d}", made_at=now)
    _note("stage.list-printed", clock.today(), rows)
    return answer


def _sheet(layout: str, now: datetime) -> tuple[str, int]:
    centre, today = chosen_centre(), clock.today()
    scope = Scope(frozenset({centre.id}), medical=False)
    found = queries.board(db.session(), scope=scope, as_of=today)
    rows = chosen(found.rows, BOARD.read(request.args))
    html = render_template(
        "stages/sheet.html",
        layout=layout,
        rows=rows,
        letterhead=letterhead_on(db.session(), centre.id, today),
        day=today,
        known_at=now,
        letters=LETTERS,
        to_confirm=bool(found.open),
        file_url=address(".sheet_file"),
        back=address(".index"),
    )
    return html, len(rows)
