"""The closed lists of this feature. Pure."""

from __future__ import annotations

from enum import StrEnum


class ReleasePaper(StrEnum):
    """What is prepared for somebody whose term ends (L120 Đ35.5, Đ36.5; XLVPHC Đ114)."""

    FAMILY_NOTICE = "family-notice"
    COMMUNE_NOTICE = "commune-notice"
    CERTIFICATE = "certificate"
    HANDOVER = "handover"  # belongings, money, medicine, whoever fetches them


class Ground(StrEnum):
    """What covers days of a stay."""

    DECISION = "decision"  # of the court, or the registration of somebody who came by themselves
    TEMPORARY = "temporary"  # the paper on a temporary stay (L120 Đ37.1)
    AWAY = "away"  # hospital, leave, taken out, suspended, prison: the paper of that movement
    AT_LARGE = "at-large"  # nobody is kept


class Gap(StrEnum):
    """Why days of a stay are not covered."""

    NO_DECISION = "no-decision"  # there is none, or it has no date
    PAPER_OWED = "paper-owed"  # the paper of the movement that led here has not come
    AWAY_WITHOUT_PAPER = "away-without-paper"
    TEMPORARY_TOO_LONG = "temporary-too-long"
    NO_TERM = "no-term"  # nobody wrote for how long
    UNCHECKED_TERM = "unchecked-term"  # after the checked end, before one that nobody has checked
    AFTER_TERM = "after-term"  # the term is over
