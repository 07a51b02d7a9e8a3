"""What the clock of releases sees: the stays whose day has come, and what stands open about them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, bindparam, exists, or_, select
from sqlalchemy.orm import Session, aliased

from rehab_center import clock
from rehab_center.admissions.models import Admission, Movement
from rehab_center.admissions.queries.book_entries import book_entries
from rehab_center.admissions.queries.due import exited_by
from rehab_center.admissions.queries.ledger import chunks, movements_of
from rehab_center.admissions.queries.unchecked import Unchecked, changed_stays, last_written, unchecked_terms
from rehab_center.admissions.rules.last_day import BookEntry
from rehab_center.admissions.rules.movements import EXITS, State
from rehab_center.admissions.rules.sequence import Moved, StayState, live, resumed_on, state_of
from rehab_center.permissions import EVERYWHERE
from rehab_center.release.rules.release_clock import NO_RELEASE, SHORTENS, Standing, StayClock, Wanted
from rehab_center.tasks.kinds import BY_THE_CLOCK, TaskKind
from rehab_center.tasks.models import Task
from rehab_center.tasks.queries import papers_received
from rehab_center.tasks.rules import unpacked

KINDS = BY_THE_CLOCK
"""The tasks of the clock."""


@dataclass(frozen=True)
class Seen:
    """A stay as the clock sees it, and the clock's tasks about it."""

    clock: StayClock
    standing: tuple[Standing, ...]


def seen(session: Session, *, today: date, only: Collection[int] | None = None) -> tuple[Seen, ...]:
    """Every stay about which the clock may have something to do on ``today``; of ``only`` some, where given.

    No scope: the clock strikes for every centre.
    """
    ids = set(only) if only is not None else candidates(session, today)
    changed = unchecked_terms(session, scope=EVERYWHERE, only=Admission.id.in_(sorted(ids)), changed_only=True)
    clocks = clocks_of(session, ids, changed=changed)
    tasks = _standing(session, clocks)
    return tuple(Seen(one, tuple(tasks.get(one.stay_id, ()))) for one in clocks.values())


def candidates(session: Session, today: date) -> set[int]:
    """The stays about which there may be something to do: their end is there, or a task of theirs is open."""
    here = ~exited_by(today)
    changed = unchecked_terms(session, scope=EVERYWHERE, only=here, changed_only=True)
    found = {one.stay_id for one in changed.values() if one.told_on is not None and one.told_on <= today}
    found |= set(session.scalars(select(Admission.id).where(Admission.term_end_on <= today, here)))
    return found | _watched(session) | _gone_early(session)


def _watched(session: Session) -> set[int]:
    """The stays of the tasks that are open."""
    of_stays = select(Task.subject_id).where(
        Task.kind.in_(KINDS), Task.closed_at.is_(None), Task.subject_kind == "admission"
    )
    of_moves = (
        select(Movement.admission_id)
        .join(Task, and_(Task.subject_id == Movement.id, Task.subject_kind == "movement"))
        .where(Task.kind == TaskKind.LEFT_EARLY, Task.closed_at.is_(None))
    )
    return {*session.scalars(of_stays), *session.scalars(of_moves)}


def _gone_early(session: Session) -> set[int]:
    """Whoever went before the last day by a movement that no paper allows, nor one that came later and settled it.

    Of a term that became another unchecked the end that held is the last day: it is looked at, whatever the new end.
    """
    void = aliased(Movement)
    shortened = [kind.value for kind in SHORTENS]
    of_this = and_(Task.subject_kind == "movement", Task.subject_id == Movement.id)
    return set(
        session.scalars(
            select(Movement.admission_id)
            .join(Admission, Admission.id == Movement.admission_id)
            .where(
                Movement.kind.in_([kind.value for kind in EXITS - NO_RELEASE]),
                or_(Movement.kind.not_in(shortened), Movement.document_id.is_(None)),
                or_(Movement.effective_on < Admission.term_end_on, Admission.id.in_(changed_stays())),
                Movement.recorded_at > Admission.opened_at,
                ~exists().where(void.voids_id == Movement.id),
                ~exists().where(of_this, Task.closed_by_document_id.is_not(None)),
            )
        )
    )


