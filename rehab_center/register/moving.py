"""Writing movements: a stay's own exit and its rows in a sheet of movements, in the order of their days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.admissions.rules.sequence import NOT_YET, Moved
from rehab_center.admissions.services import MoveFacts, add_movement
from rehab_center.audit.recorder import Subject, record
from rehab_center.errors import DomainError
from rehab_center.register.fates import PlannedMove, Step
from rehab_center.register.models import RegisterRow
from rehab_center.register.move_plans import Fact, Spell, StayLedger, plan_moves, refused
from rehab_center.register.papers import document_of, kind_of_paper
from rehab_center.register.queries.known import Knowledge
from rehab_center.register.queries.stays import KnownStay
from rehab_center.register.rules.codes import code_key
from rehab_center.register.rules.fields import Field
from rehab_center.register.rules.headers import Table
from rehab_center.register.rules.readings import MoveRow
from rehab_center.register.rules.statements import NOTHING, as_json
from rehab_center.register.sources import Import
from rehab_center.words import N_, message


class MoveRefused(Exception):
    """The services refused the movement at ``position`` of those to be written."""

    def __init__(self, position: int, error: DomainError) -> None:
        super().__init__(position)
        self.position = position
        self.error = error


def write_movements(
    session: Session, stay_id: int, moves: Sequence[PlannedMove], own_exit: MoveFacts | None, about: Import
) -> None:
    """Write what the rows and the stay's own exit add. Raises DomainError for the exit, MoveRefused for a row."""
    told = [(position, facts) for position, move in enumerate(moves) for facts in _facts_of(move)]
    if own_exit:
        told.append((len(moves), own_exit))
    told.sort(key=lambda one: (one[1].effective_on, one[0]))
    for index, (position, facts) in enumerate(told):
        later = [
            Moved(NOT_YET + number, other.kind, other.effective_on, about.now, months=other.months, days=other.days)
            for number, (_position, other) in enumerate(told[index + 1 :], start=1)
        ]
        try:
            add_movement(
                session,
                stay_id,
                facts=facts,
                reason=about.reason,
                old_book=True,
                together=later,
                actor=about.actor,
                now=about.now,
            )
        except DomainError as error:
            if position == len(moves):
                raise
            raise MoveRefused(position, error) from None


def _facts_of(move: PlannedMove) -> Iterable[MoveFacts]:
    """The paper, the length and the note belong to what began, not to the coming back."""
    row = move.row
    for kind, on in move.facts:
        if kind is not row.kind:
            yield MoveFacts(kind=kind, effective_on=on)
            continue
        paper = document_of(kind_of_paper(kind), row.paper)
        yield MoveFacts(kind=kind, effective_on=on, document=paper, months=row.months, days=row.days, note=row.note)


# --- movements of people the book has no other row for ---------------------------------------------------------------


@dataclass(frozen=True)
class LooseMoves:
    """The rows of one stay, None where nobody is found, and what to remember of them."""

    stay: KnownStay | None
    moves: tuple[PlannedMove, ...]
    spells: tuple[Spell, ...] = ()


def plan_loose(
    rows: Sequence[MoveRow],
    known: Knowledge,
    tables: Mapping[str, Table],
    added: Mapping[int, Sequence[Fact]] = MappingProxyType({}),
) -> list[LooseMoves]:
    """The fates of rows whose stay is in the program only, or nowhere; ``added`` is what others add to the stays."""
    found: dict[int, tuple[KnownStay, list[MoveRow]]] = {}
    nobody: list[PlannedMove] = []
    for row in rows:
        stay = _stay_of(row, known)
        if stay is None:
            said = message(N_("Nobody in this centre has this file code or identity number."))
            column = Field.CODE if row.code else Field.IDENTITY
            nobody.append(refused(PlannedMove(row, Step.REFUSED), tables, column, "no-stay", said))
        else:
            found.setdefault(stay.id, (stay, []))[1].append(row)
    planned = [LooseMoves(None, tuple(nobody))] if nobody else []
    for stay, own in found.values():
        remembered = known.memories.get(stay.id, NOTHING).moves
        moves, spells = plan_moves(own, StayLedger(stay.ledger, added.get(stay.id, ()), remembered), tables)
        others = tuple(spell for spell in remembered if spell not in spells)
        planned.append(LooseMoves(stay, moves, (*spells, *others)))
    return planned


def _stay_of(row: MoveRow, known: Knowledge) -> KnownStay | None:
    coded = None
    if row.code:
        key = code_key(row.code)
        coded = known.by_code.get(key) or known.by_book_code.get(key)
    holders = {one for number in row.numbers for one in known.holders.get((number.kind, number.key), ())}
    person = coded.resident_id if coded else holders.pop() if len(holders) == 1 else None
    if person is None:
        return None
    own = [stay for stay in known.stays.get(person, ()) if stay.facility_id == known.facility_id]
    during = [
        stay for stay in own if stay.entered_on <= row.first_on and (not stay.left_on or row.first_on <= stay.left_on)
    ]
    return coded if coded in during else next(iter([*during[-1:], *([coded] if coded else own[-1:])]), None)


def write_loose(session: Session, planned: LooseMoves, about: Import) -> None:
    """Write the rows of one stay as an act about its person. Raises MoveRefused."""
    stay = planned.stay
    if stay is None or not any(move.facts for move in planned.moves):
        return
    write_movements(session, stay.id, planned.moves, None, about)
    memory = session.scalar(select(RegisterRow).where(RegisterRow.admission_id == stay.id))
    if memory is None:
        memory = RegisterRow(
            admission_id=stay.id,
            facility_id=about.facility_id,
            code_key=code_key(stay.file_code),
            said=as_json(NOTHING),
            first_sha256=about.source.sha256,
        )
        session.add(memory)
    memory.said = {**memory.said, "moves": [list(spell) for spell in planned.spells]}
    memory.filename, memory.sha256, memory.imported_at = about.source.filename, about.source.sha256, about.now
    place = next(move.row.place for move in planned.moves if move.facts)
    record(
        "register.row-imported",
        actor=about.actor,
        at=about.now,
        about=Subject("resident", stay.resident_id, stay.file_code),
        reason=about.reason,
        details={"file": about.source.filename, "sheet": place.sheet, "row": place.row},
    )


def without(
    moves: Sequence[PlannedMove], refused_one: MoveRefused, tables: Mapping[str, Table]
) -> tuple[PlannedMove, ...]:
    """The rows when the services have refused one of them."""
    told = list(moves)
    one = told[refused_one.position]
    error = refused_one.error
    told[refused_one.position] = refused(one, tables, Field.MOVED_FROM, error.code or "does-not-fit", error.message)
    return tuple(told)
