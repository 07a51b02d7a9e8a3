"""When two names are the same name. Pure."""

from __future__ import annotations

import re
import unicodedata

from rehab_center.names import clean, fold

_APART = re.compile(r"[-–—.,]+")
_JOINED = re.compile(r"['’‘`´]")
_LEADING_ZEROS = re.compile(r"\b0+(?=\d)")
_FINAL_I = re.compile(r"\b(qu|[hklmstv])i\b")

_ALIASES = {
    "hcm": "ho chi minh",
    "tphcm": "ho chi minh",
    "sai gon": "ho chi minh",
    "brvt": "ba ria vung tau",
    "thua thien": "thua thien hue",
    "tt hue": "thua thien hue",
    "bac can": "bac kan",
    "dac lac": "dak lak",
    "dac nong": "dak nong",
    "dac lak": "dak lak",
    "kontum": "kon tum",
    "gialai": "gia lai",
}
"""Other spellings of provinces that offices use."""


def name_key(text: str) -> str:
    """A name without its marks: "Hoà" and "Hòa", "Đạ M'ri" and "Đạ Mri", "Phường 05" and "5", "Mĩ" and "Mỹ" meet."""
    bare = _APART.sub(" ", _JOINED.sub("", fold(text)))
    bare = _FINAL_I.sub(r"\1y", _LEADING_ZEROS.sub("", bare))
    key = " ".join(bare.split())
    return _ALIASES.get(key, key)


def ends_with_marks_of(text: str, name: str) -> bool:
    """Whether ``text`` ends with ``name``, marks and all: "xã Nam Thanh" is not "Nam Thành", "Hoà" is still "Hòa"."""
    words, end = _marked(text), _marked(name)
    return words[-len(end) :] == end


def _marked(text: str) -> list[str]:
    # Which letter of a syllable bears the tone is a matter of taste, so the letters are put in order.
    words = _LEADING_ZEROS.sub("", clean(text).casefold()).split()
    return ["".join(sorted(unicodedata.normalize("NFD", word))) for word in words]
