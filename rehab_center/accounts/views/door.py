"""Signing in and out."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center.accounts.door import Refused, TooManyAttempts, enter, leave, show_code
from rehab_center.accounts.forms import CodeForm, SignInForm
from rehab_center.accounts.security import User
from rehab_center.accounts.sessions import awaits_code, signed_in_user
from rehab_center.accounts.views.blueprint import bp
from rehab_center.web.access import public, safe_next


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Name and password; leads on to the page that was asked for."""
    form = SignInForm()
    target = safe_next(form.next.data or request.args.get("next"))
    if signed_in_user() is not None:
        return redirect(target or "/", 303)
    if not form.is_submitted():
        form.next.data = target
        return _page(form, 200)
    if not form.validate():
        return _page(form, 422)
    try:
        entry = enter(form.username.data or "", form.password.data or "")
    except TooManyAttempts as error:
        form.take(error)
        return *_page(form, 429), {"Retry-After": str(error.seconds)}
    except Refused as error:
        form.take(error)
        return _page(form, 422)
    if entry.awaits_code:
        return redirect(url_for("accounts.second_step", next=target), 303)
    return _in(entry.user, target)


@bp.route("/sign-in/code", methods=["GET", "POST"])
@public
def second_step() -> ResponseReturnValue:
    """The code after the password; too late, and the password is asked for again."""
    form = CodeForm()
    target = safe_next(form.next.data or request.args.get("next"))
    if signed_in_user() is not None:
        return redirect(target or "/", 303)
    user = awaits_code()
    if user is None:
        return redirect(url_for("accounts.sign_in", next=target), 303)
    form.next.data = target
    if not form.validate_on_submit():
        return _code_page(form, 422 if form.is_submitted() else 200)
    try:
        show_code(user, form.code.data or "")
    except TooManyAttempts as error:
        form.take(error)
        return *_code_page(form, 429), {"Retry-After": str(error.seconds)}
    except Refused as error:
        form.take(error)
        return _code_page(form, 422)
    return _in(user, target)


def _in(user: User, target: str | None) -> ResponseReturnValue:
    if user.must_change_password:
        return redirect(url_for("accounts.change_password", next=target), 303)
    return redirect(target or "/", 303)


def _code_page(form: CodeForm, status: int) -> tuple[str, int]:
    return render_template("accounts/second_step.html", form=form), status


@bp.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    """End the session in this browser; harmless for somebody whose session has ended already."""
    user = signed_in_user()
    if user is not None:
        leave(user)
        flash(_("You are signed out."), "success")
    return redirect(url_for("accounts.sign_in"), 303)


def _page(form: SignInForm, status: int) -> tuple[str, int]:
    return render_template("accounts/sign_in.html", form=form, demo=current_app.config["DEMO"]), status
