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


class DayCounted(StrEnum):
    """How days of work (công) are counted; a dated policy."""

    HOURS = "hours"  # so many hours are one day
    DAYS = "days"  # each day on which somebody was there, in each programme by itself


class SharesFrom(StrEnum):
    """What the shares for custody and fund are parts of; the version of the formula, a dated policy."""

    AFTER_DEDUCTIONS = "after-deductions"
    BEFORE_DEDUCTIONS = "before-deductions"


class Ground(StrEnum):
    """Why something is kept back from pay. What each asks for is the table in ``rules/grounds.py``."""

    FOOD = "food"  # ăn thêm
    TOOLS = "tools"  # dụng cụ lao động
    DAMAGE = "damage"  # bồi thường thiệt hại
    ADVANCE = "advance"  # đã tạm ứng
    OTHER = "other"


class LineKind(StrEnum):
    """What a line of pay is for."""

    WORK = "work"  # of the payroll's own month
    SUPPLEMENT = "supplement"  # what a later correction changes of a signed month


class PayrollState(StrEnum):
    """How far a payroll is; computed, never stored."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    SIGNED = "signed"


class DeductionState(StrEnum):
    """How far a deduction is; computed, never stored."""

    OPEN = "open"
    PARTLY = "partly"
    TAKEN = "taken"
    WITHDRAWN = "withdrawn"
