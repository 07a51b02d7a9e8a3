"""Pages: what stands behind a figure of an issued report, people or sessions, sheets and so on, as it was frozen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from operator import attrgetter, itemgetter
from typing import Any

from flask import render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from rehab_center import clock
from rehab_center.attendance.rules.hours import hours_text
from rehab_center.audit.recorder import record
from rehab_center.db import db, transaction
from rehab_center.figures.queries import PARTS
from rehab_center.figures.values import Item, ItemKind
from rehab_center.figures.work import adds_minutes, adds_times
from rehab_center.names import fold
from rehab_center.permissions import Permission
from rehab_center.policies.naming import name_key
from rehab_center.reports import queries, wording
from rehab_center.reports.queries import Cell, CellPeople, Member, ReportLine, ReportPage
from rehab_center.reports.views import bp, cell_url, subject_of
from rehab_center.web.access import current_actor, current_scope, may, requires
from rehab_center.web.formatting import say
from rehab_center.web.list_state import ListState
from rehab_center.web.listing import Choice, Column, Listing, Search, list_page
from rehab_center.web.navigation import exists

__all__ = ("bp",)
"""The pages of reports, these among them."""

_ONE_LOOK = timedelta(minutes=15)
_LOOKS_KEPT = 20


@bp.get("/<int:report_id>/figures/<string:code>")
@requires(Permission.REPORTS_VIEW)
def cell(report_id: int, code: str) -> ResponseReturnValue:
    """The people behind a figure, and those just outside it, as they were when it was frozen."""
    page = queries.report_page(db.session(), report_id, scope=current_scope())
    found = queries.cell_people(db.session(), report_id, code, scope=current_scope())
    if found.cell.people_count is None and found.cell.items_count is None:
        return _computed(page, found.cell)
    if "export" not in request.args and _is_first_look(page.line, found.cell):
        _opened("report.cell_opened", page.line, found)

    def exported(_form: str, _rows: int) -> None:
        _opened("report.people_exported", page.line, found)

    people = found.cell.items_count is None
    return list_page(
        _people_listing(found) if people else _items_listing(found),
        lambda state: _people(found, state) if people else _items(found, state),
        "reports/cell.html",
        on_export=exported,
        report=page,
        found=found,
        wording=wording,
    )


def _computed(page: ReportPage, cell: Cell) -> ResponseReturnValue:
    """A figure that counts nobody itself: what it was computed from, each of which opens."""
    return render_template(
        "reports/computed.html",
        report=page,
        cell=cell,
        base=[page[code] for code in PARTS.get(cell.code, ())],
        wording=wording,
        cell_url=partial(cell_url, page.line.id),
    )


def _is_first_look(line: ReportLine, cell: Cell) -> bool:
    """Whether this sign-in has not seen the figure's people just now: sorting, paging and searching are one look."""
    looks: dict[str, float] = session.get("figures_seen", {})
    now = clock.now().timestamp()
    recent = {key: at for key, at in looks.items() if now - at < _ONE_LOOK.total_seconds()}
    key = f"{line.id}.{cell.position}"
    session["figures_seen"] = dict(sorted((recent | {key: now}).items(), key=itemgetter(1))[-_LOOKS_KEPT:])
    return key not in recent


def _opened(act: str, line: ReportLine, found: CellPeople) -> None:
    with transaction():
        record(
            act,
            actor=current_actor(),
            at=clock.now(),
            about=subject_of(line),
            details={"figure": say(found.cell.label)},
        )


_OUTSIDE_COLUMNS = (
    Column("counted", _l("Counted"), cell=lambda one: one.reason is None),
    Column("reason", _l("Why not counted"), cell=lambda one: one.reason),
)
_WHICH = Choice("which", _l("Show"), [("in", _l("Counted")), ("out", _l("Just outside"))])


def _people_listing(found: CellPeople) -> Listing:
    return Listing(
        key="people",
        title=say(found.cell.label),
        columns=(
            Column("code", _l("File code"), sortable=True),
            Column("name", _l("Full name"), sortable=True, link=_person_url),
            Column("on", _l("Day"), sortable=True),
            *_amount_columns(found.cell),
            *(_OUTSIDE_COLUMNS if found.just_excluded else ()),
        ),
        sort="place",
        search=Search(_l("Name or file code")),
        filters=(_WHICH,) if found.just_excluded else (),
        empty=_l("Nobody is in this figure."),
        export_permission=Permission.PEOPLE_EXPORT,
    )


def _amount_columns(cell: Cell) -> tuple[Column, ...]:
    """What the figure adds up of each, where it does not count the people themselves."""
    if adds_minutes(cell.code):
        return (
            Column("amount", _l("Hours"), sortable=True, number=True, in_export=False,
                   cell=lambda one: hours_text(one.amount or 0)),
            Column("minutes", _l("Minutes"), on_page=False, cell=attrgetter("amount")),
        )  # fmt: skip
    return (Column("amount", _l("Times"), sortable=True, number=True),) if adds_times(cell.code) else ()


def _items_listing(found: CellPeople) -> Listing:
    return Listing(
        key="items",
        title=say(found.cell.label),
        columns=(
            Column("words", _l("What is counted"), sortable=True, link=_item_url),
            Column("on", _l("Day"), sortable=True),
            Column("note", _l("Note")),
            *(_OUTSIDE_COLUMNS if found.outside else ()),
        ),
        sort="place",
        search=Search(_l("Words of the line")),
        filters=(_WHICH,) if found.outside else (),
        empty=_l("Nothing is in this figure."),
        export_permission=Permission.PEOPLE_EXPORT,
    )


def _item_url(one: Item) -> str | None:
    if not may(Permission.ACTIVITIES_VIEW):
        return None
    match one.kind:
        case ItemKind.SESSION:
            return url_for("attendance.session", session_id=one.id)
        case ItemKind.OVERRIDE:
            return url_for("assignments.show", assignment_id=one.id)
        case ItemKind.CORRECTION:
            return url_for("attendance.correction", correction_id=one.id)
        case ItemKind.SHEET:
            return url_for("attendance.sheet", sheet_id=one.id)


def _items(found: CellPeople, state: ListState) -> tuple[Sequence[Item], int]:
    which = state.choice("which")
    rows = [
        one
        for one in found.items
        if which in (None, "in" if one.reason is None else "out") and fold(state.q) in fold(one.words)
    ]
    if state.sort != "place":
        rows.sort(key=attrgetter(state.sort, "id"), reverse=state.descending)
    return state.cut(rows)


def _person_url(one: Member) -> str | None:
    return url_for("casefile.person", resident_id=one.resident_id) if exists("casefile.person") else None


def _people(found: CellPeople, state: ListState) -> tuple[Sequence[Member], int]:
    which = state.choice("which")
    everybody = [*(found.people if which != "out" else ()), *(found.just_excluded if which != "in" else ())]
    people = [one for one in everybody if fold(state.q) in fold(f"{one.name} {one.code}")]
    if state.sort != "place":
        key = name_key(db.session())
        keys: dict[str, Any] = {
            "code": attrgetter("code", "admission_id"),
            "name": lambda one: (key(one.name), one.admission_id),
            "on": attrgetter("on", "admission_id"),
            "amount": lambda one: (one.amount or 0, one.admission_id),
        }
        people.sort(key=keys[state.sort], reverse=state.descending)
    return state.cut(people)
