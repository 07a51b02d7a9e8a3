"""The stay in a data row: its ground, decision, term, first day and how it went on. Pure."""

from __future__ import annotations

from datetime import date

from rehab_center.admissions.rules.movements import EFFECTS, MovementKind
from rehab_center.admissions.rules.regime import BY_COURT, StayKind
from rehab_center.dates import ONE_DAY, add_months
from rehab_center.register.rules import cells, choices
from rehab_center.register.rules.fields import Field
from rehab_center.register.rules.papers import number_in, paper_in
from rehab_center.register.rules.reader import RowReader
from rehab_center.register.rules.readings import ExitWritten, PaperWritten
from rehab_center.register.rules.workbook import is_blank
from rehab_center.words import N_, message

#: No term runs further into the future: "31/12/27" may be a planned day of leaving.
_LONGEST = cells.MAX_MONTHS // 12


def take_kind(reader: RowReader) -> StayKind | None:
    """The ground of the stay, as written or as the section, the title or the court says it."""
    told = reader.take(Field.KIND, choices.kind_of, None)
    if told or _already(reader, "bad-kind"):
        return told
    marked = [column for column, _ in reader.crossed(Field.KIND)]
    if len(marked) == 1 and marked[0].meaning and marked[0].meaning.implied:
        return choices.kind_of(marked[0].meaning.implied)
    if reader.said.kind:
        return reader.said.kind
    issuer = reader.text(Field.DECISION_ISSUER) or reader.text(Field.DECISION) or ""
    if choices.kind_in(f"{issuer} {reader.text(Field.DECISION_NUMBER) or ''}") is StayKind.COMPULSORY:
        reader.notice(Field.KIND, message(N_("The kind of stay is not written; a court decided, so it is compulsory.")))
        return StayKind.COMPULSORY
    reader.problem(Field.KIND, "bad-kind", message(N_("The kind of stay is not written.")))
    return None


def take_decision(reader: RowReader, kind: StayKind | None) -> PaperWritten:
    """The decision as far as the book has it; a compulsory stay needs its number."""
    in_one = reader.take(Field.DECISION, lambda cell: paper_in(cell, today=reader.today), PaperWritten(None))
    number = reader.take(Field.DECISION_NUMBER, lambda cell: number_in(cell, code="no-decision"), None)
    if number and not reader.has(Field.DECISION_DATE):
        in_one = reader.take(Field.DECISION_NUMBER, lambda cell: paper_in(cell, today=reader.today), in_one)
        number = in_one.number
    issued_on = reader.take(Field.DECISION_DATE, lambda cell: cells.day_of(cell, today=reader.today), None)
    issued_on = issued_on or in_one.issued_on
    column = Field.DECISION_DATE if reader.has(Field.DECISION_DATE) else Field.DECISION
    if issued_on and issued_on > reader.today:
        reader.problem(column, "bad-date", message(N_("The decision is dated after today.")))
    number = number or in_one.number
    if kind in BY_COURT and number is None and not _already(reader, "no-decision"):
        wanted = Field.DECISION if reader.has(Field.DECISION) else Field.DECISION_NUMBER
        reader.problem(wanted, "no-decision", message(N_("A compulsory stay needs the number of its decision.")))
    return PaperWritten(number, issued_on, reader.text(Field.DECISION_ISSUER) or in_one.issuer)


def _already(reader: RowReader, code: str) -> bool:
    return any(problem.code == code for problem in reader.problems)


def take_entered_on(reader: RowReader) -> date | None:
    """The first day; it must be there and not after today."""
    day = reader.take(Field.ENTERED_ON, lambda cell: cells.day_of(cell, today=reader.today), None)
    if day is None:
        if is_blank(reader.cell(Field.ENTERED_ON)):
            reader.problem(Field.ENTERED_ON, "no-admission-date", message(N_("The day of entering is not written.")))
        return None
    if day > reader.today:
        reader.problem(Field.ENTERED_ON, "future-admission", message(N_("The day of entering is still to come.")))
        return None
    return day


