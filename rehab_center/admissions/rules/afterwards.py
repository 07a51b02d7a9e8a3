"""What follows when a stay has ended: the article of its certificate, and how long somebody is looked after."""

from __future__ import annotations

from datetime import date

from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.regime import Regime, StayKind
from rehab_center.dates import add_months

#: After these the person is under post-rehab management in the commune.
_FOLLOWED = frozenset({MovementKind.COMPLETED, MovementKind.REDUCED})
_CERTIFIED = {
    StayKind.COMPULSORY: ("XLVPHC Đ114", "L120 Đ35.5"),
    StayKind.MINOR: ("L73 Đ35.6c", "L120 Đ36.5"),
    StayKind.VOLUNTARY: ("L73 Đ31.4", "L120 Đ34.4"),
}
"""Under the older law, and under that of 2025."""
_YEARS = {StayKind.COMPULSORY: 2, StayKind.MINOR: 1, StayKind.VOLUNTARY: 1}


def certificate_article(kind: StayKind, regime: Regime) -> str:
    """Where the law of a case says that who has completed the stay gets a certificate. Raises KeyError for a temporary
    stay, which nobody completes."""
    older, newer = _CERTIFIED[kind]
    return newer if regime is Regime.LAW_2025 else older


def post_rehab_end(
    kind: StayKind, regime: Regime, exit_kind: MovementKind | None, left_on: date | None
) -> tuple[date, str] | None:
    """The last day of post-rehab management and its article: two years for adults under a court's decision, else one
    (rule 21, L73 Đ40; L120 Đ42).

    None where nobody is followed: the stay goes on, or did not end by its term.
    """
    if exit_kind not in _FOLLOWED or left_on is None or kind not in _YEARS:
        return None
    return add_months(left_on, 12 * _YEARS[kind]), "L120 Đ42" if regime is Regime.LAW_2025 else "L73 Đ40"
