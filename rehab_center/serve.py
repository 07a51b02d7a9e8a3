"""``./run serve``: keeps the web server and the worker alive, and stops both cleanly.

One process loads the program, opens the port and forks its two children from there, so that a start costs one import
and a child that dies is back at once on a port that never closed. ``prepare`` makes an instance ready to be served.
"""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click
from flask import Flask
from flask_migrate import upgrade
from gunicorn.app.base import BaseApplication
from sqlalchemy.exc import DBAPIError

from rehab_center import clock, config, create_app, schema
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.jobs.worker import Worker
from rehab_center.permissions import Actor
from rehab_center.policies import services as policies
from rehab_center.residents.services.names import fill_written_keys
from rehab_center.words import N_, Message, message

SIGNALS = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD}
SHORT_LIFE = 5.0
"""Seconds. A child that dies sooner than this was hardly started."""
MOST_SHORT_LIVES = 5
PATIENCE = 35.0
"""Seconds a child may take to stop before it is killed: gunicorn's own grace and a little."""


def main(arguments: list[str]) -> int:
    """``prepare``, or nothing to serve. Gives the exit code; what is wrong is said in words."""
    try:
        if arguments == ["prepare"]:
            prepare(config.instance_folder())
            return 0
        return serve(create_app())
    except config.ConfigurationError as error:
        _tell(error.message)
    except (DBAPIError, OSError) as error:
        cause = str(getattr(error, "orig", error)).strip().partition("\n")[0]
        _tell(message(N_("It cannot start: %(error)s. What to do is said by: ./run doctor"), error=cause))
    return 1


def prepare(instance: Path) -> None:
    """Make the keys that are missing and bring the database to the present schema. Raises ConfigurationError."""
    for path in config.make_keys(instance):
        _tell(message(N_("Made the key %(path)s. Keep a copy where the backups are not."), path=path))
    app = create_app()
    with app.app_context():
        schema.refuse_newer(db.engine)
        upgrade(directory=str(config.ROOT / "migrations"))
    schema.let_program_work(app.config["DATABASE_OWNER_URL"], app.config["DATABASE_URL"])
    _catch_up(app)


def _catch_up(app: Flask) -> None:
    """Enter the policies and fill the keys of lists that came with a newer program, in the name of the set-up."""
    setup = Actor("cli:setup", "Cài đặt, cập nhật phần mềm")
    with app.app_context():
        try:
            with transaction() as session:
                policies.catch_up(session, actor=setup, now=clock.now())
            while fill_one_part(setup):
                pass
        except DomainError as error:  # the clock is doubtful: they are entered the next time
            _tell(error.message)
        db.session.remove()
        db.engine.dispose()


def fill_one_part(actor: Actor) -> int:
    """Fill keys of lists that are missing, in a transaction of their own; how many."""
    with transaction() as session:
        return fill_written_keys(session, actor=actor, now=clock.now())


def serve(app: Flask) -> int:
    """Serve until SIGTERM or SIGINT. Raises ConfigurationError when the database is behind or the port is taken."""
    if _is_behind(app):
        if not app.config["DEMO"]:  # somebody makes a backup first
            raise config.ConfigurationError(message(N_("The database is behind the program. Type: ./run setup")))
        prepare(app.config["INSTANCE"])
    listener = _listen(app.config["HOST"], app.config["PORT"])
    shown = f"http://{app.config['HOST']}:{app.config['PORT']}/"
    _tell(message(N_("Open %(address)s in a browser. Ctrl-C stops the program."), address=shown))
    web = WebServer(app, listener)
    _settle_memory()
    return Supervisor([Child("web", web.run), Child("worker", Worker(app).run)]).run()


