"""Days without a ground: by name, as a file, on paper; and everything about the days and the release of one stay."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from rehab_center import clock
from rehab_center.admissions.labels import STATES, STAY_KINDS
from rehab_center.admissions.queries import StayPage, stay_page
from rehab_center.admissions.views.opened import note_opened
from rehab_center.admissions.views.sections import Section
from rehab_center.audit.recorder import record
from rehab_center.db import db, transaction
from rehab_center.errors import Conflict
from rehab_center.names import fold
from rehab_center.organisation.choosing import chosen_centre
from rehab_center.organisation.queries import letterhead_on
from rehab_center.permissions import Permission, Scope
from rehab_center.policies.naming import name_key
from rehab_center.release.bars import pieces
from rehab_center.release.labels import GAPS, PAPERS
from rehab_center.release.listing import may_mark
from rehab_center.release.queries.clocks import KINDS
from rehab_center.release.queries.coverage import GapRow, Gaps, coverage_of, gaps
from rehab_center.release.queries.leaving import marks_of
from rehab_center.release.services.marks import withdraw_mark
from rehab_center.release.views.blueprint import bp
from rehab_center.tasks.labels import KINDS as TASK_KINDS
from rehab_center.tasks.queries import of_resident
from rehab_center.web.access import current_actor, current_scope, may, requires
from rehab_center.web.formatting import say
from rehab_center.web.list_state import ListState
from rehab_center.web.listing import Choice, Column, Listing, Search, list_page
from rehab_center.web.paper import pdf_answer

HERE, LEFT, OLD = "here", "left", "old"
_TABS = {HERE: _l("Still on the books"), LEFT: _l("Have left"), OLD: _l("Left behind by the old book")}


def _why(row: GapRow) -> str:
    return "; ".join(str(GAPS[gap]) for gap in row.why)


GAP_LIST = Listing(
    key="days-without-ground",
    title=_l("Days without a ground"),
    columns=(
        Column("code", _l("File code"), sortable=True, cell=lambda row: row.stay.file_code),
        Column(
            "name",
            _l("Full name"),
            sortable=True,
            cell=lambda row: row.stay.full_name,
            link=lambda row: url_for("release.stay", stay_id=row.stay.stay_id),
        ),
        Column("kind", _l("Kind of stay"), cell=lambda row: STAY_KINDS[row.stay.kind]),
        Column("state", _l("State"), cell=lambda row: STATES[row.stay.state]),
        Column("first", _l("From"), sortable=True),
        Column("last", _l("Until"), sortable=True),
        Column("days", _l("Days"), sortable=True, number=True),
        Column("why", _l("Why"), cell=_why),
    ),
    sort="days",
    descending=True,
    search=Search(_l("Name or file code")),
    filters=(
        Choice("gap", _l("Why"), [(gap.value, words) for gap, words in GAPS.items()]),
        Choice("kind", _l("Kind of stay"), [(kind.value, words) for kind, words in STAY_KINDS.items()]),
    ),
    empty=_l("Every day is covered by a paper."),
    export_permission=Permission.PEOPLE_EXPORT,
)


@bp.get("/gaps", endpoint="gaps")
@requires(Permission.PEOPLE_VIEW)
def gap_list() -> ResponseReturnValue:
    """Whose days no paper covers, and why; what an old book left behind on a page of its own."""
    found = gaps(db.session(), scope=current_scope(), today=clock.today())
    shown = _asked()
    rows = _of(found, shown)
    return list_page(
        GAP_LIST,
        lambda state: _cut(rows, state),
        "release/gaps.html",
        on_export=_note_export,
        extra={} if shown == HERE else {"of": shown},
        tabs_of=[(words, url_for(".gaps", of=key), len(_of(found, key)), key == shown) for key, words in _TABS.items()],
        days=sum(row.days for row in rows),
        people=len(rows),
        old=shown == OLD,
        may_print=may(Permission.PEOPLE_EXPORT),
        print_url=url_for(".gaps_sheet", **_given(shown)),
    )


def _asked() -> str:
    asked = request.args.get("of", HERE)
    return asked if asked in _TABS else HERE


def _given(shown: str) -> dict[str, Any]:
    given: dict[str, Any] = dict(GAP_LIST.arguments(GAP_LIST.read(request.args)))
    return given if shown == HERE else given | {"of": shown}


def _of(found: Gaps, shown: str) -> Sequence[GapRow]:
    return {HERE: found.here, LEFT: found.left, OLD: found.old}[shown]


def _chosen(rows: Sequence[GapRow], state: ListState) -> list[GapRow]:
    words, gap, kind = fold(state.q), state.choice("gap"), state.choice("kind")
    found = [
        row
        for row in rows
        if words in fold(f"{row.stay.full_name} {row.stay.file_code}")
        and (gap is None or gap in {one.value for one in row.why})
        and kind in (None, row.stay.kind.value)
    ]
    named = name_key(db.session())
    keys: dict[str, Any] = {
        "name": lambda row: (named(row.stay.full_name), row.stay.stay_id),
        "code": lambda row: (row.stay.file_code, row.stay.stay_id),
        "first": lambda row: (row.first, row.stay.stay_id),
        "last": lambda row: (row.last, row.stay.stay_id),
        "days": lambda row: (row.days, row.stay.stay_id),
    }
    return sorted(found, key=keys[state.sort], reverse=state.descending)


def _cut(rows: Sequence[GapRow], state: ListState) -> tuple[list[GapRow], int]:
    found = _chosen(rows, state)
    return state.cut(found)


def _note_export(form: str, rows: int) -> None:
    with transaction():
        record("release.gaps-exported", actor=current_actor(), at=clock.now(), details={"form": form, "rows": rows})


# --- on paper --------------------------------------------------------------------------------------------------------


@bp.get("/gaps/list")
@requires(Permission.PEOPLE_EXPORT)
def gaps_sheet() -> ResponseReturnValue:
    """The list as it will print, lying."""
    return _sheet("layouts/paper.html")[0]


@bp.get("/gaps/list/file")
@requires(Permission.PEOPLE_EXPORT)
def gaps_file() -> ResponseReturnValue:
    """The list as PDF. That it left the program is in the log."""
    html, count = _sheet("layouts/document.html")
    name = f"chua-co-can-cu-{clock.today():%Y-%m-%d}"
    answer = pdf_answer(html, title="Danh sách ngày chưa có căn cứ", name=name, made_at=clock.now())
    with transaction():
        record("release.gaps-printed", actor=current_actor(), at=clock.now(), details={"rows": count})
    return answer


def _sheet(layout: str) -> tuple[str, int]:
    centre, today, shown = chosen_centre(), clock.today(), _asked()
    found = gaps(db.session(), scope=Scope(frozenset({centre.id})), today=today)
    rows = _chosen(_of(found, shown), GAP_LIST.read(request.args))
    html = render_template(
        "release/gaps_sheet.html",
        layout=layout,
        rows=rows,
        days=sum(row.days for row in rows),
        which=str(_TABS[shown]),
        why=_why,
        kinds=STAY_KINDS,
        letterhead=letterhead_on(db.session(), centre.id, today),
        day=today,
        known_at=clock.now(),
        back=url_for(".gaps", **_given(shown)),
        file_url=url_for(".gaps_file", **_given(shown)),
    )
    return html, len(rows)


# --- one stay --------------------------------------------------------------------------------------------------------


@bp.get("/stays/<int:stay_id>")
@requires(Permission.PEOPLE_VIEW)
def stay(stay_id: int) -> ResponseReturnValue:
    """The days of a stay with what covers them, the papers of its release, and what the clock ever opened about it.

    That it was opened is in the log.
    """
    page = stay_page(db.session(), stay_id, scope=current_scope(), as_of=clock.today())
    found = coverage_of(db.session(), stay_id, scope=current_scope(), today=clock.today())
    moves = {line.id for line in page.movements}
    tasks = [
        task
        for task in of_resident(db.session(), page.person.id, scope=current_scope())
        if task.kind in KINDS
        and (task.subject_id == stay_id if task.subject_kind == "admission" else task.subject_id in moves)
    ]
    note_opened(page)
    return render_template(
        "release/stay.html",
        page=page,
        coverage=found,
        pieces=pieces(found) if found else (),
        marks=marks_of(db.session(), [stay_id]).get(stay_id, []),
        papers=PAPERS,
        tasks=tasks,
        task_kinds=TASK_KINDS,
        may_mark=may_mark(),
    )


@bp.post("/marks/<int:mark_id>/take-back")
@requires(Permission.ADMISSIONS_MOVE)
def take_back(mark_id: int) -> ResponseReturnValue:
    """Take back a mark set by mistake; it stays readable in the log."""
    try:
        with transaction() as session:
            stay_id = withdraw_mark(session, mark_id, actor=current_actor(), now=clock.now())
    except Conflict as error:
        flash(say(error), "error")
        return redirect(url_for(".index"), 303)
    flash(_("The mark is taken back."))
    return redirect(url_for(".stay", stay_id=stay_id), 303)


def section_of_stay(page: StayPage) -> Section:
    """The bar of the days in short, for the page of a stay."""
    found = coverage_of(db.session(), page.id, scope=current_scope(), today=page.as_of)
    given = {"page": page, "coverage": found, "pieces": pieces(found) if found else ()}
    return Section("release/_on_stay.html", given)
