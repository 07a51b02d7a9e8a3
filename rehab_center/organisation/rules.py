"""What a centre's paper looks like, worked out from its name and the day. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from rehab_center.dated import Confidence
from rehab_center.names import clean
from rehab_center.organisation.provinces import MERGER, MERGER_SOURCE, SUCCESSOR, province_phrase

#: A beginning nobody wrote down: before any stay a register still speaks of.
UNKNOWN_BEGINNING = date(2000, 1, 1)
#: From this day the centres are units of the provincial police and their head is the Trưởng cơ sở.
HANDOVER = date(2025, 3, 1)
HANDOVER_SOURCE = "Chuyển giao quản lý nhà nước về cai nghiện ma túy sang Bộ Công an từ 0 giờ ngày 01/03/2025"

#: Letters of 12 pt capitals that fit the left half of the head (74 mm).
HEADING_LETTERS = 28


@dataclass(frozen=True)
class NameLine:
    """How a centre's paper looks from ``valid_from`` on. ``superior`` and ``recipients`` hold lines as they print."""

    valid_from: date
    name: str
    short_name: str = ""
    superior: tuple[str, ...] = ()
    head_title: str = "GIÁM ĐỐC"
    deputy_title: str = "PHÓ GIÁM ĐỐC"
    place: str = ""
    address: str = ""
    recipients: tuple[str, ...] = ()
    citation: str = ""
    confidence: Confidence = Confidence.CONFIRMED


_PROVINCE = re.compile(r"\b(?:tỉnh|thành phố|tp\.?)\s+(.+)$", re.IGNORECASE)
_NUMBER = re.compile(r"^\d+$")


def initials(name: str) -> str:
    """The sign of a centre in the numbers of its papers: "Cơ sở Cai nghiện ma túy tỉnh Nam Định" gives CSCNMT.

    The province is left out, a number stays: "Cơ sở cai nghiện ma túy số 2" gives CSCNMTS2.
    """
    words = re.findall(r"\w+", _PROVINCE.sub("", clean(name)))
    return "".join(word if _NUMBER.match(word) else word[0].upper() for word in words)


def province_of(name: str) -> str:
    """The province a centre's name ends with, as it is written after a date; empty where it names none."""
    found = _PROVINCE.search(clean(name))
    return _title(found[1]) if found else ""


def _title(words: str) -> str:
    return " ".join(part[:1].upper() + part[1:].lower() for part in words.strip(" .,").split(" "))


def first_lines(line: NameLine) -> tuple[NameLine, ...]:
    """What may be said of a new centre from its first line on: that line, the hand-over of 2025, the mergers of 2025.

    Whatever was left empty is proposed from the name. The later lines are marked "to be confirmed": the law says that
    the head and the province changed, not how this centre's paper words it.
    """
    province = province_of(line.name) or line.place
    first = replace(
        line,
        short_name=line.short_name or initials(line.name),
        superior=line.superior or _superior(province, line.valid_from),
        recipients=line.recipients or _recipients(province, line.valid_from),
        place=line.place or province,
    )
    if line.valid_from >= HANDOVER:
        first = _under_the_police(first)
    lines = [first]
    if first.valid_from < HANDOVER:
        lines.append(_proposed(first, province, HANDOVER, HANDOVER_SOURCE))
    if first.valid_from < MERGER and province in SUCCESSOR:
        lines.append(_proposed(lines[-1], SUCCESSOR[province], MERGER, MERGER_SOURCE))
    return tuple(lines)


def _proposed(before: NameLine, province: str, day: date, citation: str) -> NameLine:
    proposed = replace(
        before,
        valid_from=day,
        superior=_superior(province, day) or before.superior,
        recipients=_recipients(province, day) or before.recipients,
        place=province if SUCCESSOR.get(before.place) == province else before.place,
        citation=citation,
        confidence=Confidence.TO_BE_CONFIRMED,
    )
    return _under_the_police(proposed)


def _under_the_police(line: NameLine) -> NameLine:
    return replace(line, head_title="TRƯỞNG CƠ SỞ", deputy_title="PHÓ TRƯỞNG CƠ SỞ")


def _superior(province: str, day: date) -> tuple[str, ...]:
    """The body above a provincial centre: Sở LĐTBXH until 28/02/2025, then Công an tỉnh."""
    if not province:
        return ()
    where = province_phrase(province)
    if day < HANDOVER:
        return (f"Sở Lao động - Thương binh và Xã hội {where}",)
    return (f"Công an {where}", "Phòng Cảnh sát điều tra", "tội phạm về ma túy")


def _recipients(province: str, day: date) -> tuple[str, ...]:
    """Who gets its reports: the body above it, and the province's committee, which pays."""
    if not province:
        return ()
    where = province_phrase(province)
    if day < HANDOVER:
        return (f"Sở Lao động - Thương binh và Xã hội {where}", f"Ủy ban nhân dân {where}")
    return (f"Công an {where} (Phòng Cảnh sát điều tra tội phạm về ma túy)", f"Ủy ban nhân dân {where}")


def heading_lines(text: str, most: int = HEADING_LETTERS) -> tuple[str, ...]:
    """A name broken into as few lines as fit, all about equally long, before "tỉnh" or "thành phố" where that fits."""
    words = clean(text).split(" ")
    broken = _before_province(words)
    if len(" ".join(words)) <= most:
        return (" ".join(words),)
    for lines in (broken, _after_dash(words)):
        if lines and all(len(line) <= most for line in lines):
            return lines
    return _balanced(words, most)


def _before_province(words: list[str]) -> tuple[str, ...]:
    lowered = [word.lower() for word in words]
    for index in range(1, len(words)):
        if lowered[index] == "tỉnh" or lowered[index : index + 2] == ["thành", "phố"]:
            return " ".join(words[:index]), " ".join(words[index:])
    return ()


def _after_dash(words: list[str]) -> tuple[str, ...]:
    """ "Sở Lao động -", "Thương binh và Xã hội"."""
    at = words.index("-") + 1 if "-" in words else 0
    return (" ".join(words[:at]), " ".join(words[at:])) if 0 < at < len(words) else ()


def _balanced(words: list[str], most: int) -> tuple[str, ...]:
    longest = max(map(len, words))
    fewest = len(_filled(words, max(most, longest)))
    width = next(width for width in range(longest, max(most, longest) + 1) if len(_filled(words, width)) == fewest)
    return tuple(_filled(words, width))


def _filled(words: Iterable[str], width: int) -> list[str]:
    lines: list[str] = []
    for word in words:
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
