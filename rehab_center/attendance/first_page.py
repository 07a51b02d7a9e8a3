"""The blocks of the first page: sessions to come today, those nobody has marked whole, corrections that wait."""

from __future__ import annotations

from datetime import timedelta

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from rehab_center import clock
from rehab_center.activities.queries import sessions_of
from rehab_center.attendance.queries.owed import UnmarkedSession, WaitingCorrection, unmarked, waiting
from rehab_center.attendance.queries.sessions import times_of
from rehab_center.attendance.rules.marking import may_confirm
from rehab_center.db import db
from rehab_center.permissions import Actor, Permission, Role
from rehab_center.web.first_page import SHOWN, Block, Content, Harm, Line
from rehab_center.web.formatting import day, moment, number


def not_marked(actor: Actor) -> Content:
    """One line a session of yesterday and today that is over, the oldest first."""
    found = unmarked(db.session(), scope=actor.scope, now=clock.now())
    return Content(
        lines=tuple(_unmarked(one) for one in found[:SHOWN]), total=len(found), all_url=url_for("attendance.index")
    )


def _unmarked(one: UnmarkedSession) -> Line:
    page = url_for("attendance.session", session_id=one.id)
    return Line(
        f"{one.activity}, {one.times}",
        _("nobody has marked it whole"),
        day(one.on),
        "warn",
        page,
        _("Mark it"),
        page,
    )


def of_today(actor: Actor) -> Content:
    """One line for all sessions of today that take place and have not ended, with the one that comes first."""
    now = clock.now()
    today = clock.day_of(now)
    sofar = (now - clock.moment_of(today)) // timedelta(minutes=1)
    coming = [one for one in sessions_of(db.session(), today, scope=actor.scope) if one.is_planned and one.ends > sofar]
    if not coming:
        return Content()
    page, first = url_for("attendance.index"), coming[0]
    about = _("%(count)s sessions today", count=number(len(coming)))
    line = Line(about, f"{times_of(first)} {first.name}", "", "", page, _("Open the day"), page)
    return Content(lines=(line,), total=1, all_url=page)


def to_confirm(actor: Actor) -> Content:
    """One line a correction, the one that waits longest first."""
    found = waiting(db.session(), scope=actor.scope)
    return Content(
        lines=tuple(_waiting(one, actor) for one in found[:SHOWN]),
        total=len(found),
        all_url=url_for("attendance.corrections", state="waits"),
    )


def _waiting(one: WaitingCorrection, actor: Actor) -> Line:
    """Whoever proposed it cannot be its second person."""
    page = url_for("attendance.correction", correction_id=one.id)
    answers = actor.may(Permission.ATTENDANCE_CORRECT) and may_confirm(one.proposer, actor.name)
    return Line(
        f"{one.activity}, {day(one.on)}",
        _("%(who)s has proposed other marks", who=one.proposed_by),
        _("since %(moment)s", moment=moment(one.proposed_at)),
        "warn",
        page,
        _("Answer it") if answers else _("Look at it"),
        page,
    )


BLOCKS = (
    Block(
        "attendance-today",
        _l("Sessions of today"),
        "calendar3",
        Harm.UNFINISHED,
        frozenset({Role.TRAINING, Role.DUTY}),
        of_today,
    ),
    Block(
        "attendance-unmarked",
        _l("Sessions that are not marked"),
        "list-check",
        Harm.UNFINISHED,
        frozenset({Role.TRAINING, Role.DUTY}),
        not_marked,
    ),
    Block(
        "attendance-corrections",
        _l("Corrections of attendance that wait"),
        "clock-history",
        Harm.UNFINISHED,
        frozenset({Role.TRAINING, Role.DIRECTOR}),
        to_confirm,
    ),
)
