"""What happened in the middle of stays, as the rows of a sheet of movements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rehab_center.admissions.rules.movements import AFTER
from rehab_center.admissions.rules.sequence import Moved
from rehab_center.documents.queries import DocumentLine
from rehab_center.register.rules.choices import MOVE_WORDS
from rehab_center.register.rules.fields import Field
from rehab_center.register.rules.moves import BACK
from rehab_center.register.rules.workbook import Cell
from rehab_center.register.writing import BookColumn

MOVE_COLUMNS = (
    BookColumn(Field.ORDINAL, width=6),
    BookColumn(Field.CODE, width=12),
    BookColumn(Field.NAME, width=24),
    BookColumn(Field.MOVED_KIND, width=24),
    BookColumn(Field.MOVED_FROM, width=12),
    BookColumn(Field.MOVED_TO, width=12),
    BookColumn(Field.MONTHS, width=10),
    BookColumn(Field.MOVED_DAYS, width=10),
    BookColumn(Field.DECISION_NUMBER, width=16),
    BookColumn(Field.DECISION_DATE, width=12),
    BookColumn(Field.DECISION_ISSUER, width=24),
    BookColumn(Field.NOTE, width=24),
)


@dataclass(frozen=True)
class Spell:
    """A movement and the one that ended it, None while it lasts or where nothing ends it."""

    began: Moved
    ended: Moved | None


def spells_of(ledger: Sequence[Moved], out: Moved | None) -> Iterator[Spell]:
    """Everything between the entry and ``out``, which stands in the register itself."""
    middle = [moved for moved in ledger[1:] if moved is not out]
    ending: set[int] = set()
    for position, moved in enumerate(middle):
        if moved.id in ending:
            continue
        following = next((other for other in middle[position + 1 :] if other.kind in AFTER), None)
        ended = following if following and following.kind is BACK.get(moved.kind) else None
        if ended:
            ending.add(ended.id)
        yield Spell(moved, ended)


def spell_cells(code: str, name: str, spell: Spell, papers: Mapping[int, DocumentLine]) -> Iterator[Cell]:
    """A spell under MOVE_COLUMNS, the running number left to the caller."""
    began = spell.began
    paper = papers.get(began.document_id or 0)
    values: dict[Field, Cell | None] = {
        Field.CODE: code,
        Field.NAME: name,
        Field.MOVED_KIND: MOVE_WORDS[began.kind],
        Field.MOVED_FROM: began.effective_on,
        Field.MOVED_TO: spell.ended.effective_on if spell.ended else None,
        Field.MONTHS: began.months,
        Field.MOVED_DAYS: began.days,
        Field.DECISION_NUMBER: paper.number if paper else None,
        Field.DECISION_DATE: paper.issued_on if paper else None,
        Field.DECISION_ISSUER: paper.issuer if paper else None,
    }
    return (values.get(column.field) or "" for column in MOVE_COLUMNS[1:])
