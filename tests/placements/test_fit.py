"""Who may sleep where, each case with its article."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from rehab_center.admissions.rules.regime import StayKind
from rehab_center.errors import DomainError
from rehab_center.findings import Severity
from rehab_center.placements.kinds import Strictness, ZoneKind
from rehab_center.placements.rules.fit import Plan, Sleeper, Spot, check_spot
from rehab_center.placements.rules.lines import match, read_lines
from rehab_center.placements.rules.rooms import RoomFacts, names_from, next_labels, tidied_room
from rehab_center.residents.kinds import Sex

OLD, NEW = date(2026, 6, 30), date(2026, 7, 1)
MALE, FEMALE = Sex.MALE, Sex.FEMALE
BLOCK, WARN = Severity.BLOCK, Severity.WARN
Z, K = ZoneKind, StayKind


def somebody(stay_id: int = 1, **others: Any) -> Sleeper:
    given: dict[str, Any] = {"full_name": f"Người {stay_id}", "lives_as": MALE, "kind": K.COMPULSORY}
    return Sleeper(stay_id, stay_id, **(given | others))


def told(sleeper: Sleeper, spot: Spot, *others: Sleeper, plan: Plan | None = None, **apart: Any) -> dict[str, str]:
    found = check_spot(sleeper, spot, others, plan or Plan(OLD), apart.get("apart", {}))
    return {one.rule: one.severity.value for one in found}


@pytest.mark.parametrize(
    ("sleeper", "spot", "others", "rules"),
    [
        ({}, {}, (), {}),
        # L73 Đ35.3; L120 Đ46.2h: zones of men and of women, by the body
        ({"lives_as": FEMALE}, {}, (), {"22": BLOCK}),
        ({}, {"sex": FEMALE}, (), {"22": BLOCK}),
        ({}, {"sex": None}, (), {"22": BLOCK}),
        # … and a private room where the papers differ
        ({"alone": True}, {"private": True}, (), {}),
        ({"alone": True}, {}, (), {"22-private": WARN}),
        ({"alone": True}, {"private": True}, ({},), {"22-alone": BLOCK}),
        ({}, {"private": True}, ({"alone": True},), {"22-alone": BLOCK}),
        # L73 Đ35.2d: from 12 to under 18 apart
        ({"minor": True, "kind": K.MINOR}, {"zone": Z.MINORS}, (), {}),
        ({"minor": True, "kind": K.MINOR}, {"zone": Z.COMPULSORY}, (), {"23": BLOCK}),
        ({"minor": True, "kind": K.VOLUNTARY}, {"zone": Z.VOLUNTARY}, (), {"23": BLOCK}),
        ({"minor": False}, {"zone": Z.MINORS}, (), {"23": BLOCK}),
        ({"minor": True, "kind": K.TEMPORARY}, {"zone": Z.TEMPORARY}, (), {}),
        ({"minor": True, "kind": K.TEMPORARY}, {"zone": Z.TEMPORARY}, ({"minor": False},), {"23": BLOCK}),
        ({"minor": True, "kind": K.TEMPORARY}, {"zone": Z.TEMPORARY}, ({"minor": None},), {}),
        ({"minor": None}, {}, (), {"23-age": WARN}),
        ({"kind": K.MINOR}, {}, (), {}),  # 18 by now, served in the compulsory zone
        # L73 Đ35.2đ; L120 Đ46.2h: groups A and B, told as an order of the medical post
        ({"medical": True}, {}, (), {"23-medical": BLOCK}),
        ({"medical": True}, {"zone": Z.INFECTIOUS}, (), {}),
        ({"medical": True}, {"zone": Z.CLINIC}, (), {}),
        ({}, {"zone": Z.INFECTIOUS}, (), {"23-medical": WARN}),
        # L73 Đ35.2a, b, c: the ground of the stay
        ({"kind": K.TEMPORARY}, {}, (), {"23-ground": BLOCK}),
        ({"kind": K.TEMPORARY}, {"zone": Z.VOLUNTARY}, (), {"23-ground": BLOCK}),
        ({"kind": K.VOLUNTARY}, {}, (), {"23-ground": WARN}),
        ({}, {"zone": Z.TEMPORARY}, (), {"23-ground": WARN}),
        ({"kind": K.VOLUNTARY}, {"zone": Z.OTHER}, (), {}),
        # rule 24: the room's capacity
        ({}, {"working_capacity": 2}, ({}, {}), {"24": WARN}),
        ({}, {"working_capacity": 2}, ({},), {}),
    ],
)
def test_who_may_sleep_where(
    sleeper: dict[str, Any], spot: dict[str, Any], others: tuple[dict[str, Any], ...], rules: dict[str, Severity]
) -> None:
    given = {"zone": Z.COMPULSORY, "sex": MALE, "working_capacity": 8} | spot
    people = [somebody(2 + place, **one) for place, one in enumerate(others)]
    assert told(somebody(**sleeper), Spot(**given), *people) == {rule: grave.value for rule, grave in rules.items()}


def test_the_list_of_zones_ended_with_the_old_law() -> None:
    held = somebody(kind=K.TEMPORARY)
    assert told(held, Spot(Z.COMPULSORY, MALE), plan=Plan(OLD)) == {"23-ground": "block"}
    found = check_spot(held, Spot(Z.COMPULSORY, MALE), (), Plan(NEW), {})
    assert [(one.severity, one.source) for one in found] == [(WARN, "L73 Đ35.2; L120 Đ28.3")]


@pytest.mark.parametrize(
    ("plan", "rules"),
    [
        (Plan(OLD), {"34-paper": "block", "34-until": "block"}),
        (Plan(OLD, OLD, has_paper=True), {}),
        (Plan(OLD, date(2026, 7, 4), has_paper=True), {}),  # five days, both counted
        (Plan(OLD, date(2026, 7, 5), has_paper=True), {"34": "warn"}),
        (Plan(OLD, date(2026, 7, 5), has_paper=True, longest_days=6), {}),
    ],
)
def test_the_zone_for_breaches_of_order_needs_a_paper_and_an_end(plan: Plan, rules: dict[str, str]) -> None:
    assert told(somebody(), Spot(Z.DISCIPLINE, MALE, working_capacity=2), plan=plan) == rules


def test_those_kept_apart_by_strictness() -> None:
    room, other, third = Spot(Z.COMPULSORY, MALE, working_capacity=8), somebody(2), somebody(3)
    for strictness, grave in ((Strictness.FORBIDDEN, "block"), (Strictness.AVOID, "warn")):
        assert told(somebody(), room, other, third, apart={2: strictness, 9: Strictness.FORBIDDEN}) == {"apart": grave}


def test_names_count_on_and_labels_fill_gaps() -> None:
    assert names_from("P.08", 3) == ["P.08", "P.09", "P.10"]
    assert names_from("B2-9", 2) == ["B2-9", "B2-10"]
    assert names_from("Phòng y tế", 1) == ["Phòng y tế"]
    with pytest.raises(DomainError):
        names_from("Phòng y tế", 2)
    assert next_labels(["1", "3", "A"], 3) == ["2", "4", "5"]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (RoomFacts(" ", 4, 4), "name"),
        (RoomFacts("P.1", 0, 0), "max_capacity"),
        (RoomFacts("P.1", 4, 5), "working_capacity"),
    ],
)
def test_capacities_that_cannot_be(facts: RoomFacts, field: str) -> None:
    with pytest.raises(DomainError) as refused:
        tidied_room(facts)
    assert refused.value.field == field


def test_lines_out_of_a_spreadsheet_or_typed() -> None:
    good, bad = read_lines("HV1; Khu A; P.1; 1\n\nHV2\tP.2\t3\r\nHV3;;P.1;2\nHV4 P.1\n;Khu A;P.1;1\n")
    assert [(one.number, one.code, one.zone, one.room, one.bed) for one in good] == [
        (1, "HV1", "Khu A", "P.1", "1"),
        (3, "HV2", None, "P.2", "3"),
        (4, "HV3", None, "P.1", "2"),
    ]
    assert [one.number for one in bad] == [5, 6]


def test_lines_that_mean_nobody_or_no_bed() -> None:
    beds = {("khu a", "p.1", "1"): 11, ("khu b", "p.1", "1"): 12, ("khu a", "p.2", "1"): 13}
    lines, _bad = read_lines("hv1;KHU A;p.1;1\nHV2;P.1;1\nHV2;P.2;1\nHV2;P.2;1\nHV9;P.2;1\nHV3;P.9;1")
    found, bad = match(lines, {"HV1": 1, "HV2": 2, "HV3": 3}, beds)
    assert found == {1: (1, 11), 3: (2, 13)}
    assert [(one.number, str(one.why).split()[0]) for one in bad] == [
        (2, "Several"), (4, "The"), (5, "Nobody"), (6, "There"),
    ]  # fmt: skip
