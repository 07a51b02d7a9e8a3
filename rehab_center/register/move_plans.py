"""What the rows of a sheet of movements would do to one stay. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.sequence import NOT_YET, Moved, check_sequence, live
from rehab_center.errors import Conflict
from rehab_center.register.fates import Difference, PlannedMove, Step
from rehab_center.register.rules.choices import MOVE_WORDS
from rehab_center.register.rules.comparing import EXIT_IS_AN_ACT
from rehab_center.register.rules.fields import Field
from rehab_center.register.rules.headers import Table
from rehab_center.register.rules.moves import BACK
from rehab_center.register.rules.reader import labelled
from rehab_center.register.rules.readings import MoveRow, Problem, Refusal
from rehab_center.words import Message, message

Fact = tuple[MovementKind, date]
Spell = tuple[str, str, str]
"""A movement as it is remembered: kind, first day, last day or ""."""

ANY_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)


def spell_of(row: MoveRow) -> Spell:
    """What is remembered of a row."""
    return row.kind.value, row.first_on.isoformat(), row.last_on.isoformat() if row.last_on else ""


def facts_in(row: MoveRow) -> list[Fact]:
    """The movements a row tells of: what began, and what ended it."""
    told = [(row.kind, row.first_on)]
    return told if row.last_on is None else [*told, (BACK[row.kind], row.last_on)]


@dataclass(frozen=True)
class StayLedger:
    """How a stay went on so far, with what its own row adds; ``remembered`` are the last copy's spells."""

    movements: Sequence[Moved]
    added: Sequence[Fact] = ()
    remembered: Sequence[Spell] = ()


def plan_moves(
    rows: Sequence[MoveRow], ledger: StayLedger, tables: Mapping[str, Table]
) -> tuple[tuple[PlannedMove, ...], tuple[Spell, ...]]:
    """The fate of each row in the order of its days, and the spells to remember for the next copy."""
    known = {(moved.kind, moved.effective_on) for moved in live(ledger.movements)} | set(ledger.added)
    spells = [spell_of(row) for row in rows]
    gone = [spell for spell in ledger.remembered if not _still_said(spell, spells) and _first(spell) in known]
    planned = []
    for row in sorted(rows, key=lambda row: (row.first_on, row.place.row)):
        new = [fact for fact in facts_in(row) if fact not in known]
        before = next((spell for spell in gone if spell[0] == row.kind.value), None)
        if not new or spell_of(row) in ledger.remembered:  # it is there, or was voided here since
            planned.append(PlannedMove(row, Step.SAME))
        elif before is not None:
            planned.append(PlannedMove(row, Step.CONFLICT, conflict=_conflict(row, before, tables)))
        else:
            planned.append(PlannedMove(row, Step.UPDATES, tuple(new)))
    fitting = _fitting(planned, ledger, tables)
    kept = [spell_of(one.row) for one in fitting if one.step in (Step.SAME, Step.UPDATES)]
    return tuple(fitting), tuple(dict.fromkeys([*kept, *(spell for spell in ledger.remembered if spell in gone)]))


def _still_said(spell: Spell, spells: Sequence[Spell]) -> bool:
    """Whether this copy still says it, or says only now when it ended."""
    return spell in spells or (not spell[2] and any(one[:2] == spell[:2] for one in spells))


def _first(spell: Spell) -> Fact:
    return MovementKind(spell[0]), date.fromisoformat(spell[1])


def _fitting(planned: Sequence[PlannedMove], ledger: StayLedger, tables: Mapping[str, Table]) -> list[PlannedMove]:
    """Refuse what does not fit into the ledger; all of it together fits more often than one by one."""
    whole = [fact for one in planned for fact in one.facts]
    if not whole or _collision([*ledger.movements], [*whole, *ledger.added]) is None:
        return list(planned)
    accepted: list[Fact] = []
    found = []
    for one in planned:
        said = _collision(ledger.movements, [*accepted, *one.facts]) if one.facts else None
        if said is None:
            accepted += one.facts
        found.append(one if said is None else refused(one, tables, Field.MOVED_FROM, "does-not-fit", said))
    return found


def _collision(movements: Sequence[Moved], facts: Sequence[Fact]) -> Message | None:
    new = [Moved(NOT_YET + position, kind, on, ANY_MOMENT) for position, (kind, on) in enumerate(facts)]
    try:
        check_sequence(live([*movements, *new]))
    except Conflict as conflict:
        return conflict.message
    return None


def refused(one: PlannedMove, tables: Mapping[str, Table], column: Field, code: str, said: Message) -> PlannedMove:
    """The row as it is when it cannot be written."""
    return replace(one, step=Step.REFUSED, facts=(), refusal=refusal_of(one.row, tables, column, code, said))


def refusal_of(row: MoveRow, tables: Mapping[str, Table], column: Field, code: str, said: Message) -> Refusal:
    """What is wrong with a row of movements."""
    label, value = labelled(tables[row.place.sheet], row.place.row - 1, column)
    return Refusal(row.place, (Problem(label, value, code, said),))


def _conflict(row: MoveRow, before: Spell, tables: Mapping[str, Table]) -> Difference:
    label, _value = labelled(tables[row.place.sheet], row.place.row - 1, Field.MOVED_FROM)
    there = _words(before)
    return Difference(row.place, label, _words(spell_of(row)), there, there, message(EXIT_IS_AN_ACT))


def _words(spell: Spell) -> str:
    days = [f"{date.fromisoformat(text):%d/%m/%Y}" for text in spell[1:] if text]
    return f"{MOVE_WORDS[MovementKind(spell[0])]} {' – '.join(days)}"
