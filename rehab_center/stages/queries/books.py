"""The book of a stay's stages: what was written when, and what of it stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission, Movement
from rehab_center.admissions.queries.ledger import chunks
from rehab_center.admissions.rules.movements import EXITS
from rehab_center.errors import NotFound
from rehab_center.headcount import ledger
from rehab_center.permissions import Scope
from rehab_center.stages.kinds import Result, Stage, Step
from rehab_center.stages.models import StageChange
from rehab_center.stages.rules.intervals import Change, Now, now_of
from rehab_center.words import N_, message

_WRITTEN = (
    StageChange.id,
    StageChange.admission_id,
    StageChange.step,
    StageChange.stage,
    StageChange.begins_on,
    StageChange.alongside,
    StageChange.result,
    StageChange.evaluated_by,
    StageChange.evaluation,
    StageChange.goals,
    StageChange.answers_id,
    StageChange.replaces_id,
    StageChange.reason,
    StageChange.recorded_at,
    StageChange.actor,
)
"""What a line tells, as columns: a board reads hundreds, and a row of the session costs five times as much."""


@dataclass(frozen=True)
class StageLine:
    """A row of the book as it was written."""

    id: int
    stay_id: int
    step: Step
    change: Change
    answers_id: int | None
    replaces_id: int | None
    reason: str | None
    recorded_at: datetime
    actor: str


@dataclass(frozen=True)
class Book:
    """How the stages of a stay stand: the decided lines that count, in order; the proposal that waits.

    ``last_id`` is the number of the newest row, 0 without any.
    """

    lines: tuple[StageLine, ...] = ()
    proposal: StageLine | None = None
    last_id: int = 0

    @property
    def changes(self) -> tuple[Change, ...]:
        """What the lines that count say."""
        return tuple(line.change for line in self.lines)


_OF_STAYS = (
    select(*_WRITTEN).where(StageChange.admission_id.in_(bindparam("stays", expanding=True))).order_by(StageChange.id)
)
_WRITTEN_BY = _OF_STAYS.where(StageChange.recorded_at <= bindparam("known_at"))


def lines_of(
    session: Session, stay_ids: Collection[int], *, known_at: datetime | None = None
) -> dict[int, tuple[StageLine, ...]]:
    """Every row about these stays in the order of writing. The caller has checked that they are in reach."""
    found: dict[int, list[StageLine]] = defaultdict(list)
    for some in chunks(stay_ids):
        asked = {"stays": some} if known_at is None else {"stays": some, "known_at": known_at}
        for row in session.execute(_OF_STAYS if known_at is None else _WRITTEN_BY, asked):
            found[row.admission_id].append(_line(row))
    return {stay_id: tuple(lines) for stay_id, lines in found.items()}


def _line(row: StageChange | Row[*tuple[Any, ...]]) -> StageLine:
    change = Change(
        Stage(row.stage),
        row.begins_on,
        row.alongside,
        Result(row.result) if row.result else None,
        row.evaluated_by,
        row.evaluation,
        row.goals,
    )
    return StageLine(
        row.id,
        row.admission_id,
        Step(row.step),
        change,
        row.answers_id,
        row.replaces_id,
        row.reason,
        row.recorded_at,
        row.actor,
    )


def load_line(session: Session, line_id: int, *, scope: Scope) -> StageLine:
    """One row. Raises NotFound, for a stranger too."""
    row = session.get(StageChange, line_id)
    stay = session.get(Admission, row.admission_id) if row else None
    if row is None or stay is None or not scope.covers(stay.facility_id):
        raise NotFound(message(N_("There is no such entry")))
    return _line(row)


def book_of(lines: Iterable[StageLine]) -> Book:
    """How a stay stands after these rows; of one day, one that replaces another has its place."""
    written = tuple(lines)
    place: dict[int, int] = {}
    for line in written:
        place[line.id] = place.get(line.replaces_id or line.id, line.id)
    gone = {line.replaces_id for line in written} | {line.answers_id for line in written}
    standing = [line for line in written if line.step is Step.DECIDED and line.id not in gone]
    waiting = [line for line in written if line.step is Step.PROPOSED and line.id not in gone]
    return Book(
        tuple(sorted(standing, key=lambda line: (line.change.begins_on, place[line.id]))),
        waiting[-1] if waiting else None,
        written[-1].id if written else 0,
    )


def books_of(session: Session, stay_ids: Collection[int], *, known_at: datetime | None = None) -> dict[int, Book]:
    """How each of these stays stands, by stay. The caller has checked that they are in reach."""
    found = lines_of(session, stay_ids, known_at=known_at)
    return {stay_id: book_of(found.get(stay_id, ())) for stay_id in stay_ids}


def left_days(session: Session, stay_ids: Collection[int], *, known_at: datetime | None = None) -> dict[int, date]:
    """The day each of these stays ended, by stay; those that go on are not in it."""
    found: dict[int, date] = {}
    for some in chunks(stay_ids):
        query = ledger.standing(known_at).where(
            Movement.admission_id.in_(some), Movement.kind.in_([kind.value for kind in EXITS])
        )
        found |= {row.admission_id: row.effective_on for row in session.execute(query)}
    return found


def stages_on(
    session: Session, stay_ids: Collection[int], day: date, *, known_at: datetime | None = None
) -> dict[int, Now]:
    """By stay: the stage it is in at the end of a day, as known at a moment; who has none is not in it.

    For rules of other features: nobody is given work in stages a and b. The caller has checked the reach.
    """
    books = books_of(session, stay_ids, known_at=known_at)
    left = left_days(session, stay_ids, known_at=known_at)
    found = {stay_id: now_of(book.changes, day, left_on=left.get(stay_id)) for stay_id, book in books.items()}
    return {stay_id: now for stay_id, now in found.items() if now is not None}
