"""The gate's rules: which way in, what is credited, what refuses, when minutes may be closed."""

from __future__ import annotations

from datetime import date

import pytest

from rehab_center.admissions.rules.gate import check_delivered, of_decision
from rehab_center.admissions.rules.handover import BACK, Outcome, WayIn, check_close, counts_of, way_in
from rehab_center.admissions.rules.held import held_days
from rehab_center.admissions.rules.movements import AFTER, BOOKS_STATES, EFFECTS, MovementKind, State
from rehab_center.admissions.rules.refusals import REFUSALS, RefusalReason, suggested_refusal
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.admissions.rules.sequence import Moved
from rehab_center.clock import moment_of
from rehab_center.findings import Finding, Severity
from rehab_center.residents.kinds import Sex
from rehab_center.residents.rules.identity import sex_by
from rehab_center.words import Message

NOW = moment_of(date(2024, 6, 14))


@pytest.mark.parametrize(
    ("state", "kind", "wanted", "way"),
    [
        (None, None, StayKind.COMPULSORY, WayIn.ADMIT),
        (State.ESCAPED, StayKind.COMPULSORY, StayKind.COMPULSORY, WayIn.RETURN),  # L120 Đ29.3
        (State.ESCAPED, StayKind.TEMPORARY, StayKind.COMPULSORY, WayIn.RETURN),
        (State.TAKEN_OUT, StayKind.VOLUNTARY, StayKind.VOLUNTARY, WayIn.RETURN),
        (State.PRESENT, StayKind.TEMPORARY, StayKind.COMPULSORY, WayIn.CONVERT),  # L120 Đ37
        (State.PRESENT, StayKind.TEMPORARY, StayKind.MINOR, WayIn.CONVERT),
        (State.PRESENT, StayKind.TEMPORARY, StayKind.TEMPORARY, WayIn.IMPOSSIBLE),
        (State.PRESENT, StayKind.COMPULSORY, StayKind.COMPULSORY, WayIn.IMPOSSIBLE),  # rule 49
    ],
)
def test_the_way_in(state: State | None, kind: StayKind | None, wanted: StayKind, way: WayIn) -> None:
    assert way_in(state, kind, wanted) is way


def test_whoever_is_away_can_be_brought_back() -> None:
    assert set(BACK) == BOOKS_STATES - {State.PRESENT}
    assert all(state in EFFECTS[kind].follows and AFTER[kind] is State.PRESENT for state, kind in BACK.items())


@pytest.mark.parametrize(
    ("moves", "days"),
    [
        ([("admitted", date(2024, 5, 1))], 30),
        ([("admitted", date(2024, 5, 1)), ("escaped", date(2024, 5, 11)), ("returned", date(2024, 5, 21))], 20),
        ([("admitted", date(2024, 5, 1)), ("escaped", date(2024, 5, 11))], 10),
        ([("admitted", date(2024, 5, 1)), ("to-hospital", date(2024, 5, 11))], 30),
        ([("admitted", date(2024, 5, 31))], 0),
        ([], 0),
    ],
)
def test_what_a_temporary_stay_is_credited(moves: list[tuple[str, date]], days: int) -> None:
    rows = [Moved(number, MovementKind(kind), day, NOW) for number, (kind, day) in enumerate(moves, start=1)]
    assert held_days(rows, date(2024, 5, 31)) == days  # L120 Đ37.2


def _finding(rule: str, field: str | None = None) -> Finding:
    return Finding(rule, Severity.WARN, Message("x"), "", field)


@pytest.mark.parametrize(
    ("findings", "reason"),
    [
        ([_finding("6", "birth")], RefusalReason.UNDER_AGE),
        ([_finding("6", "kind")], None),  # the wrong ground for an age refuses nobody
        ([_finding("3"), _finding("7")], RefusalReason.PREGNANT),
        ([_finding("no-decision")], RefusalReason.PAPER_MISSING),
        ([_finding("identity")], None),
    ],
)
def test_the_reason_rules_speak_of(findings: list[Finding], reason: RefusalReason | None) -> None:
    assert suggested_refusal(findings) is reason
    assert set(REFUSALS) == set(RefusalReason)


def test_a_decision_not_yet_in_force_is_asked_about() -> None:
    (found,) = check_delivered(StayKind.COMPULSORY, date(2024, 6, 14), date(2024, 6, 13))
    assert (found.severity, of_decision(found)) == (Severity.WARN, True)
    assert check_delivered(StayKind.COMPULSORY, date(2024, 6, 13), date(2024, 6, 13)) == ()
    assert check_delivered(StayKind.TEMPORARY, date(2024, 6, 14), date(2024, 6, 13)) == ()
    assert not of_decision(_finding("5"))


@pytest.mark.parametrize(
    ("outcomes", "stated", "taken_back", "rules"),
    [
        ([], None, 0, {"handover-empty"}),
        ([Outcome.ACCEPTED, Outcome.REFUSED, Outcome.RETURNED], 3, 0, set()),
        ([Outcome.ACCEPTED, Outcome.WAITING], None, 0, {"handover-waiting"}),
        ([Outcome.ACCEPTED], 2, 0, {"handover-count"}),
        ([Outcome.ACCEPTED], 1, 1, {"handover-taken-back"}),
    ],
)
def test_closing(outcomes: list[Outcome], stated: int | None, taken_back: int, rules: set[str]) -> None:
    counts = counts_of(outcomes)
    assert {one.rule for one in check_close(counts, stated=stated, taken_back=taken_back)} == rules
    assert counts.adds_up is (Outcome.WAITING not in outcomes)


@pytest.mark.parametrize(
    ("text", "sex"),
    [("036082012345", Sex.MALE), ("036 182 012345", Sex.FEMALE), ("036301012345", Sex.FEMALE), ("163123456", None)],
)
def test_the_sex_a_number_says(text: str, sex: Sex | None) -> None:
    assert sex_by(text) is sex
