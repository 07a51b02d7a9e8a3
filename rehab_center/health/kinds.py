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
