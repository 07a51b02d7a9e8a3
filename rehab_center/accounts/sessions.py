"""Who is asking in each request, and how long a session lives.

When it began and when it was last seen stand in the signed cookie, so that no request writes to the database; its key
stands there too, and the table of sessions signed out is looked at in the statement that reads the account.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta

from flask import Flask, current_app, flash, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_security.utils import logout_user

from rehab_center import clock
from rehab_center.accounts import rules
from rehab_center.accounts.security import SESSION_KEY, User, find_user
from rehab_center.web.access import PUBLIC, need_of
from rehab_center.web.csrf import token_fits

_SINCE, _SEEN = "signed_in_at", "last_seen_at"
_AWAITS, _DUE, _PENDING = "awaits_code", "second_factor_due", "pending_second_factor"
_SURVIVES = ("language",)
_FINENESS = timedelta(seconds=30)  # the cookie is written anew no oftener than this
_RAN_OUT = frozenset({rules.Over.IDLE, rules.Over.TOO_LONG})
_WHILE_PASSWORD_IS_OLD = frozenset({"accounts.change_password", "accounts.sign_out"})
_WHILE_FACTOR_IS_DUE = frozenset({"accounts.second_factor", "accounts.sign_out"})


def init_app(app: Flask) -> None:
    """Put the hook in front of every request; ``web.access`` adds its own behind it."""
    app.before_request(_meet)


def begin_session(*, second_factor_due: bool = False) -> None:
    """A new session for somebody who has just shown a password: nothing of the one before goes on but the language.

    ``second_factor_due``: nothing else can be done in it until a second factor is set up.
    """
    forget_session()
    if second_factor_due:
        session[_DUE] = True
    session[_SINCE] = session[_SEEN] = _seconds(clock.now())
    session[SESSION_KEY] = secrets.token_hex(16)


def forget_session() -> None:
    """Drop everything the cookie says but the language."""
    kept = {name: session[name] for name in _SURVIVES if name in session}
    session.clear()
    session.update(kept)
    g.pop("csrf_token", None)  # Flask-WTF would hand out the old session's token once more


def await_code(uniquifier: str) -> None:
    """Remember in this browser, for some minutes, who has shown a password and owes the code."""
    forget_session()
    session[_AWAITS] = {"who": uniquifier, "since": _seconds(clock.now())}


def awaits_code() -> User | None:
    """Who owes the code here, None for nobody, for too late, and for an account changed since."""
    said = session.get(_AWAITS)
    said = said if isinstance(said, dict) else {}
    since = _moment(said.get("since"))
    if since is None or clock.now() >= since + rules.CODE_WITHIN:
        return None
    user = find_user(fs_uniquifier=str(said["who"]))
    return user if user is not None and user.active else None


def is_second_factor_due() -> bool:
    """Whether this session is good for setting up a second factor only."""
    return bool(session.get(_DUE))


def second_factor_done() -> None:
    """It is set up: the session is as any other."""
    session.pop(_DUE, None)


def pending_secret(new: Callable[[], str]) -> str:
    """The encrypted secret shown in this browser and not confirmed yet; ``new()`` where there is none."""
    if not isinstance(session.get(_PENDING), str):
        session[_PENDING] = new()
    return str(session[_PENDING])


def drop_pending_secret() -> None:
    """The next picture shows another secret."""
    session.pop(_PENDING, None)


def session_key() -> str:
    """The key of this browser's session, "" for one that names none."""
    return str(session.get(SESSION_KEY, ""))


def signed_in_user() -> User | None:
    """The account of this request, None for a stranger. One statement, once per request."""
    user = current_user._get_current_object() if "_user_id" in session else None
    return user if isinstance(user, User) else None


def _meet() -> ResponseReturnValue | None:
    """Set ``g.actor``; end a session that is over; send a first password to be changed."""
    g.actor = None
    if request.endpoint is None or request.endpoint.endswith("static"):
        return None
    if "_user_id" not in session:
        return None
    user = signed_in_user()
    over = _over()
    if user is None or over or not session_key():
        if user is not None and over in _RAN_OUT and request.method == "POST" and token_fits():
            g.account_of_ended_session = user.id  # what is being sent is kept for who comes back
        _end(over)
        return None
    g.actor = user.actor()
    if user.must_change_password:
        return _only(_WHILE_PASSWORD_IS_OLD, "accounts.change_password")
    return _only(_WHILE_FACTOR_IS_DUE, "accounts.second_factor") if is_second_factor_due() else None


def _over() -> rules.Over | None:
    now, config = clock.now(), current_app.config
    since, seen = _moment(session.get(_SINCE)), _moment(session.get(_SEEN))
    over = rules.session_over(
        since,
        seen,
        now,
        idle=timedelta(minutes=config["IDLE_MINUTES"]),
        absolute=timedelta(hours=config["ABSOLUTE_HOURS"]),
    )
    if over is None and seen is not None and now - seen >= _FINENESS:
        session[_SEEN] = _seconds(now)
    return over


def _end(over: rules.Over | None) -> None:
    logout_user()
    forget_session()
    if over is rules.Over.IDLE:
        minutes = current_app.config["IDLE_MINUTES"]
        words = _("You were signed out after %(minutes)s minutes without activity. Sign in to go on.", minutes=minutes)
    elif over is rules.Over.TOO_LONG:
        hours = current_app.config["ABSOLUTE_HOURS"]
        words = _("You were signed out %(hours)s hours after signing in. Sign in to go on.", hours=hours)
    else:
        words = _("You were signed out: your account was changed or your sessions were ended. Sign in to go on.")
    flash(words, "warning")


def _only(allowed: Collection[str], page: str) -> ResponseReturnValue | None:
    """Send to ``page`` whoever asks for another than those allowed; what needs no account stays open."""
    endpoint = request.endpoint or ""
    if endpoint in allowed or need_of(current_app, endpoint) == PUBLIC:
        return None
    return redirect(url_for(page), 303)


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def _moment(seconds: object) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int) else None
