"""The block of the first page: proposals that wait for the director, and permissions that have run out."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from rehab_center import clock
from rehab_center.assignments import queries
from rehab_center.assignments.kinds import Standing
from rehab_center.db import db
from rehab_center.permissions import Actor, Permission, Role
from rehab_center.web.first_page import Block, Content, Harm, Line
from rehab_center.web.formatting import day, number

_POSTS = frozenset({Role.TRAINING, Role.DIRECTOR})


def to_answer(actor: Actor) -> Content:
    """One line each, however many people it is about."""
    rows = queries.assigned(db.session(), clock.today(), scope=actor.scope)
    waiting = [row.proposed_on for row in rows if row.standing is Standing.PROPOSED]
    lapsed = [row.lapses_on for row in rows if row.standing is Standing.LAPSED and row.lapses_on]
    lines = []
    if waiting and actor.may(Permission.ASSIGNMENTS_DECIDE):
        url = url_for("assignments.index", standing=Standing.PROPOSED)
        what = _("%(count)s proposed assignments", count=number(len(waiting)))
        since = _("the oldest since %(day)s", day=day(min(waiting)))
        lines.append(Line(what, _("Wait for the decision"), since, "warn", url, _("Answer the proposals"), url))
    if lapsed:
        url = url_for("assignments.index", standing=Standing.LAPSED)
        what = _("%(count)s assignments rest", count=number(len(lapsed)))
        since = _("the oldest since %(day)s", day=day(min(lapsed)))
        said = _("Permission of the director has run out")
        lines.append(Line(what, said, since, "bad", url, _("Sign again or end them"), url))
    return Content(lines=tuple(lines), total=len(lines), all_url=url_for("assignments.index", standing="open"))


BLOCK = Block("assignments", _l("Assignments that wait"), "tools", Harm.OWED, _POSTS, to_answer)
