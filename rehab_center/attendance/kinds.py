"""The closed lists of this feature. Pure."""

from __future__ import annotations

from enum import StrEnum


class Attended(StrEnum):
    """How somebody stood to a session. What each means is the table in ``rules/reasons.py``."""

    PRESENT = "present"
    LATE = "late"
    LEFT_EARLY = "left-early"
    REFUSED = "refused"
    UNEXCUSED = "unexcused"
    SICK = "sick"
    TREATMENT = "treatment"
    VISIT = "visit"
    AUTHORITIES = "authorities"
    OTHER_DUTY = "other-duty"
    DISCIPLINE = "discipline"
    NOT_REQUIRED = "not-required"


class WalkInReason(StrEnum):
    """Why somebody was at a session they are not assigned to. What each means is a table in ``rules/reasons.py``."""

    REPLACING = "replacing"  # in the place of somebody who was away
    ORDERED = "ordered"  # sent there by an officer that day
    TRIAL = "trial"
    GUEST = "guest"  # listened, looked on
    BY_MISTAKE = "by-mistake"
    OTHER = "other"


class SheetKind(StrEnum):
    """Papers that leave the office to be signed and come back."""

    ROLL = "roll"  # phiếu điểm danh of one session
    MOVEMENTS = "movements"  # danh sách di chuyển trong ngày: who goes where in a day
    WORK_SLIP = "work-slip"  # phiếu giao việc of one session of labour


class SheetState(StrEnum):
    """Where a sheet is; computed, never stored."""

    OUT = "out"
    MISSING = "missing"
    UNSIGNED = "unsigned"
    DIFFERS = "differs"
    BACK = "back"
    CANCELLED = "cancelled"


class RollState(StrEnum):
    """How far the marking of a session is; computed, never stored."""

    CANCELLED = "cancelled"
    AHEAD = "ahead"
    NOBODY = "nobody"
    NOT_MARKED = "not-marked"
    PARTLY = "partly"
    MARKED = "marked"
