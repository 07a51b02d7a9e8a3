"""Who may open which page: stated on every view, enforced in one place, checked at start.

Each view says what it needs directly above its ``def``: ``@requires(Permission.X)``, ``@signed_in`` or ``@public``.
:func:`guard` runs at the end of ``create_app``: it stops the program when an endpoint says nothing, and only then puts
the check in front of every request, behind the hook of ``accounts`` that sets ``g.actor``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from rehab_center.permissions import Actor, Permission, Scope
from rehab_center.web.held import held_fields

View = TypeVar("View", bound=Callable[..., Any])
Need = Permission | str
"""What an endpoint asks for: a permission, or one of the two words below."""

PUBLIC = "public"
SIGNED_IN = "signed-in"

# Endpoints whose views are written by libraries and so cannot carry a decorator.
LIBRARY_ENDPOINTS: dict[str, Need] = {
    "static": PUBLIC,
    "bootstrap.static": PUBLIC,
}


def requires(permission: Permission) -> Callable[[View], View]:
    """Only an actor who holds ``permission`` may open this view."""
    return _states(permission)


def signed_in(view: View) -> View:
    """Anybody with an account may open this view: it concerns the account itself."""
    return _states(SIGNED_IN)(view)


def public(view: View) -> View:
    """Anybody may open this view, signed in or not. Never for a page with people on it."""
    return _states(PUBLIC)(view)


def _states(need: Need) -> Callable[[View], View]:
    def mark(view: View) -> View:
        vars(view)["access"] = need
        return view

    return mark


def need_of(app: Flask, endpoint: str) -> Need | None:
    """What ``endpoint`` asks for, None when nobody said."""
    view = app.view_functions[endpoint]
    stated: Need | None = getattr(view, "access", None)
    return stated if stated is not None else LIBRARY_ENDPOINTS.get(endpoint)


def guard(app: Flask) -> None:
    """Enforce the stated permissions from here on. Raises RuntimeError naming every endpoint that states none."""
    bare = sorted(endpoint for endpoint in app.view_functions if need_of(app, endpoint) is None)
    if bare:
        raise RuntimeError("no permission is stated for: " + ", ".join(bare))
    app.before_request(_enforce)


def _enforce() -> ResponseReturnValue | None:
    if request.endpoint is None:  # no such address, or not with this method: the error page says so
        return None
    need = need_of(current_app, request.endpoint)
    if need == PUBLIC:
        return None
    actor = _actor()
    if actor is None:
        return _ask_to_sign_in()
    if need != SIGNED_IN and (not isinstance(need, Permission) or not actor.may(need)):
        abort(403)
    return None


def _ask_to_sign_in() -> ResponseReturnValue:
    if request.method in ("GET", "HEAD"):
        return redirect(url_for(current_app.config["SIGN_IN_ENDPOINT"], next=_here()))
    if request.method == "OPTIONS":
        abort(401)
    return render_template("errors/signed_out.html", held=held_fields(request)), 401


def _here() -> str | None:
    path = request.full_path.rstrip("?")
    return None if path == "/" else path


def safe_next(target: str | None) -> str | None:
    """``target`` when it is a path of this site, else None: no link sends a person elsewhere after signing in."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")) or "\\" in target:
        return None
    parts = urlsplit(target)
    if parts.scheme or parts.netloc or any(ord(letter) < 32 for letter in target):
        return None
    return target


def current_actor() -> Actor:
    """Who is acting in this request. Aborts with 401 when nobody is signed in."""
    actor = _actor()
    if actor is None:
        abort(401)
    return actor


def current_scope() -> Scope:
    """Whose people the signed-in actor may see. Aborts with 401 when nobody is signed in."""
    return current_actor().scope


def may(permission: Permission) -> bool:
    """Whether the signed-in actor holds ``permission``: templates show only what can be pressed."""
    actor = _actor()
    return actor is not None and actor.may(permission)


def _actor() -> Actor | None:
    actor = g.get("actor")
    return actor if isinstance(actor, Actor) else None
