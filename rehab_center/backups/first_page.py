"""What the first page says of backups: to the administrator always, to the director when something is wrong."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from rehab_center import clock
from rehab_center.backups.queries import State, state
from rehab_center.backups.rules import LATE
from rehab_center.db import db
from rehab_center.permissions import Actor, Role
from rehab_center.web.first_page import Block, Content, Harm, Line
from rehab_center.web.formatting import moment, say

PROVE_EVERY = timedelta(days=30)


def for_administrator(actor: Actor) -> Content:
    """When a backup was last made, and last restored on trial: a backup nobody has restored is none yet."""
    found, now, url = state(db.session()), clock.now(), url_for("backups.index")
    lines = [
        _line(_("Last backup"), found.made_at, now, LATE, _("Make one now, on another disk."), url),
        _line(_("Last trial restore"), found.proven_at, now, PROVE_EVERY, _("Restore one on trial every month."), url),
    ]
    if found.failed:
        lines.insert(0, _failed(found, url))
    return Content(lines=tuple(lines), total=len(lines))


def for_director(actor: Actor) -> Content | None:
    """Nothing while backups are made; else what the administrator has to be asked."""
    found, now = state(db.session()), clock.now()
    lines = []
    if found.failed:
        lines.append(_failed(found, None))
    if found.made_at is None or now - found.made_at > LATE:
        lines.append(_line(_("Last backup"), found.made_at, now, LATE, _("Ask the administrator to make one."), None))
    return Content(lines=tuple(lines), total=len(lines)) if lines else None


def _failed(found: State, url: str | None) -> Line:
    why = say(found.failure) if found.failure else ""
    when = _("failed at %(moment)s", moment=moment(found.failed_at))
    return Line(_("Making a backup"), why, when, "bad", act=_("To the backups") if url else "", act_url=url)


def _line(about: str, at: datetime | None, now: datetime, every: timedelta, advice: str, url: str | None) -> Line:
    late = at is None or now - at > every
    return Line(
        about,
        advice if late else "",
        moment(at) if at else _("never"),
        "bad" if late else "good",
        act=_("To the backups") if url else "",
        act_url=url,
    )


BLOCKS = (
    Block("backups", _l("Backups"), "archive", Harm.HELD_TOO_LONG, frozenset({Role.ADMINISTRATOR}), for_administrator),
    Block("backups-late", _l("Backups"), "archive", Harm.OWED, frozenset({Role.DIRECTOR}), for_director),
)
