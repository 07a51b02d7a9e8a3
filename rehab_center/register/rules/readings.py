"""What the reader of a register says about its rows: what was refused and why, what a person should look at. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rehab_center.admissions.rules.movements import EXITS, MovementKind
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.admissions.rules.term_opening import OpeningFacts
from rehab_center.residents.rules.facts import PersonFacts
from rehab_center.residents.rules.identity import IdentityNumber
from rehab_center.words import Message


@dataclass(frozen=True)
class Place:
    """A row of a sheet; ``row`` is the sheet's own number, from 1."""

    sheet: str
    row: int

    @property
    def key(self) -> str:
        """The row as a page, a job and an index name it."""
        return f"{self.row}!{self.sheet}"


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a row: the column's heading, the value as written there, a code and a sentence."""

    column: str
    value: str
    code: str
    said: Message


@dataclass(frozen=True)
class Refusal:
    """A row that is not imported, with all its problems."""

    place: Place
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Notice:
    """Something a person should look at in a row that is imported, or (``place`` None) in the whole book."""

    place: Place | None
    column: str
    value: str
    said: Message


@dataclass(frozen=True)
class PaperWritten:
    """A paper as the book has it: any part may be missing."""

    number: str | None
    issued_on: date | None = None
    issuer: str | None = None


@dataclass(frozen=True)
class ExitWritten:
    """How a stay went on: the day, what happened, the office's own words for it, and the paper."""

    on: date
    kind: MovementKind
    words: str
    paper: PaperWritten


@dataclass(frozen=True)
class OpeningWritten:
    """What an old book counts of the stay, as far as the row has it; None is no statement."""

    book_end_on: date | None = None
    until_on: date | None = None
    days: int | None = None
    months: int | None = None

    def facts(self, source: str) -> OpeningFacts:
        """The same as the ledger takes it; ``source``: where it was read."""
        return OpeningFacts(self.until_on, self.days or 0, self.months or 0, self.book_end_on, source=source)


@dataclass(frozen=True)
class MoveRow:
    """A row of a sheet of movements that reads well: whose (file code or numbers), what, from when, until when."""

    place: Place
    code: str | None
    numbers: tuple[IdentityNumber, ...]
    kind: MovementKind
    first_on: date
    last_on: date | None
    paper: PaperWritten
    months: int | None = None
    days: int | None = None
    note: str | None = None


@dataclass(frozen=True)
class ReadRow:
    """A data row that reads well. ``months`` is None only for a temporary stay.

    ``term_start_on`` is given where it is not the first day here: for somebody who came from another centre. ``moves``
    are the rows of the book's sheet of movements that speak of this stay.
    """

    place: Place
    code: str | None
    person: PersonFacts
    numbers: tuple[IdentityNumber, ...]
    kind: StayKind
    decision: PaperWritten
    months: int | None
    entry: MovementKind
    entered_on: date
    term_start_on: date | None
    exit: ExitWritten | None
    times_treated: int | None
    note: str | None
    moves: tuple[MoveRow, ...] = ()
    opening: OpeningWritten | None = None

    @property
    def left_on(self) -> date | None:
        """The day the stay ended; somebody who escaped or lies in hospital has not left the books."""
        return self.exit.on if self.exit and self.exit.kind in EXITS else None
