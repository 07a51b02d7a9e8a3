"""What importing a book would do, before anything is written: part by part, as it is written."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy.orm import Session

from rehab_center.permissions import Actor
from rehab_center.register.book import Book
from rehab_center.register.fates import Planned, PlannedMove
from rehab_center.register.move_plans import Fact
from rehab_center.register.moving import plan_loose
from rehab_center.register.older_copies import Against
from rehab_center.register.outcomes import Outcome, begun
from rehab_center.register.plans import Planner
from rehab_center.register.queries.known import Knowledge, knowledge_of, nothing_known
from rehab_center.register.rules.readings import MoveRow, ReadRow

#: Rows planned at a time: what is known of their people is in memory together.
PART = 200


def dry_run(session: Session, book: Book, *, facility_id: int | None, actor: Actor) -> Outcome:
    """What importing the book would do now. Writes nothing."""
    outcome = begun(book.register, dry_run=True, shelves=book.shelves)
    for _one in fates_into(outcome, session, book, facility_id=facility_id, actor=actor):
        pass
    return outcome


def fates_into(
    outcome: Outcome, session: Session, book: Book, *, facility_id: int | None, actor: Actor
) -> Iterator[Planned | PlannedMove]:
    """The fates of the rows, then those of movements without one, each taken into ``outcome`` on the way."""
    against = Against()
    for one in plan_book(session, book, facility_id=facility_id, actor=actor):
        outcome.count(one)
        against.count(one)
        yield one
    for move in plan_loose_moves(session, book, facility_id=facility_id, actor=actor):
        outcome.count_move(move)
        yield move
    if facility_id is not None:
        outcome.older = against.said(session, book.source.sha256, facility_id=facility_id)


def plan_book(session: Session, book: Book, *, facility_id: int | None, actor: Actor) -> Iterator[Planned]:
    """What would become of every row that reads well, in the order of their first days. Writes nothing."""
    planner = acquainted(session, book, facility_id=facility_id, actor=actor)
    for part in book.parts(PART):
        rows = [row for row, _person in part]
        known = _knowledge(session, rows, (), facility_id, actor, residents=planner.found(part))
        yield from planner.plan(part, known)


def acquainted(session: Session, book: Book, *, facility_id: int | None, actor: Actor) -> Planner:
    """A planner that has met all who have several rows: who they are may be said by the number in the last of them."""
    planner = Planner(book.tables, book.several)
    for part in book.parts_of_several(PART):
        planner.meet(part, _knowledge(session, [row for row, _person in part], (), facility_id, actor))
    return planner


def plan_loose_moves(session: Session, book: Book, *, facility_id: int | None, actor: Actor) -> Iterator[PlannedMove]:
    """What would become of movements without a row of their stay. Writes nothing."""
    added: dict[int, list[Fact]] = {}
    for part in book.loose_parts(PART):
        for one in plan_loose(part, _knowledge(session, (), part, facility_id, actor), book.tables, added):
            yield from one.moves
            if one.stay is not None and (facts := [fact for move in one.moves for fact in move.facts]):
                added.setdefault(one.stay.id, []).extend(facts)


def _knowledge(
    session: Session,
    rows: Sequence[ReadRow],
    moves: Sequence[MoveRow],
    facility_id: int | None,
    actor: Actor,
    residents: Collection[int] = (),
) -> Knowledge:
    if facility_id is None:
        return nothing_known()
    return knowledge_of(session, rows, facility_id=facility_id, scope=actor.scope, moves=moves, residents=residents)
