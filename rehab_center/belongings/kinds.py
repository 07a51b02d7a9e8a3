"""The closed lists of this feature. Pure."""

from __future__ import annotations

from enum import StrEnum


class SlipKind(StrEnum):
    """What a slip says was done."""

    TAKEN = "taken"  # phiếu tạm giữ
    RETURNED = "returned"  # phiếu trả lại


class ThingKind(StrEnum):
    """What is kept."""

    THING = "thing"  # đồ vật, tư trang
    VALUABLE = "valuable"  # sealed with two signatures
    PAPER = "paper"  # giấy tờ tùy thân
    MONEY = "money"


class Fate(StrEnum):
    """What became of a thing that was taken in."""

    RETURNED = "returned"
    RETURN_VOIDED = "return-voided"  # it was not given back after all: it is kept again
    VOIDED = "voided"  # the line was entered by mistake


class Standing(StrEnum):
    """Where a thing stands after all that became of it."""

    KEPT = "kept"
    RETURNED = "returned"
    VOIDED = "voided"


class Currency(StrEnum):
    """The money people bring."""

    VND = "VND"
    USD = "USD"
    EUR = "EUR"
    CNY = "CNY"
    LAK = "LAK"
    KHR = "KHR"
