"""My account: what I may do, my password, my open sessions."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security.utils import verify_password

from rehab_center import clock
from rehab_center.accounts import passwords
from rehab_center.accounts.door import go_on_as, pass_the_throttle
from rehab_center.accounts.forms import ChangePasswordForm
from rehab_center.accounts.labels import ROLE_MEANINGS, ROLES
from rehab_center.accounts.queries import account_page
from rehab_center.accounts.security import User, limits
from rehab_center.accounts.services import administer
from rehab_center.accounts.services import sign_in as services
from rehab_center.accounts.sessions import signed_in_user
from rehab_center.accounts.views.blueprint import bp
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.web.access import current_actor, safe_next, signed_in
from rehab_center.web.forms import BaseForm
from rehab_center.words import N_


@bp.get("/my-account")
@signed_in
def mine() -> ResponseReturnValue:
    """Who I am here and what I may do."""
    page = account_page(db.session(), _me().id, scope=current_actor().scope, limits=limits(), now=clock.now())
    return render_template("accounts/mine.html", account=page, roles=ROLES, meanings=ROLE_MEANINGS)


@bp.route("/my-account/password", methods=["GET", "POST"])
@signed_in
def change_password() -> ResponseReturnValue:
    """A password of my own; a first password must be changed before anything else."""
    user, form = _me(), ChangePasswordForm()
    first = user.must_change_password
    target = safe_next(request.args.get("next"))
    if form.validate_on_submit():
        try:
            _change(user, form.current.data or "", form.password.data or "")
        except DomainError as error:
            form.take(error)
        else:
            flash(_("The password is changed. Every other session of yours has ended."), "success")
            return redirect(target or ("/" if first else url_for("accounts.mine")), 303)
    status = 422 if form.is_submitted() else 200
    return render_template("accounts/change_password.html", form=form, first=first), status


@bp.route("/my-account/sign-out-everywhere", methods=["GET", "POST"])
@signed_in
def sign_out_everywhere() -> ResponseReturnValue:
    """End all my sessions, this one too, after asking."""
    if request.method == "GET":
        return render_template("accounts/sign_out_everywhere.html", form=BaseForm())
    user = _me()
    with transaction() as session:
        administer.sign_out_everywhere(session, user.id, actor=user.actor(), now=clock.now())
    flash(_("You are signed out everywhere."), "success")
    return redirect(url_for("accounts.sign_in"), 303)


def _change(user: User, current: str, wanted: str) -> None:
    """Raises DomainError on the field that will not do. Guesses at the present password are counted like sign-ins."""
    pass_the_throttle(user.username)
    if not verify_password(passwords.normal(current), user.password):
        raise DomainError(N_("This is not the present password."), field="current")
    if passwords.normal(current) == passwords.normal(wanted):
        raise DomainError(N_("The new password is the present one. Choose another."), field="password")
    password_hash = passwords.hash_of(wanted, username=user.username)
    with transaction() as session:
        uniquifier = services.change_own_password(
            session, user.id, password_hash=password_hash, limits=limits(), actor=user.actor(), now=clock.now()
        )
    go_on_as(user, uniquifier)


def _me() -> User:
    user = signed_in_user()
    if user is None:
        abort(401)
    return user
