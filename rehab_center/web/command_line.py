"""What every feature's commands share: who acts, how a refusal is said, and JSON."""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import wraps
from typing import Any, NoReturn, ParamSpec, TypeVar

import click
from flask import current_app

from rehab_center.errors import Blocked, DomainError, NotFound, NotPermitted, ReasonNeeded
from rehab_center.permissions import Actor, Permission
from rehab_center.web.formatting import say
from rehab_center.words import N_, message

ACTOR_NAMED = "actor_named"
"""The extension by which accounts tells who a username is: ``(username) -> Actor | None``."""

#: Who acted, on the pages and papers of people who know no command line. Stored as it stands: papers are Vietnamese.
AT_THE_SERVER = "Dòng lệnh trên máy chủ ({user})"

P = ParamSpec("P")
R = TypeVar("R")


def actor_option(command: Callable[..., R]) -> Callable[..., R]:
    """Give a command ``--actor USERNAME`` and pass it ``actor``: that account, else ``cli:`` and the system's user.

    The command runs inside an application context (as every command of an ``AppGroup`` does). Goes below
    ``@domain_errors``, which says when there is no such account.
    """

    @click.option("--actor", "actor_name", metavar="USERNAME", help="The account in whose name the log is written.")
    @wraps(command)
    def with_actor(*args: Any, actor_name: str | None, **kwargs: Any) -> R:
        return command(*args, actor=actor_named(actor_name), **kwargs)

    return with_actor


def domain_errors(command: Callable[P, R]) -> Callable[P, R]:
    """Turn what the domain refuses into lines on stderr and exit code 1; never a traceback."""

    @wraps(command)
    def with_exit(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except DomainError as error:
            say_error(error)

    return with_exit


def actor_named(username: str | None) -> Actor:
    """The account ``username`` acting at the command line, else the system's user. Raises NotFound."""
    if username is None:
        user_name = _system_user()
        return Actor(name=f"cli:{user_name}", label=AT_THE_SERVER.format(user=user_name))
    account: Actor | None = current_app.extensions[ACTOR_NAMED](username)
    if account is None:
        raise NotFound(message(N_("There is no account “%(username)s”."), username=username))
    return account


def let_act(actor: Actor, permission: Permission) -> None:
    """Refuse a command in the name of an account that may not do it on a page. Raises NotPermitted."""
    if not actor.may(permission):
        raise NotPermitted(message(N_("%(who)s may not do this: choose another account"), who=actor.label))


def say_error(error: DomainError) -> NoReturn:
    """Say a refusal on stderr, one line for each finding, and leave with exit code 1."""
    findings = error.findings if isinstance(error, Blocked | ReasonNeeded) else ()
    for line in [finding.message for finding in findings] or [error.message]:
        click.echo(say(line), err=True)
    raise SystemExit(1)


def read_stdin(*, first_line: bool = False) -> str:
    """What comes on standard input, or its first line without its end. Raises DomainError for what is no text."""
    try:
        if sys.stdin is None:  # closed by whoever started the command
            raise OSError
        text = sys.stdin.readline().rstrip("\r\n") if first_line else sys.stdin.read()
        text.encode()  # some locales let bytes through that are no letters
    except (OSError, ValueError):
        raise DomainError(N_("Nothing can be read from standard input: it must be text in UTF-8")) from None
    return text


def say_json(value: object) -> None:
    """One line of JSON on stdout, letters as they are; an iterator in an object is written as it comes, as a list."""
    for piece in _pieces(value):
        click.echo(piece, nl=False)
    click.echo()


def _pieces(value: object) -> Iterator[str]:
    if isinstance(value, Iterator):
        yield "["
        for number, one in enumerate(value):
            yield f"{', ' if number else ''}{_dumped(one)}"
        yield "]"
    elif isinstance(value, Mapping) and any(isinstance(one, Iterator) for one in value.values()):
        for number, (name, one) in enumerate(value.items()):
            yield f"{', ' if number else '{'}{_dumped(name)}: "
            yield from _pieces(one)
        yield "}"
    else:
        yield _dumped(value)


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _system_user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user id without a name, as in some containers
        return "unknown"
