"""Kinds and levels of units. Pure."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class Level(IntEnum):
    """How high a unit stands; the value is the number of digits of its code."""

    PROVINCE = 2
    DISTRICT = 3
    COMMUNE = 5


class UnitKind(StrEnum):
    """What a unit is, as it is written before its name. A city may be a province or, until 30/06/2025, a district."""

    PROVINCE = "tỉnh"
    CITY = "thành phố"
    DISTRICT = "huyện"
    URBAN_DISTRICT = "quận"
    TOWN = "thị xã"
    WARD = "phường"
    COMMUNE = "xã"
    TOWNSHIP = "thị trấn"
    SPECIAL_ZONE = "đặc khu"


LEVELS: dict[UnitKind, frozenset[Level]] = {
    UnitKind.PROVINCE: frozenset({Level.PROVINCE}),
    UnitKind.CITY: frozenset({Level.PROVINCE, Level.DISTRICT}),
    UnitKind.DISTRICT: frozenset({Level.DISTRICT}),
    UnitKind.URBAN_DISTRICT: frozenset({Level.DISTRICT}),
    UnitKind.TOWN: frozenset({Level.DISTRICT}),
    UnitKind.WARD: frozenset({Level.COMMUNE}),
    UnitKind.COMMUNE: frozenset({Level.COMMUNE}),
    UnitKind.TOWNSHIP: frozenset({Level.COMMUNE}),
    UnitKind.SPECIAL_ZONE: frozenset({Level.COMMUNE}),
}
"""On which levels a kind of unit stands."""


class ListMode(StrEnum):
    """What a loaded list does to the one that ships with the program."""

    REPLACES = "replaces"
    EXTENDS = "extends"
    WITHDRAWN = "withdrawn"
