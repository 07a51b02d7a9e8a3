"""Every stay begins in the first stage; what begins with it moves and ends with it. Parts of the acts of admissions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from rehab_center.admissions.hooks import Begun
from rehab_center.permissions import Actor
from rehab_center.stages.kinds import Stage, Step
from rehab_center.stages.queries import books_of
from rehab_center.stages.rules.intervals import Change, now_of
from rehab_center.stages.services.change import new_row

#: Stored beside the row as somebody's words would be.
_GOES_ON = "Chuyển diện: tiếp tục giai đoạn của đợt trước"
_NEVER = "Đợt cai nghiện đã bị hủy do ghi nhầm"


def after_beginning(session: Session, begun: Begun, *, actor: Actor, now: datetime) -> None:
    """The first stage begins with the stay; under another ground the stage of the stay before goes on."""
    carried = tuple(_carried(session, begun.before_id, begun.began_on)) if begun.before_id is not None else ()
    why = _GOES_ON if carried else None
    for change in carried or (Change(Stage.INTAKE, begun.began_on),):
        session.add(new_row(begun.stay_id, Step.DECIDED, change, why=why, actor=actor, now=now))


def _carried(session: Session, before_id: int, day: date) -> Iterator[Change]:
    changes = books_of(session, [before_id])[before_id].changes
    at = now_of(changes, day)
    if at is None:
        return
    if at.beside:
        yield Change(at.beside, day)
    yield Change(at.stage, day, alongside=at.beside is not None, goals=changes[-1].goals)


def after_moved_beginning(
    session: Session, stay_id: int, was: date, day: date, *, reason: str, actor: Actor, now: datetime
) -> None:
    """What began on the wrong first day begins on the right one, unless a later stage would then come before it."""
    lines = books_of(session, [stay_id])[stay_id].lines
    first = [line for line in lines if line.change.begins_on == was]
    if any(was < line.change.begins_on < day for line in lines):
        return
    for line in first:
        change = replace(line.change, begins_on=day)
        session.add(new_row(stay_id, Step.DECIDED, change, replaces=line.id, why=reason, actor=actor, now=now))
    session.flush()


def after_undoing(session: Session, stay_id: int, *, actor: Actor, now: datetime) -> None:
    """A stay that never was has no stages."""
    book = books_of(session, [stay_id])[stay_id]
    if book.proposal:
        answered = book.proposal
        row = new_row(stay_id, Step.DECLINED, answered.change, answers=answered.id, why=_NEVER, actor=actor, now=now)
        session.add(row)
    for line in book.lines:
        row = new_row(stay_id, Step.CANCELLED, line.change, replaces=line.id, why=_NEVER, actor=actor, now=now)
        session.add(row)
    session.flush()
