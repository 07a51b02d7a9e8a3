"""My second factor: switched on with a telephone, and off again with a code."""

from __future__ import annotations

from flask import Response, abort, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center import clock
from rehab_center.accounts import second_factor as codes
from rehab_center.accounts.door import is_required, pass_the_throttle, prove, use
from rehab_center.accounts.forms import CodeForm
from rehab_center.accounts.queries import second_factor_of
from rehab_center.accounts.security import User, limits
from rehab_center.accounts.services import second_factor as services
from rehab_center.accounts.sessions import (
    drop_pending_secret,
    is_second_factor_due,
    pending_secret,
    second_factor_done,
    signed_in_user,
)
from rehab_center.accounts.views.blueprint import bp
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.web.access import signed_in
from rehab_center.words import N_


@bp.route("/my-account/second-factor", methods=["GET", "POST"])
@signed_in
def second_factor() -> ResponseReturnValue:
    """How it stands; where it is off, the picture for the telephone, and its first code switches it on."""
    user, form = _me(), CodeForm()
    factor = second_factor_of(db.session(), user.id)
    if factor is not None:
        return render_template("accounts/second_factor_on.html", factor=factor, required=is_required(user.held_roles))
    secret = pending_secret(codes.new_secret)
    if form.validate_on_submit():
        try:
            drawn = _set_up(user, secret, form.code.data or "")
        except DomainError as error:
            form.take(error)
        else:
            return _uncached(render_template("accounts/recovery_codes.html", codes=drawn))
    page = render_template(
        "accounts/second_factor.html",
        form=form,
        due=is_second_factor_due(),
        picture=codes.picture(secret, user.username, _("Picture for the telephone")),
        letters=codes.in_letters(secret),
    )
    return _uncached(page, 422 if form.is_submitted() else 200)


@bp.route("/my-account/second-factor/off", methods=["GET", "POST"])
@signed_in
def second_factor_off() -> ResponseReturnValue:
    """Switch it off, with a code: whoever finds the session open cannot."""
    user, form = _me(), CodeForm()
    if second_factor_of(db.session(), user.id) is None:
        return redirect(url_for("accounts.second_factor"), 303)
    if is_required(user.held_roles):
        flash(_("Your role must have a second factor: it cannot be switched off."), "warning")
        return redirect(url_for("accounts.second_factor"), 303)
    if form.validate_on_submit():
        try:
            _switch_off(user, form.code.data or "")
        except DomainError as error:
            form.take(error)
        else:
            flash(_("The second factor is switched off. Your password alone lets you in."), "success")
            return redirect(url_for("accounts.mine"), 303)
    return render_template("accounts/second_factor_off.html", form=form), 422 if form.is_submitted() else 200


def _set_up(user: User, secret: str, typed: str) -> tuple[str, ...]:
    """Switch it on and give the recovery codes, which nobody can read again. Raises DomainError."""
    counter = codes.counter_of(secret, typed, after=None)
    if counter is None:
        raise DomainError(
            N_("This is not the telephone's code of now. Look whether its clock is right, and type the next one."),
            field="code",
        )
    drawn = codes.draw_recovery_codes()
    with transaction() as session:
        services.set_up(
            session,
            user.id,
            secret=secret,
            counter=counter,
            code_hashes=[codes.hash_of(one) for one in drawn],
            actor=user.actor(),
            now=clock.now(),
        )
    drop_pending_secret()
    second_factor_done()
    return drawn


def _switch_off(user: User, typed: str) -> None:
    """Raises DomainError; guesses are counted like sign-ins."""
    pass_the_throttle(user.username)
    proof = prove(user.id, typed)
    with transaction() as session:
        if proof is not None and use(session, user.id, proof):
            services.switch_off(session, user.id, limits=limits(), actor=user.actor(), now=clock.now())
            return
    raise DomainError(N_("This code is not right, or was used already. Wait for the next one."), field="code")


def _uncached(page: str, status: int = 200) -> Response:
    response = make_response(page, status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _me() -> User:
    user = signed_in_user()
    if user is None:
        abort(401)
    return user
