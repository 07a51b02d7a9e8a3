"""Reading a stay's ledger: what holds as of a day and as known at a moment.

"As of a day" means at its end; movements of one day go by their number. A voided movement counts as never written, but
only for somebody who asks after the void was recorded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from rehab_center.admissions.rules.impossible import BEGUN_BY, why_impossible
from rehab_center.admissions.rules.movements import (
    AFTER,
    BOOKS_STATES,
    CARE_STATES,
    EFFECTS,
    ENTRIES,
    EXITS,
    PRESENT_STATES,
    RESUMES,
    STOPPED_STATES,
    MovementKind,
    State,
)
from rehab_center.errors import Conflict
from rehab_center.words import N_, message

#: Stands for a movement about to be written: it goes last on its day.
NOT_YET = 2**62


@dataclass(frozen=True)
class Moved:
    """One row of the ledger as rules see it. ``months`` and ``days``: how much a change of the term is."""

    id: int
    kind: MovementKind
    effective_on: date
    recorded_at: datetime
    voids_id: int | None = None
    months: int | None = None
    days: int | None = None
    document_id: int | None = None


@dataclass(frozen=True)
class StayState:
    """Where a stay stands: the state, the day it began, the movement that led there (None before the first)."""

    state: State
    since: date | None = None
    last: Moved | None = None

    @property
    def on_books(self) -> bool:
        """Entered and not yet exited."""
        return self.state in BOOKS_STATES

    @property
    def under_care(self) -> bool:
        """Đang quản lý: on the books less escaped, imprisoned and suspended at home."""
        return self.state in CARE_STATES

    @property
    def present(self) -> bool:
        """In the building: under care less hospital, leave and taken out."""
        return self.state in PRESENT_STATES

    @property
    def clock_stopped(self) -> bool:
        """Whether the term stands still."""
        return self.state in STOPPED_STATES

    @property
    def exit_kind(self) -> MovementKind | None:
        """How the stay ended, None while it has not."""
        return self.last.kind if self.last is not None and self.last.kind in EXITS else None


NOWHERE = StayState(State.NOT_ENTERED)


@dataclass(frozen=True)
class Step:
    """One movement with the state before and after it."""

    moved: Moved
    before: State
    after: State

    @property
    def books_change(self) -> int:
        """+1, 0 or -1 person on the books."""
        return (self.after in BOOKS_STATES) - (self.before in BOOKS_STATES)

    @property
    def care_change(self) -> int:
        """+1, 0 or -1 person under care: what a balance adds up."""
        return (self.after in CARE_STATES) - (self.before in CARE_STATES)

    @property
    def present_change(self) -> int:
        """+1, 0 or -1 person in the building."""
        return (self.after in PRESENT_STATES) - (self.before in PRESENT_STATES)


def live(movements: Iterable[Moved], known_at: datetime | None = None) -> list[Moved]:
    """The movements that hold, in their order: written by ``known_at`` (None: now), not voided by then."""
    known = [moved for moved in movements if known_at is None or moved.recorded_at <= known_at]
    voided = {moved.voids_id for moved in known if moved.voids_id is not None}
    kept = [moved for moved in known if moved.voids_id is None and moved.id not in voided]
    return sorted(kept, key=lambda moved: (moved.effective_on, moved.id))


def steps(ordered: Sequence[Moved]) -> Iterator[Step]:
    """Each of the ``live`` movements with the state before and after it."""
    state = State.NOT_ENTERED
    for moved in ordered:
        after = AFTER.get(moved.kind, state)
        yield Step(moved, state, after)
        state = after


def state_of(movements: Iterable[Moved], *, as_of: date | None = None, known_at: datetime | None = None) -> StayState:
    """Where a stay stands at the end of ``as_of`` (None: after everything written), as known at ``known_at``."""
    found = NOWHERE
    for moved in live(movements, known_at):
        if as_of is not None and moved.effective_on > as_of:
            break
        if moved.kind in AFTER:
            found = StayState(AFTER[moved.kind], moved.effective_on, moved)
    return found


def resumed_on(movements: Iterable[Moved]) -> date | None:
    """The day of the last return from an escape or from prison among ``live`` movements in their order."""
    days = [moved.effective_on for moved in movements if moved.kind in RESUMES]
    return days[-1] if days else None


def check_sequence(ordered: Sequence[Moved], *, new: Moved | None = None) -> None:
    """Refuse a ledger in which a movement stands where its kind may not. Raises Conflict with the sentence why.

    ``new`` is the one about to be written, where there is one: if another collides, it is for the sake of this.
    """
    previous: Moved | None = None
    for place, step in enumerate(steps(ordered)):
        if step.before not in EFFECTS[step.moved.kind].follows:
            if new is not None and step.moved is not new:
                raise _unseats(new, step.moved)
            raise _collision(previous, step, ordered[place + 1 :])
        if step.moved.kind in AFTER:
            previous = step.moved


def check_insertion(movements: Iterable[Moved], new: Moved) -> None:
    """Refuse ``new`` where it may not stand, or where a later movement would lose its sense (domain 9.3, rule 49)."""
    check_sequence(live([*movements, new]), new=new)


def check_void(movements: Iterable[Moved], voided_id: int) -> None:
    """Refuse a void that would leave the later movements without sense."""
    kept = [moved for moved in live(movements) if moved.id != voided_id]
    for step in steps(kept):
        if step.before not in EFFECTS[step.moved.kind].follows:
            words = N_("“%(kind)s” on %(day)s rests on this line: void that one first")
            raise Conflict(message(words, kind=EFFECTS[step.moved.kind].title(), day=step.moved.effective_on))


def _unseats(new: Moved, later: Moved) -> Conflict:
    words = N_(
        "“%(kind)s” on %(new_day)s would leave “%(later)s” on %(day)s without sense: look at the day again, or void"
        " that line first"
    )
    kind, stands = EFFECTS[new.kind].title(), EFFECTS[later.kind].title()
    said = message(words, kind=kind, new_day=new.effective_on, later=stands, day=later.effective_on)
    return Conflict(said, field="effective_on")


def _collision(previous: Moved | None, step: Step, after: Sequence[Moved]) -> Conflict:
    moved = step.moved
    wanted = ENTRIES if previous is None else {BEGUN_BY.get(moved.kind)}
    later = next(((one.kind, one.effective_on) for one in after if one.kind in wanted), None)
    said = why_impossible(
        moved.kind,
        moved.effective_on,
        state=step.before,
        last=previous.kind if previous else None,
        since=previous.effective_on if previous else None,
        later=later,
    )
    return Conflict(said, field="effective_on")
