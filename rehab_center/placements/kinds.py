"""The closed lists of this feature. Pure."""

from __future__ import annotations

from enum import StrEnum


class ZoneKind(StrEnum):
    """For whom a zone is (L73 Đ35.2 a to e), and those that practice adds."""

    TEMPORARY = "temporary"  # a) khu lưu trú tạm thời
    COMPULSORY = "compulsory"  # b) khu cai nghiện bắt buộc
    VOLUNTARY = "voluntary"  # c) khu cai nghiện tự nguyện
    MINORS = "minors"  # d) khu cho người từ đủ 12 đến dưới 18 tuổi
    INFECTIOUS = "infectious"  # đ) group A or B; on every page "theo chỉ định y tế"
    DISCIPLINE = "discipline"  # e) gây rối trật tự, vi phạm nội quy
    CLINIC = "clinic"
    OTHER = "other"


class OutageReason(StrEnum):
    """Why a bed cannot be slept in."""

    BROKEN = "broken"
    REPAIR = "repair"
    CLEANING = "cleaning"  # khử khuẩn
    RESERVED = "reserved"
    OTHER = "other"


class Ended(StrEnum):
    """How a night's place ended."""

    MOVED = "moved"
    TAKEN_OFF = "taken-off"
    DEPARTED = "departed"  # the stay had left, or nobody keeps a bed for somebody so far away
    CHANGED_OVER = "changed-over"  # the same person goes on under another ground


class Strictness(StrEnum):
    """What it means that two are kept apart."""

    FORBIDDEN = "forbidden"
    AVOID = "avoid"


class Part(StrEnum):
    """What somebody is in what keeps two apart."""

    VICTIM = "victim"
    AGGRESSOR = "aggressor"
    EITHER = "either"


class ApartReason(StrEnum):
    """Why two are kept apart."""

    FIGHT = "fight"
    THREAT = "threat"
    SAME_CASE = "same-case"
    DEBT = "debt"
    OTHER = "other"


class BedState(StrEnum):
    """How a bed stands as of a day."""

    FREE = "free"
    TAKEN = "taken"
    KEPT = "kept"  # giữ giường: its person is away and will be back
    OUT_OF_USE = "out-of-use"


class Absence(StrEnum):
    """Why somebody who was expected was not counted."""

    HOSPITAL = "hospital"
    LEAVE = "leave"
    TAKEN_OUT = "taken-out"
    ESCAPED = "escaped"
    ELSEWHERE = "elsewhere"  # at work, at the gate, in another zone
    MISCOUNTED = "miscounted"
    UNEXPLAINED = "unexplained"
