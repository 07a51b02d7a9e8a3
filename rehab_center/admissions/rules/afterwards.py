"""How long somebody is looked after once the stay has ended (rule 21, L73 Đ40; L120 Đ42)."""

from __future__ import annotations

from datetime import date

from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.regime import Regime, StayKind
from rehab_center.dates import add_months

#: After these the person is under post-rehab management in the commune.
_FOLLOWED = frozenset({MovementKind.COMPLETED, MovementKind.REDUCED})
_YEARS = {StayKind.COMPULSORY: 2, StayKind.MINOR: 1, StayKind.VOLUNTARY: 1}


def post_rehab_end(
    kind: StayKind, regime: Regime, exit_kind: MovementKind | None, left_on: date | None
) -> tuple[date, str] | None:
    """The last day of post-rehab management and its article: two years for adults under a court's decision, else one.

    None where nobody is followed: the stay goes on, or did not end by its term.
    """
    if exit_kind not in _FOLLOWED or left_on is None or kind not in _YEARS:
        return None
    return add_months(left_on, 12 * _YEARS[kind]), "L120 Đ42" if regime is Regime.LAW_2025 else "L73 Đ40"