def _settle_memory() -> None:
    """What is loaded stays: the collector need not go through it again, nor copy its pages into every child.

    A page makes thousands of objects that go with it; the usual threshold would look among them dozens of times.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def _is_behind(app: Flask) -> bool:
    with app.app_context():
        behind = schema.is_behind(db.engine)
        db.session.remove()
        db.engine.dispose()  # no connection may be shared with a child
    return behind


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise config.ConfigurationError(
            message(
                N_("Port %(port)s of %(host)s is taken (%(error)s). Does it run already? REHAB_PORT chooses another."),
                host=host,
                port=str(port),
                error=error.strerror,
            )
        ) from None
    listener.listen(512)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # an answer's head does not wait for its body
    listener.set_inheritable(True)
    return listener


class WebServer(BaseApplication):
    """gunicorn with threads, on a socket that is open already."""

    def __init__(self, app: Flask, listener: socket.socket) -> None:
        self._app = app
        self._listener = listener
        super().__init__()

    def load_config(self) -> None:
        """gunicorn's settings; those an installation may choose come from ours."""
        for name, value in {
            "bind": f"fd://{self._listener.fileno()}",
            "worker_class": "gthread",
            "workers": self._app.config["PROCESSES"],
            "threads": self._app.config["THREADS"],
            "preload_app": True,
            "graceful_timeout": 30,
            "timeout": 120,
            "loglevel": "warning",
            "control_socket_disable": True,
            "worker_tmp_dir": "/dev/shm" if os.access("/dev/shm", os.W_OK) else None,
        }.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        """The program, loaded before the fork."""
        return self._app


@dataclass
class Child:
    """A process to keep alive: ``work`` runs in it and returns when it is told to stop."""

    name: str
    work: Callable[[], Any]
    pid: int = 0
    begun: float = 0.0
    short_lives: int = 0

    def start(self) -> None:
        """Fork it off."""
        self.begun = time.monotonic()
        self.pid = os.fork()
        if self.pid == 0:
            os._exit(self._live())

    def _live(self) -> int:
        os.setpgid(0, 0)  # Ctrl-C is for the supervisor, who then asks the children to stop
        _die_with_parent()
        for number in SIGNALS:
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
        try:
            self.work()
        except SystemExit as stop:
            if isinstance(stop.code, str):
                click.echo(stop.code, err=True)
            return stop.code if isinstance(stop.code, int) else int(stop.code is not None)
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
        return 0

    def ended(self) -> None:
        """Note that it died by itself."""
        self.pid = 0
        self.short_lives = self.short_lives + 1 if time.monotonic() - self.begun < SHORT_LIFE else 0


@dataclass
class Supervisor:
    """Starts children, starts again those that die, and at the end waits until all have stopped."""

    children: list[Child]
    _stopping: bool = field(default=False, init=False)

    def run(self) -> int:
        """Keep everything going until SIGTERM, SIGINT or SIGHUP: 0. A child that will not live: 1."""
        signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
        try:
            for child in self.children:
                child.start()
            while signal.sigwait(SIGNALS) is signal.SIGCHLD:
                self._reap()
                if not self._revive():
                    return 1
            return 0
        finally:
            self._stop()
            signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)

    def _reap(self) -> None:
        for child in self.children:
            if child.pid and os.waitpid(child.pid, os.WNOHANG)[0]:
                child.ended()

    def _revive(self) -> bool:
        for child in self.children:
            if child.pid:
                continue
            if child.short_lives >= MOST_SHORT_LIVES:
                _tell(
                    message(
                        N_("The part “%(name)s” of the program does not stay alive; see the lines above."),
                        name=child.name,
                    )
                )
                return False
            _tell(message(N_("The part “%(name)s” of the program had stopped and is started again."), name=child.name))
            time.sleep(child.short_lives * 0.2)
            child.start()
        return True

    def _stop(self) -> None:
        for child in self.children:
            if child.pid:
                os.kill(child.pid, signal.SIGTERM)
        last = time.monotonic() + PATIENCE
        while any(child.pid for child in self.children):
            self._reap()
            if time.monotonic() > last:
                for child in self.children:
                    if child.pid:
                        os.kill(child.pid, signal.SIGKILL)
            time.sleep(0.05)


def _die_with_parent() -> None:
    """Ask Linux for SIGTERM when the supervisor is killed, so that nothing keeps the port."""
    set_death_signal = 1
    ctypes.CDLL(None).prctl(set_death_signal, signal.SIGTERM)


def _tell(said: Message) -> None:
    click.echo(f"→ {config.in_words(said)}", err=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
