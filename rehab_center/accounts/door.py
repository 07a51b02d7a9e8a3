"""Signing in and out: the throttle, the check of the password and the log around the session."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from flask import current_app, request
from flask_babel import gettext as _
from flask_security.utils import login_user, logout_user
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.accounts import passwords, rules, second_factor, throttle
from rehab_center.accounts.queries import second_factor_of
from rehab_center.accounts.security import User, find_user, limits
from rehab_center.accounts.services import second_factor as factors
from rehab_center.accounts.services import sign_in as services
from rehab_center.accounts.sessions import await_code, begin_session, forget_session, is_second_factor_due, session_key
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.permissions import Actor, Role
from rehab_center.policies.queries import word_on
from rehab_center.policies.rules import PolicyKind, SecondFactorFor
from rehab_center.words import N_, Message, message

_LONGEST_NAME = 200


class TooManyAttempts(DomainError):
    """The throttle asks for patience; ``wait`` says how much."""

    def __init__(self, wait: timedelta, *, locked: bool) -> None:
        self.wait = wait
        self.seconds = max(1, -(-wait // timedelta(seconds=1)))
        super().__init__(_patience(self.seconds, locked=locked))


def _patience(seconds: int, *, locked: bool) -> Message:
    if locked:
        words = N_("Too many failed attempts. Wait %(minutes)s minutes, or ask an administrator to unlock the account.")
        return message(words, minutes=-(-seconds // 60))
    if seconds > 2 * 60:
        words = N_("Too many failed attempts from this machine. Wait %(minutes)s minutes.")
        return message(words, minutes=-(-seconds // 60))
    return message(N_("Too many failed attempts. Try again in %(seconds)s seconds."), seconds=seconds)


class Refused(DomainError):
    """Not let in. One sentence for an unknown name and a wrong password, after the same work."""


@dataclass(frozen=True)
class Entry:
    """Who showed the right password, and whether a code is still asked for."""

    user: User
    awaits_code: bool = False


def enter(typed_name: str, password: str) -> Entry:
    """Sign in the account with this name and password, in this request, or have its code asked for next.

    Raises TooManyAttempts, or Refused (after which the attempt stays counted; so does one that awaits its code).
    """
    username = rules.username_of(typed_name)[:_LONGEST_NAME]
    pass_the_throttle(username)
    user = find_user(username=username)
    right = _is_right(user, password)
    if user is None or not right or not user.active:
        _note_failure(user, username)
        raise Refused(
            N_("This account is disabled. Ask an administrator.") if right else N_("Wrong username or password.")
        )
    if second_factor_of(db.session(), user.id) is not None:
        await_code(user.fs_uniquifier)
        return Entry(user, awaits_code=True)
    with transaction() as database:
        _record_entry(database, user)
    _let_in(user, due=is_required(user.held_roles))
    return Entry(user)


def show_code(user: User, typed: str) -> None:
    """The second step: a code of the telephone or a recovery code. Raises TooManyAttempts or Refused."""
    pass_the_throttle(user.username)
    proof = prove(user.id, typed)
    with transaction() as database:
        right = proof is not None and use(database, user.id, proof)
        if right:
            _record_entry(database, user)
    if not right:
        _note_failure(user, user.username, step="code")
        raise Refused(N_("This code is not right, or was used already. Wait for the next one."), field="code")
    _let_in(user, due=False)


def prove(account_id: int, typed: str) -> second_factor.Proof | None:
    """What a typed code proves, None for nothing; not used up yet. Reckoned outside any transaction: it takes time."""
    factor = second_factor_of(db.session(), account_id)
    if factor is None:
        return None
    counter = second_factor.counter_of(factor.secret, typed, after=factor.last_counter)
    if counter is not None:
        return second_factor.Proof(counter=counter)
    return second_factor.Proof(hash=second_factor.hash_of(typed))


def use(database: Session, account_id: int, proof: second_factor.Proof) -> bool:
    """Use a code up inside the act it is shown for; False where it is wrong or was used before."""
    return factors.use_code(database, account_id, counter=proof.counter, code_hash=proof.hash, now=clock.now())


def is_required(roles: Collection[Role]) -> bool:
    """Whether somebody with these roles must have a second factor today."""
    word = word_on(db.session(), PolicyKind.SECOND_FACTOR, clock.today())
    return rules.needs_second_factor(roles, SecondFactorFor(word))


def _record_entry(database: Session, user: User) -> None:
    services.signed_in(database, user.id, address=_address(), limits=limits(), actor=user.actor(), now=clock.now())


def _let_in(user: User, *, due: bool) -> None:
    begin_session(second_factor_due=due)
    login_user(user, remember=False)


def pass_the_throttle(username: str) -> None:
    """Count an attempt on ``username`` from this request's address. Raises TooManyAttempts."""
    with transaction() as database:
        admission = throttle.count_attempt(
            database, username=username, address=_address(), limits=limits(), now=clock.now()
        )
    if admission.wait:
        raise TooManyAttempts(admission.wait, locked=admission.locked)


def leave(user: User) -> None:
    """Sign out in this browser; whoever copied its cookie is out as well."""
    with transaction() as database:
        now, longest = clock.now(), timedelta(hours=current_app.config["ABSOLUTE_HOURS"])
        services.signed_out(
            database, user.id, session_key=session_key(), until=now + longest, actor=user.actor(), now=now
        )
    logout_user()
    forget_session()


def go_on_as(user: User, uniquifier: str) -> None:
    """Keep this browser signed in after the account's uniquifier was renewed; every other one is out."""
    user.fs_uniquifier = uniquifier
    begin_session(second_factor_due=is_second_factor_due())
    login_user(user, remember=False)


def _is_right(user: User | None, password: str) -> bool:
    if user is None:
        passwords.spend_the_time_of_a_check(password)
        return False
    return bool(user.verify_and_update_password(passwords.normal(password)))


def _note_failure(user: User | None, username: str, step: str = "password") -> None:
    stranger = Actor(name="-", label=_("Not signed in"), permissions=frozenset(), origin="web")
    with transaction() as database:
        services.sign_in_failed(
            database,
            None if user is None else user.id,
            typed=username,
            step=step,
            address=_address(),
            limits=limits(),
            actor=stranger,
            now=clock.now(),
        )


def _address() -> str:
    return request.remote_addr or "-"
