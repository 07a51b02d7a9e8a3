"""Vietnamese names and words: stored as NFC, searched folded, listed by given name. Pure."""

from __future__ import annotations

import re
import unicodedata

# PostgreSQL takes no NUL; marks of direction make a name read otherwise than it is kept; nobody types the others.
_UNTYPED = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u200c-\u200f\u202a-\u202e\u2060-\u2069\ufffe\uffff\ud800-\udfff]"
)
_SPACES = re.compile(r"[\s\u00a0\u200b\ufeff]+")
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_ORDER = {letter: index for index, letter in enumerate(_ALPHABET, start=1)}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}  # ngang < huyền < hỏi < ngã < sắc < nặng


def clean(text: str) -> str:
    """NFC, with runs of any kind of space made one and the ends trimmed, without letters that nobody types."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", _UNTYPED.sub("", text))).strip()


def fold(text: str) -> str:
    """The form for searching: no case, tones or marks, đ as d, one space: "Đỗ Thị Hoà" and "Đỗ Thị Hòa" meet."""
    decomposed = unicodedata.normalize("NFD", clean(text).casefold().replace("đ", "d"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def slug(text: str, joint: str = "_") -> str:
    """What is left for a code or a file name: "May công nghiệp (áo)" is "may_cong_nghiep_ao"."""
    return joint.join(re.findall(r"[a-z0-9]+", fold(text)))


def proper_case(name: str) -> str:
    """A name written all in capitals (or all small) as it is printed; any other spelling is left as it is."""
    tidy = clean(name)
    if tidy.isupper() or tidy.islower():
        return " ".join(part[:1].upper() + part[1:].lower() for part in tidy.split(" "))
    return tidy


def sort_key(name: str) -> str:
    """Key for lists: given name, then family name, then middle names, each in CLDR ``vi`` order.

    Compares right as plain bytes (COLLATE "C" on PostgreSQL): letters first, tones only to break ties.
    """
    parts = clean(name).split(" ")
    return _key([parts[-1], *parts[:1], *parts[1:-1]] if len(parts) > 1 else parts)


def written_key(name: str) -> str:
    """Key for lists by the name as it is written, family name first; compares as :func:`sort_key` does."""
    return _key(clean(name).split(" "))


def _key(parts: list[str]) -> str:
    letters, tones = [], []
    for part in parts:
        part_letters, part_tones = _weights(part)
        letters.append(part_letters)
        tones.append(part_tones)
    return " ".join(letters) + "\x1f" + " ".join(tones)


def _weights(part: str) -> tuple[str, str]:
    letters, tones = [], []
    for letter in unicodedata.normalize("NFC", part.casefold()):
        tone = 0
        rest = []
        for mark in unicodedata.normalize("NFD", letter):
            if mark in _TONES:
                tone = _TONES[mark]
            else:
                rest.append(mark)
        base = unicodedata.normalize("NFC", "".join(rest))
        letters.append(f"{_ORDER[base]:02d}" if base in _ORDER else f"99{base}")
        tones.append(str(tone))
    return "".join(letters), "".join(tones)
