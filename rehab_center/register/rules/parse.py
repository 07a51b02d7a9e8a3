"""From the cells of a data row to a stay of a person, or to everything that is wrong with the row. Pure."""

from __future__ import annotations

from datetime import date

from rehab_center.admissions.rules.checks import Intake, check_intake
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.regime import Regime, StayKind, regime_of
from rehab_center.findings import Severity
from rehab_center.register.rules import cells, choices
from rehab_center.register.rules.fields import Field
from rehab_center.register.rules.headers import Table
from rehab_center.register.rules.opening_cells import check_written, take_opening
from rehab_center.register.rules.person_cells import take_person
from rehab_center.register.rules.reader import RowReader, Said
from rehab_center.register.rules.readings import Notice, ReadRow, Refusal
from rehab_center.register.rules.stay_cells import take_decision, take_entered_on, take_exit, take_kind, take_months
from rehab_center.residents.rules.births import PartialBirth, age_on
from rehab_center.residents.rules.identity import check_number
from rehab_center.words import N_, message

#: Nobody younger is admitted (L73 Đ33; L120 Đ36): a smaller age is a slip of the pen.
_LEAST_AGE = 12
_ADULT = 18


def read_row(table: Table, index: int, *, said: Said, today: date) -> tuple[ReadRow | Refusal, list[Notice]]:
    """Read the data row at ``index`` (from 0): the stay it tells of, or the refusal with every problem found."""
    reader = RowReader(table, index, said, today)
    person, numbers = take_person(reader)
    kind = take_kind(reader)
    decision = take_decision(reader, kind)
    entered_on = take_entered_on(reader)
    months = take_months(reader, kind, entered_on)
    left = take_exit(reader, kind, entered_on, months)
    term_start_on = reader.take(Field.TERM_START, lambda cell: cells.day_of(cell, today=today), None)
    opening = take_opening(reader)
    if person and kind and entered_on:
        kind = _check_age(reader, person.birth, kind, decision.issued_on or entered_on, entered_on)
    if reader.problems or person is None or kind is None or entered_on is None:
        return Refusal(reader.place, tuple(reader.problems)), []
    row = ReadRow(
        place=reader.place,
        code=reader.text(Field.CODE),
        person=person,
        numbers=numbers,
        kind=kind,
        decision=decision,
        months=months,
        entry=choices.entry_of(reader.cell(Field.ENTRY)),
        entered_on=entered_on,
        term_start_on=term_start_on,
        exit=left,
        times_treated=cells.count_of(reader.cell(Field.TIMES_TREATED)),
        note=reader.text(Field.NOTE),
        opening=opening,
    )
    check_written(reader, row)
    if reader.problems:
        return Refusal(reader.place, tuple(reader.problems)), []
    _look_at(reader, row)
    return row, reader.notices


def _check_age(reader: RowReader, birth: PartialBirth, kind: StayKind, decided_on: date, entered_on: date) -> StayKind:
    """Refuse an age nobody is admitted at; a compulsory stay of somebody under 18 is a minor's (L73 Đ33; L120 Đ36)."""
    at_entry = age_on(birth, entered_on)
    if at_entry and at_entry.most < _LEAST_AGE:
        reader.problem(
            Field.BIRTH,
            "bad-birth-date",
            message(N_("The person would have entered at the age of %(age)s."), age=max(at_entry.most, 0)),
        )
        return kind
    at_decision = age_on(birth, decided_on)
    if kind is StayKind.COMPULSORY and at_decision and at_decision.most < _ADULT:
        reader.notice(Field.KIND, message(N_("Under 18 when it was decided: taken as a minor's stay.")))
        return StayKind.MINOR
    return kind


#: Where the rules' own names for an input stand in a register.
_COLUMN_OF = {
    "birth": Field.BIRTH,
    "kind": Field.KIND,
    "months": Field.MONTHS,
    "decision_on": Field.DECISION_DATE,
    "decision_number": Field.DECISION_NUMBER,
    "admitted_on": Field.ENTERED_ON,
}


def _look_at(reader: RowReader, row: ReadRow) -> None:
    """What does not fit together but may be true: the rules' warnings, and what the old book lacks."""
    for number in row.numbers:
        for finding in check_number(number, birth=row.person.birth, sex=row.person.sex):
            reader.notice(Field.IDENTITY, finding.message)
    for finding in check_intake(_intake(row, reader.today)):
        if finding.severity is Severity.WARN:
            reader.notice(_COLUMN_OF.get(finding.field or "", Field.NAME), finding.message)
    decision = row.decision
    if decision.number and (decision.issued_on is None or decision.issuer is None):
        said = N_("The decision lacks its date or its issuer; kept as it is in the book.")
        reader.notice(Field.DECISION_NUMBER, message(said))
    as_of = reader.table.title.as_of
    if as_of and row.entered_on > as_of:
        said = N_("Entered after %(day)s, the day the book was drawn up.")
        reader.notice(Field.ENTERED_ON, message(said, day=as_of))


def _intake(row: ReadRow, today: date) -> Intake:
    regime = regime_of(row.kind, decided_on=row.decision.issued_on, began_on=row.entered_on).regime
    return Intake(
        kind=row.kind,
        regime=regime or Regime.LAW_2021,
        admitted_on=row.entered_on,
        today=today,
        term_start_on=row.term_start_on or row.entered_on,
        transferred=row.entry is MovementKind.TRANSFERRED_IN,
        decided=row.decision.number is not None,
        decided_on=row.decision.issued_on,
        months=row.months,
        times_treated=row.times_treated,
        birth=row.person.birth,
        identified=bool(row.numbers),
    )
