"""Which treatment a stay is: the first, or a later one (24 or 36 months under L120 Đ29.1). Pure."""

from __future__ import annotations

from collections.abc import Iterable

from rehab_center.admissions.rules.movements import MovementKind, State
from rehab_center.admissions.rules.regime import BY_COURT, StayKind
from rehab_center.policies.rules import FirstTime


def treatments(stays: Iterable[tuple[StayKind, State, MovementKind | None]], rule: FirstTime) -> int:
    """How many of somebody's stays (kind, state, exit) count as earlier treatments, by the centre's ``rule``.

    A temporary stay is none yet, one changed over to another ground goes on in the next, one entered by mistake never
    was.
    """
    counted = BY_COURT if rule is FirstTime.COMPULSORY_ONLY else BY_COURT | {StayKind.VOLUNTARY}
    return sum(
        kind in counted and state is not State.NOT_ENTERED and left is not MovementKind.CONVERTED_OUT
        for kind, state, left in stays
    )
