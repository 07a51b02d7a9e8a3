"""The first page after signing in."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from rehab_center import clock
from rehab_center.admissions.queries import due
from rehab_center.db import db
from rehab_center.headcount.queries import head_count
from rehab_center.permissions import Actor, Permission
from rehab_center.policies.queries import in_force
from rehab_center.policies.rules import PolicyKind
from rehab_center.tasks.queries import open_tasks
from rehab_center.web.access import current_actor, requires, signed_in

bp = Blueprint("today", __name__)

_SHOWN = 12


@bp.get("/")
@signed_in
def home() -> ResponseReturnValue:
    """The address of the program itself: everybody's first page."""
    return redirect(url_for("today.index"))


@bp.get("/today")
@requires(Permission.TODAY_VIEW)
def index() -> ResponseReturnValue:
    """What the day asks of the reader."""
    actor = current_actor()
    people = _people(actor) if actor.may(Permission.PEOPLE_VIEW) else {}
    return render_template("today/index.html", shown=_SHOWN, **people)


def _people(actor: Actor) -> dict[str, object]:
    """Counts, what is owed and whose term ends: for those who may see people."""
    session, scope, today = db.session(), actor.scope, clock.today()
    notice = in_force(session, PolicyKind.ADVANCE_NOTICE_DAYS, today)
    ending = due(session, as_of=today, days=notice.whole, scope=scope)
    return {
        "count": head_count(session, as_of=today, scope=scope),
        "owed": open_tasks(session, scope=scope),
        "over": [one for one in ending if one.days_left < 0],
        "ending": [one for one in ending if one.days_left >= 0],
        "notice": notice,
        "now": clock.now(),
    }
