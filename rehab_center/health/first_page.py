"""The block of the medical post: how many checks are overdue or due soon, and how many clearances end."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from rehab_center import clock
from rehab_center.db import db
from rehab_center.health import queries
from rehab_center.permissions import Actor, Role
from rehab_center.policies.queries import whole_on
from rehab_center.policies.rules import PolicyKind
from rehab_center.web.first_page import Block, Content, Harm, Line
from rehab_center.web.formatting import number


def due(actor: Actor) -> Content:
    """Lines of counts, not of people: each leads to its list."""
    today, session = clock.today(), db.session()
    soon = whole_on(session, PolicyKind.HEALTH_REMIND_DAYS, today)
    checks = queries.checks_due(session, scope=actor.scope, today=today)
    cleared = queries.clearance_rows(session, scope=actor.scope, today=today)
    late = [row.overdue_days for row in checks if row.overdue_days > 0]
    coming = sum(-soon <= row.overdue_days <= 0 for row in checks)
    ending = sum(row.days_left is not None and row.days_left <= soon for row in cleared)
    lines = []
    if late:
        longest = _("up to %(days)s days", days=number(max(late)))
        lines.append(_line(_("Health checks overdue"), len(late), url_for("health.due", when="overdue"), longest))
    if coming:
        words = _("Health checks due within %(days)s days", days=soon)
        lines.append(_line(words, coming, url_for("health.due", when="soon")))
    if ending:
        words = _("Clearances over or ending within %(days)s days", days=soon)
        lines.append(_line(words, ending, url_for("health.cleared")))
    return Content(lines=tuple(lines), total=len(lines))


def _line(about: str, count: int, url: str, longest: str = "") -> Line:
    what = _("%(count)s people", count=number(count))
    return Line(about, what, longest, "bad" if longest else "", url, _("Open the list"), url)


BLOCK = Block(
    "health-checks", _l("Health checks and clearances"), "hospital", Harm.OWED, frozenset({Role.MEDICAL}), due
)
