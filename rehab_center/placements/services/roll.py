"""Counting everybody: a check begins, zones are counted, it is closed under a name, a difference is explained."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.audit.recorder import Subject, record
from rehab_center.audit.second_saver import refuse_stale
from rehab_center.errors import Conflict, DomainError
from rehab_center.names import clean, fold
from rehab_center.permissions import Actor, Role
from rehab_center.placements.kinds import Absence
from rehab_center.placements.models import RollCheck, RollLine, RollMissing
from rehab_center.placements.queries.house import house
from rehab_center.placements.queries.rolls import load_roll, open_roll, roll_page
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.rules import TaskSubject
from rehab_center.tasks.services import close_exceptions, open_exception
from rehab_center.words import N_, message


@dataclass(frozen=True)
class ZoneCount:
    """What the officer found in a zone: how many, who is missing and why (as far as is known)."""

    counted: int | None
    missing: Mapping[int, tuple[Absence, str | None]] = field(default_factory=dict)
    note: str | None = None


def begin_roll(session: Session, facility_id: int, *, actor: Actor, now: datetime) -> int:
    """Begin a check: who is expected where is kept as it is known now. Gives its id.

    Raises Conflict while another one is open, DomainError where no zone is set up, NotFound for a stranger.
    """
    today = clock.day_of(now)
    found = house(session, facility_id, as_of=today, scope=actor.scope)
    if not found.zones:
        raise DomainError(message(N_("No zone is set up yet: there is nothing to count by")))
    if open_roll(session, facility_id) is not None:
        raise Conflict(message(N_("A roll check is open already: close it first")), code="open-already")
    last = session.scalar(
        select(func.max(RollCheck.number)).where(RollCheck.facility_id == facility_id, RollCheck.taken_on == today)
    )
    roll = RollCheck(
        facility_id=facility_id,
        taken_on=today,
        number=(last or 0) + 1,
        began_at=now,
        began_by=actor.label,
        search_key=fold(actor.label),
    )
    session.add(roll)
    session.flush()
    expected: dict[int | None, list[int]] = {zone.id: [] for zone in found.zones}
    for zone in found.zones:
        expected[zone.id] = [one.stay_id for room in zone.rooms for one in room.people if one.present]
    without = [one.stay_id for one in found.without_bed]
    if without:
        expected[None] = without
    for position, (zone_id, stays) in enumerate(expected.items(), start=1):
        line = RollLine(
            roll_check_id=roll.id, zone_id=zone_id, position=position, expected=len(stays), expected_ids=stays
        )
        session.add(line)
    session.flush()
    record("roll.begun", actor=actor, at=now, about=subject_of(roll))
    return roll.id


def count_roll(
    session: Session,
    roll_id: int,
    *,
    counts: Mapping[int, ZoneCount],
    expected_version: int,
    actor: Actor,
    now: datetime,
) -> None:
    """Keep what was counted, by line. Raises Conflict for a closed check and a second saver, DomainError, NotFound."""
    roll = _open(session, roll_id, expected_version=expected_version, actor=actor)
    _write(session, roll, counts, actor=actor, now=now)
    session.flush()
    record("roll.counted", actor=actor, at=now, about=subject_of(roll))


def close_roll(
    session: Session,
    roll_id: int,
    *,
    counts: Mapping[int, ZoneCount],
    signed_by: str,
    note: str | None = None,
    expected_version: int,
    actor: Actor,
    now: datetime,
) -> bool:
    """Keep the counts and close the check under a name; gives whether every difference is explained.

    What is not is owed from now on. Raises Conflict, DomainError for a zone nobody counted or without a name, NotFound.
    """
    roll = _open(session, roll_id, expected_version=expected_version, actor=actor)
    signed_by = clean(signed_by)
    if not signed_by:
        raise DomainError(message(N_("Type the name of whoever signs")), field="signed_by")
    _write(session, roll, counts, actor=actor, now=now)
    bare = session.scalar(select(func.count()).where(RollLine.roll_check_id == roll_id, RollLine.counted.is_(None)))
    if bare:
        raise DomainError(message(N_("Not counted yet: %(zones)s zones"), zones=bare), code="not-counted")
    roll.closed_at, roll.closed_by, roll.signed_by = now, actor.label, signed_by
    roll.note, roll.search_key = clean(note or "") or None, fold(f"{roll.began_by} {signed_by}")
    session.flush()
    explained = roll_page(session, roll_id, scope=actor.scope).row.explained
    if not explained:
        _owe(session, roll, actor=actor, now=now)
    record("roll.closed", actor=actor, at=now, about=subject_of(roll))
    return explained


def explain_roll(
    session: Session,
    roll_id: int,
    *,
    missing: Mapping[int, tuple[Absence, str | None]],
    notes: Mapping[int, str | None],
    expected_version: int,
    actor: Actor,
    now: datetime,
) -> bool:
    """Say of a closed check why some were missing (by stay) and what else is to be said (by line).

    Gives whether everything is explained: then nothing is owed any more, else it is, also where it was explained
    before. Counts stay what they were. Raises Conflict for an open check and a second saver, NotFound.
    """
    roll = load_roll(session, roll_id, scope=actor.scope)
    if roll.closed_at is None:
        raise Conflict(message(N_("This roll check is still open")))
    _as_seen(session, roll, expected_version)
    for line in _lines(session, roll_id):
        if line.id in notes:
            line.note = clean(notes[line.id] or "") or None
        _name_missing(
            session,
            line,
            {stay: missing[stay] for stay in line.expected_ids if stay in missing},
            actor=actor,
            now=now,
        )
    session.flush()
    explained = roll_page(session, roll_id, scope=actor.scope).row.explained
    if explained:
        close_exceptions(
            session,
            subject_kind="roll_check",
            subject_id=roll_id,
            kinds=[TaskKind.ROLL_DIFFERENCE],
            reason="Đã giải trình chênh lệch",
            actor=actor,
            now=now,
        )
    else:
        _owe(session, roll, actor=actor, now=now)
    record("roll.explained", actor=actor, at=now, about=subject_of(roll))
    return explained


def subject_of(roll: RollCheck) -> Subject:
    """A check as the log names it."""
    return Subject("roll_check", roll.id, label_of(roll))


def label_of(roll: RollCheck) -> str:
    """A check as people call it. Vietnamese, as it stands beside the task for ever."""
    return f"Điểm danh lần {roll.number} ngày {roll.taken_on:%d/%m/%Y}"


def _open(session: Session, roll_id: int, *, expected_version: int, actor: Actor) -> RollCheck:
    roll = load_roll(session, roll_id, scope=actor.scope)
    if roll.closed_at is not None:
        raise Conflict(message(N_("This roll check is closed: %(who)s"), who=roll.signed_by), code="closed-already")
    _as_seen(session, roll, expected_version)
    return roll


def _as_seen(session: Session, roll: RollCheck, expected_version: int) -> None:
    refuse_stale(session, roll, expected_version)
    roll.version += 1


def _lines(session: Session, roll_id: int) -> Sequence[RollLine]:
    return session.scalars(select(RollLine).where(RollLine.roll_check_id == roll_id)).all()


def _write(session: Session, roll: RollCheck, counts: Mapping[int, ZoneCount], *, actor: Actor, now: datetime) -> None:
    for line in _lines(session, roll.id):
        if line.id not in counts:
            continue
        found = counts[line.id]
        line.counted, line.note = found.counted, clean(found.note or "") or None
        _name_missing(session, line, found.missing, actor=actor, now=now)
    session.flush()


def _name_missing(
    session: Session,
    line: RollLine,
    missing: Mapping[int, tuple[Absence, str | None]],
    *,
    actor: Actor,
    now: datetime,
) -> None:
    there = {row.admission_id: row for row in session.scalars(
        select(RollMissing).where(RollMissing.roll_line_id == line.id)
    )}  # fmt: skip
    for stay_id, row in there.items():
        if stay_id not in missing:
            session.delete(row)
    for stay_id, (absence, note) in missing.items():
        if stay_id not in line.expected_ids:
            raise DomainError(message(N_("Somebody who was not expected in this zone cannot be missing there")))
        row = there.get(stay_id) or RollMissing(roll_line_id=line.id, admission_id=stay_id, recorded_at=now, actor="")
        row.absence, row.note, row.actor = absence.value, clean(note or "") or None, actor.label
        session.add(row)


def _owe(session: Session, roll: RollCheck, *, actor: Actor, now: datetime) -> None:
    open_exception(
        session,
        facility_id=roll.facility_id,
        kind=TaskKind.ROLL_DIFFERENCE,
        subject=TaskSubject("roll_check", roll.id, label_of(roll)),
        what=message(N_("Say why counted and expected differ at the roll check of %(day)s"), day=roll.taken_on),
        owner_role=Role.DUTY,
        due_at=clock.end_of(roll.taken_on),
        actor=actor,
        now=now,
    )
