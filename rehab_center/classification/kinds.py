"""The closed lists of this feature. Pure."""

from __future__ import annotations

from enum import StrEnum


class Degree(StrEnum):
    """Mức độ nghiện, as the centre judges it."""

    NOT_DETERMINED = "not-determined"
    MILD = "mild"
    MODERATE = "moderate"
    SEVERE = "severe"


class Times(StrEnum):
    """Lần đầu or cai lại."""

    FIRST = "first"
    AGAIN = "again"
    UNKNOWN = "unknown"


class HealthGroup(StrEnum):
    """Nhóm sức khỏe: loại I (very good) to V (very weak)."""

    FIRST = "1"
    SECOND = "2"
    THIRD = "3"
    FOURTH = "4"
    FIFTH = "5"


class AgeGroup(StrEnum):
    """The age groups in which a director's reports count people."""

    MINOR = "12-17"
    YOUNG = "18-29"
    MIDDLE = "30-44"
    OLDER = "45+"
