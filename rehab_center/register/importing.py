"""Writing a book, batch by batch.

Each batch is a transaction of its own and is planned anew inside it, so an import that was broken off, run twice, or
run while somebody enters people by hand adds nothing twice: a stay that is there is found by its file code, or by its
person and first day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.queries.openings import first_day_of
from rehab_center.audit.recorder import acts_together
from rehab_center.audit.waiting import rows_together
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.permissions import Actor
from rehab_center.register.book import Book, Numbered
from rehab_center.register.dry_runs import acquainted, dry_run
from rehab_center.register.fates import Planned, PlannedMove
from rehab_center.register.moving import LooseMoves, MoveRefused, plan_loose, without, write_loose
from rehab_center.register.outcomes import Outcome, begun
from rehab_center.register.plans import Planner
from rehab_center.register.queries.copies import newest_copy
from rehab_center.register.queries.known import knowledge_of
from rehab_center.register.refusing import refused_by_services
from rehab_center.register.rules.readings import MoveRow, Place
from rehab_center.register.services import import_row
from rehab_center.register.sources import Import
from rehab_center.residents.queries import survivors_of
from rehab_center.words import Message

#: Rows written in one transaction: a second of work that a power cut may lose, a step of the progress bar.
BATCH = 20

Confirmed = Callable[[Place], bool]
"""Whether somebody has said yes to the changes of a row."""


def all_confirmed(_place: Place) -> bool:
    """Every change is written: the word of who types the command."""
    return True


def write_book(
    book: Book,
    *,
    facility_id: int,
    reason: str,
    actor: Actor,
    confirmed: Confirmed = all_confirmed,
    after_batch: Callable[[int], None] = lambda done: None,
) -> Outcome:
    """Import the book, batch by batch, each in its own transaction; ``after_batch`` hears how many rows are behind."""
    outcome = begun(book.register, dry_run=False, shelves=book.shelves)
    outcome.older = _older(book, facility_id=facility_id, actor=actor)
    done, residents = 0, residents_of(book, facility_id=facility_id, actor=actor)
    for batch in book.parts(BATCH):
        for planned in write_batch(
            book,
            batch,
            facility_id=facility_id,
            reason=reason,
            actor=actor,
            residents=residents,
            confirmed=confirmed,
        ):
            outcome.count(planned)
        done += len(batch)
        after_batch(done)
    for moves in book.loose_parts(BATCH):
        for move in write_loose_batch(book, moves, facility_id=facility_id, reason=reason, actor=actor):
            outcome.count_move(move)
    return outcome


def _older(book: Book, *, facility_id: int, actor: Actor) -> Message | None:
    """What a dry run would say of an older copy; a centre's first book is none, and is not planned twice."""
    session = db.session()
    if newest_copy(session, facility_id) is None:
        return None
    return dry_run(session, book, facility_id=facility_id, actor=actor).older


def residents_of(book: Book, *, facility_id: int, actor: Actor) -> dict[int, int]:
    """Who the people with more than one row are, by their numbers in the book -> ids: asked before anything is written.

    A number may stand in one of somebody's rows only, and that row be in a later batch.
    """
    return dict(acquainted(db.session(), book, facility_id=facility_id, actor=actor).residents)


def found_in(book: Book, fates: Iterable[Planned]) -> dict[int, int]:
    """Who the people with more than one row turned out to be in rows that are written."""
    return {one.person: one.resident_id for one in fates if one.resident_id and one.person in book.several}


