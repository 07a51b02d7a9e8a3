"""What importing each row would do, before anything is written. Pure, on what ``queries.known`` has loaded."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rehab_center.admissions.rules.sequence import Moved
from rehab_center.documents.rules import number_key
from rehab_center.register.fates import Difference, Planned, PlannedMove, Step
from rehab_center.register.move_plans import ANY_MOMENT, StayLedger, plan_moves, refused
from rehab_center.register.queries.known import Knowledge, KnownPerson, nothing_known
from rehab_center.register.queries.stays import KnownStay
from rehab_center.register.rules.codes import code_key, next_code_of
from rehab_center.register.rules.comparing import CellChange, Comparison, compare
from rehab_center.register.rules.crosscheck import (
    Known,
    is_another,
    is_same_without_number,
    known_of,
    looks_alike,
)
from rehab_center.register.rules.fields import Field
from rehab_center.register.rules.headers import Table
from rehab_center.register.rules.older import Earlier
from rehab_center.register.rules.reader import labelled
from rehab_center.register.rules.readings import Notice, Problem, ReadRow, Refusal
from rehab_center.register.rules.statements import is_row_of, stated_by
from rehab_center.register.standing import held
from rehab_center.residents.rules.births import compatible
from rehab_center.residents.rules.searching import search_form
from rehab_center.words import N_, Message, message


@dataclass
class _Span:
    """A stay of somebody as this import sees it."""

    stay_id: int | None
    entered_on: date
    left_on: date | None
    file_code: str


class Planner:
    """Goes through rows in the order of their first days, part by part.

    From one part to the next it keeps what the rows before would change of what is known, and which resident was found
    for each person of ``several``, who have more than one row in the book; ``residents`` are those found before.
    """

    def __init__(
        self, tables: Mapping[str, Table], several: Collection[int], residents: Mapping[int, int] | None = None
    ) -> None:
        self._tables = tables
        self._several = several
        self._resident_of = dict(residents or {})
        self._begun: dict[int, list[_Span]] = {}
        self._left: dict[int, date | None] = {}
        self._know(nothing_known())

    def plan(self, rows: Sequence[tuple[ReadRow, int]], known: Knowledge) -> list[Planned]:
        """The fate of each row, in the order given; ``rows`` pairs each with the number of its person in the book."""
        self.meet(rows, known)
        return [self._plan(row, person) for row, person in rows]

    @property
    def residents(self) -> Mapping[int, int]:
        """The resident found for each person of several rows, as far as one was."""
        return self._resident_of

    def found(self, rows: Sequence[tuple[ReadRow, int]]) -> set[int]:
        """The residents found for the people of these rows: what is known of them must be known to plan the rows."""
        return {self._resident_of[person] for _row, person in rows if person in self._resident_of}

    def meet(self, rows: Sequence[tuple[ReadRow, int]], known: Knowledge) -> None:
        """Know people again by the numbers of these rows; a number may stand in one of their rows only."""
        self._know(known)
        for row, person in rows:
            if person in self._several and (found := self._by_number(row)) is not None:
                self._resident_of.setdefault(person, found)

    def _know(self, known: Knowledge) -> None:
        self._known = known
        self._spans: dict[int, list[_Span]] = {
            resident_id: [*map(self._span, known.stays.get(resident_id, ())), *self._begun.get(resident_id, ())]
            for resident_id in known.people
        }

    def _span(self, stay: KnownStay) -> _Span:
        return _Span(stay.id, stay.entered_on, self._left.get(stay.id, stay.left_on), stay.file_code)

    def _plan(self, row: ReadRow, person: int) -> Planned:
        stay = self._with_code(row)
        resident = self._resident(row, person, stay)
        planned = Planned(row, person, Step.NEW, resident_id=resident.id if resident else None)
        if resident and row.numbers and self._is_another(row, resident):
            said = message(N_("This number belongs to %(name)s in the program."), name=resident.known.name)
            return self._refused(planned, Field.IDENTITY, "id-of-another", said)
        there = self._there(row, resident, stay)
        if there and resident:
            return self._against(planned, there, resident)
        still = self._overlapping(row, resident)
        if stay and (still or resident is None or stay.resident_id != resident.id):
            return self._code_taken(planned, stay)
        if still:
            said = message(
                N_("The person is in stay %(code)s, entered on %(day)s, on that day."),
                code=still.file_code,
                day=still.entered_on,
            )
            return self._refused(planned, Field.ENTERED_ON, "overlapping-stay", said)
        if stay and row.code:  # an office that gives a person one code for life
            code = next_code_of(row.code, len(self._known.stays_here(resident)))
            planned = replace(planned, row=replace(row, code=code))
        if resident:
            span = _Span(None, row.entered_on, row.left_on, row.code or "")
            self._spans.setdefault(resident.id, []).append(span)
            self._begun.setdefault(resident.id, []).append(span)
        notices = self._look_at(row, resident)
        return self._with_moves(replace(planned, notices=notices, memory=stated_by(planned.row), remembers=True))

    # --- who it is ---------------------------------------------------------------------------------------------------

    def _with_code(self, row: ReadRow) -> KnownStay | None:
        """The stay with the row's file code: as the last copy had it, or as the program has it."""
        if not row.code:
            return None
        key = code_key(row.code)
        return self._known.by_code.get(key) or self._known.by_book_code.get(key)

    def _by_number(self, row: ReadRow) -> int | None:
        """Who holds one of the row's numbers; of two with one old number the one it may be, or neither."""
        known = known_of(row)
        for number in row.numbers:
            holders = self._known.holders.get((number.kind, number.key), ())
            same = [one for one in holders if self._fits(known, self._known.people[one])]
            if same or (holders and not number.repeats):
                return next(iter(same or holders))
        return None

    def _fits(self, known: Known, person: KnownPerson) -> bool:
        return person.may_be(known.name, known.birth) or not is_another(known, person.known)

    def _resident(self, row: ReadRow, person: int, stay: KnownStay | None) -> KnownPerson | None:
        resident_id = self._by_number(row) or self._resident_of.get(person)
        if resident_id is None:
            resident_id = self._by_stay(row, stay) or self._by_name(row)
        if resident_id is None:
            return None
        if person in self._several:
            self._resident_of.setdefault(person, resident_id)
        return self._known.people[resident_id]

    def _by_stay(self, row: ReadRow, stay: KnownStay | None) -> int | None:
        """Somebody without number or full birth date is known again by name with file code or first day.

        The last copy's row of that code counts too: its name may be the one put right here or in the book.
        """
        here = [stay] if stay else [] if row.code else self._entered_that_day(row)
        known = known_of(row)
        for one in here:
            person = self._known.people[one.resident_id]
            if person.may_be(known.name, known.birth) or self._is_last_copys(row, one):
                return one.resident_id
        return None

    def _is_last_copys(self, row: ReadRow, stay: KnownStay) -> bool:
        before = self._known.memories.get(stay.id)
        return before is not None and is_row_of(before, stated_by(row), coded=bool(row.code))

    def _entered_that_day(self, row: ReadRow) -> list[KnownStay]:
        return self._known.by_day.get(row.entered_on, [])

    def _by_name(self, row: ReadRow) -> int | None:
        known = known_of(row)
        same = (one for one in self._known.named(known.name) if is_same_without_number(known, one.known))
        return next((one.id for one in same), None)

    def _is_another(self, row: ReadRow, resident: KnownPerson) -> bool:
        """Whether a number that never repeats is somebody else's, or the person's own does not fit the row."""
        known = known_of(row)
        holders = {
            one
            for number in row.numbers
            for one in self._known.holders.get((number.kind, number.key), ())
            if not number.repeats or one == resident.id
        }
        if holders - {resident.id}:
            return True
        return bool(holders) and not resident.may_be(known.name, known.birth) and is_another(known, resident.known)

    # --- which stay --------------------------------------------------------------------------------------------------

    def _there(self, row: ReadRow, resident: KnownPerson | None, coded: KnownStay | None) -> KnownStay | None:
        """The person's stay that the row speaks of: entered that day, or of that code, or under that decision."""
        own = self._known.stays_here(resident)
        that_day = next((one for one in own if one.entered_on == row.entered_on), None)
        if that_day:
            return that_day
        begun = [one for one in own if one.left_on is None or row.entered_on < one.left_on]
        if coded and coded in begun and (row.left_on is None or coded.entered_on < row.left_on):
            return coded
        number = row.decision.number
        if row.code or not number:
            return None
        return next((one for one in begun if one.decision and _same_number(one.decision.number, number)), None)

    def _code_taken(self, planned: Planned, stay: KnownStay) -> Planned:
        said = message(
            N_("File code %(code)s belongs to %(name)s, entered on %(day)s, in the program."),
            code=stay.file_code,
            name=self._known.people[stay.resident_id].known.name,
            day=stay.entered_on,
        )
        return self._refused(planned, Field.CODE, "duplicate-row", said)

    def _overlapping(self, row: ReadRow, resident: KnownPerson | None) -> _Span | None:
        for span in self._spans.get(resident.id, []) if resident else []:
            begins_before = span.left_on is None or row.entered_on < span.left_on
            ends_after = row.left_on is None or span.entered_on < row.left_on
            if begins_before and ends_after:
                return span
        return None

    def _against(self, planned: Planned, stay: KnownStay, resident: KnownPerson) -> Planned:
        """A stay that is there already: unchanged, filled in, changed in the book, or in conflict with it."""
        row, before = planned.row, self._known.memories.get(stay.id)
        now = stated_by(row)
        if self._coded_for_life(row, stay):
            now = replace(now, plain={column: text for column, text in now.plain.items() if column is not Field.CODE})
        found = compare(now, before, held(resident, stay), Earlier(self._known.earlier.get(stay.id)))
        if found.adds_exit:
            for span in self._spans[resident.id]:
                if span.stay_id == stay.id:
                    span.left_on = self._left[stay.id] = row.left_on
        conflicts = tuple(self._difference(row, cell) for cell in found.conflicts)
        adds = found.changes or found.fills or found.adds_exit
        planned = replace(
            planned,
            stay=stay,
            comparison=found,
            changes=tuple(self._difference(row, cell) for cell in found.changes),
            fills=self._fills(row, found),
            conflicts=conflicts,
            step=Step.UPDATES if adds else Step.CONFLICT if conflicts else Step.SAME,
            memory=found.memory,
            remembers=found.memory != before,
            notices=self._emptied(row, found.emptied),
        )
        return self._with_moves(planned)

    def _fills(self, row: ReadRow, found: Comparison) -> tuple[Difference, ...]:
        cells = list(found.fills)
        if found.adds_exit and row.exit:
            cells.append(CellChange(Field.LEFT_ON, f"{row.exit.on:%d/%m/%Y}", None, None))
        return tuple(self._difference(row, cell) for cell in cells)

    def _with_moves(self, planned: Planned) -> Planned:
        """The row with the fate of its rows in the sheet of movements."""
        row, stay = planned.row, planned.stay
        if not row.moves:
            return planned
        movements = stay.ledger if stay else (Moved(0, row.entry, row.entered_on, ANY_MOMENT),)
        adds_exit = row.exit is not None and (stay is None or planned.comparison.adds_exit)
        added = [(row.exit.kind, row.exit.on)] if row.exit and adds_exit else []
        ledger = StayLedger(movements, added, planned.memory.moves)
        moves, spells = plan_moves(row.moves, ledger, self._tables)
        comparison = replace(planned.comparison, unconfirmed=replace(planned.comparison.unconfirmed, moves=spells))
        memory = replace(planned.memory, moves=spells)
        remembers = planned.remembers or spells != planned.memory.moves
        return replace(planned, moves=moves, comparison=comparison, memory=memory, remembers=remembers)

    def _coded_for_life(self, row: ReadRow, stay: KnownStay) -> bool:
        """Whether the code is that of another stay of the same person: the book has one code for both."""
        other = self._with_code(row)
        return other is not None and other.id != stay.id and other.resident_id == stay.resident_id

    def _difference(self, row: ReadRow, cell: CellChange) -> Difference:
        label, written = self._labelled(row, cell.field)
        value, before, here = cell.words
        return Difference(row.place, label, written or value, before or None, here, cell.said)

    def _labelled(self, row: ReadRow, column: Field) -> tuple[str, str]:
        """The heading over a field in this book and what is written there; parts of one cell are shown as the whole."""
        table = self._tables[row.place.sheet]
        shown = column if column in table.fields else next(
            (whole for whole in _WHOLES.get(column, ()) if whole in table.fields), column
        )  # fmt: skip
        return labelled(table, row.place.row - 1, shown)

    # --- what to say -------------------------------------------------------------------------------------------------

    def _emptied(self, row: ReadRow, cells: Sequence[CellChange]) -> tuple[Notice, ...]:
        fields = self._tables[row.place.sheet].fields
        found = []
        for cell in cells:
            if cell.field in fields:
                label, _written = self._labelled(row, cell.field)
                said = message(
                    N_("The last copy said “%(before)s”; the empty cell takes nothing away."), before=cell.words[1]
                )
                found.append(Notice(row.place, label, "", said))
        return tuple(found)

    def _look_at(self, row: ReadRow, resident: KnownPerson | None) -> tuple[Notice, ...]:
        known = known_of(row)
        if resident is None:
            alike = next((one for one in self._known.named(known.name) if looks_alike(known, one.known)), None)
            if alike is None:
                return ()
            said = N_("Same name and birth as %(name)s (%(code)s) in the program: the same person?")
            return (self._notice(row, message(said, name=alike.known.name, code=alike.code)),)
        if _alike(known, resident.known):
            return ()
        said = N_("The number belongs to %(name)s (%(code)s) in the program: taken as one person.")
        return (self._notice(row, message(said, name=resident.known.name, code=resident.code)),)

    def _notice(self, row: ReadRow, said: Message) -> Notice:
        label, value = labelled(self._tables[row.place.sheet], row.place.row - 1, Field.NAME)
        return Notice(row.place, label, value, said)

    def _refused(self, planned: Planned, column: Field, code: str, said: Message) -> Planned:
        row = planned.row
        label, value = labelled(self._tables[row.place.sheet], row.place.row - 1, column)
        refusal = Refusal(row.place, (Problem(label, value, code, said),))
        return refused_with_moves(replace(planned, step=Step.REFUSED, refusal=refusal), self._tables)


