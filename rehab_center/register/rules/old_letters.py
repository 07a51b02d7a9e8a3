"""Text in the letters of old Vietnamese fonts (TCVN3 of .VnTime, VNI-Windows), made into Unicode. Pure.

Such a workbook looks right only in its own font; read as text, "Nguyễn" is "NguyÔn" (TCVN3) or "Nguyeãn" (VNI). A sheet
was typed in one of them, so the marks that no Vietnamese word has in Unicode decide for the whole sheet; a cell that
has letters of real Unicode is left alone. Layouts: TCVN 5712:1993, VN3; VNI-Windows.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import overload

from rehab_center.register.rules.workbook import Cell, Row, Sheet


class Letters(StrEnum):
    """An encoding, under the name people know it by."""

    TCVN3 = "TCVN3"
    VNI = "VNI"


_TCVN3 = dict(
    zip(
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\xadõøö÷ùúýûüþ¡¢§£¤¥¦",
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
        strict=True,
    )
)
#: Letters that Unicode has for Vietnamese too: by themselves they say nothing.
_SHARED = set("àáâãèéêìíòóôõùúýÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝÐ")
_TCVN3_MARKS = "".join(sorted(set(_TCVN3) - _SHARED))
_TCVN3_SIGN = re.compile(rf"(?<=[A-Za-z])[{re.escape(_TCVN3_MARKS)}]|[{re.escape(_TCVN3_MARKS)}](?=[A-Za-z])")

_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_WITH_HAT = {"á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323", "â": ""}
_WITH_BREVE = {"é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323", "ê": ""}
_ALONE = {"í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ñ": "đ", "ö": "ư", "ô": "ơ"}
_HAT, _BREVE, _HORN = "\u0302", "\u0306", "\u031b"
_VNI_LOWER = r"[aeoyôö][ùøûõï]|u[ùøõï]|[aeo][âåä]|a[êèüë]"
_VNI_SIGN = re.compile(rf"{_VNI_LOWER}|{_VNI_LOWER.upper()}")
#: Marks of TCVN3 that VNI has no use for: where both fit, these decide.
_TCVN3_ONLY = re.compile(rf"[{re.escape(''.join(sorted(set(_TCVN3_MARKS) - set('øûïåäëüæîñöØÛÏÅÄËÜÆÎÑÖ'))))}]")
_VNI_PAIR = re.compile(r"([aeouyôö])([ùøûõïáàåãäâéèúüëê])|([íìæóòîñöô])", re.IGNORECASE)

_SIGNS = {Letters.TCVN3: _TCVN3_SIGN, Letters.VNI: _VNI_SIGN}
#: So many telling texts are no chance, whatever else stands in the sheet.
_ENOUGH = 3

_UNICODE_ONLY = re.compile(r"[ăĂđĐĩĨũŨơƠưƯ\u1ea0-\u1ef9]")


@dataclass(frozen=True)
class Converted:
    """A sheet in Unicode: which letters it was in (None: none but Unicode), how many cells were converted."""

    sheet: Sheet
    letters: Letters | None
    cells: int


def in_unicode(sheet: Sheet) -> Converted:
    """The sheet with every text in Unicode."""
    letters = letters_of(cell for row in sheet.rows for cell in row if isinstance(cell, str) and not cell.isascii())
    if letters is None:
        return Converted(sheet, None, 0)
    rows = _InUnicode(sheet.rows, letters, _old_columns(sheet, letters))
    both = zip(sheet.rows, rows, strict=True)
    count = sum(one is not other for row, told in both for one, other in zip(row, told, strict=True))
    return Converted(replace(sheet, rows=rows), letters, count)


class _InUnicode(Sequence[Row]):
    """Rows that are converted when they are asked for."""

    def __init__(self, rows: Sequence[Row], letters: Letters, old: Collection[int]) -> None:
        self._rows = rows
        self._letters = letters
        self._old = old

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | Sequence[Row]:
        if isinstance(index, slice):
            return [self._told(row) for row in self._rows[index]]
        return self._told(self._rows[index])

    def _told(self, row: Row) -> Row:
        return tuple(_cell(cell, self._letters, whole=index in self._old) for index, cell in enumerate(row))


def letters_of(texts: Iterable[str]) -> Letters | None:
    """The old letters that a sheet's texts are in; None where too few tell of any: a French name is no font."""
    modern = vni = tcvn3 = surely_tcvn3 = 0
    for text in texts:
        composed = unicodedata.normalize("NFC", text)
        if _UNICODE_ONLY.search(composed):
            modern += 1
            continue
        vni += _VNI_SIGN.search(composed) is not None
        if _TCVN3_SIGN.search(composed):
            tcvn3 += 1
            surely_tcvn3 += _TCVN3_ONLY.search(composed) is not None
    if max(vni, tcvn3) < min(_ENOUGH, max(1, modern)):
        return None
    return Letters.VNI if vni > surely_tcvn3 else Letters.TCVN3


