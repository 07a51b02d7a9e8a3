"""``accounts``: making and mending accounts at the command line."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from rehab_center import clock
from rehab_center.accounts import passwords, rules
from rehab_center.accounts.labels import ROLES, STATES
from rehab_center.accounts.queries import AccountPage, account_page, accounts, id_of
from rehab_center.accounts.security import limits
from rehab_center.accounts.services import administer as services
from rehab_center.accounts.services import second_factor as factors
from rehab_center.db import db, transaction
from rehab_center.organisation.queries import default_facility
from rehab_center.permissions import EVERYWHERE, Actor, Role
from rehab_center.web.command_line import actor_option, domain_errors, read_stdin, say_json
from rehab_center.web.formatting import say
from rehab_center.words import N_, message

group = AppGroup("accounts", help="Staff accounts and their roles.")

_role = click.Choice([role.value for role in Role])
_json = click.option("--json", "as_json", is_flag=True, help="Machine-readable on stdout.")
_from_stdin = click.option(
    "--password-stdin", is_flag=True, help="Read the password from the first line of stdin instead of drawing one."
)


@group.command("create")
@click.argument("username")
@click.option("--role", "roles", type=_role, multiple=True, required=True, help="May be given several times.")
@click.option("--full-name", default="", help="As the log shall show it; without it the username.")
@click.option("--post", default="", help="The post as the centre calls it.")
@click.option("--facility", "facility_code", metavar="CODE", help="Bind the account to one centre.")
@_from_stdin
@_json
@domain_errors
@actor_option
def create(
    username: str,
    roles: tuple[str, ...],
    full_name: str,
    post: str,
    facility_code: str | None,
    password_stdin: bool,
    as_json: bool,
    actor: Actor,
) -> None:
    """Make an account. Its password is drawn and printed once; it must be changed at the first sign-in."""
    username = rules.new_username(username)
    password, drawn = _password(from_stdin=password_stdin)
    password_hash = passwords.hash_of(password, username=username)
    facility_id = default_facility(db.session(), facility_code) if facility_code else None
    with transaction() as session:
        account_id = services.create(
            session,
            username=username,
            full_name=full_name or username,
            post=post,
            roles=[Role(role) for role in roles],
            facility_id=facility_id,
            password_hash=password_hash,
            actor=actor,
            now=clock.now(),
        )
    _say_password(N_("Account %(username)s made."), account_id, username, password if drawn else None, as_json)


@group.command("reset-password")
@click.argument("username")
@_from_stdin
@_json
@domain_errors
@actor_option
def reset_password(username: str, password_stdin: bool, as_json: bool, actor: Actor) -> None:
    """Give a new first password; every open session of the account ends and a lock is lifted."""
    username = rules.username_of(username)
    account_id = id_of(db.session(), username)
    password, drawn = _password(from_stdin=password_stdin)
    password_hash = passwords.hash_of(password, username=username)
    with transaction() as session:
        services.reset_password(
            session, account_id, password_hash=password_hash, limits=limits(), actor=actor, now=clock.now()
        )
    _say_password(N_("Password of %(username)s reset."), account_id, username, password if drawn else None, as_json)


@group.command("unlock")
@click.argument("username")
@_json
@domain_errors
@actor_option
def unlock(username: str, as_json: bool, actor: Actor) -> None:
    """Forget the failed attempts on an account."""
    account_id = id_of(db.session(), username)
    with transaction() as session:
        forgotten = services.unlock(session, account_id, limits=limits(), actor=actor, now=clock.now())
    if as_json:
        say_json({"account": account_id, "failures": forgotten})
    else:
        click.echo(say(message(N_("Unlocked; failed attempts forgotten: %(failures)s."), failures=forgotten)))


@group.command("reset-second-factor")
@click.argument("username")
@_json
@domain_errors
@actor_option
def reset_second_factor(username: str, as_json: bool, actor: Actor) -> None:
    """Let the password alone open an account again whose holder lost telephone and recovery codes."""
    account_id = id_of(db.session(), username)
    with transaction() as session:
        factors.reset(session, account_id, actor=actor, now=clock.now())
    if as_json:
        say_json({"account": account_id, "second_factor": False})
    else:
        click.echo(say(message(N_("%(account)s has no second factor any more."), account=username)))


@group.command("disable")
@click.argument("username")
@_json
@domain_errors
@actor_option
def disable(username: str, as_json: bool, actor: Actor) -> None:
    """Let an account in no more, from its next request on."""
    account_id = id_of(db.session(), username)
    with transaction() as session:
        services.disable(session, account_id, actor=actor, now=clock.now())
    _say_account(account_id, as_json)


@group.command("enable")
@click.argument("username")
@_json
@domain_errors
@actor_option
def enable(username: str, as_json: bool, actor: Actor) -> None:
    """Let a disabled account in again."""
    account_id = id_of(db.session(), username)
    with transaction() as session:
        services.enable(session, account_id, actor=actor, now=clock.now())
    _say_account(account_id, as_json)


@group.command("roles")
@click.argument("username")
@click.option("--set", "wanted", type=_role, multiple=True, help="Exactly these roles; may be repeated.")
@_json
@domain_errors
@actor_option
def show_roles(username: str, wanted: tuple[str, ...], as_json: bool, actor: Actor) -> None:
    """Show an account's roles, or give it others."""
    account_id = id_of(db.session(), username)
    if wanted:
        with transaction() as session:
            services.set_roles(session, account_id, [Role(role) for role in wanted], actor=actor, now=clock.now())
    _say_account(account_id, as_json)


@group.command("list")
@_json
def list_accounts(as_json: bool) -> None:
    """Every account with its state and roles."""
    found = accounts(db.session(), scope=EVERYWHERE, limits=limits(), now=clock.now())
    if as_json:
        say_json({"accounts": [_as_json(account.id) for account in found]})
        return
    for account in found:
        _say_line(account)


def _password(*, from_stdin: bool) -> tuple[str, bool]:
    """The password, and whether it was drawn here and so has to be told."""
    if from_stdin:
        return read_stdin(first_line=True), False
    return passwords.drawn_password(), True


def _say_password(msgid: str, account_id: int, username: str, drawn: str | None, as_json: bool) -> None:
    if as_json:
        say_json(_as_json(account_id) | ({"password": drawn} if drawn else {}))
        return
    click.echo(say(message(msgid, username=username)))
    if drawn:
        click.echo(say(message(N_("First password, shown only now: %(password)s"), password=drawn)))


def _say_account(account_id: int, as_json: bool) -> None:
    if as_json:
        say_json(_as_json(account_id))
        return
    _say_line(account_page(db.session(), account_id, scope=EVERYWHERE, limits=limits(), now=clock.now()))


def _say_line(account: AccountPage) -> None:
    roles = ", ".join(str(ROLES[role]) for role in account.roles)
    click.echo("\t".join((account.username, account.full_name, roles, str(STATES[account.state]))))


def _as_json(account_id: int) -> dict[str, object]:
    account = account_page(db.session(), account_id, scope=EVERYWHERE, limits=limits(), now=clock.now())
    return {
        "account": account.id,
        "username": account.username,
        "full_name": account.full_name,
        "roles": [role.value for role in account.roles],
        "state": account.state,
    }
