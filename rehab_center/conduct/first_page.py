"""The block of the first page: months whose ratings are past their day."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from rehab_center import clock
from rehab_center.conduct import months, queries
from rehab_center.conduct.queries import Overdue
from rehab_center.db import db
from rehab_center.permissions import Actor, Permission, Role
from rehab_center.web.first_page import SHOWN, Block, Content, Harm, Line
from rehab_center.web.formatting import day, number

_POSTS = frozenset({Role.TRAINING, Role.DUTY, Role.DIRECTOR})


def overdue(actor: Actor) -> Content:
    """One line a month, however many people it is about."""
    decides = actor.may(Permission.CONDUCT_DECIDE)
    found = queries.overdue(db.session(), scope=actor.scope, today=clock.today())
    if not decides:
        found = tuple(one for one in found if one.not_proposed)
    lines = tuple(_line(one, decides=decides) for one in found[:SHOWN])
    return Content(lines=lines, total=len(found), all_url=url_for("conduct.index"))


def _line(one: Overdue, *, decides: bool) -> Line:
    url = url_for("conduct.index", month=months.code_of(one.month))
    return Line(
        _("Ratings of %(month)s", month=months.name_of(one.month)),
        _(
            "%(missing)s not proposed, %(waiting)s wait for the decision; were due on %(day)s",
            missing=number(one.not_proposed),
            waiting=number(one.not_decided),
            day=day(one.deadline),
        ),
        _("%(days)s days overdue", days=number(one.days)),
        "bad",
        url,
        _("Decide the ratings") if decides else _("Propose"),
        url,
    )


BLOCK = Block("ratings", _l("Monthly ratings not made"), "list-check", Harm.OWED, _POSTS, overdue)
