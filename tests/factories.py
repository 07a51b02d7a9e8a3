"""Things to test with, made through the same services as everywhere else. Each factory commits and gives an id back."""

from __future__ import annotations

import secrets

from flask import session
from flask.testing import FlaskClient
from flask_security.utils import login_user

from rehab_center import clock
from rehab_center.accounts import passwords
from rehab_center.accounts.door import is_required
from rehab_center.accounts.security import find_user
from rehab_center.accounts.services import administer as accounts
from rehab_center.accounts.sessions import begin_session
from rehab_center.db import transaction
from rehab_center.permissions import Actor, Role

PASSWORD = "mot cau de nho"


def make_account(
    username: str,
    *roles: Role,
    full_name: str = "Lê Thị Thử",
    facility_id: int | None = None,
    password: str = PASSWORD,
    must_change_password: bool = False,
) -> int:
    """An account of a member of staff who may sign in with ``password``. Inside an application context."""
    password_hash = passwords.hash_of(password, username=username)
    with transaction() as session:
        return accounts.create(
            session,
            username=username,
            full_name=full_name,
            roles=roles,
            facility_id=facility_id,
            password_hash=password_hash,
            must_change_password=must_change_password,
            actor=Actor(name="kiem.thu", label="Người kiểm thử", origin="test"),
            now=clock.now(),
        )


def sign_in(client: FlaskClient, *roles: Role) -> None:
    """Give ``client`` the session of a new account that holds ``roles``: the one it would have behind the door."""
    app = client.application
    with app.app_context(), app.test_request_context():  # a context of its own: the test's keeps its session
        account_id = make_account(f"{roles[0].value}.{secrets.token_hex(4)}", *roles)
        user = find_user(id=account_id)
        assert user is not None
        begin_session(second_factor_due=is_required(roles))
        login_user(user, remember=False)
        begun = dict(session)
    with client.session_transaction() as kept:
        kept.update(begun)
