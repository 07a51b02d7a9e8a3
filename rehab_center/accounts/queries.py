"""Accounts as pages and commands show them. No page here shows people of the register, so there is no scope."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from rehab_center.accounts import rules, throttle
from rehab_center.accounts.models import Account, RecoveryCode, SecondFactor
from rehab_center.errors import NotFound
from rehab_center.names import fold
from rehab_center.permissions import Role, Scope
from rehab_center.policies.naming import name_key
from rehab_center.web.list_state import ListState
from rehab_center.words import N_, message


@dataclass(frozen=True)
class AccountPage:
    """One account with all an administrator may know of it."""

    id: int
    username: str
    full_name: str
    post: str
    roles: tuple[Role, ...]
    facility_id: int | None
    active: bool
    locked: bool
    must_change_password: bool
    created_at: datetime
    last_sign_in_at: datetime | None
    version: int
    second_factor: bool

    @property
    def state(self) -> str:
        """One word for how it stands: disabled, locked, first-password or in-use."""
        if not self.active:
            return "disabled"
        if self.locked:
            return "locked"
        return "first-password" if self.must_change_password else "in-use"

    @property
    def label(self) -> str:
        """How a sentence names the account."""
        return f"{self.full_name} ({self.username})"


@dataclass(frozen=True)
class SecondFactorSet:
    """A second factor that is on. ``secret`` is encrypted; ``last_counter`` that of the last code used."""

    secret: str
    last_counter: int
    set_up_at: datetime
    codes_left: int


def account_list(
    session: Session, state: ListState, *, scope: Scope, limits: rules.Limits, now: datetime
) -> tuple[list[AccountPage], int]:
    """The accounts a list asks for and how many there are. A centre has some dozens: they are sorted in memory."""
    found = [
        account for account in accounts(session, scope=scope, limits=limits, now=now) if _asked_for(account, state)
    ]
    if state.sort == "full_name":
        key = name_key(session)
        found.sort(key=lambda account: (key(account.full_name), account.username), reverse=state.descending)
    else:
        found.sort(key=_SORTS.get(state.sort, _SORTS["username"]), reverse=state.descending)
    return state.cut(found)


def accounts(session: Session, *, scope: Scope, limits: rules.Limits, now: datetime) -> list[AccountPage]:
    """Every account within reach, by username. Four statements, whatever their number."""
    query = select(Account).options(selectinload(Account.roles)).order_by(Account.username)
    if scope.facility_ids is not None:
        query = query.where(Account.facility_id.in_(scope.facility_ids))
    found = list(session.scalars(query))
    with_code = frozenset(session.scalars(select(SecondFactor.account_id)))
    locked = throttle.locked_usernames(session, [account.username for account in found], limits, now)
    return [_page(account, locked=account.username in locked, coded=account.id in with_code) for account in found]


def account_page(
    session: Session, account_id: int, *, scope: Scope, limits: rules.Limits, now: datetime
) -> AccountPage:
    """One account. Raises NotFound, also for one of a centre out of reach."""
    account = session.get(Account, account_id, options=[selectinload(Account.roles)])
    if account is None or not within(scope, account.facility_id):
        raise NotFound(N_("There is no such account."))
    locked = bool(throttle.locked_usernames(session, [account.username], limits, now))
    return _page(account, locked=locked, coded=second_factor_of(session, account_id) is not None)


def second_factor_of(session: Session, account_id: int) -> SecondFactorSet | None:
    """The account's second factor, None where the password is enough."""
    factor = session.execute(
        select(SecondFactor.secret, SecondFactor.last_counter, SecondFactor.set_up_at).where(
            SecondFactor.account_id == account_id
        )
    ).first()
    if factor is None:
        return None
    left = select(func.count()).where(RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))
    return SecondFactorSet(factor.secret, factor.last_counter, factor.set_up_at, session.scalar(left) or 0)


def within(scope: Scope, facility_id: int | None) -> bool:
    """Whether an account of this centre (None: of every one) is within reach."""
    return scope.facility_ids is None or (facility_id is not None and scope.covers(facility_id))


def id_of(session: Session, username: str) -> int:
    """The id of the account with this username, however typed. Raises NotFound."""
    found = session.scalar(select(Account.id).where(Account.username == rules.username_of(username)))
    if found is None:
        raise NotFound(message(N_("There is no account “%(username)s”."), username=username))
    return found


def username_of(session: Session, account_id: int) -> str | None:
    """The name an account signs in by, None where there is no such account."""
    return session.scalar(select(Account.username).where(Account.id == account_id))


def any_account(session: Session) -> bool:
    """Whether anybody can sign in at all yet."""
    return bool(session.scalar(select(func.count()).select_from(Account)))


def _page(account: Account, *, locked: bool, coded: bool) -> AccountPage:
    return AccountPage(
        id=account.id,
        username=account.username,
        full_name=account.full_name,
        post=account.post,
        roles=tuple(role for role in Role if role in {row.role for row in account.roles}),
        facility_id=account.facility_id,
        active=account.active,
        locked=locked,
        must_change_password=account.must_change_password,
        created_at=account.created_at,
        last_sign_in_at=account.last_sign_in_at,
        version=account.version,
        second_factor=coded,
    )


_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)
_SORTS: dict[str, Callable[[AccountPage], tuple[object, ...]]] = {
    "username": lambda account: (account.username,),
    "last_sign_in_at": lambda account: (account.last_sign_in_at or _LONG_AGO, account.username),
}


def _asked_for(account: AccountPage, state: ListState) -> bool:
    if state.q and fold(state.q) not in fold(f"{account.username} {account.full_name} {account.post}"):
        return False
    if (role := state.choice("role")) and role not in account.roles:
        return False
    return state.choice("state") in (None, account.state)