def clocks_of(session: Session, ids: Collection[int], *, changed: Mapping[int, Unchecked]) -> dict[int, StayClock]:
    """Stays as the clock sees them, by id; ``changed`` are the terms nobody has checked."""
    movements = movements_of(session, sorted(ids))
    papers = _exit_papers(session, movements.values())
    stays = [stay for some in chunks(ids) for stay in session.scalars(select(Admission).where(Admission.id.in_(some)))]
    states = {stay.id: state_of(movements[stay.id]) for stay in stays}
    entries = book_entries(
        session, stays, over_on={stay.id: _over_on(stay, states[stay.id], changed) for stay in stays}
    )
    written = last_written(session, [stay.id for stay in stays if stay.id in changed and _left(states[stay.id])])
    return {
        stay.id: _clock(
            stay,
            movements[stay.id],
            papers,
            changed.get(stay.id),
            entries[stay.id],
            changed_since=stay.id in written and _after_exit(states[stay.id], written[stay.id][1]),
        )
        for stay in stays
    }


def _left(state: StayState) -> bool:
    return state.state is State.LEFT


def _after_exit(state: StayState, moment: datetime) -> bool:
    return state.last is not None and state.last.recorded_at < moment


def _over_on(stay: Admission, state: StayState, changed: Mapping[int, Unchecked]) -> date | None:
    """The first day on which the stay was over by any of its ends, or by the departure."""
    if _left(state):
        return state.since
    ends = [stay.term_end_on, changed[stay.id].told_on if stay.id in changed else None]
    return min((end for end in ends if end is not None), default=None)


def _clock(
    stay: Admission,
    movements: Sequence[Moved],
    papers: dict[int, int],
    unchecked: Unchecked | None,
    book: BookEntry,
    *,
    changed_since: bool,
) -> StayClock:
    state = state_of(movements)
    return StayClock(
        stay_id=stay.id,
        state=state,
        end_on=stay.term_end_on,
        before_on=unchecked.told_on if unchecked else None,
        resumed_on=resumed_on(live(movements)),
        book=book,
        paper_id=papers.get(state.last.id) if state.last else None,
        changed_since=changed_since,
    )


def _exit_papers(session: Session, movements: Iterable[Sequence[Moved]]) -> dict[int, int]:
    """The paper of each movement that ended a stay: its own, or the one that came later."""
    exits = [moved for some in movements for moved in some if moved.kind in EXITS]
    own = {moved.id: moved.document_id for moved in exits if moved.document_id is not None}
    return papers_received(session, "movement", [moved.id for moved in exits if moved.id not in own]) | own


def _standing(session: Session, clocks: dict[int, StayClock]) -> dict[int, list[Standing]]:
    """The clock's tasks about these stays that are open or that a paper has settled."""
    found: dict[int, list[Standing]] = {}
    for some in chunks(clocks):
        earlier = select(Movement.id).where(Movement.admission_id.in_(some))
        rows = session.scalars(
            select(Task).where(
                Task.kind.in_(KINDS),
                or_(Task.closed_at.is_(None), Task.closed_by_document_id.is_not(None)),
                or_(
                    and_(Task.subject_kind == "admission", Task.subject_id.in_(some)),
                    and_(Task.subject_kind == "movement", Task.subject_id.in_(earlier)),
                ),
            )
        ).all()
        stays_of = _stays_of(session, [row.subject_id for row in rows if row.subject_kind == "movement"])
        for row in rows:
            stay_id = row.subject_id if row.subject_kind == "admission" else stays_of[row.subject_id]
            found.setdefault(stay_id, []).append(standing_of(row))
    return found


def failed_stays(session: Session) -> set[int]:
    """The stays that the clock could not judge when it last looked."""
    failed = select(Task.subject_id).where(Task.kind == TaskKind.CLOCK_FAILED, Task.closed_at.is_(None))
    return set(session.scalars(failed))


# Put together once: every movement asks.
_OPEN_ABOUT = (
    select(Task.id)
    .where(
        Task.kind.in_(KINDS),
        Task.subject_kind == bindparam("subject_kind"),
        Task.subject_id == bindparam("subject_id"),
        Task.closed_at.is_(None),
    )
    .limit(1)
)


def open_about(session: Session, subject_kind: str, subject_id: int) -> bool:
    """Whether a task of the clock is open about one row. For services: no scope."""
    return session.scalar(_OPEN_ABOUT, {"subject_kind": subject_kind, "subject_id": subject_id}) is not None


def _stays_of(session: Session, movement_ids: Sequence[int]) -> dict[int, int]:
    if not movement_ids:
        return {}
    rows = session.execute(select(Movement.id, Movement.admission_id).where(Movement.id.in_(movement_ids)))
    return {row.id: row.admission_id for row in rows}


def standing_of(task: Task) -> Standing:
    """A task as the rules of the clock see it."""
    day = unpacked(task.what, task.params).params["day"]
    if not isinstance(day, date):
        raise TypeError(f"task {task.id} names no day")
    what = Wanted(TaskKind(task.kind), (task.subject_kind, task.subject_id), day)
    return Standing(task.id, what, settled_on=clock.day_of(task.closed_at) if task.closed_at is not None else None)
