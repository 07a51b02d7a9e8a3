"""Writing stages of a centre's stays, for every test of this feature."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from rehab_center.clock import moment_of
from rehab_center.db import transaction
from rehab_center.permissions import Actor
from rehab_center.stages.kinds import Result, Stage, Step
from rehab_center.stages.queries import books_of
from rehab_center.stages.rules.intervals import Change
from rehab_center.stages.services import Wish, write_changes
from tests.admissions.stays import Centre

NOW = moment_of(date(2024, 6, 14), 9)
TODAY = date(2024, 6, 14)
CAME = date(2024, 3, 10)
A, B, C, D, E = Stage
MET, NOT_MET = Result


def write(
    centre: Centre,
    step: Step,
    wishes: dict[int, Wish],
    *,
    why: str | None = None,
    actor: Actor | None = None,
    now: datetime = NOW,
) -> int:
    """Stages written by the service."""
    with transaction() as session:
        return write_changes(session, step, wishes, why=why, actor=actor or centre.actor, now=now)


def last(session: Session, stay: int) -> int:
    """The newest row about a stay."""
    session.rollback()
    return books_of(session, [stay])[stay].last_id


def decide(session: Session, centre: Centre, stay: int, *changes: Change, now: datetime = NOW) -> None:
    """Decided one after the other, out of an old book."""
    for change in changes:
        write(centre, Step.DECIDED, {stay: Wish(change, last(session, stay))}, why="Theo sổ cũ", now=now)
