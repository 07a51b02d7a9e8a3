"""A sheet of movements: one row for what happened in the middle of a stay, from a day until a day. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from rehab_center.admissions.rules.movements import TERM_CHANGES, MovementKind
from rehab_center.register.rules import cells
from rehab_center.register.rules.cells import BadCell, text_of
from rehab_center.register.rules.choices import MOVE_WORDS, reason_of
from rehab_center.register.rules.fields import Field, Meaning
from rehab_center.register.rules.headers import Table, find_table
from rehab_center.register.rules.meanings import fold_heading, meaning_of
from rehab_center.register.rules.papers import paper_in
from rehab_center.register.rules.reader import RowReader, Said
from rehab_center.register.rules.readings import MoveRow, PaperWritten, Refusal
from rehab_center.register.rules.workbook import Cell, Sheet, is_blank
from rehab_center.residents.rules.identity import IdentityNumber
from rehab_center.words import N_, message

#: What ends what a movement began.
BACK = {
    MovementKind.ESCAPED: MovementKind.RETURNED,
    MovementKind.TO_HOSPITAL: MovementKind.FROM_HOSPITAL,
    MovementKind.ON_LEAVE: MovementKind.BACK_FROM_LEAVE,
    MovementKind.TAKEN_OUT: MovementKind.BROUGHT_BACK,
    MovementKind.SUSPENDED: MovementKind.RESUMED,
    MovementKind.IMPRISONED: MovementKind.RELEASED_FROM_PRISON,
}

_PAPER = r"(van ban|quyet dinh|qd|giay to|giay)"
#: The headings of such a sheet; what is not here is read as in a register.
_HEADINGS: tuple[tuple[Field, re.Pattern[str]], ...] = tuple(
    (field, re.compile(pattern))
    for field, pattern in (
        (
            Field.MOVED_KIND,
            r"((loai|noi dung|hinh thuc|dien|tinh hinh|su) )?(di )?bien dong( .*)?"
            r"|loai( hinh)?|su viec|dien bien|noi dung|ly do( vang( mat)?| di)?|tinh trang",
        ),
        (Field.MOVED_TO, r"(den|toi)( ngay)?( .*)?|ngay (ve|tro lai|tro ve|quay lai|quay ve|ket thuc|ra vien)( .*)?"),
        (Field.DECISION_DATE, rf"ngay( ra| ky| cua| cap| ban hanh)? {_PAPER}( .*)?|ngay (ky|ban hanh|cap)"),
        (Field.DECISION_ISSUER, rf"(co quan|noi|don vi) (ban hanh|ky|cap|ra {_PAPER})( .*)?"),
        (Field.DECISION, rf"so( va)?,? ngay {_PAPER}( .*)?|{_PAPER}|can cu"),
        (Field.DECISION_NUMBER, rf"so( hieu)? {_PAPER}( .*)?|{_PAPER} so"),
        (
            Field.MOVED_FROM,
            r"tu( ngay)?( .*)?|ngay( (di|bat dau|bien dong|bo tron|tron|vang( mat)?|xay ra|nhap vien|thuc hien))?",
        ),
        (Field.MONTHS, r"(so )?thang"),
        (Field.MOVED_DAYS, r"so ngay"),
    )
)
#: The words for coming back and for a term changed in its course; leaving is worded as in a register.
_WORDS = {fold_heading(words): kind for kind, words in MOVE_WORDS.items()}
_KINDS: tuple[tuple[MovementKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (MovementKind.TERM_REDUCED, r"giam (mot phan )?thoi han( \d+ (thang|ngay))?"),
        (MovementKind.TERM_EXTENDED, r"(keo dai|tang|gia han) (thoi han|thoi gian)( .*)?"),
        (MovementKind.RETURNED, r".*\b(bat lai|truy bat|tro lai|quay lai|tro ve|dua ve)\b.*\btron\b.*|ra dau thu.*"),
        (MovementKind.FROM_HOSPITAL, r"(da )?(ra|xuat) vien( .*)?|.*(tro lai|tro ve|ve)\b.* (vien|benh vien)"),
        (MovementKind.RELEASED_FROM_PRISON, r".*(tro lai|tro ve|ve)\b.* (tu|phat tu|an phat tu)"),
    )
)
_MOST_DAYS = 2_000


def find_moves(sheet: Sheet, remembered: Mapping[str, Field] | None = None) -> Table | None:
    """The movements in ``sheet``: whose (file code or identity number), what and from when; None where it has none."""
    table = find_table(sheet, remembered, meaning=_meaning)
    if table is None:
        return None
    fields = table.fields
    whose = Field.CODE in fields or Field.IDENTITY in fields
    return table if whose and Field.MOVED_KIND in fields and Field.MOVED_FROM in fields else None


def _meaning(heading: str, group: str = "") -> Meaning | None:
    usual = meaning_of(heading, group)
    if usual and usual.field in (Field.CODE, Field.IDENTITY):
        return usual
    text = fold_heading(heading)
    found = next(((rank, field) for rank, (field, pattern) in enumerate(_HEADINGS) if pattern.fullmatch(text)), None)
    return Meaning(found[1], rank=found[0]) if found else usual


def read_moves(table: Table, *, today: date) -> Iterator[MoveRow | Refusal]:
    """Every row of a sheet of movements that says something, in the sheet's order."""
    rows = range(table.head_last + 1, len(table.sheet.rows))
    return (_read(table, index, today) for index in rows if _says_something(table, index))


