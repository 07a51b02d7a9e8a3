"""What an administrator does with accounts, on the page and at the command line. The caller holds ``transaction()``."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from rehab_center.accounts import rules, throttle
from rehab_center.accounts.models import Account, AccountRole
from rehab_center.accounts.passwords import PasswordHash
from rehab_center.accounts.queries import within
from rehab_center.audit.recorder import Subject, record
from rehab_center.audit.second_saver import refuse_stale
from rehab_center.errors import Conflict, DomainError, NotFound, NotPermitted
from rehab_center.names import clean
from rehab_center.permissions import Actor, Role
from rehab_center.words import N_, message


def create(
    session: Session,
    *,
    username: str,
    full_name: str,
    roles: Collection[Role],
    password_hash: PasswordHash,
    actor: Actor,
    now: datetime,
    post: str = "",
    facility_id: int | None = None,
    must_change_password: bool = True,
) -> int:
    """Make an account and give its id. Raises DomainError for a bad name or no role, Conflict for a name taken."""
    username = rules.new_username(username)
    _check_reach(actor, facility_id)
    if session.scalar(select(Account.id).where(Account.username == username)) is not None:
        raise Conflict(message(N_("There is already an account %(username)s."), username=username), field="username")
    account = Account(
        username=username,
        full_name=rules.new_full_name(full_name),
        post=clean(post),
        password=password_hash,
        fs_uniquifier=secrets.token_hex(16),
        must_change_password=must_change_password,
        facility_id=facility_id,
        created_at=now,
        roles=_role_rows(roles),
    )
    session.add(account)
    session.flush()
    _record("account.created", account, actor, now)
    return account.id


def edit(
    session: Session,
    account_id: int,
    *,
    full_name: str,
    post: str,
    roles: Collection[Role],
    facility_id: int | None,
    version: int,
    actor: Actor,
    now: datetime,
) -> None:
    """Change what an account says of its holder, and its roles.

    Raises Conflict when somebody saved since ``version`` was read, DomainError when nobody would administer any more.
    """
    account = account_of(session, account_id, actor)
    refuse_stale(session, account, version)
    _check_reach(actor, facility_id)
    account.full_name = rules.new_full_name(full_name)
    account.post = clean(post)
    account.facility_id = facility_id
    account.version += 1
    _give_roles(session, account, roles)
    _record("account.edited", account, actor, now)


def set_roles(session: Session, account_id: int, roles: Collection[Role], *, actor: Actor, now: datetime) -> None:
    """Give an account exactly these roles. Raises DomainError when nobody would administer any more."""
    account = account_of(session, account_id, actor)
    _give_roles(session, account, roles)
    account.version += 1
    _record("account.edited", account, actor, now)


def reset_password(
    session: Session,
    account_id: int,
    *,
    password_hash: PasswordHash,
    limits: rules.Limits,
    actor: Actor,
    now: datetime,
) -> None:
    """Give a new first password, to be changed at the next sign-in; every open session ends and a lock is lifted."""
    account = account_of(session, account_id, actor)
    account.password = password_hash
    account.must_change_password = True
    account.fs_uniquifier = secrets.token_hex(16)
    throttle.forget(session, account.username, limits)
    _record("account.password_reset", account, actor, now)


def disable(session: Session, account_id: int, *, actor: Actor, now: datetime) -> None:
    """Let an account in no more, from its next request on. Raises DomainError for the last administrator."""
    account = account_of(session, account_id, actor)
    if not account.active:
        raise DomainError(message(N_("The account %(username)s is disabled already."), username=account.username))
    _keep_an_administrator(session, account)
    account.active = False
    account.fs_uniquifier = secrets.token_hex(16)
    account.version += 1
    _record("account.disabled", account, actor, now)


def enable(session: Session, account_id: int, *, actor: Actor, now: datetime) -> None:
    """Let a disabled account in again, with the password it had."""
    account = account_of(session, account_id, actor)
    if account.active:
        raise DomainError(message(N_("The account %(username)s is not disabled."), username=account.username))
    account.active = True
    account.version += 1
    _record("account.enabled", account, actor, now)


def unlock(session: Session, account_id: int, *, limits: rules.Limits, actor: Actor, now: datetime) -> int:
    """Forget the failed attempts on an account so that it may try at once. Gives how many there were."""
    account = account_of(session, account_id, actor)
    forgotten = throttle.forget(session, account.username, limits)
    _record("account.unlocked", account, actor, now, details={"failures": forgotten})
    return forgotten


def sign_out_everywhere(session: Session, account_id: int, *, actor: Actor, now: datetime) -> None:
    """End every open session of an account, on whatever machine: they name a uniquifier that is no more."""
    account = account_of(session, account_id, actor)
    account.fs_uniquifier = secrets.token_hex(16)
    _record("account.signed_out_everywhere", account, actor, now)


def record_export(session: Session, rows: int, form: str, *, actor: Actor, now: datetime) -> None:
    """The list of accounts leaves the program as a file."""
    record("account.list_exported", actor=actor, at=now, details={"rows": rows, "form": form})


def account_of(session: Session, account_id: int, actor: Actor) -> Account:
    """The account with its roles. Raises NotFound, also where its centre is out of the actor's reach."""
    account = session.get(Account, account_id, options=[selectinload(Account.roles)])
    if account is None or not within(actor.scope, account.facility_id):
        raise NotFound(N_("There is no such account."))
    return account


def subject(account: Account) -> Subject:
    """The account as the log speaks of it."""
    return Subject("account", account.id, f"{account.full_name} ({account.username})")


def _record(
    act: str, account: Account, actor: Actor, now: datetime, details: Mapping[str, str | int | None] | None = None
) -> None:
    record(act, actor=actor, at=now, about=subject(account), details=details)


def _check_reach(actor: Actor, facility_id: int | None) -> None:
    """Nobody gives more than he has: who administers one centre makes accounts of that centre only."""
    if not within(actor.scope, facility_id):
        raise NotPermitted(N_("You administer the accounts of your own centre only."), field="facility")


def _role_rows(roles: Collection[Role]) -> list[AccountRole]:
    if not roles:
        raise DomainError(N_("Choose at least one role."), field="roles")
    return [AccountRole(role=role.value) for role in sorted(set(roles))]


def _give_roles(session: Session, account: Account, roles: Collection[Role]) -> None:
    """Make the roles these, leaving the rows of those that stay. Raises DomainError."""
    if Role.ADMINISTRATOR not in roles:
        _keep_an_administrator(session, account, field="roles")
    wanted = {row.role: row for row in _role_rows(roles)}
    held = {row.role: row for row in account.roles}
    account.roles = [held.get(role, row) for role, row in wanted.items()]


def _keep_an_administrator(session: Session, account: Account, *, field: str | None = None) -> None:
    """Refuse to take away the last active administrator: nobody could let anybody in again."""
    if not account.active or Role.ADMINISTRATOR not in {row.role for row in account.roles}:
        return
    others = select(func.count()).select_from(Account).join(Account.roles)
    others = others.where(Account.active, Account.id != account.id, AccountRole.role == Role.ADMINISTRATOR.value)
    if not session.scalar(others):
        raise DomainError(
            message(
                N_("%(username)s is the last administrator. Make somebody else an administrator first."),
                username=account.username,
            ),
            field=field,
        )
