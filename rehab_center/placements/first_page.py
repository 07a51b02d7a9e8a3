"""The block of the first page: shifts that were handed over and that nobody has taken over."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from rehab_center import clock
from rehab_center.db import db
from rehab_center.permissions import Actor, Permission, Role
from rehab_center.placements.queries.handovers import HandoverLine, left_open
from rehab_center.web.first_page import SHOWN, Block, Content, Harm, Line
from rehab_center.web.formatting import moment


def not_taken_over(actor: Actor) -> Content:
    """One line a shift that is over, the one that waits longest first."""
    found = left_open(db.session(), scope=actor.scope, now=clock.now())
    return Content(
        lines=tuple(_line(one, actor) for one in found[:SHOWN]),
        total=len(found),
        all_url=url_for("placements.shifts", state="open"),
    )


def _line(one: HandoverLine, actor: Actor) -> Line:
    """Whoever handed it over cannot take it over."""
    page = url_for("placements.shift", shift_id=one.id)
    takes_over = actor.may(Permission.ROLL_CHECK) and actor.name != one.keeper
    return Line(
        _("Shift %(begins)s – %(ends)s", begins=moment(one.begins_at), ends=moment(one.ends_at)),
        _("%(giver)s has handed it over, nobody has taken it over", giver=one.giver),
        _("since %(moment)s", moment=moment(one.ends_at)),
        "warn",
        page,
        _("Take it over") if takes_over else _("Look at it"),
        f"{page}#take-over",
    )


BLOCK = Block(
    "shifts",
    _l("Shifts nobody has taken over"),
    "clock-history",
    Harm.UNFINISHED,
    frozenset({Role.DUTY, Role.DIRECTOR}),
    not_taken_over,
)
