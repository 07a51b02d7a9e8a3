"""Signing in and out."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center.accounts.door import Refused, TooManyAttempts, enter, leave
from rehab_center.accounts.forms import SignInForm
from rehab_center.accounts.sessions import signed_in_user
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
        user = enter(form.username.data or "", form.password.data or "")
    except TooManyAttempts as error:
        form.take(error)
        return *_page(form, 429), {"Retry-After": str(error.seconds)}
    except Refused as error:
        form.take(error)
        return _page(form, 422)
    if user.must_change_password:
        return redirect(url_for("accounts.change_password", next=target), 303)
    return redirect(target or "/", 303)


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
