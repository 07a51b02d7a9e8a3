"""The stages of a stay as its pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from rehab_center.admissions.queries import StayPage
from rehab_center.stages.kinds import Stage
from rehab_center.stages.queries.board import lengths_on
from rehab_center.stages.queries.books import Book, StageLine, book_of, lines_of
from rehab_center.stages.rules.changing import never_written
from rehab_center.stages.rules.due import due_on
from rehab_center.stages.rules.intervals import Interval, Now, intervals, now_of


@dataclass(frozen=True)
class StayStages:
    """The stages of a stay as of a day. ``due_on``: when the present one is to be evaluated.

    ``now`` of somebody at large or in prison, while the term stands still, is the stage of before (``is_away``). Who
    has left is in none; where nobody wrote a stage after the first, which began by itself, ``unwritten`` is true and
    no day is told.
    """

    book: Book
    lines: tuple[StageLine, ...]
    intervals: tuple[Interval, ...]
    now: Now | None
    due_on: date | None
    left_on: date | None = None
    is_away: bool = False

    @property
    def unwritten(self) -> bool:
        """Whether the stay ended before anybody wrote a stage of it."""
        return self.left_on is not None and never_written(self.book.changes)

    def days_in(self, stage: Stage) -> tuple[Interval, ...]:
        """When it was in a stage."""
        return tuple(one for one in self.intervals if one.stage is stage)


def stages_of_stays(
    session: Session, pages: Sequence[StayPage], *, known_at: datetime | None = None
) -> dict[int, StayStages]:
    """The stages of each of these stays, by stay, as of the day its page is of."""
    stay_ids = [page.id for page in pages]
    lines = lines_of(session, stay_ids, known_at=known_at)
    return {page.id: _stages(session, page, lines.get(page.id, ())) for page in pages}


def _stages(session: Session, page: StayPage, lines: tuple[StageLine, ...]) -> StayStages:
    book = book_of(lines)
    until = tuple(change for change in book.changes if change.begins_on <= page.as_of)
    left_on = page.state.since if page.state.exit_kind else None
    now = now_of(until, page.as_of, left_on=left_on)
    due = None
    is_away = page.state.clock_stopped
    if now and not is_away:
        days = (page.term_end_on - page.term_start_on).days if page.term_end_on else None
        due = due_on(now, term_days=days, lengths=lengths_on(session, page.as_of))
    told = () if left_on is not None and never_written(book.changes) else intervals(until, left_on=left_on)
    return StayStages(book, lines, told, now, due, left_on, is_away)
