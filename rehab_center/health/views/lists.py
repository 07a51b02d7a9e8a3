"""Who is due for a check, and whose clearance ends: lists instead of hundreds of to-dos."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from rehab_center import clock
from rehab_center.audit.recorder import record
from rehab_center.db import db, transaction
from rehab_center.health import queries
from rehab_center.health.labels import CLEARANCES
from rehab_center.health.queries import ClearanceRow, DueRow
from rehab_center.health.views.blueprint import bp
from rehab_center.names import fold
from rehab_center.permissions import Permission
from rehab_center.policies.naming import name_key
from rehab_center.policies.queries import is_open, whole_on
from rehab_center.policies.rules import PolicyKind
from rehab_center.web.access import current_actor, current_scope, requires
from rehab_center.web.list_state import ListState
from rehab_center.web.listing import Choice, Column, Listing, Search, list_page

OVERDUE, SOON, LATER, NONE = "overdue", "soon", "later", "none"

Row = TypeVar("Row", ClearanceRow, DueRow)


def _health_url(row: DueRow) -> str:
    return url_for("health.show", stay_id=row.stay_id)


def _stay_url(row: ClearanceRow) -> str:
    return url_for("admissions.show", stay_id=row.stay_id)


def _clearance(row: ClearanceRow) -> object:
    return CLEARANCES[row.line.facts.clearance] if row.line else None


DUE = Listing(
    key="health-checks",
    title=_l("Health checks due"),
    columns=(
        Column("code", _l("File code"), sortable=True, cell=lambda row: row.file_code),
        Column("name", _l("Full name"), sortable=True, cell=lambda row: row.full_name, link=_health_url),
        Column("admitted", _l("Admitted"), sortable=True, cell=lambda row: row.admitted_on),
        Column("last", _l("Last check"), sortable=True, cell=lambda row: row.last_on),
        Column("due", _l("Next check due"), sortable=True, cell=lambda row: row.due_on),
        Column("overdue", _l("Days overdue"), cell=lambda row: max(row.overdue_days, 0) or None, number=True),
    ),
    sort="due",
    search=Search(_l("Name or file code")),
    filters=(Choice("when", _l("When"), [(OVERDUE, _l("Overdue")), (SOON, _l("Due soon")), (LATER, _l("Later"))]),),
    empty=_l("Nobody is under care."),
    export_permission=Permission.HEALTH_VIEW,
)
CLEARED = Listing(
    key="clearances",
    title=_l("Clearances for work and classes"),
    columns=(
        Column("code", _l("File code"), sortable=True, cell=lambda row: row.file_code),
        Column("name", _l("Full name"), sortable=True, cell=lambda row: row.full_name, link=_stay_url),
        Column(
            "clearance", _l("May be assigned to"), cell=lambda row: row.line and CLEARANCES[row.line.facts.clearance]
        ),
        Column("until", _l("Until day"), sortable=True, cell=lambda row: row.line and row.line.facts.until_on),
        Column("left", _l("Days left"), cell=lambda row: row.days_left, number=True),
    ),
    sort="until",
    search=Search(_l("Name or file code")),
    filters=(
        Choice(
            "when",
            _l("When"),
            [(OVERDUE, _l("Over")), (SOON, _l("Ends soon")), (LATER, _l("Later")), (NONE, _l("No clearance yet"))],
        ),
        Choice("clearance", _l("May be assigned to"), [(one.value, words) for one, words in CLEARANCES.items()]),
    ),
    empty=_l("Nobody is under care."),
    export_permission=Permission.CLEARANCE_VIEW,
)


@bp.get("/health/due")
@requires(Permission.HEALTH_VIEW)
def due() -> ResponseReturnValue:
    """Who is due for a check, whoever has waited longest first."""
    session, today = db.session(), clock.today()
    rows = queries.checks_due(session, scope=current_scope(), today=today)
    soon = whole_on(session, PolicyKind.HEALTH_REMIND_DAYS, today)

    def fits(row: DueRow, state: ListState) -> bool:
        when = OVERDUE if row.overdue_days > 0 else SOON if -row.overdue_days <= soon else LATER
        return state.choice("when") in (None, when)

    keys: dict[str, Callable[[DueRow], date]] = {
        "admitted": lambda row: row.admitted_on,
        "last": lambda row: row.last_on or row.admitted_on,
        "due": lambda row: row.due_on,
    }
    return list_page(
        DUE,
        lambda state: _cut([row for row in rows if fits(row, state)], state, keys),
        "health/due.html",
        on_export=lambda _form, _rows: _note_due_export(),
        months=whole_on(session, PolicyKind.HEALTH_CHECK_MONTHS, today),
        soon=soon,
        overdue=sum(row.overdue_days > 0 for row in rows),
        open=is_open(session, PolicyKind.HEALTH_REMIND_DAYS, today),
    )


@bp.get("/health/clearances")
@requires(Permission.CLEARANCE_VIEW)
def cleared() -> ResponseReturnValue:
    """What everybody under care may be assigned to, and until when; the reasons are not here."""
    session, today = db.session(), clock.today()
    rows = queries.clearance_rows(session, scope=current_scope(), today=today)
    soon = whole_on(session, PolicyKind.HEALTH_REMIND_DAYS, today)

    def fits(row: ClearanceRow, state: ListState) -> bool:
        left = row.days_left
        when = NONE if left is None else OVERDUE if left < 0 else SOON if left <= soon else LATER
        clearance = row.line.facts.clearance if row.line else None
        return state.choice("when") in (None, when) and state.choice("clearance") in (None, clearance)

    keys: dict[str, Callable[[ClearanceRow], date]] = {
        "until": lambda row: row.line.facts.until_on if row.line else date.max
    }
    return list_page(
        CLEARED,
        lambda state: _cut([row for row in rows if fits(row, state)], state, keys),
        "health/cleared.html",
        on_export=lambda _form, _rows: _note_clearance_export(),
        soon=soon,
        open=is_open(session, PolicyKind.CLEARANCE_MONTHS, today),
    )


def _cut(rows: Sequence[Row], state: ListState, keys: Mapping[str, Callable[[Row], Any]]) -> tuple[list[Row], int]:
    words = fold(state.q)
    found = [row for row in rows if words in fold(f"{row.full_name} {row.file_code}")]
    named = name_key(db.session())
    by_text = {"name": lambda row: named(row.full_name), "code": lambda row: row.file_code}
    key = keys[state.sort] if state.sort in keys else by_text[state.sort]
    found.sort(key=lambda row: (key(row), row.stay_id), reverse=state.descending)
    return state.cut(found)


def _note_due_export() -> None:
    with transaction():
        record("health.due-exported", actor=current_actor(), at=clock.now())


def _note_clearance_export() -> None:
    with transaction():
        record("health.clearances-exported", actor=current_actor(), at=clock.now())