def _old_columns(sheet: Sheet, letters: Letters) -> set[int]:
    """The columns of old letters only: in them a text without a telling mark is old too ("Vâ" is "Võ").

    Where no text at all is Unicode, those are all.
    """
    old: set[int] = set()
    mixed: set[int] = set()
    for row in sheet.rows:
        for index, cell in enumerate(row):
            if isinstance(cell, str) and not cell.isascii():
                text = unicodedata.normalize("NFC", cell)
                if _UNICODE_ONLY.search(text):
                    mixed.add(index)
                elif _SIGNS[letters].search(text):
                    old.add(index)
    return old - mixed if mixed else set(range(len(sheet.rows[0])))


def _cell(cell: Cell, letters: Letters, *, whole: bool) -> Cell:
    if not isinstance(cell, str) or cell.isascii():
        return cell
    text = unicodedata.normalize("NFC", cell)
    if _UNICODE_ONLY.search(text) or not (whole or _SIGNS[letters].search(text)):
        return cell
    told = to_unicode(text, letters)
    return cell if told == text else told


def to_unicode(text: str, letters: Letters) -> str:
    """A text in old letters as Unicode (NFC). Capitals of .VnTimeH, whose marks are small letters, become capitals."""
    if letters is Letters.VNI:
        return unicodedata.normalize("NFC", _VNI_PAIR.sub(_from_vni, text))
    return " ".join(_word_from_tcvn3(word) for word in text.split(" "))


def _word_from_tcvn3(word: str) -> str:
    told = "".join(_TCVN3.get(letter, letter) for letter in word)
    plain = [letter for letter in word if letter.isascii() and letter.isalpha()]
    all_capitals = len(plain) > 1 and all(letter.isupper() for letter in plain)
    return told.upper() if all_capitals else told


def _from_vni(found: re.Match[str]) -> str:
    if found[3]:
        return _cased(_ALONE[found[3].lower()], found[3])
    base, mark = found[1].lower(), found[2].lower()
    told = _vni_pair(base, mark)
    if told is None:
        return _single(found[1]) + _single(found[2])
    return _cased(unicodedata.normalize("NFC", told), found[1])


def _vni_pair(base: str, mark: str) -> str | None:
    horned = {"ô": "o" + _HORN, "ö": "u" + _HORN}.get(base, base)
    if mark in _TONES:
        return horned + _TONES[mark]
    if base in "aeo" and mark in _WITH_HAT:
        return base + _HAT + _WITH_HAT[mark]
    return base + _BREVE + _WITH_BREVE[mark] if base == "a" and mark in _WITH_BREVE else None


def _single(letter: str) -> str:
    return _cased(_ALONE.get(letter.lower(), letter), letter)


def _cased(told: str, like: str) -> str:
    return told.upper() if like.isupper() else told
