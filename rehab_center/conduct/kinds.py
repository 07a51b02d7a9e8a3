"""The closed lists of this feature. Pure."""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """What a row of the book of ratings is."""

    PROPOSED = "proposed"
    DECIDED = "decided"


class Progress(StrEnum):
    """How far the rating of a stay for a month is."""

    MISSING = "missing"  # nobody has proposed anything
    PROPOSED = "proposed"  # waits for the decision
    DECIDED = "decided"
    CHANGE = "change"  # decided, and a change is proposed
    NOT_DUE = "not-due"  # too few days under care, and not rated


class EventKind(StrEnum):
    """Rewards, then discipline, each from the mildest on."""

    COMMENDED = "commended"  # biểu dương
    PRAISED = "praised"  # khen
    REWARDED = "rewarded"  # thưởng
    REDUCTION_PROPOSED = "reduction-proposed"  # đề nghị giảm thời hạn (old regime)
    REPRIMANDED = "reprimanded"  # phê bình, khiển trách
    WARNED = "warned"  # cảnh cáo
    ROOM = "room"  # giáo dục tại phòng kỷ luật


DISCIPLINE = frozenset({EventKind.REPRIMANDED, EventKind.WARNED, EventKind.ROOM})
