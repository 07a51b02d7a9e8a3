"""The closed lists of this feature. Pure."""

from __future__ import annotations

from enum import StrEnum


class Basis(StrEnum):
    """What a rate is paid for."""

    DAY = "day"  # công
    HOUR = "hour"
    OUTPUT = "output"  # by what was made


class NormState(StrEnum):
    """How a norm stands on a day; computed."""

    COMING = "coming"
    IN_FORCE = "in-force"
    OVER = "over"
