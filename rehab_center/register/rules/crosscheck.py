"""Rows against each other: the same row twice, one number on two people, one person in two stays. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from rehab_center.names import fold
from rehab_center.register.rules.codes import code_key, next_code_of
from rehab_center.register.rules.fields import Field
from rehab_center.register.rules.headers import Table
from rehab_center.register.rules.reader import labelled
from rehab_center.register.rules.readings import Notice, Place, Problem, ReadRow, Refusal
from rehab_center.residents.kinds import BirthPrecision, PaperKind
from rehab_center.residents.rules.births import PartialBirth, compatible
from rehab_center.residents.rules.duplicates import same_person
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


@dataclass
class _Person:
    known: Known
    stays: list[ReadRow] = field(default_factory=list)


@dataclass
class CrossCheck:
    """Goes through the rows in their order and remembers whom it has met."""

    refused: list[Refusal] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    accepted: list[ReadRow] = field(default_factory=list)
    #: For each accepted row the number of its person, from 0.
    people: list[int] = field(default_factory=list)
    _persons: list[_Person] = field(default_factory=list)
    _by_code: dict[str, ReadRow] = field(default_factory=dict)
    _by_number: dict[tuple[PaperKind, str], list[int]] = field(default_factory=dict)
    _by_name: dict[str, list[int]] = field(default_factory=dict)

    def add(self, table: Table, row: ReadRow) -> bool:
        """Accept the row or refuse it, and say which; a later row gives way to an earlier one."""
        known = known_of(row)
        person = self._same_number(row, known)
        other = self._other_holder(row, known)
        if other is not None and not all(number.repeats for number in row.numbers):
            self._refuse(table, row, Field.IDENTITY, "id-of-another", self._said_another(row, other))
            return False
        if person is None:
            person = self._same_name(known)
        repeated = self._repeated(row, person)
        if repeated:
            self._refuse(table, row, *repeated)
            return False
        self._look_at(table, row, known, person)
        if other is not None:
            label, value = labelled(table, row.place.row - 1, Field.IDENTITY)
            said = N_("This old number is also that of %(name)s in row %(row)s; taken as two people.")
            place = self._persons[other].stays[0].place
            told = message(said, name=self._persons[other].known.name, row=where(place, seen_from=row.place))
            self.notices.append(Notice(row.place, label, value, told))
        self._accept(self._with_own_code(table, row, person), known, person)
        return True

    def _holders(self, row: ReadRow) -> list[int]:
        return [person for number in row.numbers for person in self._by_number.get((number.kind, number.key), ())]

    def _same_number(self, row: ReadRow, known: Known) -> int | None:
        same = (person for person in self._holders(row) if not is_another(known, self._persons[person].known))
        return next(same, None)

    def _other_holder(self, row: ReadRow, known: Known) -> int | None:
        """Somebody else with one of the numbers: provinces gave 9-digit numbers twice, the 12 digits never repeat."""
        others = (person for person in self._holders(row) if is_another(known, self._persons[person].known))
        return next(others, None)

    def _same_name(self, known: Known) -> int | None:
        candidates = self._by_name.get(search_form(known.name), [])
        return next(
            (person for person in candidates if is_same_without_number(known, self._persons[person].known)), None
        )

    def _said_another(self, row: ReadRow, person: int) -> Message:
        holder = self._persons[person]
        return message(
            N_("This number belongs to %(name)s of row %(row)s."),
            name=holder.known.name,
            row=where(holder.stays[0].place, seen_from=row.place),
        )

    def _repeated(self, row: ReadRow, person: int | None) -> tuple[Field, str, Message] | None:
        stays = self._persons[person].stays if person is not None else []
        same_day = next((stay for stay in stays if stay.entered_on == row.entered_on), None)
        same_code = self._by_code.get(code_key(row.code)) if row.code else None
        if same_code and (same_code not in stays or same_day or overlap(same_code, row)):
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

    def _with_own_code(self, table: Table, row: ReadRow, person: int | None) -> ReadRow:
        """An office that gives a person one code for life: the second stay gets a code of its own."""
        if person is None or not row.code or code_key(row.code) not in self._by_code:
            return row
        code = next_code_of(row.code, len(self._persons[person].stays))
        label, value = labelled(table, row.place.row - 1, Field.CODE)
        said = message(N_("The earlier stay has this file code; this one is kept as %(code)s."), code=code)
        self.notices.append(Notice(row.place, label, value, said))
        return replace(row, code=code)

    def _look_at(self, table: Table, row: ReadRow, known: Known, person: int | None) -> None:
        if person is None:
            alike = (self._persons[other] for other in self._by_name.get(search_form(known.name), []))
            met = next((other for other in alike if looks_alike(known, other.known)), None)
            if met:
                said = N_("Same name and birth as row %(row)s but not the same number: two people?")
                self._notice(table, row, said, met.stays[0])
            return
        met = self._persons[person]
        if search_form(met.known.name) != search_form(known.name) or not compatible(met.known.birth, known.birth):
            said = N_("Same number as row %(row)s, but name or birth differ: taken as one person.")
            self._notice(table, row, said, met.stays[0])
        elif not known.numbers & met.known.numbers:
            said = N_("Same name, birth and commune as row %(row)s: taken as one person.")
            self._notice(table, row, said, met.stays[0])

    def _notice(self, table: Table, row: ReadRow, msgid: str, other: ReadRow) -> None:
        label, value = labelled(table, row.place.row - 1, Field.NAME)
        said = message(msgid, row=where(other.place, seen_from=row.place))
        self.notices.append(Notice(row.place, label, value, said))

    def _refuse(self, table: Table, row: ReadRow, column: Field, code: str, said: Message) -> None:
        label, value = labelled(table, row.place.row - 1, column)
        self.refused.append(Refusal(row.place, (Problem(label, value, code, said),), row.raw))

    def _accept(self, row: ReadRow, known: Known, person: int | None) -> None:
        if person is None:
            person = len(self._persons)
            self._persons.append(_Person(known))
            self._by_name.setdefault(search_form(known.name), []).append(person)
        self._persons[person].stays.append(row)
        for number in row.numbers:
            holders = self._by_number.setdefault((number.kind, number.key), [])
            if person not in holders:
                holders.append(person)
        if row.code:
            self._by_code.setdefault(code_key(row.code), row)
        self.accepted.append(row)
        self.people.append(person)


def where(place: Place, *, seen_from: Place) -> str:
    """A row as it is named in a sentence; with its sheet when that is another one."""
    return str(place.row) if place.sheet == seen_from.sheet else f"{place.row} ({place.sheet})"


def _said_repeat(row: ReadRow, other: ReadRow) -> Message:
    return message(N_("The row repeats row %(row)s."), row=where(other.place, seen_from=row.place))


def overlap(one: ReadRow, other: ReadRow) -> bool:
    """Whether one person would be in two stays at once; leaving and entering on one day is no overlap."""
    return _begins_before_end(one, other) and _begins_before_end(other, one)


def _begins_before_end(one: ReadRow, other: ReadRow) -> bool:
    return other.left_on is None or one.entered_on < other.left_on
