"""What importing each row would do, before anything is written. Pure, on what ``queries.known`` has loaded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from rehab_center.documents.rules import number_key
from rehab_center.register.queries.known import Knowledge, KnownPerson, KnownStay
from rehab_center.register.rules.choices import EXIT_WORDS, KIND_WORDS
from rehab_center.register.rules.crosscheck import (
    Known,
    code_key,
    is_another,
    is_same_without_number,
    known_of,
    looks_alike,
    next_code_of,
)
from rehab_center.register.rules.fields import Field
from rehab_center.register.rules.headers import Table
from rehab_center.register.rules.reader import labelled
from rehab_center.register.rules.readings import Notice, Problem, ReadRow, Refusal
from rehab_center.residents.rules.births import compatible
from rehab_center.residents.rules.facts import PLAIN_FIELDS
from rehab_center.residents.rules.searching import search_form
from rehab_center.words import N_, Message, message


class Step(StrEnum):
    """What becomes of a row."""

    NEW = "new"  # a new stay
    SAME = "same"  # the stay is there, nothing to add
    FILLS = "fills"  # the stay is there, the book knows more
    CONFLICT = "conflict"  # the stay is there and says something else; it stays as it is
    REFUSED = "refused"


@dataclass(frozen=True)
class Difference:
    """A field in which the book and the program differ."""

    column: str
    value: str
    kept: str


@dataclass(frozen=True)
class Planned:
    """One row's fate. ``person`` numbers the row's person within the book; ``resident_id`` is None for a new one,
    ``stay`` the one that is there already."""

    row: ReadRow
    person: int
    step: Step
    resident_id: int | None = None
    stay: KnownStay | None = None
    adds_exit: bool = False
    differences: tuple[Difference, ...] = ()
    refusal: Refusal | None = None
    notices: tuple[Notice, ...] = ()


@dataclass
class _Span:
    """A stay of somebody as this import sees it."""

    stay_id: int | None
    entered_on: date
    left_on: date | None
    file_code: str


class Planner:
    """Goes through rows in the order of their first days."""

    def __init__(self, knowledge: Knowledge, tables: Mapping[str, Table]) -> None:
        self._known = knowledge
        self._tables = tables
        self._spans: dict[int, list[_Span]] = {
            resident_id: [_Span(stay.id, stay.entered_on, stay.left_on, stay.file_code) for stay in stays]
            for resident_id, stays in knowledge.stays.items()
        }
        self._resident_of: dict[int, int] = {}

    def plan(self, rows: Sequence[tuple[ReadRow, int]]) -> list[Planned]:
        """The fate of each row, in the order given; ``rows`` pairs each with the number of its person in the book."""
        for row, person in rows:
            found = self._by_number(row)
            if found is not None:
                self._resident_of.setdefault(person, found)
        return [self._plan(row, person) for row, person in rows]

    def _plan(self, row: ReadRow, person: int) -> Planned:
        stay = self._known.by_code.get(code_key(row.code)) if row.code else None
        resident = self._resident(row, person, stay)
        planned = Planned(row, person, Step.NEW, resident_id=resident.id if resident else None)
        if resident and row.numbers and self._is_another(row, resident):
            said = message(N_("This number belongs to %(name)s in the program."), name=resident.known.name)
            return self._refused(planned, Field.IDENTITY, "id-of-another", said)
        own = self._known.stays_here(resident)
        there = next((one for one in own if one.entered_on == row.entered_on), None)
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
            planned = replace(planned, row=replace(row, code=next_code_of(row.code, len(own))))
        if resident:
            self._spans.setdefault(resident.id, []).append(_Span(None, row.entered_on, row.left_on, row.code or ""))
        return replace(planned, notices=self._look_at(row, resident))

    # --- who it is ---------------------------------------------------------------------------------------------------

    def _by_number(self, row: ReadRow) -> int | None:
        found = (self._known.holders.get((number.kind, number.key)) for number in row.numbers)
        return next((resident_id for resident_id in found if resident_id is not None), None)

    def _resident(self, row: ReadRow, person: int, stay: KnownStay | None) -> KnownPerson | None:
        resident_id = self._by_number(row) or self._resident_of.get(person)
        if resident_id is None:
            resident_id = self._by_stay(row, stay) or self._by_name(row)
        if resident_id is None:
            return None
        self._resident_of.setdefault(person, resident_id)
        return self._known.people[resident_id]

    def _by_stay(self, row: ReadRow, stay: KnownStay | None) -> int | None:
        """Somebody without number or full birth date is known again by name with file code or first day."""
        here = [stay] if stay else [] if row.code else self._entered_that_day(row)
        known = known_of(row)
        people = ((one.resident_id, self._known.people[one.resident_id]) for one in here)
        return next((one for one, person in people if person.may_be(known.name, known.birth)), None)

    def _entered_that_day(self, row: ReadRow) -> list[KnownStay]:
        return [one for one in self._known.by_code.values() if one.entered_on == row.entered_on]

    def _by_name(self, row: ReadRow) -> int | None:
        known = known_of(row)
        same = (one for one in self._known.named(known.name) if is_same_without_number(known, one.known))
        return next((one.id for one in same), None)

    def _is_another(self, row: ReadRow, resident: KnownPerson) -> bool:
        known = known_of(row)
        holders = {self._known.holders.get((number.kind, number.key)) for number in row.numbers} - {None}
        if holders - {resident.id}:
            return True
        return bool(holders) and not resident.may_be(known.name, known.birth) and is_another(known, resident.known)

    # --- which stay --------------------------------------------------------------------------------------------------

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
        """A stay that is there already: unchanged, filled in, or in conflict with the book."""
        row = planned.row
        planned = replace(planned, stay=stay, differences=tuple(self._differences(row, stay)))
        if planned.differences:
            return replace(planned, step=Step.CONFLICT)
        if row.exit and stay.went_on is None:
            for span in self._spans[resident.id]:
                if span.stay_id == stay.id:
                    span.left_on = row.left_on
            return replace(planned, step=Step.FILLS, adds_exit=True)
        fills = fills_person(row, resident) or fills_decision(row, stay) or fills_exit(row, stay)
        return replace(planned, step=Step.FILLS if fills else Step.SAME)

    def _differences(self, row: ReadRow, stay: KnownStay) -> list[Difference]:
        found = []
        number = row.decision.number
        if row.kind is not stay.kind:
            found.append(self._difference(row, Field.KIND, KIND_WORDS[stay.kind]))
        if row.months and stay.months and row.months != stay.months:
            found.append(self._difference(row, Field.MONTHS, str(stay.months)))
        if number and stay.decision and number_key(number) != number_key(stay.decision.number):
            found.append(self._difference(row, Field.DECISION_NUMBER, stay.decision.number))
        if row.exit and stay.went_on:
            if row.exit.on != stay.went_on.effective_on:
                found.append(self._difference(row, Field.LEFT_ON, f"{stay.went_on.effective_on:%d/%m/%Y}"))
            elif row.exit.kind is not stay.went_on.kind:
                found.append(self._difference(row, Field.EXIT_REASON, EXIT_WORDS[stay.went_on.kind]))
        return found

    def _difference(self, row: ReadRow, column: Field, kept: str) -> Difference:
        label, value = labelled(self._tables[row.place.sheet], row.place.row - 1, column)
        return Difference(label, value, kept)

    # --- what to say -------------------------------------------------------------------------------------------------

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
        refusal = Refusal(row.place, (Problem(label, value, code, said),), row.raw)
        return replace(planned, step=Step.REFUSED, refusal=refusal)


def _alike(one: Known, other: Known) -> bool:
    return search_form(one.name) == search_form(other.name) and compatible(one.birth, other.birth)


def fills_person(row: ReadRow, resident: KnownPerson) -> bool:
    """Whether the book knows something of the person that is blank in the program."""
    facts = row.person
    return (
        any(getattr(facts, field) and not getattr(resident.facts, field) for field in PLAIN_FIELDS)
        or (facts.birth.on is not None and resident.facts.birth.on is None)
        or any((number.kind, number.key) not in resident.known.numbers for number in row.numbers)
        or any(form not in resident.other_names for alias in facts.aliases if (form := search_form(alias.name)))
        or any(search_form(relative.name) not in resident.relatives for relative in facts.relatives)
    )


def fills_decision(row: ReadRow, stay: KnownStay) -> bool:
    """Whether the book has the date or the issuer that the decision lacks."""
    paper = stay.decision
    return paper is not None and bool(
        (row.decision.issued_on and paper.issued_on is None) or (row.decision.issuer and paper.issuer is None)
    )


def fills_exit(row: ReadRow, stay: KnownStay) -> bool:
    """Whether the book has the date or the issuer that the exit's paper lacks."""
    paper, written = stay.exit_paper, row.exit.paper if row.exit else None
    return bool(
        paper
        and written
        and ((written.issued_on and paper.issued_on is None) or (written.issuer and paper.issuer is None))
    )
