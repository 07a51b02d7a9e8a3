"""Acts on an account that ask before they are done: their words, when they are offered, and the service behind them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from rehab_center.accounts.queries import AccountPage
from rehab_center.accounts.security import limits
from rehab_center.accounts.services import administer as services
from rehab_center.accounts.services import second_factor as factors
from rehab_center.permissions import Actor
from rehab_center.words import N_

Perform = Callable[[Session, int, Actor, datetime], object]


@dataclass(frozen=True)
class Act:
    """One act. Every text is a msgid; ``done`` has a place for the account."""

    title: str
    explains: str
    button: str
    done: str
    perform: Perform
    offered: Callable[[AccountPage], bool]
    dangerous: bool = False


def _disable(session: Session, account_id: int, actor: Actor, now: datetime) -> None:
    services.disable(session, account_id, actor=actor, now=now)


def _enable(session: Session, account_id: int, actor: Actor, now: datetime) -> None:
    services.enable(session, account_id, actor=actor, now=now)


def _unlock(session: Session, account_id: int, actor: Actor, now: datetime) -> None:
    services.unlock(session, account_id, limits=limits(), actor=actor, now=now)


def _sign_out(session: Session, account_id: int, actor: Actor, now: datetime) -> None:
    services.sign_out_everywhere(session, account_id, actor=actor, now=now)


def _reset_second_factor(session: Session, account_id: int, actor: Actor, now: datetime) -> None:
    factors.reset(session, account_id, actor=actor, now=now)


ACTS = {
    "reset-second-factor": Act(
        N_("Reset the second factor"),
        N_(
            "For somebody who lost the telephone and the recovery codes: the password alone lets the account in again, "
            "and its open sessions end. Be sure that it is the holder who asks."
        ),
        N_("Reset it"),
        N_("%(account)s has no second factor any more."),
        _reset_second_factor,
        lambda account: account.second_factor,
        dangerous=True,
    ),
    "unlock": Act(
        N_("Unlock the account"),
        N_("The failed attempts are forgotten and the account may try to sign in at once."),
        N_("Unlock"),
        N_("%(account)s is unlocked."),
        _unlock,
        lambda account: account.locked,
    ),
    "sign-out-everywhere": Act(
        N_("Sign the account out everywhere"),
        N_("Every open session of the account ends, on every machine. Whoever knows the password can sign in again."),
        N_("Sign out everywhere"),
        N_("%(account)s is signed out everywhere."),
        _sign_out,
        lambda account: account.active,
        dangerous=True,
    ),
    "disable": Act(
        N_("Disable the account"),
        N_("Its open sessions end and nobody can sign in with it. The log keeps all it did; it can be enabled again."),
        N_("Disable"),
        N_("%(account)s is disabled."),
        _disable,
        lambda account: account.active,
        dangerous=True,
    ),
    "enable": Act(
        N_("Enable the account"),
        N_("Its holder can sign in again, with the same password and the same roles."),
        N_("Enable"),
        N_("%(account)s is enabled."),
        _enable,
        lambda account: not account.active,
    ),
}
