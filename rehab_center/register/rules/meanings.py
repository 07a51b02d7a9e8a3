"""What a heading means, by itself or below a group heading. Pure."""

from __future__ import annotations

import re

from rehab_center.names import clean, fold
from rehab_center.register.rules.fields import Field, Group, Meaning
from rehab_center.register.rules.vocabulary import ALONE, GROUPS, KIND_CROSSES, UNDER

_Patterns = tuple[tuple[Field, re.Pattern[str]], ...]


def _compiled(lines: tuple[tuple[Field, *tuple[str, ...]], ...]) -> _Patterns:
    return tuple((line[0], re.compile("|".join(line[1:]))) for line in lines)


_ALONE = _compiled(ALONE)
_UNDER = {group: _compiled(lines) for group, lines in UNDER.items()}
_GROUPS = tuple((line[0], re.compile("|".join(line[1:]))) for line in GROUPS)
_BRACKETED = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_NOT_WORD = re.compile(r"[^0-9a-z]+")


def fold_heading(text: str) -> str:
    """A heading for comparing: folded, punctuation and line breaks as one space."""
    return _NOT_WORD.sub(" ", fold(text)).strip()


def group_of(text: str) -> Group | None:
    """What a heading over several columns is about."""
    folded = fold_heading(text)
    return next((group for group, pattern in _GROUPS if pattern.fullmatch(folded)), None)


def meaning_of(heading: str, group: str = "") -> Meaning | None:
    """What a column with this heading (and this group heading above it) holds; None where nobody can be sure."""
    about = group_of(group) if group else None
    crossed = _crossed(heading, about)
    if crossed:
        return crossed
    for text in _readings(heading):
        if about and (field := _first(_UNDER.get(about, ()), text)):
            return Meaning(field[0], rank=field[1])
        if found := _first(_ALONE, text):
            return Meaning(found[0], rank=found[1])
    return _whole_reading(heading, group) if group else None


def _whole_reading(heading: str, group: str) -> Meaning | None:
    found = _first(_ALONE, f"{fold_heading(group)} {fold_heading(heading)}")
    return Meaning(found[0], rank=found[1]) if found else None


def _readings(heading: str) -> list[str]:
    """The heading whole, then without what stands in brackets: "Thời hạn (tháng)", "Ngày sinh (dd/mm/yyyy)"."""
    whole, bare = fold_heading(heading), fold_heading(_BRACKETED.sub(" ", heading))
    return [whole] if whole == bare or not bare else [whole, bare]


def _first(patterns: _Patterns, text: str) -> tuple[Field, int] | None:
    return next(((field, rank) for rank, (field, pattern) in enumerate(patterns) if pattern.fullmatch(text)), None)


def _crossed(heading: str, about: Group | None) -> Meaning | None:
    """The columns of old books that are marked with a cross or a year: "Nam" and "Nữ", "Bắt buộc" and "Tự nguyện".

    "Nam" (male) and "Năm" (year) fold alike, so the tones decide.
    """
    if about not in (None, Group.SEX, Group.BIRTH, Group.KIND):
        return None
    written = clean(heading).casefold()
    if about is not Group.KIND and written in ("nam", "nữ", "nu"):
        return Meaning(Field.SEX, implied="Nam" if written == "nam" else "Nữ")
    if found := KIND_CROSSES.get(fold_heading(heading)):
        return Meaning(Field.KIND, implied=found)
    bracketed = re.fullmatch(r"(năm|ngày) sinh\W+(nam|nữ|nu)\W*", written)
    return Meaning(Field.SEX, implied="Nam" if bracketed[2] == "nam" else "Nữ") if bracketed else None
