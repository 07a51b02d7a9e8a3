"""The lists: assignments, everybody with their hours, the waiting list, what the director lets stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from flask import request
from flask.typing import ResponseReturnValue

from rehab_center import clock
from rehab_center.assignments import queries
from rehab_center.assignments.kinds import Standing
from rehab_center.assignments.listing import (
    ASSIGNMENTS,
    BOTH,
    OPEN,
    OVERRIDES,
    PEOPLE,
    RESTS,
    REVIEW,
    WAITING,
    chosen,
    fits_assigned,
    fits_override,
    fits_person,
    fits_wish,
    words_of_assigned,
    words_of_override,
    words_of_person,
    words_of_review,
    words_of_wish,
)
from rehab_center.assignments.views.blueprint import bp
from rehab_center.audit.recorder import record
from rehab_center.db import db, transaction
from rehab_center.names import fold
from rehab_center.organisation.choosing import ARGUMENT, scope_asked
from rehab_center.permissions import Permission, Scope
from rehab_center.policies.queries import is_open
from rehab_center.policies.rules import PolicyKind
from rehab_center.web.access import current_actor, requires
from rehab_center.web.list_state import ListState
from rehab_center.web.listing import list_page

Row = TypeVar("Row")


@dataclass(frozen=True)
class Found(Generic[Row]):
    """The rows of a list, all of them, and how a page of it is cut out."""

    rows: Sequence[Row]
    fetch: Callable[[ListState], tuple[list[Row], int]]


def all_assigned(scope: Scope) -> Found[queries.Assigned]:
    """Every assignment, those that are over too."""
    rows = queries.assigned(db.session(), clock.today(), scope=scope, over=True)
    place = {row.id: number for number, row in enumerate(rows)}

    def keys(row: queries.Assigned) -> dict[str, Any]:
        return {
            "name": (place[row.id],),
            "code": (row.file_code,),
            "activity": (fold(row.activity), place[row.id]),
            "starts": (row.dates.starts_on,),
            "ends": (row.dates.last_on or date.max,),
        }

    return Found(rows, lambda state: _cut(rows, state, fits_assigned, words_of_assigned, keys))


def all_people(scope: Scope) -> Found[queries.PersonRow]:
    """Everybody under care."""
    rows = queries.overview(db.session(), today=clock.today(), scope=scope)
    place = {row.stay_id: number for number, row in enumerate(rows)}

    def keys(row: queries.PersonRow) -> dict[str, Any]:
        return {
            "name": (place[row.stay_id],),
            "code": (row.here.file_code,),
            "hours": (row.hours, place[row.stay_id]),
            "term": (row.here.term_end_on or date.max, place[row.stay_id]),
        }

    return Found(rows, lambda state: _cut(rows, state, fits_person, words_of_person, keys))


def all_wishes(scope: Scope) -> Found[queries.WishLine]:
    """Every wish, the longest waiting first."""
    rows = queries.wish_lines(db.session(), scope=scope)

    place = {row.id: number for number, row in enumerate(rows)}

    def keys(row: queries.WishLine) -> dict[str, Any]:
        return {"order": (place[row.id],), "asked": (row.asked_on, row.id), "code": (row.file_code, row.id)}

    return Found(rows, lambda state: _cut(rows, state, fits_wish, words_of_wish, keys))


def all_overrides(scope: Scope) -> Found[queries.OverrideLine]:
    """Every permission against a rule."""
    rows = queries.override_lines(db.session(), scope=scope)

    def keys(row: queries.OverrideLine) -> dict[str, Any]:
        return {"expires": (row.expires_on,), "signed": (row.signed_on,), "code": (row.file_code,)}

    return Found(rows, lambda state: _cut(rows, state, fits_override, words_of_override, keys))


def all_reviewed(scope: Scope) -> Found[queries.ReviewRow]:
    """Everything that goes on and a rule speaks against by now."""
    rows = queries.review(db.session(), today=clock.today(), scope=scope)
    place = {row.line.id: number for number, row in enumerate(rows)}

    def keys(row: queries.ReviewRow) -> dict[str, Any]:
        number = place[row.line.id]
        return {"name": (number,), "code": (row.line.file_code,), "activity": (fold(row.line.activity), number)}

    return Found(rows, lambda state: _cut(rows, state, lambda _row, _choices: True, words_of_review, keys))


@bp.get("")
@requires(Permission.ACTIVITIES_VIEW)
def index() -> ResponseReturnValue:
    """Who takes part in what, how each assignment stands today, and what became of those that are over."""
    found = all_assigned(scope_asked())
    standings = Counter(row.standing for row in found.rows)
    return list_page(
        ASSIGNMENTS,
        found.fetch,
        "assignments/index.html",
        on_export=_note_export,
        extra=_extra(),
        waiting=standings[Standing.PROPOSED],
        active=standings[Standing.ACTIVE],
        resting=sum(standings[one] for one in (Standing.AWAY, Standing.PAUSED, Standing.LAPSED)),
        lapsed=standings[Standing.LAPSED],
        filters={"open": OPEN, "rests": RESTS},
    )


@bp.get("/people")
@requires(Permission.ACTIVITIES_VIEW)
def people() -> ResponseReturnValue:
    """Everybody under care: what they take part in, their hours against the limit, and why somebody has nothing."""
    found = all_people(scope_asked())
    return list_page(
        PEOPLE,
        found.fetch,
        "assignments/people.html",
        on_export=_note_export,
        extra=_extra(),
        counts={load: sum(row.load is load for row in found.rows) for load in queries.Load},
        loads=queries.Load,
        both=BOTH,
        open=is_open(db.session(), PolicyKind.LIMIT_NEAR_PERCENT, clock.today()),
    )


@bp.get("/waiting")
@requires(Permission.ACTIVITIES_VIEW)
def waiting() -> ResponseReturnValue:
    """Who asked for a place, the longest waiting first, and what they were answered."""
    found = all_wishes(scope_asked())
    return list_page(WAITING, found.fetch, "assignments/waiting.html", on_export=_note_export, extra=_extra())


@bp.get("/permissions")
@requires(Permission.ACTIVITIES_VIEW)
def overrides() -> ResponseReturnValue:
    """What the director lets stand against a rule, until when, and what has run out."""
    return list_page(
        OVERRIDES,
        all_overrides(scope_asked()).fetch,
        "assignments/overrides.html",
        on_export=_note_export,
        extra=_extra(),
        open=is_open(db.session(), PolicyKind.OVERRIDE_DAYS, clock.today()),
    )


@bp.get("/review")
@requires(Permission.ACTIVITIES_VIEW)
def review() -> ResponseReturnValue:
    """What goes on and would be refused today: a clearance that ran out, times that were changed, a term that ended."""
    found = all_reviewed(scope_asked())
    return list_page(REVIEW, found.fetch, "assignments/review.html", on_export=_note_export, extra=_extra())


def _cut(
    rows: Sequence[Row],
    state: ListState,
    fits: Callable[[Row, dict[str, str]], bool],
    words_of: Callable[[Row], str],
    keys: Callable[[Row], dict[str, Any]],
) -> tuple[list[Row], int]:
    found = chosen(rows, state, fits, words_of)
    return state.cut(sorted(found, key=lambda row: keys(row)[state.sort], reverse=state.descending))


def _extra() -> dict[str, str]:
    return {ARGUMENT: request.args[ARGUMENT]} if ARGUMENT in request.args else {}


def _note_export(_form: str, rows: int) -> None:
    with transaction():
        record("assignment.exported", actor=current_actor(), at=clock.now(), details={"assigned_people": rows})
