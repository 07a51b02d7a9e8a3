"""The clock strikes: to-dos and exceptions open and close by what the books say, whoever is at work or nobody."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.hooks import Written
from rehab_center.admissions.models import Admission
from rehab_center.admissions.rules.movements import ENTRIES, EXITS
from rehab_center.admissions.services.papers import About, about_stay
from rehab_center.audit import clock_guard
from rehab_center.audit.recorder import Subject, record
from rehab_center.db import db, transaction
from rehab_center.permissions import Actor, Role
from rehab_center.release.queries.clocks import Seen, candidates, failed_stays, open_about, seen
from rehab_center.release.queries.hours import Hours
from rehab_center.release.rules.release_clock import StayClock, Strokes, Wanted, strokes
from rehab_center.release.services.failures import note_failure, recovered
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.rules import TaskSubject
from rehab_center.tasks.services import close_by_paper, close_tasks, open_exception
from rehab_center.words import N_, Message, message

log = logging.getLogger(__name__)

CLOCK = Actor(name="program:release-clock", label="Đồng hồ ra về", origin="job")
"""Who acts, as the log writes it."""

_OWNERS = {
    TaskKind.RELEASE_TODAY: Role.DUTY,
    TaskKind.TERM_OVERRUN: Role.DIRECTOR,
    TaskKind.UNCHECKED_END: Role.DIRECTOR,
    TaskKind.ENDED_AT_HOME: Role.DIRECTOR,
    TaskKind.LEFT_EARLY: Role.DIRECTOR,
}


def look(now: datetime) -> int:
    """Let the clock strike for every stay whose time has come; gives how many it struck for.

    Called every minute and by the first page. Nothing is done twice; while the machine's clock is doubted, nothing at
    all. Each stay is a transaction of its own, and one that fails holds up no other: its failure is noted once the
    others are done, and tried again the next minute.
    """
    session = db.session()
    if clock_guard.doubt(session) is not None:
        session.rollback()
        return 0
    due = _due(session, now)
    struck, failures = 0, []
    for stay_id in due:
        try:
            struck += _strike(stay_id, now)
        except OperationalError:
            raise  # the database is busy, not the stay at fault
        except Exception as error:
            db.session.rollback()
            log.exception("the clock of releases could not strike for stay %s", stay_id)
            failures.append((stay_id, type(error).__name__))
    for stay_id, error_name in failures:
        note_failure(stay_id, error_name, actor=CLOCK, now=now)
    return struck


def _due(session: Session, now: datetime) -> list[int]:
    """For whom there is something to do, or was nothing that could be done; everybody in reach where one is unreadable.

    Read together, a single stay with broken rows would hide all others.
    """
    today, failed = clock.day_of(now), failed_stays(session)
    try:
        hours = Hours(session)
        due = {one.clock.stay_id for one in seen(session, today=today) if _strokes(hours, one, now)}
    except OperationalError:
        raise
    except Exception:
        session.rollback()
        log.exception("the clock of releases could not look at all stays together: one by one")
        due = candidates(session, today)
    session.rollback()
    return sorted(due | failed)


def _strike(stay_id: int, now: datetime) -> bool:
    with transaction() as session:
        struck = settle_stay(session, stay_id, actor=CLOCK, now=now)
        well_again = recovered(session, stay_id, actor=CLOCK, now=now)
        if struck or well_again:
            about = about_stay(session, session.get_one(Admission, stay_id))
            record("release.struck", actor=CLOCK, at=now, about=Subject("resident", about.resident_id, about.label))
    return bool(struck)


def settle_stay(session: Session, stay_id: int, *, actor: Actor, now: datetime) -> bool:
    """Open and close what the clock owes about one stay; whether it did anything. No entry in the log."""
    return _carry_out(session, _judge(session, stay_id, now), actor=actor, now=now)


@dataclass(frozen=True)
class _Judged:
    """A stay with what the clock does about it now."""

    stay: StayClock
    struck: Strokes
    hours: Hours


def _judge(session: Session, stay_id: int, now: datetime) -> _Judged:
    (one,) = seen(session, today=clock.day_of(now), only=[stay_id])
    hours = Hours(session)
    return _Judged(one.clock, _strokes(hours, one, now), hours)


def _carry_out(session: Session, judged: _Judged, *, actor: Actor, now: datetime) -> bool:
    struck = judged.struck
    about = about_stay(session, session.get_one(Admission, judged.stay.stay_id)) if struck else None
    for gone in struck.withdrawn:
        if gone.paper_id is not None:
            close_by_paper(session, gone.task_id, gone.paper_id, actor=actor, now=now)
        else:
            close_tasks(session, [gone.task_id], reason=gone.why, actor=actor, now=now)
    for new in struck.opened:
        if about is not None:
            _open(session, judged.stay, new, about, hours=judged.hours, actor=actor, now=now)
    return bool(struck)


def _settle_or_leave(session: Session, stay_id: int, *, actor: Actor, now: datetime) -> None:
    """The same within another act, which a stay that cannot be judged does not stop: the next look notes that."""
    try:
        judged = _judge(session, stay_id, now)
    except OperationalError:
        raise
    except Exception:
        log.exception("the clock of releases could not judge stay %s; what was being recorded goes on", stay_id)
        return
    _carry_out(session, judged, actor=actor, now=now)


def after_movement(session: Session, written: Written, *, actor: Actor, now: datetime) -> None:
    """What a movement settles, or opens, at once. Part of the act that wrote it."""
    if written.kind in EXITS or open_about(session, "admission", written.stay_id):
        _settle_or_leave(session, written.stay_id, actor=actor, now=now)


def after_void(session: Session, voided: Written, *, actor: Actor, now: datetime) -> None:
    """Who did not leave after all is kept, and a stay that never was keeps nobody. Part of the act that voids."""
    if voided.kind in EXITS | ENTRIES or open_about(session, "admission", voided.stay_id):
        _settle_or_leave(session, voided.stay_id, actor=actor, now=now)


def _strokes(hours: Hours, one: Seen, now: datetime) -> Strokes:
    return strokes(one.clock, list(one.standing), today=clock.day_of(now), now=now, strikes_at=hours.moment)


def _open(
    session: Session, stay: StayClock, new: Wanted, about: About, *, hours: Hours, actor: Actor, now: datetime
) -> None:
    open_exception(
        session,
        facility_id=about.facility_id,
        kind=new.kind,
        subject=TaskSubject(*new.subject, about.label, about.resident_id),
        what=_words(stay, new, hours.on(new.day)),
        owner_role=_OWNERS[new.kind],
        due_at=_due_at(new, hours, now),
        actor=actor,
        now=now,
    )


def _due_at(new: Wanted, hours: Hours, now: datetime) -> datetime:
    """The hour of the day; of what has only now come out, at once. An unchecked end says for how long nobody looked."""
    if new.kind is TaskKind.LEFT_EARLY:
        return now
    hour = hours.moment(new.day)
    return max(now, hour) if new.kind is TaskKind.UNCHECKED_END else hour


def _words(stay: StayClock, new: Wanted, hour: str) -> Message:
    if new.kind is TaskKind.LEFT_EARLY and stay.state.since is not None:
        return message(
            N_("Let go on %(gone)s, before the last day %(day)s, without a paper that allows it"),
            gone=stay.state.since,
            day=new.day,
        )
    if new.kind is TaskKind.UNCHECKED_END:
        return message(
            N_("The term became %(day)s, which has come, and nobody has checked it; checked is %(other)s: check it"),
            day=new.day,
            other=stay.last_on,
        )
    if new.kind is TaskKind.ENDED_AT_HOME:
        return message(
            N_("The term ended on %(day)s during the suspension at home: record its completion, send the certificate"),
            day=new.day,
        )
    if new.kind is TaskKind.TERM_OVERRUN:
        if stay.other_on is not None:
            return message(
                N_("Kept past the checked end %(day)s, %(hour)s; the unchecked end is %(other)s"),
                day=new.day,
                hour=hour,
                other=stay.other_on,
            )
        return message(N_("Kept past the term: the last day was %(day)s, until %(hour)s"), day=new.day, hour=hour)
    if stay.other_on is not None:
        return message(
            N_("Let go today, %(day)s, before %(hour)s by the checked end; the unchecked end is %(other)s"),
            day=new.day,
            hour=hour,
            other=stay.other_on,
        )
    return message(N_("Let go today, %(day)s, before %(hour)s"), day=new.day, hour=hour)
