"""While the clock is doubtful: a banner on every page, and every unsafe request answered with what was typed."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Flask, Response, current_app, g, make_response, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup, escape

from rehab_center import clock
from rehab_center.audit import clock_guard
from rehab_center.audit.clock_guard import ClockDoubtful
from rehab_center.db import db
from rehab_center.permissions import Permission
from rehab_center.web.access import may
from rehab_center.web.formatting import say
from rehab_center.web.held import held_fields
from rehab_center.web.navigation import warn_everybody
from rehab_center.words import Message

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_BELIEVED_AT = "clock_believed_at"
_A_MOMENT = timedelta(seconds=2)
_ALLOWED = frozenset(
    {
        "accounts.change_password",  # the first password, without which nobody gets to the confirmation
        "accounts.sign_in",
        "accounts.sign_out",
        "audit.clock",
        "drafts.keep",  # states nothing, and nothing typed is lost while the clock is doubtful
        "language.switch",
        "logbook.verify",
    }
)


def init_app(app: Flask) -> None:
    """Look at the clock in every request, behind the permission and the token."""
    app.extensions.setdefault("last_checks", []).append(_refuse_writing)
    app.register_error_handler(ClockDoubtful, _refused)
    warn_everybody(app, _banner)


def read_only_reason() -> str | None:
    """Why the program only reads just now, in words; None when it writes."""
    why = _doubt()
    return say(why) if why else None


def _doubt() -> Message | None:
    """Why the clock is doubtful, looked at once in a request."""
    if "clock_doubt" not in g:
        g.clock_doubt = None if _believed_just_now() else _look()
    found: Message | None = g.clock_doubt
    return found


def _look() -> Message | None:
    why = clock_guard.doubt(db.session())
    current_app.extensions[_BELIEVED_AT] = None if why or clock.is_set() else clock.now()
    return why


def _believed_just_now() -> bool:
    """For pages that are only read: a clock that was right a moment ago, and has gone on by that moment, still is."""
    at: datetime | None = current_app.extensions.get(_BELIEVED_AT)
    return at is not None and request.method in _SAFE and timedelta(0) <= clock.now() - at < _A_MOMENT


def _refuse_writing() -> Response | None:
    if request.endpoint is None or request.method in _SAFE or request.endpoint in _ALLOWED:
        return None
    why = _doubt()
    return _page(why) if why else None


def _banner() -> str | None:
    why = read_only_reason()
    if why is None:
        return None
    only_reads = _("The program only reads and saves nothing.")
    what_to_do = _("An administrator has to put the clock right or confirm the time.")
    words = escape(f"{only_reads} {why} {what_to_do}")
    if not may(Permission.CLOCK_CONFIRM):
        return words
    return words + Markup(' <a href="{}">{}</a>').format(url_for("audit.clock"), _("Confirm the time"))


def _refused(error: ClockDoubtful) -> Response:
    """The clock became doubtful during the request."""
    return _page(error.message)


def _page(why: Message) -> Response:
    held = held_fields(request)
    response = make_response(render_template("audit/read_only.html", why=why, held=held), 503)
    response.headers["Retry-After"] = "300"
    return response
