"""Taking a written address apart: "TT Gôi, h. Vụ Bản, T. Nam Định" says three names and what each is. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from rehab_center.communes.kinds import UnitKind
from rehab_center.communes.rules.spelling import name_key
from rehab_center.names import clean, fold

_BREAKS = re.compile(r"[,;/\n\r]+")
_DASH = re.compile(r"\s[-–—]\s")
_ASIDE = re.compile(r"\([^)]*\)")
_FORMER = re.compile(r"\s+cũ$", re.IGNORECASE)

# "xã A huyện B tỉnh C" without commas: a kind of unit in the middle begins another name. With marks the words cannot be
# mistaken; without them "Mỹ Xá" and "Hà Tĩnh" hold such words too, so a name must follow that is no such word itself.
_WORDS = r"xã|phường|thị trấn|huyện|quận|thị xã|thành phố|tỉnh|đặc khu"
_BARE = r"xa|phuong|thi tran|huyen|quan|thi xa|thanh pho|tinh|dac khu"
_SHORT = r"TP(?:\b\.?|(?=HCM))|TX\b\.?|TT\b\.?|[PQHXT]\.(?=\s*\w)|[PQ]\s?(?=\d)"
_INSIDE = re.compile(rf"(?<!\bthị)\s+(?=(?:(?:{_WORDS})\s|{_SHORT})\s*\S)", re.IGNORECASE)
_INSIDE_BARE = re.compile(rf"(?<!\bthi)\s+(?=(?:(?:{_BARE})\s+(?!(?:{_BARE})\b)|{_SHORT}\s*)\S)", re.IGNORECASE)

_KINDS: tuple[tuple[str, str, UnitKind], ...] = (
    # spelled out with marks, without marks or shortened, what it is
    (r"thành phố\s", r"thanh pho\s|t\.?\s?p\b\.?|tp\.?(?=hcm)", UnitKind.CITY),
    (r"thị xã\s", r"thi xa\s|t\.?x\b\.?", UnitKind.TOWN),
    (r"thị trấn\s", r"thi tran\s|t\.?\s?t\b\.?", UnitKind.TOWNSHIP),
    (r"đặc khu\s", r"dac khu\s|dk\b\.?", UnitKind.SPECIAL_ZONE),
    (r"huyện\s", r"huyen\s|h\.", UnitKind.DISTRICT),
    (r"quận\s", r"quan\s|q\.|q\s?(?=\d)", UnitKind.URBAN_DISTRICT),
    (r"phường\s", r"phuong\s|p\.|p\s?(?=\d)", UnitKind.WARD),
    (r"xã\s", r"xa\s|x\.", UnitKind.COMMUNE),
    (r"tỉnh\s", r"tinh\s|t\.", UnitKind.PROVINCE),
)
_SPELLED = tuple((re.compile(spelled, re.IGNORECASE), kind) for spelled, _, kind in _KINDS)
_SHORTENED = tuple((re.compile(short), kind) for _, short, kind in _KINDS)


@dataclass(frozen=True)
class Written:
    """An address as somebody wrote it: each field holds what it is called after, or all of it, or nothing."""

    commune: str = ""
    district: str = ""
    province: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        """What is there, the lowest first."""
        return tuple(text for text in (self.commune, self.district, self.province) if text and text.strip())


@dataclass(frozen=True)
class Reading:
    """One way to read a part: the kind that is said before the name, None where none is."""

    kind: UnitKind | None
    key: str


@dataclass(frozen=True)
class Part:
    """One part of an address with every way to read it, the likeliest first."""

    text: str
    readings: tuple[Reading, ...]

    @property
    def says_its_kind(self) -> bool:
        """Whether it is called a unit of some kind, so that it is no street or hamlet."""
        return self.readings[0].kind is not None


def parts_of(written: Written, *, knows: Callable[[str], bool]) -> tuple[Part, ...]:
    """The parts in the order they stand. ``knows(key)``: whether a unit has the name, for names with a dash in them."""
    pieces = [
        piece
        for text in written.texts
        for between in _BREAKS.split(_ASIDE.sub(" ", clean(text)))
        for piece in _inside(between)
    ]
    parts = [part for piece in pieces for part in _parts(piece, knows)]
    return tuple(dict.fromkeys(part for part in parts if part.readings))


def _inside(text: str) -> list[str]:
    return (_INSIDE_BARE if text.isascii() else _INSIDE).split(text.strip())


def _parts(piece: str, knows: Callable[[str], bool]) -> list[Part]:
    whole = _part(piece)
    if not _DASH.search(piece) or any(knows(reading.key) for reading in whole.readings):
        return [whole]
    return [_part(text) for text in _DASH.split(piece)]


def _part(text: str) -> Part:
    text = _FORMER.sub("", clean(text).strip(" ."))
    found = [reading for reading in (*_spelled(text), *_shortened(text)) if reading.key]
    bare = name_key(text)
    plain = [Reading(None, bare)] if bare and (not found or _may_be_all_name(text)) else []
    return Part(text, tuple(dict.fromkeys([*found, *plain])))


def _spelled(text: str) -> list[Reading]:
    return [Reading(kind, name_key(text[hit.end() :])) for word, kind in _SPELLED if (hit := word.match(text))]


def _shortened(text: str) -> list[Reading]:
    """Without marks "xa Phien" may be a commune or the name "Xà Phiên"; with marks only what is shortened counts."""
    folded = fold(text)
    hits = [(kind, hit) for word, kind in _SHORTENED if (hit := word.match(folded))]
    if not text.isascii():
        hits = [(kind, hit) for kind, hit in hits if text[: hit.end()].isascii()]
    return [Reading(kind, name_key(folded[hit.end() :])) for kind, hit in hits]


def _may_be_all_name(text: str) -> bool:
    return text.isascii() or not any(word.match(text) for word, _ in _SPELLED)
