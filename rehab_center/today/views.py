"""The first page after signing in: what the day asks of the reader."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from rehab_center import clock
from rehab_center.admissions.queries import due
from rehab_center.db import db
from rehab_center.headcount.queries import head_count
from rehab_center.permissions import Actor, Permission
from rehab_center.policies.queries import in_force
from rehab_center.policies.rules import PolicyKind
from rehab_center.tasks.kinds import TO_DO, TO_FILL_IN, TaskKind
from rehab_center.tasks.labels import KINDS
from rehab_center.tasks.queries import TaskLine, open_count, open_tasks
from rehab_center.tasks.rules import may_enter_paper, visible_roles
from rehab_center.web.access import current_actor, requires, signed_in

bp = Blueprint("today", __name__)

SHOWN = 10

#: What does most harm while it waits comes first: somebody at large, then somebody held too long, then papers.
_BY_HARM = (
    TaskKind.COMMUNE_NOTICE,
    TaskKind.SEARCH_DECISION,
    TaskKind.HEALTH_LOOK,
    TaskKind.TERM_OVERRUN,
    TaskKind.VOID_REQUEST,
    TaskKind.PAPER_MISSING,
    TaskKind.BELONGINGS,
    TaskKind.PAPER_INCOMPLETE,
    TaskKind.TERM_ENDING,
    TaskKind.IDENTITY_PAPER,
    TaskKind.POSSIBLE_DUPLICATE,
    TaskKind.OTHER,
)


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
    return render_template("today/index.html", shown=SHOWN, **people)


def _people(actor: Actor) -> dict[str, object]:
    """Counts, what is owed and whose term ends: for those who may see people."""
    session, scope, today, now = db.session(), actor.scope, clock.today(), clock.now()
    notice = in_force(session, PolicyKind.ADVANCE_NOTICE_DAYS, today)
    ending = due(session, as_of=today, days=notice.whole, scope=scope)
    owed = open_tasks(session, scope=scope, roles=visible_roles(actor), kinds=TO_DO)
    return {
        "count": head_count(session, as_of=today, scope=scope),
        "owed": by_harm(owed, now),
        "to_fill_in": open_count(session, scope=scope, now=now, roles=visible_roles(actor), kinds=TO_FILL_IN).open,
        "mine": {task.id for task in owed if may_enter_paper(actor, task.owner_role)},
        "over": [one for one in ending if one.days_left < 0],
        "ending": [one for one in ending if one.days_left >= 0],
        "notice": notice,
        "now": now,
        "kinds": KINDS,
    }


def by_harm(tasks: tuple[TaskLine, ...], now: datetime) -> list[TaskLine]:
    """What is overdue first, and within that by the harm of waiting; what is left keeps its order, by deadline."""
    return sorted(tasks, key=lambda task: (not task.overdue_at(now), _BY_HARM.index(task.kind)))
