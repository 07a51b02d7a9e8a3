"""Signing in and out: the throttle, the check of the password and the log around the session."""

from __future__ import annotations

from datetime import timedelta

from flask import current_app, request
from flask_babel import gettext as _
from flask_security.utils import login_user, logout_user

from rehab_center import clock
from rehab_center.accounts import passwords, rules, throttle
from rehab_center.accounts.security import User, find_user, limits
from rehab_center.accounts.services import sign_in as services
from rehab_center.accounts.sessions import begin_session, forget_session, session_key
from rehab_center.db import transaction
from rehab_center.errors import DomainError
from rehab_center.permissions import Actor
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


def enter(typed_name: str, password: str) -> User:
    """Sign in the account with this name and password, in this request.

    Raises TooManyAttempts, or Refused (after which the attempt stays counted).
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
    with transaction() as database:
        services.signed_in(database, user.id, address=_address(), limits=limits(), actor=user.actor(), now=clock.now())
    begin_session()
    login_user(user, remember=False)
    return user


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
    begin_session()
    login_user(user, remember=False)


def _is_right(user: User | None, password: str) -> bool:
    if user is None:
        passwords.spend_the_time_of_a_check(password)
        return False
    return bool(user.verify_and_update_password(passwords.normal(password)))


def _note_failure(user: User | None, username: str) -> None:
    stranger = Actor(name="-", label=_("Not signed in"), permissions=frozenset(), origin="web")
    with transaction() as database:
        services.sign_in_failed(
            database,
            None if user is None else user.id,
            typed=username,
            address=_address(),
            limits=limits(),
            actor=stranger,
            now=clock.now(),
        )


def _address() -> str:
    return request.remote_addr or "-"