def take_months(reader: RowReader, kind: StayKind | None, entered_on: date | None) -> int | None:
    """The term in months, as written or as the written end makes it."""
    months = reader.take(Field.MONTHS, cells.months_of, None)
    if months or not is_blank(reader.cell(Field.MONTHS)):
        return months
    end = reader.take(Field.TERM_END, lambda cell: cells.day_of(cell, today=reader.today, ahead=_LONGEST), None)
    derived = whole_months(entered_on, end) if entered_on and end else None
    if derived:
        reader.notice(
            Field.TERM_END,
            message(N_("The term is not written; the day it ends makes it %(months)s months."), months=derived),
        )
        return derived
    if kind and kind is not StayKind.TEMPORARY:
        reader.problem(Field.MONTHS, "bad-months", message(N_("The term in months is not written.")))
    return None


def whole_months(start: date, end: date) -> int | None:
    """How many months end exactly on ``end`` (or the day before, as some offices count); None for any other length."""
    months = (end.year - start.year) * 12 + end.month - start.month
    for count in (months, months + 1):
        if 1 <= count <= cells.MAX_MONTHS and end in (add_months(start, count), add_months(start, count) - ONE_DAY):
            return count
    return None


def take_exit(
    reader: RowReader, stay: StayKind | None, entered_on: date | None, months: int | None
) -> ExitWritten | None:
    """How the stay went on; None while the person is here, and for a planned day of leaving."""
    day = reader.take(Field.LEFT_ON, lambda cell: cells.day_of(cell, today=reader.today, ahead=_LONGEST), None)
    kind = reader.take(Field.EXIT_REASON, choices.reason_of, None)
    if day is None:
        if kind and is_blank(reader.cell(Field.LEFT_ON)):
            reader.problem(Field.LEFT_ON, "bad-date", message(N_("A reason for leaving is written, but no day.")))
        return None
    due = entered_on is not None and months is not None and abs((day - add_months(entered_on, months)).days) <= 1
    if day > reader.today:
        _still_to_come(reader, planned=due and kind is None)
        return None
    if entered_on and day < entered_on:
        said = N_("The person left before entering on %(entered)s.")
        reader.problem(Field.LEFT_ON, "left-before-admission", message(said, entered=entered_on))
        return None
    kind = _reason(reader, kind, stay, due=due)
    words = reader.text(Field.EXIT_REASON) or ""
    return ExitWritten(day, kind, words, _exit_paper(reader)) if kind else None


def _still_to_come(reader: RowReader, *, planned: bool) -> None:
    """A day of leaving after today is a plan where it is the end of the term; anywhere else it is a slip."""
    if planned:
        reader.notice(Field.LEFT_ON, message(N_("The day of leaving is still to come: a plan, not recorded.")))
    else:
        reader.problem(Field.LEFT_ON, "bad-date", message(N_("The day of leaving is still to come.")))


def _reason(reader: RowReader, kind: MovementKind | None, stay: StayKind | None, *, due: bool) -> MovementKind | None:
    blank = is_blank(reader.cell(Field.EXIT_REASON))
    if kind is None and blank and due:
        reader.notice(Field.EXIT_REASON, message(N_("No reason is written; the term ended that day.")))
        kind = MovementKind.COMPLETED
    if kind is None:
        if not any(problem.code == "bad-exit-reason" for problem in reader.problems):
            said = N_("The reason for leaving is not written.")
            reader.problem(Field.EXIT_REASON, "bad-exit-reason", message(said))
        return None
    if stay is StayKind.TEMPORARY and kind is MovementKind.COMPLETED:
        return MovementKind.RELEASED
    if stay and stay not in EFFECTS[kind].only:
        said = N_("“%(kind)s” does not exist for this kind of stay")
        reader.problem(Field.EXIT_REASON, "bad-exit-reason", message(said, kind=EFFECTS[kind].title()))
        return None
    return kind


def _exit_paper(reader: RowReader) -> PaperWritten:
    written_in_one = reader.take(Field.EXIT_NUMBER, lambda cell: paper_in(cell, today=reader.today), PaperWritten(None))
    issued_on = reader.take(Field.EXIT_DATE, lambda cell: cells.day_of(cell, today=reader.today), None)
    issuer = reader.text(Field.EXIT_ISSUER) or written_in_one.issuer
    return PaperWritten(written_in_one.number, issued_on or written_in_one.issued_on, issuer)
