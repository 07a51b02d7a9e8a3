"""Papers and addresses written into one cell: "120/QĐ-TA ngày 13/06/2021 của TAND huyện Vụ Bản". Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from rehab_center.names import clean, fold
from rehab_center.register.rules.cells import BadCell, day_of, text_of
from rehab_center.register.rules.readings import PaperWritten
from rehab_center.register.rules.workbook import Cell
from rehab_center.residents.rules.facts import RelativeFacts
from rehab_center.words import N_, message

_DAY = r"\d{1,2}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*(?:\d{4}|\d{2})(?!\d)"
_DAY_IN_WORDS = r"\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}"
_DATED = re.compile(
    rf"(?:^|[\s,;(])(?:(?:ngày|ký ngày)\s*:?\s*({_DAY}|{_DAY_IN_WORDS})|({_DAY})(?=$|[\s,;)]))", re.IGNORECASE
)
_NUMBER_LABEL = re.compile(r"^(?:quyết định|qđ)?\s*(?:số)?\s*[:.]?\s*(?=\d)", re.IGNORECASE)
_ISSUER_LABEL = re.compile(r"^(?:của|do|tại|bởi|-|–|,|;|\s)+", re.IGNORECASE)


def paper_in(cell: Cell, *, today: date) -> PaperWritten:
    """Number, day and issuer out of one cell, as far as they are there. Raises BadCell for a day that is none."""
    text = text_of(cell) or ""
    found = _DATED.search(text)
    if not found:
        return PaperWritten(_number(text))
    issued_on = day_of(found[1] or found[2], today=today)
    issuer = _ISSUER_LABEL.sub("", text[found.end() :]).strip(" ,;.)")
    return PaperWritten(_number(text[: found.start()]), issued_on, issuer or None)


def number_in(cell: Cell, *, code: str) -> str | None:
    """A paper's number as written; None for an empty cell and for words without a digit ("không có").

    A spreadsheet makes a day out of "12/6": the number is lost then. Raises BadCell with ``code``.
    """
    if isinstance(cell, date):
        raise BadCell(code, message(N_("The spreadsheet has made a day out of this number; write it as text.")))
    return _number(text_of(cell) or "")


def _number(text: str) -> str | None:
    tidy = _NUMBER_LABEL.sub("", text).strip(" ,;-–(")
    return tidy if re.search(r"\d", tidy) else None


@dataclass(frozen=True)
class AddressWritten:
    """An address in its parts, each as written; ``street`` is all that comes before the commune."""

    street: str | None = None
    commune: str | None = None
    district: str | None = None
    province: str | None = None


_COMMUNE = re.compile(r"(xa|phuong|thi tran|tt|dac khu)\b.*|[xp]\..*|p ?\d+")
_DISTRICT = re.compile(r"(huyen|quan|thi xa|tx|tp|thanh pho)\b.*|[hq]\..*")
_PROVINCE = re.compile(r"tinh\b.*|t\..*")


def address_in(text: str | None) -> AddressWritten:
    """Take "thôn 3, xã Hải Anh, huyện Hải Hậu, tỉnh Nam Định" apart; what says not what it is stays in ``street``."""
    parts = [clean(part) for part in re.split(r"[,;]|\s[-–]\s", text or "") if clean(part)]
    street: list[str] = []
    found: dict[str, str] = {}
    for part in parts:
        name = _address_part(fold(part))
        if name and name not in found:
            found[name] = part
        elif name == "district" and "province" not in found:
            found["province"] = part  # "TP Nam Định, TP Hà Nội": the later city is the province
        else:
            street.append(part)
    if found and "province" not in found and street and parts[-1] == street[-1]:
        found["province"] = street.pop()  # "xã Hải Anh, huyện Hải Hậu, Nam Định"
    return AddressWritten(", ".join(street) or None, found.get("commune"), found.get("district"), found.get("province"))


def _address_part(folded: str) -> str | None:
    if _COMMUNE.fullmatch(folded):
        return "commune"
    if _PROVINCE.fullmatch(folded):
        return "province"
    return "district" if _DISTRICT.fullmatch(folded) else None


_RELATION_AFTER = re.compile(r"(.+?)\s*\(([^)\d]+)\)")
_RELATION_BEFORE = re.compile(
    r"(mẹ|bố|cha|vợ|chồng|anh|chị|em|con|ông|bà|chú|bác|cô|dì)(?: (?:trai|gái|đẻ|ruột))?\s*[:\-]\s*(.+)", re.I
)
_PHONE = re.compile(r"(?:(?:đt|sđt|tel|số)\s*[:.]?\s*)?(\+?[\d][\d .\-]{7,13}\d)", re.IGNORECASE)


def relative_in(text: str | None, *, relation: str | None = None, phone: str | None = None) -> RelativeFacts | None:
    """Somebody to tell, out of "Mai Thu Mai (mẹ)", "Mẹ: Mai Thu Mai - 0967578665"; None where nobody is named."""
    rest = text or ""
    if found := _PHONE.search(rest):
        phone = phone or found[1].strip()
        rest = rest[: found.start()] + rest[found.end() :]
    rest = clean(rest).strip(" ,;-–.")
    if after := _RELATION_AFTER.fullmatch(rest):
        rest, relation = after[1], relation or after[2].strip()
    elif before := _RELATION_BEFORE.fullmatch(rest):
        rest, relation = before[2], relation or before[1].lower()
    return RelativeFacts(rest, relation=relation, phone=phone) if rest else None


def phone_of(cell: Cell) -> str | None:
    """A telephone number; one that became a number has lost its leading zero and gets it back."""
    text = text_of(cell)
    if isinstance(cell, int | float) and text and text.isdecimal() and len(text) == 9:
        return f"0{text}"
    return text
