"""The day's board as a workbook and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center import clock
from rehab_center.activities import labels
from rehab_center.activities.labels import holiday_words, weekday
from rehab_center.activities.queries.board import DayBoard, day_board
from rehab_center.activities.rules.slots import clock_text
from rehab_center.activities.views.blueprint import bp
from rehab_center.activities.views.board import asked_kind, day_form
from rehab_center.activities.views.rows import cause
from rehab_center.activities.views.words import hours
from rehab_center.audit.recorder import record
from rehab_center.db import db, transaction
from rehab_center.organisation.choosing import ARGUMENT, chosen_centre
from rehab_center.organisation.queries import letterhead_on
from rehab_center.permissions import Permission
from rehab_center.web.access import current_actor, requires
from rehab_center.web.export import download
from rehab_center.web.formatting import day
from rehab_center.web.language import DEFAULT, speaking
from rehab_center.web.paper import Paper


def address(endpoint: str) -> str:
    """Another address about the same day of the same centre, narrowed in the same way."""
    kind = asked_kind()
    given: dict[str, Any] = {"on": request.args.get("on"), "kind": kind.value if kind else None}
    given |= {ARGUMENT: request.args.get(ARGUMENT)}
    return url_for(endpoint, **{name: value for name, value in given.items() if value})


def _asked() -> DayBoard:
    _form, on = day_form()
    return day_board(db.session(), chosen_centre().id, on).of_kind(asked_kind())


@bp.get("/day.xlsx")
@requires(Permission.ACTIVITIES_VIEW)
def day_workbook() -> ResponseReturnValue:
    """The day as a workbook. That it left the program is in the log."""
    board = _asked()
    _note("activity.day-exported", board)
    who = [_("Programme"), _("Kind of programme"), _("Held at"), _("Led by"), _("Number of places"), _("Taken places")]
    heads = [_("Begins at"), _("Ends at"), *who, _("Places left"), _("State"), _("Note")]
    kind = asked_kind()
    notes = [str(labels.KINDS[kind])] if kind else []
    notes += [str(holiday_words(board.holiday))] if board.holiday else []
    return download("xlsx", f"lich-ngay-{board.on:%Y-%m-%d}", day(board.on), heads, _rows(board), notes)


def _rows(board: DayBoard) -> Iterator[list[object]]:
    for line in board.lines:
        one = line.meeting
        times = [clock_text(one.begins), clock_text(one.ends)]
        what = [one.name, str(labels.KINDS[one.kind]), one.place, one.organiser, one.capacity, line.taken, line.free]
        yield [*times, *what, str(labels.STATES[one.state]), cause(one)]


@bp.get("/day/sheet")
@requires(Permission.ACTIVITIES_VIEW)
def day_sheet() -> ResponseReturnValue:
    """The day as it prints."""
    return _paper(_asked()).preview()


@bp.get("/day/sheet/file")
@requires(Permission.ACTIVITIES_VIEW)
def day_file() -> ResponseReturnValue:
    """The day as PDF. That it was printed is in the log."""
    board = _asked()
    _note("activity.day-printed", board)
    return _paper(board).answer(made_at=clock.now())


def _note(act: str, board: DayBoard) -> None:
    with transaction():
        record(act, actor=current_actor(), at=clock.now(), details={"day_of_work": day(board.on)})


def _narrowed() -> str:
    kind = asked_kind()
    with speaking(DEFAULT):
        return str(labels.KINDS[kind]).lower() if kind else ""


def _paper(board: DayBoard) -> Paper:
    return Paper(
        template="activities/day_sheet.html",
        title="Lịch lao động, học tập trong ngày",
        name=f"lich-ngay-{board.on:%Y-%m-%d}",
        letterhead=letterhead_on(db.session(), chosen_centre().id, board.on),
        day=board.on,
        given={
            "board": board,
            "narrowed": _narrowed(),
            "address": address,
            "weekday": weekday,
            "hours": hours,
            "cause": cause,
            "holiday_words": holiday_words,
        },
    )
