"""Telling a register's data rows from all that stands between and below them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from rehab_center.names import fold
from rehab_center.register.rules.cells import text_of
from rehab_center.register.rules.choices import kind_in
from rehab_center.register.rules.fields import Field
from rehab_center.register.rules.headers import Column, Table
from rehab_center.register.rules.meanings import fold_heading
from rehab_center.register.rules.reader import Said
from rehab_center.register.rules.workbook import Cell, is_blank
from rehab_center.residents.kinds import Sex

_TOTAL = re.compile(r"(tong|cong|tong cong|tong so|cong don|luy ke)\b.*")
_SIGNATURE = re.compile(
    r".*\b(nguoi lap( bieu| bang| danh sach)?|can bo lap|thu truong|giam doc|truong co so|ke toan|noi nhan|ky ten|"
    r"xac nhan cua|ky ghi ro ho ten|nguoi kiem tra|thu quy|kt giam doc|q giam doc|lap bieu)\b.*"
    r"|.*, ?ngay [\d. ]*thang [\d. ]*nam [\d. ]*"
)
#: What a data row has at least one of; the rest may be copied down over empty rows.
_TELLING = (
    Field.NAME,
    Field.GIVEN_NAME,
    Field.FAMILY_NAME,
    Field.CODE,
    Field.IDENTITY,
    Field.ENTERED_ON,
    Field.BIRTH,
    Field.DECISION_NUMBER,
    Field.DECISION,
)
_LEAST_CELLS = 3
_LEAST_CELLS_BELOW_SIGNATURES = 6
#: A section row says one thing; a person's row says more.
_MOST_SECTION_CELLS = 2


class RowKind(StrEnum):
    """What a row below the headings is."""

    BLANK = "blank"
    DATA = "data"
    HEADING = "heading"
    SECTION = "section"
    SIGNATURE = "signature"
    TOTAL = "total"


@dataclass(frozen=True)
class DataRow:
    """A data row, counted from 0, with what the section rows above it say."""

    index: int
    said: Said


def data_rows(table: Table) -> Iterator[DataRow]:
    """The register's data rows in the sheet's order."""
    said = told_by_title(table)
    signed = False
    for index in range(table.head_last + 1, len(table.sheet.rows)):
        kind = row_kind(table, index, signed=signed)
        if kind is RowKind.SIGNATURE:
            signed = True
        elif kind is RowKind.SECTION:
            said = _told_by_section(said, table.sheet.rows[index])
        elif kind is RowKind.DATA:
            yield DataRow(index, said)


def row_kind(table: Table, index: int, *, signed: bool = False) -> RowKind:
    """What the row at ``index`` is; ``signed``: the signatures have begun above it."""
    row = table.sheet.rows[index]
    filled = [cell for cell in row if not is_blank(cell)]
    if not filled:
        return RowKind.BLANK
    first = fold_heading(text_of(filled[0]) or "")
    if _TOTAL.fullmatch(first) and _ordinal(table, row) is None:
        return RowKind.TOTAL
    if len(filled) <= _LEAST_CELLS_BELOW_SIGNATURES and any(_signs(cell) for cell in filled):
        return RowKind.SIGNATURE
    if _repeats_headings(table, row):
        return RowKind.HEADING
    if _is_data(table, row, signed=signed):
        return RowKind.DATA
    return RowKind.SECTION if len(filled) <= _MOST_SECTION_CELLS else RowKind.BLANK


def _signs(cell: Cell) -> bool:
    if not isinstance(cell, str):
        return False
    return bool(_SIGNATURE.fullmatch(fold_heading(cell)) or _SIGNATURE.fullmatch(fold(cell)))


def _repeats_headings(table: Table, row: tuple[Cell, ...]) -> bool:
    """The headings again, at the top of a printed page."""
    named = next((column for column in table.columns if column.field in (Field.NAME, Field.GIVEN_NAME)), None)
    if named is None or not _is_heading(row[named.index], named):
        return False
    headed = [column for column in table.columns if column.heading and not is_blank(row[column.index])]
    return len(headed) >= _LEAST_CELLS and all(_is_heading(row[column.index], column) for column in headed)


def _is_heading(cell: Cell, column: Column) -> bool:
    return isinstance(cell, str) and fold_heading(cell) == fold_heading(column.heading)


def _is_data(table: Table, row: tuple[Cell, ...], *, signed: bool) -> bool:
    known = [
        column.field
        for column in table.columns
        if column.field and column.field is not Field.ORDINAL and not is_blank(row[column.index])
    ]
    telling = any(field in _TELLING for field in known)
    if signed:
        return telling and len(known) >= _LEAST_CELLS_BELOW_SIGNATURES
    numbered = _ordinal(table, row) is not None
    return telling and (len(known) >= _LEAST_CELLS or numbered)


def _ordinal(table: Table, row: tuple[Cell, ...]) -> int | None:
    column = next((column for column in table.columns if column.field is Field.ORDINAL), None)
    text = text_of(row[column.index]) if column else None
    return int(text) if text and text.isdecimal() else None


def told_by_title(table: Table) -> Said:
    """What the sheet's name and title say of all its rows ("Danh sách học viên cai nghiện tự nguyện")."""
    texts = [table.sheet.name, *table.title.lines]
    kinds = {kind for text in texts if (kind := kind_in(text))}
    sexes = {sex for text in texts if (sex := _sex_in(text))}
    return Said(kinds.pop() if len(kinds) == 1 else None, sexes.pop() if len(sexes) == 1 else None)


def _told_by_section(said: Said, row: tuple[Cell, ...]) -> Said:
    text = " ".join(text_of(cell) or "" for cell in row if isinstance(cell, str) and not is_blank(cell))
    return replace(said, kind=kind_in(text) or said.kind, sex=_sex_in(text) or said.sex)


def _sex_in(text: str) -> Sex | None:
    """ "Học viên nữ", "Khu nam": never "Năm 2021", so the tones are looked at."""
    words = set(re.findall(r"\w+", text.casefold()))
    male, female = "nam" in words and "việt" not in words, "nữ" in words
    if male == female or not words & {"học", "khu", "danh", "đội", "giới", "hv", "người", "nữ"}:
        return None
    return Sex.MALE if male else Sex.FEMALE