def _says_something(table: Table, index: int) -> bool:
    """A row of headings repeated, of numbers under the headings, of totals or of signatures says nothing."""
    row = table.sheet.rows[index]
    told = {column.field for column in table.columns if column.field and not is_blank(row[column.index])}
    if any(_repeats(row[column.index], column.heading) for column in table.columns if column.field in _TELLING):
        return False
    numbered = all(len(text_of(cell) or "") < 5 for cell in row if not is_blank(cell))
    return len(told & _TELLING) >= 2 and not numbered


_TELLING = {Field.CODE, Field.IDENTITY, Field.NAME, Field.MOVED_KIND, Field.MOVED_FROM}


def _repeats(cell: Cell, heading: str) -> bool:
    return isinstance(cell, str) and bool(cell.strip()) and fold_heading(cell) == fold_heading(heading)


def _read(table: Table, index: int, today: date) -> MoveRow | Refusal:
    reader = RowReader(table, index, Said(), today)
    numbers: tuple[IdentityNumber, ...] = reader.take(Field.IDENTITY, cells.identities_of, ())
    code = reader.text(Field.CODE)
    if not code and not numbers and not reader.problems:
        said = message(N_("The row names neither a file code nor an identity number."))
        reader.problem(Field.CODE if reader.has(Field.CODE) else Field.IDENTITY, "no-stay", said)
    kind = reader.take(Field.MOVED_KIND, kind_of_move, None)
    if kind is None and not any(problem.code == "bad-exit-reason" for problem in reader.problems):
        reader.problem(Field.MOVED_KIND, "bad-exit-reason", message(N_("What happened is not written.")))
    lengths = (reader.cell(Field.MONTHS), reader.cell(Field.MOVED_DAYS))
    if kind is MovementKind.REDUCED and not all(is_blank(cell) for cell in lengths):
        kind = MovementKind.TERM_REDUCED  # "Giảm thời hạn" with its length: the person stays
    first_on, last_on = _day(reader, Field.MOVED_FROM), _day(reader, Field.MOVED_TO)
    if first_on is None and is_blank(reader.cell(Field.MOVED_FROM)):
        reader.problem(Field.MOVED_FROM, "bad-date", message(N_("The day is not written.")))
    if first_on and last_on and last_on < first_on:
        reader.problem(Field.MOVED_TO, "bad-date", message(N_("It would end before it begins.")))
    months, days = _length(reader, kind)
    if reader.problems or kind is None or first_on is None:
        return Refusal(reader.place, tuple(reader.problems))
    return MoveRow(
        place=reader.place,
        code=code,
        numbers=numbers,
        kind=kind,
        first_on=first_on,
        last_on=last_on if kind in BACK else None,
        paper=_paper(reader),
        months=months,
        days=days,
        note=reader.text(Field.NOTE),
    )


def kind_of_move(cell: Cell) -> MovementKind | None:
    """What happened; None for an empty cell. Raises BadCell ``bad-exit-reason``."""
    text = fold_heading(text_of(cell) or "")
    if text in _WORDS:
        return _WORDS[text]
    found = next((kind for kind, pattern in _KINDS if pattern.fullmatch(text)), None)
    return found or reason_of(cell)


def _day(reader: RowReader, column: Field) -> date | None:
    day = reader.take(column, lambda cell: cells.day_of(cell, today=reader.today), None)
    if day and day > reader.today:
        reader.problem(column, "bad-date", message(N_("The day is still to come.")))
        return None
    return day


def _length(reader: RowReader, kind: MovementKind | None) -> tuple[int | None, int | None]:
    """By how many months and days a term is changed; other movements have no length of their own."""
    if kind not in TERM_CHANGES:
        return None, None
    months, days = reader.take(Field.MONTHS, cells.months_of, None), reader.take(Field.MOVED_DAYS, _days_of, None)
    if not months and not days and not reader.problems:
        said = message(N_("Say by how many months or days the term changes"))
        reader.problem(Field.MONTHS, "bad-months", said)
    return months, days


def _days_of(cell: Cell) -> int | None:
    text = text_of(cell)
    if text is None:
        return None
    if not text.isdecimal() or not text.isascii() or not 1 <= int(text[:6]) <= _MOST_DAYS:
        raise BadCell("bad-months", message(N_("The days must be a whole number.")))
    return int(text)


def _paper(reader: RowReader) -> PaperWritten:
    column = Field.DECISION_NUMBER if reader.has(Field.DECISION_NUMBER) else Field.DECISION
    in_one = reader.take(column, lambda cell: paper_in(cell, today=reader.today), PaperWritten(None))
    issued_on = _day(reader, Field.DECISION_DATE)
    return PaperWritten(
        in_one.number, issued_on or in_one.issued_on, reader.text(Field.DECISION_ISSUER) or in_one.issuer
    )
