"""The forms names are searched and compared by. Pure."""

from __future__ import annotations

import re
import unicodedata

from rehab_center.names import clean, fold

# "Lý" and "Lí", "Mỹ" and "Mĩ", "Quý" and "Quí" are one name in two spellings; "Tây" and "Tài" are two names.
_Y_AS_I = re.compile(r"(?<=qu)y\b|(?<![aeou])y\b")
_NOT_WORD = re.compile(r"[\W_]+")
_TONES = frozenset("\u0300\u0309\u0303\u0301\u0323")


def search_form(text: str) -> str:
    """Folded words with one space between: no tones, no marks, đ as d, a lone final y as i."""
    return _Y_AS_I.sub("i", _NOT_WORD.sub(" ", fold(text)).strip())


def fold_words(text: str) -> list[str]:
    """The words with no tones or marks but with their own y: "quy" on the way to "Quỳnh" is not yet "Quí"."""
    return [word for word in _NOT_WORD.split(fold(text)) if word]


def search_key(names: list[str]) -> str:
    """What a person is found by: every name's form between bars, each word after a space: "| do thi hoa | hoa beo |".

    A word begins after a space, so " hoa" finds words and not their middles.
    """
    return "| " + " | ".join(search_form(name) for name in names) + " |"


def forms_in(key: str) -> tuple[str, ...]:
    """The form of each name in a search key."""
    return tuple(key.removeprefix("| ").removesuffix(" |").split(" | "))


def exact_form(text: str) -> str:
    """For telling a hit with the right marks from one without: each word's letters, then its tone.

    Where the tone stands is a matter of spelling ("Hoà", "Hòa"), so it is moved to the word's end.
    """
    return " ".join(_tone_last(word) for word in clean(text).casefold().split(" "))


def _tone_last(word: str) -> str:
    letters = unicodedata.normalize("NFD", word)
    tones = "".join(mark for mark in letters if mark in _TONES)
    return unicodedata.normalize("NFC", "".join(mark for mark in letters if mark not in _TONES)) + tones
