"""What an old book counts of a stay: its end, days not counted, months reduced, up to which day. Pure."""

from __future__ import annotations

from datetime import date

from rehab_center.admissions.rules.movements import State
from rehab_center.admissions.rules.regime import regime_of
from rehab_center.admissions.rules.term_opening import OpeningCase, check_opening
from rehab_center.dates import ONE_DAY
from rehab_center.findings import Severity
from rehab_center.register.rules import cells
from rehab_center.register.rules.cells import BadCell
from rehab_center.register.rules.fields import Field
from rehab_center.register.rules.reader import RowReader
from rehab_center.register.rules.readings import OpeningWritten, ReadRow
from rehab_center.register.rules.statements import OPENING_FIELDS
from rehab_center.register.rules.workbook import Cell
from rehab_center.words import N_, message

_DIGITS = 4
_YEARS = cells.MAX_MONTHS // 12
_COLUMNS = {name: column for column, name in OPENING_FIELDS.items()}


def take_opening(reader: RowReader) -> OpeningWritten | None:
    """What the row says of it; None where it says nothing. The book's own day stands in for "Tính đến ngày"."""
    today = reader.today
    end = reader.take(Field.BOOK_END, lambda cell: cells.day_of(cell, today=today, ahead=_YEARS), None)
    until = reader.take(Field.OPENING_UNTIL, lambda cell: cells.day_of(cell, today=today), None)
    days = reader.take(Field.UNCOUNTED_DAYS, _whole, None)
    months = reader.take(Field.REDUCED_MONTHS, _whole, None)
    if until is None and (days or months):
        until = reader.table.title.as_of
        if until is None:
            said = N_("Say up to which day the old book counts these days and months")
            reader.problem(Field.OPENING_UNTIL, "bad-date", message(said))
            return None
        reader.notice(Field.OPENING_UNTIL, message(N_("Counted up to %(day)s, the day of the book."), day=until))
    if until is None:
        days = months = None  # a nought and no day: nothing is counted
    found = OpeningWritten(end, until, days, months)
    return found if found != OpeningWritten() else None


def check_written(reader: RowReader, row: ReadRow) -> None:
    """Refuse what cannot be, as the form of an opening does; what the register holds besides is looked at later."""
    if row.opening is None or row.left_on is not None or row.months is None:
        return
    regime = regime_of(row.kind, decided_on=row.decision.issued_on, began_on=row.entered_on).regime
    if regime is None:
        return
    case = OpeningCase(
        facts=row.opening.facts(""),
        regime=regime,
        kind=row.kind,
        months=row.months,
        start_on=row.term_start_on or row.entered_on,
        admitted_on=row.entered_on,
        first_day=_day_after(row.opening.until_on, row.entered_on),
        today=reader.today,
        state=State.PRESENT,
    )
    for finding in check_opening(case):
        if finding.severity is Severity.BLOCK:
            reader.problem(_COLUMNS.get(finding.field or "", Field.BOOK_END), "bad-opening", finding.message)


def _day_after(until: date | None, entered_on: date) -> date:
    """Whether the stay began before the program is not told by the book: it is taken to be so."""
    return max(until or entered_on, entered_on) + ONE_DAY


def _whole(cell: Cell) -> int | None:
    text = cells.text_of(cell)
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal()) or len(text.lstrip("0")) > _DIGITS:
        raise BadCell("bad-opening", message(N_("This must be a whole number, 0 or more.")))
    return int(text.lstrip("0") or "0")
