"""The blocks of the first page: sessions nobody has marked whole, and corrections that wait for their second person."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from rehab_center import clock
from rehab_center.attendance.queries.owed import UnmarkedSession, WaitingCorrection, unmarked, waiting
from rehab_center.attendance.rules.marking import may_confirm
from rehab_center.db import db
from rehab_center.permissions import Actor, Permission, Role
from rehab_center.web.first_page import SHOWN, Block, Content, Harm, Line
from rehab_center.web.formatting import day, moment


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
