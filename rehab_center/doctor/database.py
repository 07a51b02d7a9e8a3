"""What the data says: the database answers, has the program's tables, and its log does not stand in the future."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Engine, Select, create_engine, func, select
from sqlalchemy.exc import SQLAlchemyError

from rehab_center import clock, config, schema
from rehab_center.audit.models import AuditEntry
from rehab_center.doctor.checks import Check, Trouble
from rehab_center.jobs.models import Job, JobState
from rehab_center.words import N_, message

LONG_SILENCE = timedelta(days=1)
LONG_WAIT = timedelta(minutes=10)
UPGRADE = N_("Type: ./run setup")


def settings() -> Mapping[str, Any] | None:
    """The instance's settings, None where they cannot be read; they have a check of their own."""
    app = Flask(__name__)
    try:
        config.load(app, {"SECRET_KEY": "0" * 64, "AUDIT_KEY": bytes(32)})
    except config.ConfigurationError:
        return None
    return app.config


@contextmanager
def _engine() -> Iterator[Engine | None]:
    """The instance's database, None where the settings do not say which."""
    found = settings()
    if found is None:
        yield None
        return
    engine = create_engine(found["DATABASE_URL"])
    try:
        yield engine
    finally:
        engine.dispose()


def _reachable() -> Iterator[Trouble]:
    with _engine() as engine:
        if engine is None:
            return
        if engine.url.database and engine.dialect.name == "sqlite" and not Path(engine.url.database).exists():
            yield Trouble(message(N_("There is no database yet.")), message(UPGRADE))
            return
        try:
            newest, present = schema.newest(), schema.step_of(engine)
        except SQLAlchemyError as error:
            yield Trouble(
                message(N_("The database cannot be reached: %(error)s"), error=_first_line(error)),
                message(N_("Look whether the database server runs and REHAB_DATABASE_URL is right.")),
            )
            return
    if present is not None and present not in schema.steps():
        yield Trouble(
            message(N_("The database was made by a newer program (step %(step)s)."), step=present),
            message(N_("Start the newer program, or restore a backup from before.")),
        )
    elif present != newest:
        yield Trouble(
            message(
                N_("The database is behind the program: step %(present)s of %(newest)s."),
                present=present or "–",
                newest=newest,
            ),
            message(UPGRADE),
        )


def _first_line(error: SQLAlchemyError) -> str:
    return str(getattr(error, "orig", error)).strip().partition("\n")[0]


def _clock() -> Iterator[Trouble]:
    last = one_moment(select(func.max(AuditEntry.at)))
    if last is None:
        return
    now = clock.now()
    if last > now:
        yield Trouble(
            message(
                N_("The clock stands at %(now)s, before the last entry of the log (%(last)s)."),
                now=shown(now),
                last=shown(last),
            ),
            message(N_("Set the clock right; until an administrator confirms the time nothing can be changed.")),
        )
    elif now - last > LONG_SILENCE:
        yield Trouble(
            message(
                N_("The last entry of the log is of %(last)s. Is it really %(now)s now?"),
                now=shown(now),
                last=shown(last),
            ),
            message(N_("If the clock is wrong, set it right before anybody works.")),
            mild=True,
        )


def _worker() -> Iterator[Trouble]:
    oldest = one_moment(select(func.min(Job.created_at)).where(Job.state == JobState.QUEUED))
    if oldest is not None and clock.now() - oldest > LONG_WAIT:
        yield Trouble(
            message(N_("Long work has been waiting since %(since)s: nobody is doing it."), since=shown(oldest)),
            message(N_("Start the program with ./run serve, which keeps the worker going too.")),
        )


def one_moment(query: Select[Any]) -> datetime | None:
    """The one moment a query gives; None also where the database does not answer: that is another check's word."""
    with _engine() as engine:
        if engine is None:
            return None
        try:
            with engine.connect() as connection:
                found: datetime | None = connection.scalar(query)
        except SQLAlchemyError:
            return None
    return found


def shown(moment: datetime) -> str:
    """A moment by the centre's own clock."""
    return f"{moment.astimezone(clock.ZONE):%d/%m/%Y %H:%M}"


CHECKS = (
    Check("database", N_("The database"), _reachable),
    Check("clock", N_("The clock"), _clock),
    Check("worker", N_("Long work"), _worker),
)
