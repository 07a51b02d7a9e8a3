"""The closed lists of this feature. Pure."""

from __future__ import annotations

from enum import StrEnum


class Sex(StrEnum):
    """Giới tính, as on paper."""

    MALE = "male"
    FEMALE = "female"


class BirthPrecision(StrEnum):
    """How much of a birth date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknown"


class PaperKind(StrEnum):
    """Identity papers. Having none is a real state: no row."""

    CITIZEN_ID = "citizen-id"  # căn cước, 12 digits, for life
    OLD_ID = "old-id"  # chứng minh nhân dân, 9 digits, not valid for use since 01/01/2025
    PASSPORT = "passport"  # hộ chiếu


class AliasKind(StrEnum):
    """Why a person has another name."""

    ALIAS = "alias"  # bí danh
    OTHER_NAME = "other-name"  # tên khác, tên thường gọi
    FORMER_NAME = "former-name"  # before a change by a civil-status paper
    MISSPELT = "misspelt"  # as it was wrongly entered or written on some paper
