"""The administrator's pages: the list of accounts, one account, its editing, and acts that ask before they do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from rehab_center import clock
from rehab_center.accounts import passwords, rules
from rehab_center.accounts.forms import AccountForm, EditAccountForm, NewAccountForm
from rehab_center.accounts.labels import ROLE_MEANINGS, ROLES, STATES
from rehab_center.accounts.queries import AccountPage, account_list, account_page
from rehab_center.accounts.security import limits
from rehab_center.accounts.services import administer as services
from rehab_center.accounts.views.acts import ACTS
from rehab_center.accounts.views.blueprint import bp
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.organisation.queries import facilities
from rehab_center.permissions import Permission, Role
from rehab_center.web.access import current_actor, current_scope, requires
from rehab_center.web.forms import BaseForm
from rehab_center.web.list_state import ListState
from rehab_center.web.listing import Choice, Column, Listing, Search, list_page

F = TypeVar("F", bound=AccountForm)

LISTING = Listing(
    key="accounts",
    title=_l("Accounts"),
    columns=(
        Column(
            "username",
            _l("Username"),
            sortable=True,
            link=lambda account: url_for("accounts.show", account_id=account.id),
        ),
        Column("full_name", _l("Full name"), sortable=True),
        Column("post", _l("Post")),
        Column("roles", _l("Roles"), cell=lambda account: _role_words(account.roles)),
        Column("state", _l("State"), cell=lambda account: STATES[account.state]),
        Column("last_sign_in_at", _l("Last signed in"), sortable=True),
    ),
    sort="username",
    search=Search(_l("Username, name or post")),
    filters=(
        Choice("role", _l("Role"), [(role.value, words) for role, words in ROLES.items()]),
        Choice("state", _l("State"), list(STATES.items())),
    ),
    empty=_l("Nobody can sign in yet."),
    empty_action=_l("New account"),
    empty_endpoint="accounts.create",
    export_permission=Permission.ACCOUNTS_MANAGE,
)


@bp.get("/accounts")
@requires(Permission.ACCOUNTS_MANAGE)
def index() -> ResponseReturnValue:
    """Everybody who may sign in."""

    def fetch(state: ListState) -> tuple[list[AccountPage], int]:
        return account_list(db.session(), state, scope=current_scope(), limits=limits(), now=clock.now())

    return list_page(LISTING, fetch, "accounts/index.html", on_export=_record_export)


@bp.route("/accounts/new", methods=["GET", "POST"])
@requires(Permission.ACCOUNTS_MANAGE)
def create() -> ResponseReturnValue:
    """A new account; its first password is drawn and shown once."""
    form = _with_centres(NewAccountForm())
    if form.validate_on_submit():
        try:
            return _created(form)
        except DomainError as error:
            form.take(error)
    status = 422 if form.is_submitted() else 200
    return render_template("accounts/create.html", form=form), status


@bp.get("/accounts/<int:account_id>")
@requires(Permission.ACCOUNTS_MANAGE)
def show(account_id: int) -> ResponseReturnValue:
    """One account and what can be done with it."""
    account = _page_of(account_id)
    offered = {name: act for name, act in ACTS.items() if act.offered(account)}
    centre = _centres().get(str(account.facility_id or ""))
    return render_template(
        "accounts/show.html",
        account=account,
        roles=ROLES,
        meanings=ROLE_MEANINGS,
        states=STATES,
        centre=centre,
        acts=offered,
    )


@bp.route("/accounts/<int:account_id>/edit", methods=["GET", "POST"])
@requires(Permission.ACCOUNTS_MANAGE)
def edit(account_id: int) -> ResponseReturnValue:
    """Name, post, roles and centre. A second saver sees both values before his may win."""
    account = _page_of(account_id)
    form = _with_centres(
        EditAccountForm(
            full_name=account.full_name,
            post=account.post,
            roles=list(account.roles),
            facility=account.facility_id,
            version=account.version,
        )
    )
    if form.validate_on_submit():
        try:
            _save(account_id, form)
        except DomainError as error:
            form.take(error)
        else:
            flash(_("Saved. Changed roles hold from the next request on."), "success")
            return redirect(url_for("accounts.show", account_id=account_id), 303)
    return render_template("accounts/edit.html", form=form, account=account), form.http_status


@bp.route(
    '/accounts/<int:account_id>/<any("disable", "enable", "unlock", "sign-out-everywhere", "reset-second-factor"):act>',
    methods=["GET", "POST"],
)
@requires(Permission.ACCOUNTS_MANAGE)
def confirm(account_id: int, act: str) -> ResponseReturnValue:
    """Says what an act will do, and does it when it is confirmed."""
    account, chosen, form = _page_of(account_id), ACTS[act], BaseForm()
    if form.is_submitted():
        try:
            with transaction() as session:
                chosen.perform(session, account_id, current_actor(), clock.now())
        except DomainError as error:
            form.take(error)
        else:
            flash(_(chosen.done, account=account.label), "success")
            return redirect(url_for("accounts.show", account_id=account_id), 303)
    status = 422 if form.is_submitted() else 200
    return render_template("accounts/confirm.html", form=form, account=account, act=chosen), status


@bp.route("/accounts/<int:account_id>/reset-password", methods=["GET", "POST"])
@requires(Permission.ACCOUNTS_MANAGE)
def reset_password(account_id: int) -> ResponseReturnValue:
    """A new first password, drawn and shown once."""
    account = _page_of(account_id)
    if request.method == "GET":
        return render_template("accounts/reset_password.html", form=BaseForm(), account=account)
    password = passwords.drawn_password()
    password_hash = passwords.hash_of(password, username=account.username)
    with transaction() as session:
        services.reset_password(
            session,
            account_id,
            password_hash=password_hash,
            limits=limits(),
            actor=current_actor(),
            now=clock.now(),
        )
    return _shown_once(account_id, password)


def _created(form: NewAccountForm) -> ResponseReturnValue:
    username = rules.new_username(form.username.data or "")
    password = passwords.drawn_password()
    password_hash = passwords.hash_of(password, username=username)
    with transaction() as session:
        account_id = services.create(
            session,
            username=username,
            full_name=form.full_name.data or "",
            post=form.post.data or "",
            roles=form.roles.data or [],
            facility_id=form.facility.data,
            password_hash=password_hash,
            actor=current_actor(),
            now=clock.now(),
        )
    return _shown_once(account_id, password)


def _shown_once(account_id: int, password: str) -> ResponseReturnValue:
    """Answered straight to the POST: a redirect would have to keep the password somewhere on the way."""
    return render_template("accounts/first_password.html", account=_page_of(account_id), password=password)


def _save(account_id: int, form: EditAccountForm) -> None:
    with transaction() as session:
        services.edit(
            session,
            account_id,
            full_name=form.full_name.data or "",
            post=form.post.data or "",
            roles=form.roles.data or [],
            facility_id=form.facility.data,
            version=form.version.data or 0,
            actor=current_actor(),
            now=clock.now(),
        )


def _page_of(account_id: int) -> AccountPage:
    return account_page(db.session(), account_id, scope=current_scope(), limits=limits(), now=clock.now())


def _with_centres(form: F) -> F:
    form.offer(_centres())
    return form


def _centres() -> dict[str, str]:
    """The centres an account may be bound to, by id as text; "" is all of them, for who sees all of them."""
    scope = current_scope()
    within_reach = facilities(db.session(), scope=scope, day=clock.today())
    every = {"": str(_("All centres"))} if scope.facility_ids is None else {}
    return every | {str(facility.id): facility.name for facility in within_reach}


def _role_words(roles: Iterable[Role]) -> str:
    return ", ".join(str(words) for role, words in ROLES.items() if role in set(roles))


def _record_export(form: str, rows: int) -> None:
    with transaction() as session:
        services.record_export(session, rows, form, actor=current_actor(), now=clock.now())