def write_batch(
    book: Book,
    batch: Sequence[Numbered],
    *,
    facility_id: int,
    reason: str,
    actor: Actor,
    residents: dict[int, int],
    confirmed: Confirmed = all_confirmed,
    within: Callable[[Session, Sequence[Planned]], None] = lambda session, planned: None,
) -> list[Planned]:
    """Write one batch in one transaction and give what became of its rows; ``within`` is called before the commit.

    ``residents`` are those of ``residents_of``; whom this batch finds or enters is added for the batches after it. A
    row that the rules refuse takes the whole transaction with it, so the batch is begun again without that row.
    """
    refused: dict[int, Planned] = {}
    while True:
        try:
            with transaction() as session:
                fates = _fates(session, book, batch, refused, residents, facility_id=facility_id, actor=actor)
                fates = [one if not one.changes or confirmed(one.row.place) else one.unconfirmed() for one in fates]
                with acts_together(session), rows_together(session):
                    entered = _write(session, book, fates, facility_id=facility_id, reason=reason, actor=actor)
                fates = [replace(one, resident_id=one.resident_id or entered.get(one.person)) for one in fates]
                within(session, fates)
            for person, found in found_in(book, fates).items():
                residents.setdefault(person, found)
            return fates
        except _RowRefused as row:
            refused[row.position] = row.planned


def write_loose_batch(
    book: Book,
    batch: Sequence[MoveRow],
    *,
    facility_id: int,
    reason: str,
    actor: Actor,
    within: Callable[[Session, Sequence[PlannedMove]], None] = lambda session, moves: None,
) -> list[PlannedMove]:
    """Write rows of movements whose stays are in the program only, in one transaction; give what became of them."""
    refused: dict[Place, PlannedMove] = {}
    while True:
        try:
            with transaction() as session:
                known = knowledge_of(session, (), facility_id=facility_id, scope=actor.scope, moves=batch)
                rows = [row for row in batch if row.place not in refused]
                about = Import(facility_id, book.source, reason, actor, clock.now())
                planned = plan_loose(rows, known, book.tables)
                for one in planned:
                    _write_loose(session, one, about, book, refused)
                moves = [move for one in planned for move in one.moves] + list(refused.values())
                within(session, moves)
            return moves
        except _Again:
            continue


class _Again(Exception):
    """A row has been refused: the batch is begun again without it."""


def _write_loose(
    session: Session, one: LooseMoves, about: Import, book: Book, refused: dict[Place, PlannedMove]
) -> None:
    try:
        write_loose(session, one, about)
    except MoveRefused as move:
        place = one.moves[move.position].row.place
        refused[place] = without(one.moves, move, book.tables)[move.position]
        raise _Again from None


class _RowRefused(Exception):
    """The services refused the row at ``position`` of the batch."""

    def __init__(self, position: int, planned: Planned) -> None:
        super().__init__(position)
        self.position = position
        self.planned = planned


def _fates(
    session: Session,
    book: Book,
    batch: Sequence[Numbered],
    refused: Mapping[int, Planned],
    residents: Mapping[int, int],
    *,
    facility_id: int,
    actor: Actor,
) -> list[Planned]:
    found = {person: residents[person] for _row, person in batch if person in residents}
    leads = survivors_of(session, found.values())  # somebody may have merged two records since
    planner = Planner(book.tables, book.several, {person: leads[one] for person, one in found.items()})
    knowledge = knowledge_of(
        session,
        [row for row, _person in batch],
        facility_id=facility_id,
        scope=actor.scope,
        residents=planner.found(batch),
    )
    planned = planner.plan(batch, knowledge)
    return [refused.get(position, one) for position, one in enumerate(planned)]


def _write(
    session: Session, book: Book, fates: Sequence[Planned], *, facility_id: int, reason: str, actor: Actor
) -> dict[int, int]:
    """Write the rows and give the residents of their people, by number in the book."""
    entered: dict[int, int] = {}
    about = Import(facility_id, book.source, reason, actor, clock.now())
    if any(planned.row.opening is not None for planned in fates):
        about = replace(about, first_day=first_day_of(session, facility_id))
    for position, planned in enumerate(fates):
        if planned.refusal or not (planned.writes or planned.remembers):
            continue
        try:
            entered[planned.person] = import_row(
                session,
                planned,
                resident_id=planned.resident_id or entered.get(planned.person),
                about=about,
            )
        except DomainError as error:
            raise _RowRefused(position, refused_by_services(planned, error, book.tables)) from None
        except MoveRefused as move:
            left = replace(planned, moves=without(planned.moves, move, book.tables))
            raise _RowRefused(position, left) from None
    return entered
