"""Rules 9, 11 to 15 and 50 for a movement about to be recorded."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from rehab_center.admissions.rules.movement_checks import Move, check_move
from rehab_center.admissions.rules.movements import MovementKind, State
from rehab_center.admissions.rules.regime import Regime, StayKind
from rehab_center.admissions.rules.sequence import Moved, StayState
from rehab_center.findings import Severity

K = MovementKind
BLOCK, WARN, REMIND = Severity
L73, L120 = Regime.LAW_2021, Regime.LAW_2025


def standing(state: State, since: date) -> StayState:
    return StayState(state, since, Moved(1, K.ADMITTED, since, datetime(2024, 1, 1, tzinfo=UTC)))


HERE = Move(
    kind=K.COMPLETED,
    effective_on=date(2025, 9, 10),
    today=date(2025, 9, 12),
    stay_kind=StayKind.COMPULSORY,
    regime=L73,
    state=standing(State.PRESENT, date(2024, 3, 10)),
    term_end_on=date(2025, 9, 10),
)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"effective_on": date(2025, 9, 13)}, [("future-movement", BLOCK), ("9", WARN)]),
        # rule 9: neither early nor late without a reason
        ({"effective_on": date(2025, 9, 9)}, [("9", WARN)]),
        ({"effective_on": date(2025, 9, 11)}, [("9", WARN)]),
        # rule 50: the paper that is itself the ground must be there; what comes from an old book is owed
        ({"has_paper": False}, [("50", REMIND)]),
        ({"kind": K.TRANSFERRED_OUT, "has_paper": False}, [("50", BLOCK)]),
        ({"kind": K.TRANSFERRED_OUT, "has_paper": False, "old_book": True}, [("50", REMIND)]),
        ({"kind": K.EXEMPTED, "has_paper": False}, [("50", BLOCK)]),
        ({"kind": K.DIED, "has_paper": False}, [("50", REMIND)]),
        ({"kind": K.ESCAPED, "has_paper": False}, [("50", REMIND), ("16", REMIND)]),
        ({"kind": K.ESCAPED, "old_book": True}, []),
        ({"kind": K.FROM_HOSPITAL, "has_paper": False}, []),
        # rule 15, NĐ 116/2021 Đ58: more than ten days in hospital, under the older law only
        ({"kind": K.SUSPENDED}, [("15", WARN)]),
        ({"kind": K.SUSPENDED, "state": standing(State.IN_HOSPITAL, date(2025, 8, 31))}, [("15", WARN)]),
        ({"kind": K.SUSPENDED, "state": standing(State.IN_HOSPITAL, date(2025, 8, 30))}, []),
        ({"kind": K.SUSPENDED, "regime": L120}, []),
        # rule 11, L120 Đ39.3: must come back while three months or more are left
        ({"kind": K.RESUMED, "term_end_on": date(2025, 12, 10)}, []),
        ({"kind": K.RESUMED, "term_end_on": date(2025, 12, 9)}, [("11", WARN)]),
        # rule 12: only the new law says that the rest is served after prison
        ({"kind": K.RELEASED_FROM_PRISON}, [("12", WARN)]),
        ({"kind": K.RELEASED_FROM_PRISON, "regime": L120}, []),
        # some movements exist only for one kind of stay
        ({"kind": K.WITHDRAWN}, [("ground", BLOCK)]),
        ({"kind": K.WITHDRAWN, "stay_kind": StayKind.VOLUNTARY}, []),
        ({"kind": K.REDUCED, "stay_kind": StayKind.VOLUNTARY}, [("ground", BLOCK)]),
        ({"kind": K.COMPLETED, "stay_kind": StayKind.TEMPORARY, "term_end_on": None}, [("ground", BLOCK)]),
    ],
)
def test_findings(changes: dict[str, object], expected: list[tuple[str, Severity]]) -> None:
    found = check_move(replace(HERE, **changes))
    assert [(finding.rule, finding.severity) for finding in found] == expected
    assert all(finding.source for finding in found)
