"""An amount in Vietnamese words, as papers about money have it: "Một triệu không trăm linh năm nghìn đồng". Pure."""

from __future__ import annotations

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPS = ("", "nghìn", "triệu")
_BILLION = 1_000_000_000


def spelled(amount: int) -> str:
    """Whole đồng in words, from 0 on."""
    words = _words(amount) or "không"
    return f"{words[0].upper()}{words[1:]} đồng"


def _words(amount: int) -> str:
    billions, rest = divmod(amount, _BILLION)
    found = [f"{_words(billions)} tỷ"] if billions else []
    for place in (2, 1, 0):
        three = rest // 1000**place % 1000
        if three:
            found.append(f"{_three(three, leading=not found)} {_GROUPS[place]}".strip())
    return " ".join(found)


def _three(number: int, *, leading: bool) -> str:
    """Three digits; those not at the beginning say their hundreds and tens even where they are nought."""
    hundreds, rest = divmod(number, 100)
    found = [] if leading and not hundreds else [f"{_DIGITS[hundreds]} trăm"]
    tens, ones = divmod(rest, 10)
    if not rest:
        return " ".join(found)
    if not tens:
        return " ".join([*found, *(["linh"] if found else []), _DIGITS[ones]])
    found.append("mười" if tens == 1 else f"{_DIGITS[tens]} mươi")
    if ones == 1 and tens > 1:
        found.append("mốt")
    elif ones == 5:
        found.append("lăm")
    elif ones:
        found.append(_DIGITS[ones])
    return " ".join(found)
