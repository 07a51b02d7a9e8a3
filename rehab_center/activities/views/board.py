"""The day's board."""

from __future__ import annotations

from datetime import date

from flask import render_template, request
from flask.typing import ResponseReturnValue

from rehab_center import clock
from rehab_center.activities import labels
from rehab_center.activities.forms import DayAskedForm
from rehab_center.activities.kinds import ActivityKind
from rehab_center.activities.labels import holiday_words
from rehab_center.activities.queries.board import day_board
from rehab_center.activities.views.blueprint import bp
from rehab_center.activities.views.offers import offers
from rehab_center.activities.views.words import hours
from rehab_center.db import db
from rehab_center.organisation.choosing import centres, chosen_centre
from rehab_center.permissions import Permission
from rehab_center.web.access import requires


def day_form() -> tuple[DayAskedForm, date]:
    """The form that asks for a day, and the day: today where none was given that can be read."""
    form = DayAskedForm(request.args if request.args.get("on") else None, on=clock.today())
    form.validate()
    return form, form.on.data or clock.today()


def asked_kind() -> ActivityKind | None:
    """The kind of programme the page is narrowed to; None for every kind, and for a word that is none."""
    kind = request.args.get("kind")
    return ActivityKind(kind) if kind in set(ActivityKind) else None


@bp.get("")
@requires(Permission.ACTIVITIES_VIEW)
def index() -> ResponseReturnValue:
    """What takes place on a day, by time, and where places are free."""
    form, on = day_form()
    chosen, kind = chosen_centre(), asked_kind()
    board = day_board(db.session(), chosen.id, on)
    return render_template(
        "activities/index.html",
        board=board,
        shown=board.of_kind(kind),
        kind=kind,
        kinds=ActivityKind,
        form=form,
        labels=labels,
        hours=hours,
        holiday_words=holiday_words,
        offers=offers(),
        centres=centres(),
        chosen=chosen,
    )
