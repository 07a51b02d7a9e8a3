"""Rows against each other: the same row twice, one number on two people, one person in two stays. Pure."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from rehab_center.names import fold
from rehab_center.register.rules.codes import code_key, next_code_of
from rehab_center.register.rules.fields import Field
from rehab_center.register.rules.headers import Table
from rehab_center.register.rules.reader import labelled
from rehab_center.register.rules.readings import Notice, Place, Problem, ReadRow, Refusal
from rehab_center.register.rules.shelves import IN_MEMORY, Index, Shelf, Shelves
from rehab_center.residents.kinds import BirthPrecision, PaperKind
from rehab_center.residents.rules.births import PartialBirth, compatible
from rehab_center.residents.rules.duplicates import same_person
from rehab_center.residents.rules.identity import IdentityNumber
from rehab_center.residents.rules.searching import search_form
from rehab_center.words import N_, Message, message


@dataclass(frozen=True)
class Known:
    """A person met before, as far as telling people apart needs it."""

    name: str
    birth: PartialBirth
    commune: str | None
    numbers: frozenset[tuple[PaperKind, str]]


def known_of(row: ReadRow) -> Known:
    """The person of a row."""
    numbers = frozenset((number.kind, number.key) for number in row.numbers)
    return Known(row.person.full_name, row.person.birth, row.person.commune, numbers)


def is_another(one: Known, other: Known) -> bool:
    """Whether two who share an identity number are two people: the names differ and so do the birth dates.

    One name with two birth dates, or one day of birth under two names, is a slip to be looked at, not another person.
    """
    if same_person(one.name, one.birth, other.name, other.birth) or search_form(one.name) == search_form(other.name):
        return False
    return one.birth != other.birth or one.birth.precision is not BirthPrecision.DAY


def is_same_without_number(one: Known, other: Known) -> bool:
    """Whether two are one person although no number says so: same name, same day of birth, same commune.

    Two different 12-digit numbers are two people whatever the rest says.
    """
    first, second = _citizen(one), _citizen(other)
    if first and second and not first & second:
        return False
    if search_form(one.name) != search_form(other.name) or one.birth != other.birth:
        return False
    if one.birth.precision is not BirthPrecision.DAY:
        return one.birth.on is not None and bool(one.commune) and _same_commune(one, other)
    return not (one.commune and other.commune) or _same_commune(one, other)


def _same_commune(one: Known, other: Known) -> bool:
    return fold(one.commune or "") == fold(other.commune or "")


def _citizen(known: Known) -> set[str]:
    return {key for kind, key in known.numbers if kind is PaperKind.CITIZEN_ID}


def looks_alike(one: Known, other: Known) -> bool:
    """Same name and birth dates that do not contradict each other: worth a second look, no more."""
    return (
        search_form(one.name) == search_form(other.name)
        and one.birth.on is not None
        and other.birth.on is not None
        and compatible(one.birth, other.birth)
    )


@dataclass(frozen=True)
class Stay:
    """As much of a row as later rows are held against."""

    person: int
    place: Place
    code: str | None
    entered_on: date
    left_on: date | None


@dataclass(frozen=True)
class _Person:
    known: Known
    stays: tuple[Stay, ...]


class CrossCheck:
    """Goes through the rows in their order and remembers whom it has met: what grows lies on ``shelves``."""

    def __init__(self, shelves: Shelves = IN_MEMORY) -> None:
        self.accepted: Shelf[ReadRow] = shelves.shelf()
        #: For each accepted row the number of its person, from 0, and its first day as an ordinal.
        self.people, self.days = array("L"), array("L")
        self._persons: Shelf[_Person] = shelves.shelf()
        self._by_code: Index[Stay | None] = shelves.index()
        self._by_number: Index[tuple[int, ...]] = shelves.index()
        self._by_name: Index[tuple[int, ...]] = shelves.index()

    def add(self, table: Table, row: ReadRow) -> Refusal | list[Notice]:
        """Accept the row, and give what to look at, or refuse it: a later row gives way to an earlier one."""
        known = known_of(row)
        person = self._same_number(row, known)
        other = self._other_holder(row, known)
        if other is not None and not all(number.repeats for number in row.numbers):
            return _refused(table, row, Field.IDENTITY, "id-of-another", self._said_another(row, other))
        if person is None:
            person = self._same_name(known)
        repeated = self._repeated(row, person)
        if repeated:
            return _refused(table, row, *repeated)
        notices = self._look_at(table, row, known, person)
        if other is not None:
            holder = self._persons[other]
            said = N_("This old number is also that of %(name)s in row %(row)s; taken as two people.")
            told = message(said, name=holder.known.name, row=where(holder.stays[0].place, seen_from=row.place))
            notices.append(_notice(table, row, Field.IDENTITY, told))
        if self._has_code_for_life(row, person):
            code = next_code_of(row.code or "", len(self.stays_of(person)))
            said = N_("The earlier stay has this file code; this one is kept as %(code)s.")
            notices.append(_notice(table, row, Field.CODE, message(said, code=code)))
            row = replace(row, code=code)
        self._accept(row, known, person)
        return notices

    def stays_of(self, person: int | None) -> tuple[Stay, ...]:
        """The stays of a person met; of nobody none."""
        return () if person is None else self._persons[person].stays

    def with_code(self, code: str | None) -> Stay | None:
        """The first stay of this file code."""
        return self._by_code.get(code_key(code), None) if code else None

    def holders(self, numbers: Iterable[IdentityNumber]) -> list[int]:
        """The persons met who hold one of the numbers, in the order of the numbers."""
        return [person for number in numbers for person in self._by_number.get(_number_key(number), ())]

    def _same_number(self, row: ReadRow, known: Known) -> int | None:
        holders = self.holders(row.numbers)
        return next((person for person in holders if not is_another(known, self._persons[person].known)), None)

    def _other_holder(self, row: ReadRow, known: Known) -> int | None:
        """Somebody else with one of the numbers: provinces gave 9-digit numbers twice, the 12 digits never repeat."""
        holders = self.holders(row.numbers)
        return next((person for person in holders if is_another(known, self._persons[person].known)), None)

    def _namesakes(self, known: Known) -> Iterator[int]:
        """Persons of the same name born in the same year: whoever has no birth is like nobody."""
        return iter(self._by_name.get(_name_key(known), ()) if known.birth.on else ())

    def _same_name(self, known: Known) -> int | None:
        same = (one for one in self._namesakes(known) if is_same_without_number(known, self._persons[one].known))
        return next(same, None)

    def _said_another(self, row: ReadRow, person: int) -> Message:
        holder = self._persons[person]
        return message(
            N_("This number belongs to %(name)s of row %(row)s."),
            name=holder.known.name,
            row=where(holder.stays[0].place, seen_from=row.place),
        )

    def _repeated(self, row: ReadRow, person: int | None) -> tuple[Field, str, Message] | None:
        stays = self.stays_of(person)
        same_day = next((stay for stay in stays if stay.entered_on == row.entered_on), None)
        same_code = self.with_code(row.code)
        if same_code and (same_code.person != person or same_day or overlap(same_code, row)):
            return Field.CODE, "duplicate-row", _said_repeat(row, same_code)
        if same_day:
            return Field.NAME, "duplicate-row", _said_repeat(row, same_day)
        still = next((stay for stay in stays if overlap(stay, row)), None)
        if still:
            said = message(
                N_("By row %(row)s the same person was here on that day; one of the two days is wrong."),
                row=where(still.place, seen_from=row.place),
            )
            return Field.ENTERED_ON, "overlapping-stay", said
        return None

    def _has_code_for_life(self, row: ReadRow, person: int | None) -> bool:
        """An office that gives a person one code for life: the second stay gets a code of its own."""
        return person is not None and self.with_code(row.code) is not None

    def _look_at(self, table: Table, row: ReadRow, known: Known, person: int | None) -> list[Notice]:
        if person is None:
            alike = (self._persons[other] for other in self._namesakes(known))
            met = next((other for other in alike if looks_alike(known, other.known)), None)
            said = N_("Same name and birth as row %(row)s but not the same number: two people?")
            return [_beside(table, row, said, met)] if met else []
        met = self._persons[person]
        if search_form(met.known.name) != search_form(known.name) or not compatible(met.known.birth, known.birth):
            said = N_("Same number as row %(row)s, but name or birth differ: taken as one person.")
            return [_beside(table, row, said, met)]
        if not known.numbers & met.known.numbers:
            said = N_("Same name, birth and commune as row %(row)s: taken as one person.")
            return [_beside(table, row, said, met)]
        return []

    def _accept(self, row: ReadRow, known: Known, person: int | None) -> None:
        new = person is None
        number = len(self._persons) if person is None else person
        stay = Stay(number, row.place, row.code, row.entered_on, row.left_on)
        if new:
            self._persons.append(_Person(known, (stay,)))
            if known.birth.on:
                _add(self._by_name, _name_key(known), number)
        else:
            met = self._persons[number]
            self._persons[number] = replace(met, stays=(*met.stays, stay))
        for one in row.numbers:
            _add(self._by_number, _number_key(one), number)
        if row.code and self.with_code(row.code) is None:
            self._by_code[code_key(row.code)] = stay
        self.accepted.append(row)
        self.people.append(number)
        self.days.append(row.entered_on.toordinal())


def _name_key(known: Known) -> str:
    """Two whose births may be one were born in one year."""
    return f"{search_form(known.name)} {known.birth.on.year if known.birth.on else ''}"


def _number_key(number: IdentityNumber) -> str:
    return f"{number.kind} {number.key}"


def _add(index: Index[tuple[int, ...]], key: str, person: int) -> None:
    there = index.get(key, ())
    if person not in there:
        index[key] = (*there, person)


def _beside(table: Table, row: ReadRow, msgid: str, met: _Person) -> Notice:
    return _notice(table, row, Field.NAME, message(msgid, row=where(met.stays[0].place, seen_from=row.place)))


def _notice(table: Table, row: ReadRow, column: Field, said: Message) -> Notice:
    label, value = labelled(table, row.place.row - 1, column)
    return Notice(row.place, label, value, said)


def _refused(table: Table, row: ReadRow, column: Field, code: str, said: Message) -> Refusal:
    label, value = labelled(table, row.place.row - 1, column)
    return Refusal(row.place, (Problem(label, value, code, said),))


def where(place: Place, *, seen_from: Place) -> str:
    """A row as it is named in a sentence; with its sheet when that is another one."""
    return str(place.row) if place.sheet == seen_from.sheet else f"{place.row} ({place.sheet})"


def _said_repeat(row: ReadRow, other: Stay) -> Message:
    return message(N_("The row repeats row %(row)s."), row=where(other.place, seen_from=row.place))


def overlap(one: Stay, other: ReadRow) -> bool:
    """Whether one person would be in two stays at once; leaving and entering on one day is no overlap."""
    return _begins_before_end(one, other) and _begins_before_end(other, one)


def _begins_before_end(one: Stay | ReadRow, other: Stay | ReadRow) -> bool:
    return other.left_on is None or one.entered_on < other.left_on
