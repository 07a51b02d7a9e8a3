"""The closed lists of this feature. Pure."""

from __future__ import annotations

from enum import StrEnum


class Answer(StrEnum):
    """What is known of something that is so or not so."""

    NO = "no"
    YES = "yes"
    SUSPECTED = "suspected"
    NOT_CHECKED = "not-checked"


class Conclusion(StrEnum):
    """What follows from the look."""

    FIT = "fit"  # may stay
    OBSERVE = "observe"  # may stay, in the clinic
    HOSPITAL = "hospital"  # to be sent to hospital
    NOT_TO_ADMIT = "not-to-admit"  # not to be admitted: the court decides


class CheckResult(StrEnum):
    """What follows from a periodic check."""

    WELL = "well"  # nothing found
    FOLLOW = "follow"  # something to be followed in the clinic
    HOSPITAL = "hospital"  # to be sent to hospital


class InfectionGroup(StrEnum):
    """The groups of infectious diseases that ask for a place apart (L73 Đ35.2đ, L120 Đ46.2h)."""

    A = "a"
    B = "b"


class Clearance(StrEnum):
    """What somebody may be assigned to."""

    ALL = "all"
    NO_HEAVY = "no-heavy"
    CLASSES_ONLY = "classes-only"
    NOTHING = "nothing"


class NoteKind(StrEnum):
    """What a note of the medical record is about."""

    HIV = "hiv"
    ARV = "arv"
    TB = "tb"
    METHADONE = "methadone"
    OTHER = "other"


class Purpose(StrEnum):
    """Why somebody opens a medical record. From a list only: words of one's own would carry the record into the log."""

    TREATMENT = "treatment"
    MEDICINE = "medicine"
    TRANSFER = "transfer"
    DECISION = "decision"
    AUTHORITY = "authority"
    PERSON = "person"
