"""Everybody under care with the stage they are in: the balance by stage, and who is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from rehab_center.headcount.queries import Here, people_here
from rehab_center.permissions import Scope
from rehab_center.policies.queries import is_open, whole_on
from rehab_center.policies.rules import PolicyKind
from rehab_center.stages.kinds import Due, Stage
from rehab_center.stages.queries.books import Book, books_of
from rehab_center.stages.rules.due import Lengths, due_on, due_state
from rehab_center.stages.rules.intervals import Now, now_of

SHARES = {
    Stage.INTAKE: PolicyKind.STAGE_SHARE_INTAKE,
    Stage.TREATMENT: PolicyKind.STAGE_SHARE_TREATMENT,
    Stage.EDUCATION: PolicyKind.STAGE_SHARE_EDUCATION,
    Stage.LABOUR: PolicyKind.STAGE_SHARE_LABOUR,
    Stage.REINTEGRATION: PolicyKind.STAGE_SHARE_REINTEGRATION,
}
POLICIES = (*SHARES.values(), PolicyKind.STAGE_AGAIN_DAYS, PolicyKind.STAGE_AHEAD_DAYS)


@dataclass(frozen=True)
class BoardRow:
    """One stay under care: where it is, until when that is planned, and what waits. ``days_over``: days past it."""

    here: Here
    now: Now | None
    book: Book
    due_on: date | None
    due: Due
    days_over: int | None

    @property
    def stay_id(self) -> int:
        """The stay."""
        return self.here.admission_id

    @property
    def proposed(self) -> Stage | None:
        """The stage that is proposed."""
        return self.book.proposal.change.stage if self.book.proposal else None


@dataclass(frozen=True)
class Board:
    """Everybody under care at the end of a day, in the order of lists. ``open`` policies are still to be confirmed."""

    as_of: date
    rows: tuple[BoardRow, ...]
    open: tuple[PolicyKind, ...]

    @property
    def by_stage(self) -> dict[Stage, int]:
        """How many are counted under each stage: the one that began last."""
        return {stage: sum(row.now is not None and row.now.stage is stage for row in self.rows) for stage in Stage}

    @property
    def unknown(self) -> int:
        """How many have no stage."""
        return sum(row.now is None for row in self.rows)

    @property
    def side_by_side(self) -> int:
        """How many are in two stages at once."""
        return sum(row.now is not None and row.now.beside is not None for row in self.rows)

    def count(self, *due: Due) -> int:
        """How many stand so."""
        return sum(row.due in due for row in self.rows)


def lengths_on(session: Session, day: date) -> Lengths:
    """The conventions in force on a day."""
    return Lengths(
        {stage: whole_on(session, kind, day) for stage, kind in SHARES.items()},
        whole_on(session, PolicyKind.STAGE_AGAIN_DAYS, day),
        whole_on(session, PolicyKind.STAGE_AHEAD_DAYS, day),
    )


def board(session: Session, *, scope: Scope, as_of: date, known_at: datetime | None = None) -> Board:
    """Everybody under care at the end of ``as_of`` with their stage, as known at ``known_at`` (None: now)."""
    here = people_here(session, as_of=as_of, scope=scope, known_at=known_at)
    books = books_of(session, [one.admission_id for one in here], known_at=known_at)
    lengths = lengths_on(session, as_of)
    rows = tuple(_row(one, books[one.admission_id], lengths, as_of) for one in here)
    return Board(as_of, rows, tuple(kind for kind in POLICIES if is_open(session, kind, as_of)))


def _row(one: Here, book: Book, lengths: Lengths, as_of: date) -> BoardRow:
    now = now_of(book.changes, as_of)
    days = (one.term_end_on - one.term_start_on).days if one.term_end_on else None
    on = due_on(now, term_days=days, lengths=lengths) if now else None
    due = due_state(now, on, waits=book.proposal is not None, today=as_of, ahead=lengths.ahead)
    over = (as_of - on).days if on else None
    return BoardRow(one, now, book, on, due, over)
