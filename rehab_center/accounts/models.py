"""Accounts, the roles they hold, failed attempts to sign in, and sessions that were signed out."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rehab_center.db import Model, one_of
from rehab_center.permissions import Role


class Account(Model):
    """One member of staff's way in. Never deleted, for the log speaks of it: it is disabled instead."""

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("username"), UniqueConstraint("fs_uniquifier"))

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Folded (no capitals, tones or spaces), so that no two accounts look alike.
    username: Mapped[str]
    full_name: Mapped[str]
    #: The post as the centre calls it, for the log's reader: "Cán bộ tiếp nhận".
    post: Mapped[str] = mapped_column(default="")
    #: argon2 hash.
    password: Mapped[str] = mapped_column(info={"sensitive": True})
    #: What a session names instead of the id: a new one signs the account out everywhere.
    fs_uniquifier: Mapped[str] = mapped_column(info={"sensitive": True})
    active: Mapped[bool] = mapped_column(default=True)
    must_change_password: Mapped[bool] = mapped_column(default=True)
    #: The centre whose people the account sees; none is every centre.
    facility_id: Mapped[int | None] = mapped_column(ForeignKey("facility.id"))
    created_at: Mapped[datetime]
    last_sign_in_at: Mapped[datetime | None]
    #: Counts what an administrator edits, so that a second saver sees both values. Signing in does not count.
    version: Mapped[int] = mapped_column(default=1)

    roles: Mapped[list[AccountRole]] = relationship(
        cascade="all, delete-orphan", order_by="AccountRole.role", lazy="raise_on_sql"
    )


class AccountRole(Model):
    """One role held by an account."""

    __tablename__ = "account_role"
    __table_args__ = (UniqueConstraint("account_id", "role"), one_of("role", Role))

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    role: Mapped[str]


class SecondFactor(Model):
    """The telephone that shows an account's codes. No row: the password is enough."""

    __tablename__ = "second_factor"
    __table_args__ = (UniqueConstraint("account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    #: Encrypted with a key from the installation's secret.
    secret: Mapped[str] = mapped_column(info={"sensitive": True})
    #: Of the last code that was used: none is good twice.
    last_counter: Mapped[int] = mapped_column(info={"sensitive": True})
    set_up_at: Mapped[datetime]


class RecoveryCode(Model):
    """A code for a lost telephone, as a keyed hash; good once."""

    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("account_id", "code_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    code_hash: Mapped[str] = mapped_column(info={"sensitive": True})
    used_at: Mapped[datetime | None]


class SignInAttempt(Model):
    """One attempt that has not succeeded (or not yet). Ephemeral: counted by the throttle, then pruned.

    ``username_key`` is a keyed hash of the typed name: people type their password into the wrong field.
    """

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index(None, "username_key", "at"), Index(None, "address", "at"), Index(None, "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    username_key: Mapped[str]
    address: Mapped[str]
    at: Mapped[datetime]


class EndedSession(Model):
    """A session its holder signed out of: a copy of its cookie opens nothing any more. Ephemeral.

    A row is kept until ``until``, when the cookie is over by itself.
    """

    __tablename__ = "ended_session"
    __table_args__ = (Index(None, "until"),)

    session_key: Mapped[str] = mapped_column(primary_key=True)
    until: Mapped[datetime]