#: Where a field stands that has no column of its own in a book.
_WHOLES: dict[Field, tuple[Field, ...]] = {
    Field.NAME: (Field.GIVEN_NAME,),
    Field.STREET: (Field.ADDRESS,),
    Field.COMMUNE: (Field.ADDRESS,),
    Field.DISTRICT: (Field.ADDRESS,),
    Field.PROVINCE: (Field.ADDRESS,),
    Field.MONTHS: (Field.TERM_END,),
    Field.DECISION_NUMBER: (Field.DECISION,),
    Field.DECISION_DATE: (Field.DECISION, Field.DECISION_NUMBER),
    Field.DECISION_ISSUER: (Field.DECISION, Field.DECISION_NUMBER),
    Field.EXIT_DATE: (Field.EXIT_NUMBER,),
    Field.EXIT_ISSUER: (Field.EXIT_NUMBER,),
}


def refused_with_moves(planned: Planned, tables: Mapping[str, Table]) -> Planned:
    """Without its stay no movement can be written either."""
    said = message(N_("The row of the stay, %(row)s, is refused."), row=planned.row.place.row)
    moves = tuple(
        refused(PlannedMove(move, Step.REFUSED), tables, Field.CODE, "no-stay", said) for move in planned.row.moves
    )
    return replace(planned, moves=moves)


def _same_number(one: str, other: str) -> bool:
    return number_key(one) == number_key(other)


def _alike(one: Known, other: Known) -> bool:
    return search_form(one.name) == search_form(other.name) and compatible(one.birth, other.birth)
