"""Arithmetic of figures, and how they are printed. Pure.

Percentages are rounded half up on the value itself, with as many decimals as the line of the report asks for; without
something to compare with there is no percentage and "–" is printed (domain rule 39).
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

NOTHING = "–"

NOT_COMPLETE = "sổ chưa đủ"
"""What stands in the place of a number that the book cannot give."""

EARLIER_CODES = ("new_compulsory",)
"""The figures that may be taken from the signed report of an earlier period."""


def percent_of(part: int | Decimal, whole: int | Decimal | None) -> Decimal | None:
    """``part`` / ``whole`` x 100, half up to two decimals; None where ``whole`` is nothing or unknown."""
    if not whole:
        return None
    return (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def printed_percent(part: int | Decimal, whole: int | Decimal | None, decimals: int) -> str:
    """The percentage as it stands on paper: 119%, 65,79%; rounded once, from the exact value."""
    if not whole:
        return NOTHING
    exact = Decimal(part) * 100 / Decimal(whole)
    return f"{exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)}%".replace(".", ",")


def printed_number(value: int | None) -> str:
    """A whole number with a dot every three digits: 1.234."""
    return NOTHING if value is None else f"{value:,}".replace(",", ".")


def hours_of(minutes: int) -> Decimal:
    """Minutes as hours, half up to two decimals."""
    return (Decimal(minutes) / 60).quantize(Decimal("0.01"), ROUND_HALF_UP)


def printed_hours(minutes: int) -> str:
    """Hours as they stand on paper: 1.234,5; one decimal, none where they are whole."""
    hours = (Decimal(minutes) / 60).quantize(Decimal("0.1"), ROUND_HALF_UP)
    whole, tenth = divmod(int(hours * 10), 10)
    return f"{printed_number(whole)},{tenth}" if tenth else printed_number(whole)
