"""The letter of official paper: Times' widths with every Vietnamese letter, or a clear word that it is missing.

Debian 12's ``fonts-liberation`` (1.07) answers to the right name but lacks 93 of the letters; what is missing is then
silently drawn in another font, in the middle of a word.
"""

from __future__ import annotations

import shutil
import subprocess
import unicodedata
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

from rehab_center.words import N_, Message, message

FAMILY = "Liberation Serif"
FACES = ("Regular", "Bold", "Italic", "Bold Italic")
MEND = "apt-get install fonts-liberation2"

_VOWELS = "aăâeêioôơuưy"
_TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")

LETTERS = frozenset(
    letter
    for vowel in _VOWELS
    for tone in _TONES
    for letter in unicodedata.normalize("NFC", vowel + tone) + unicodedata.normalize("NFC", (vowel + tone).upper())
) | {"đ", "Đ"}
"""The 146 letters that Vietnamese has over and above the bare consonants."""

SIGNS = frozenset("₫–—“”§№…")
"""What official paper prints besides."""


class FontUnfit(RuntimeError):
    """Official paper cannot be printed here; ``message`` says why and how to mend it."""

    def __init__(self, said: Message) -> None:
        self.message = said
        super().__init__(str(said))


def fonts_missing_letters(path: Path) -> frozenset[str]:
    """The Vietnamese letters and signs the font file lacks; empty when it is fit. Raises OSError when unreadable."""
    with TTFont(path, lazy=True) as font:
        known = font.getBestCmap() or {}
    return frozenset(letter for letter in LETTERS | SIGNS if ord(letter) not in known)


@cache
def font_file(face: str) -> tuple[str, Path]:
    """The family and file the system gives for a face of the paper's font. Raises FontUnfit without fontconfig."""
    finder = shutil.which("fc-match")
    if finder is None:
        raise FontUnfit(message(N_("The program that finds fonts (fontconfig) is not installed: %(mend)s"), mend=MEND))
    found = subprocess.run(
        [finder, "--format=%{family[0]}\n%{file}", f"{FAMILY}:style={face}"], capture_output=True, text=True, check=True
    )
    family, _, path = found.stdout.partition("\n")
    return family, Path(path)


@cache
def check_fonts() -> None:
    """See that all four faces are there with every letter. Raises FontUnfit in words."""
    for face in FACES:
        family, path = font_file(face)
        if family != FAMILY:
            raise FontUnfit(
                message(N_("The font %(font)s is not installed: %(mend)s"), font=f"{FAMILY} {face}", mend=MEND)
            )
        missing = fonts_missing_letters(path)
        if missing:
            raise FontUnfit(
                message(
                    N_("The font %(font)s lacks %(count)s Vietnamese letters (%(some)s): %(mend)s"),
                    font=f"{FAMILY} {face}",
                    count=len(missing),
                    some=" ".join(sorted(missing)[:8]),
                    mend=MEND,
                )
            )
