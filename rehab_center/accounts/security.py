"""Flask-Security, fitted to this program.

It hashes passwords and finds the account of a session. Its blueprint is not registered: its pages answer 200 to a wrong
password, know no throttle shared by processes, and leave the commit to the end of the request, where nothing could be
recorded with the sign-in. Its datastore is ours: what it reads is a plain :class:`User`, so that no row is touched
outside a transaction, and what it saves goes through a service into the log.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any, cast

from flask import Flask, current_app, has_request_context, session
from flask_security import RoleMixin, Security, UserMixin
from flask_security.datastore import UserDatastore
from sqlalchemy import Select, bindparam, exists, select

from rehab_center import clock, settled
from rehab_center.accounts import rules
from rehab_center.accounts.models import Account, AccountRole, EndedSession
from rehab_center.accounts.passwords import PasswordHash
from rehab_center.accounts.services import sign_in
from rehab_center.db import db, transaction
from rehab_center.permissions import Actor, Permission, Role, permissions_of
from rehab_center.web.command_line import ACTOR_NAMED


@dataclass(eq=False)
class User(UserMixin):
    """An account as a request knows it: values, not a row."""

    id: int
    username: str
    full_name: str
    password: str
    active: bool
    must_change_password: bool
    facility_id: int | None
    fs_uniquifier: str = ""  # with a default, for Flask-Security looks for it on the class
    held_roles: frozenset[Role] = frozenset()

    @property
    def rights(self) -> frozenset[Permission]:
        """What the roles held at this moment allow."""
        return permissions_of(self.held_roles)

    def actor(self, origin: str = "web") -> Actor:
        """The account as whoever acts: a request's, or the command line's ``--actor``."""
        return Actor(
            name=self.username,
            label=self.full_name,
            account_id=self.id,
            facility_ids=None if self.facility_id is None else frozenset({self.facility_id}),
            permissions=self.rights,
            origin=origin,
            roles=self.held_roles,
        )


SESSION_KEY = "session_key"
"""Under which name the cookie carries the key of its session."""

_USERS = select(
    Account.id,
    Account.username,
    Account.full_name,
    Account.password,
    Account.active,
    Account.must_change_password,
    Account.facility_id,
    Account.fs_uniquifier,
    AccountRole.role,
).outerjoin(AccountRole)

#: Put together once: every request asks one of them.
_USER_BY = {
    column.key: _USERS.where(column == bindparam(column.key))
    for column in (Account.id, Account.username, Account.fs_uniquifier)
}
#: The account of a session is no more once that session was signed out: asked in the same statement.
_USER_BY["fs_uniquifier"] = _USER_BY["fs_uniquifier"].where(
    ~exists().where(EndedSession.session_key == bindparam(SESSION_KEY))
)


_FACTS = len(_USERS.selected_columns)


@cache
def _user_by(name: str) -> Select[Any]:
    """The statement of one key; what ``settled`` asks in every request comes with it."""
    return _USER_BY[name].add_columns(*settled.last_rows())


class RecordedDatastore(UserDatastore):
    """Reads accounts as :class:`User`, in one statement; saves a refreshed hash as a recorded act, and nothing else."""

    def __init__(self) -> None:
        super().__init__(User, RoleMixin)

    def find_user(self, case_insensitive: bool = False, **by: Any) -> User | None:
        """The account with this id, username or uniquifier, disabled or not; None when there is none."""
        ((name, value),) = by.items()
        if name == "username":
            value = rules.username_of(value)
        key = str(session.get(SESSION_KEY, "")) if has_request_context() else ""
        reading = db.session()
        rows = reading.connection().execute(_user_by(name), {name: value, SESSION_KEY: key}).all()
        if not rows:
            return None
        settled.saw(reading, rows[0][_FACTS:])
        facts: Any = rows[0][: _FACTS - 1]
        user = User(*facts)
        user.held_roles = frozenset(Role(row.role) for row in rows if row.role)
        return user

    def put(self, model: User) -> User:
        """Flask-Security calls this when it hashed a right password anew; saved at once and recorded."""
        with transaction() as session:
            sign_in.refresh_hash(
                session,
                model.id,
                password_hash=PasswordHash(model.password),
                actor=model.actor(),
                now=clock.now(),
            )
        return model

    def commit(self) -> None:
        """Nothing is left to save: :meth:`put` has committed."""


def init_app(app: Flask) -> None:
    """Start Flask-Security without its pages, commands, tokens, e-mails and cookies of its own."""
    for name, value in _SETTINGS.items():
        app.config.setdefault(f"SECURITY_{name}", value)
    security = Security(app, RecordedDatastore(), register_blueprint=False)
    # Only a session says who is asking: a token in a header or an address would get round the time-outs.
    security.login_manager.request_loader(lambda _request: None)
    # Flask-Principal would look the account up for every file of the page; permissions.py is where rights come from.
    security.principal.identity_loaders.clear()
    app.extensions[ACTOR_NAMED] = _actor_named


_SETTINGS = {
    "PASSWORD_HASH": "argon2",
    "PASSWORD_SCHEMES": ["argon2"],
    # No key of the installation in the hash: a backup restored elsewhere lets its people in.
    "PASSWORD_SINGLE_HASH": {"argon2"},
    "USER_IDENTITY_ATTRIBUTES": [{"username": {"mapper": rules.username_of, "case_insensitive": True}}],
    "API_ENABLED_METHODS": ["session"],
    "RETURN_GENERIC_RESPONSES": True,
    "FLASH_MESSAGES": False,
    "DATETIME_FACTORY": clock.now,
    "I18N_DIRNAME": [],
    "CLI_USERS_NAME": None,
    "CLI_ROLES_NAME": None,
}


def find_user(**by: Any) -> User | None:
    """The account with this ``id``, ``username`` or ``fs_uniquifier``, whatever its state."""
    datastore = cast(RecordedDatastore, current_app.extensions["security"].datastore)
    return datastore.find_user(**by)


def _actor_named(username: str) -> Actor | None:
    """The account in whose name a command acts; None for a stranger and for a disabled account."""
    user = find_user(username=username)
    return user.actor(origin="cli") if user is not None and user.active else None


def limits() -> rules.Limits:
    """The throttle's limits in this installation."""
    config = current_app.config
    return rules.Limits(
        key=str(config["SECRET_KEY"]).encode(),
        failures=config["SIGN_IN_FAILURES"],
        window=timedelta(minutes=config["SIGN_IN_LOCK_MINUTES"]),
    )
