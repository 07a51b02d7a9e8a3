"""Rules 1 to 8 and the checks of an intake, each case with its article."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rehab_center.admissions.rules.checks import Intake, check_intake
from rehab_center.admissions.rules.regime import Regime, StayKind, regime_of
from rehab_center.findings import Severity
from rehab_center.residents.rules.births import UNKNOWN_BIRTH, PartialBirth, YearOnlyRule, born_in, born_on

COMPULSORY, MINOR, VOLUNTARY, TEMPORARY = StayKind
BEFORE, L73, L120 = Regime


@pytest.mark.parametrize(
    ("kind", "decided_on", "began_on", "regime"),
    [
        # rule 1, L120 Đ56.1: whoever is in treatment on 01/07/2026 finishes under the law of 2021
        (COMPULSORY, date(2024, 3, 5), date(2024, 3, 10), L73),
        (COMPULSORY, date(2026, 6, 30), date(2026, 6, 30), L73),
        (COMPULSORY, date(2026, 6, 20), date(2026, 6, 30), L73),
        (VOLUNTARY, None, date(2026, 6, 30), L73),
        # rule 2, L120 Đ56.2: decided from 01/07/2026, also where the person was held before
        (COMPULSORY, date(2026, 7, 1), date(2026, 7, 2), L120),
        (COMPULSORY, date(2026, 7, 15), date(2026, 6, 20), L120),
        (MINOR, date(2027, 1, 5), date(2027, 1, 6), L120),
        (VOLUNTARY, None, date(2026, 7, 1), L120),
        (TEMPORARY, None, date(2026, 8, 1), L120),
        # rule 2b: the law is silent
        (COMPULSORY, date(2026, 6, 30), date(2026, 7, 1), None),
        (MINOR, date(2026, 6, 1), date(2026, 9, 1), None),
        (COMPULSORY, None, date(2026, 9, 1), None),
        # L73 Đ54, Đ55: begun before 01/01/2022
        (COMPULSORY, date(2021, 6, 13), date(2021, 6, 16), BEFORE),
        (COMPULSORY, date(2021, 12, 28), date(2022, 1, 1), L73),
        (VOLUNTARY, None, date(2021, 12, 31), BEFORE),
    ],
)
def test_which_law(kind: StayKind, decided_on: date | None, began_on: date, regime: Regime | None) -> None:
    answer = regime_of(kind, decided_on=decided_on, began_on=began_on)
    assert answer.regime is regime
    assert bool(answer.findings) == (regime is None)


ORDINARY = Intake(
    kind=COMPULSORY,
    regime=L73,
    admitted_on=date(2024, 3, 10),
    today=date(2024, 3, 12),
    term_start_on=date(2024, 3, 10),
    decided=True,
    decided_on=date(2024, 3, 5),
    months=18,
    times_treated=1,
    term_end_on=date(2025, 9, 10),
    birth=born_on(date(1990, 5, 1)),
)
NEW = replace(
    ORDINARY,
    regime=L120,
    admitted_on=date(2026, 9, 10),
    term_start_on=date(2026, 9, 10),
    today=date(2026, 9, 10),
    decided_on=date(2026, 9, 5),
    term_end_on=date(2028, 9, 10),
    months=24,
)


def test_an_ordinary_intake_finds_nothing() -> None:
    assert check_intake(ORDINARY) == ()
    assert check_intake(NEW) == ()


@pytest.mark.parametrize(
    ("changes", "rule", "severity", "source"),
    [
        # rule 3: 12 to 24 months, a mismatch only warns for the term comes from the decision
        ({"months": 11}, "3", Severity.WARN, "XLVPHC Đ95.2"),
        ({"months": 25}, "3", Severity.WARN, "XLVPHC Đ95.2"),
        ({"months": None}, "months-missing", Severity.WARN, "XLVPHC Đ95.2"),
        # rule 6
        ({"birth": born_on(date(2012, 3, 6))}, "6", Severity.BLOCK, "L73 Đ33.1"),
        ({"birth": born_on(date(2006, 3, 6))}, "6", Severity.WARN, "L73 Đ32"),
        ({"birth": born_in(2006)}, "6", Severity.WARN, "L73 Đ32"),
        ({"birth": born_in(2012)}, "6", Severity.WARN, "L73 Đ33.1"),
        ({"birth": born_in(2013)}, "6", Severity.BLOCK, "L73 Đ33.1"),
        ({"birth": UNKNOWN_BIRTH}, "6", Severity.REMIND, "L73 Đ32"),
        ({"decided": False, "decided_on": None}, "no-decision", Severity.BLOCK, "XLVPHC Đ95"),
        ({"issuer_known": False}, "decision-issuer", Severity.REMIND, "L120 Đ35.8"),
        ({"decided_on": None}, "decision-date", Severity.REMIND, "L120 Đ35"),
        ({"decided_on": date(2024, 3, 11)}, "decision-after-admission", Severity.WARN, "XLVPHC Đ110"),
        ({"decided_on": date(2024, 3, 13)}, "future-decision", Severity.BLOCK, "XLVPHC"),
        ({"decision_effective_on": date(2024, 3, 4)}, "effective-before-decision", Severity.WARN, "XLVPHC"),
        (
            {"admitted_on": date(2024, 3, 13), "term_start_on": date(2024, 3, 13)},
            "future-admission",
            Severity.BLOCK,
            "",
        ),
        ({"term_start_on": date(2024, 3, 11)}, "term-start", Severity.WARN, "XLVPHC Đ110.3"),
        ({"term_start_on": date(2024, 3, 1)}, "term-start", Severity.WARN, "XLVPHC Đ110.3"),
        ({"term_end_on": date(2024, 3, 1)}, "term-end-before-start", Severity.BLOCK, "L120 Đ37.2"),
        ({"term_end_on": date(2024, 3, 10)}, "term-over", Severity.WARN, "L120 Đ29.3"),
        ({"identified": False}, "identity", Severity.REMIND, "Luật Căn cước"),
    ],
)
def test_findings_under_the_law_of_2021(changes: dict[str, object], rule: str, severity: Severity, source: str) -> None:
    found = {finding.rule: finding for finding in check_intake(replace(ORDINARY, **changes))}
    assert found[rule].severity is severity
    assert source in found[rule].source


@pytest.mark.parametrize(
    ("changes", "rules"),
    [
        # rule 5, L120 Đ29.1: exactly 24 the first time, 36 from the second on
        ({"months": 24, "times_treated": 1}, set()),
        ({"months": 36, "times_treated": 1}, {"5"}),
        ({"months": 24, "times_treated": 2}, {"5"}),
        ({"months": 36, "times_treated": 3}, set()),
        ({"months": 24, "times_treated": None}, set()),
        ({"months": 36, "times_treated": None}, set()),
        ({"months": 18, "times_treated": None}, {"5"}),
        # rule 7, L120 Đ35.2
        ({"pregnant_or_nursing": True}, {"7"}),
        # rule 8, L120 Đ31.1b: proof of addiction older than six months, voluntary only
        ({"kind": VOLUNTARY, "addiction_proof_on": date(2026, 3, 9)}, {"8"}),
        ({"kind": VOLUNTARY, "addiction_proof_on": date(2026, 3, 10)}, set()),
        ({"kind": COMPULSORY, "addiction_proof_on": date(2020, 1, 1)}, set()),
        # rule 6, the same ages
        ({"kind": MINOR}, {"6"}),
        ({"kind": MINOR, "birth": born_in(2010)}, set()),
        ({"kind": MINOR, "birth": born_on(date(2008, 9, 5))}, {"6"}),
    ],
)
def test_findings_under_the_law_of_2025(changes: dict[str, object], rules: set[str]) -> None:
    assert {finding.rule for finding in check_intake(replace(NEW, **changes))} == rules


@pytest.mark.parametrize(
    ("kind", "months", "warned"),
    [
        # rule 4, L73 Đ33.3 and L73 Đ30-31: 6 to 12 months
        (MINOR, 5, True),
        (MINOR, 6, False),
        (MINOR, 12, False),
        (MINOR, 13, True),
        (VOLUNTARY, 6, False),
        (VOLUNTARY, 13, True),
        (TEMPORARY, None, False),
    ],
)
def test_months_of_the_other_kinds_under_the_law_of_2021(kind: StayKind, months: int | None, warned: bool) -> None:
    intake = replace(ORDINARY, kind=kind, months=months, birth=born_on(date(2009, 1, 1)))
    found = [finding for finding in check_intake(intake) if finding.field == "months"]
    assert bool(found) is warned


def test_a_partial_birth_date_counts_as_the_centre_has_chosen() -> None:
    intake = replace(ORDINARY, birth=born_in(2006), birthday_rule=YearOnlyRule.FIRST_DAY)
    assert check_intake(intake) == ()


def test_a_voluntary_stay_may_wait_for_its_paper() -> None:
    intake = replace(ORDINARY, kind=VOLUNTARY, months=12, decided=False, decided_on=None)
    assert [(finding.rule, finding.severity) for finding in check_intake(intake)] == [("paper-later", Severity.REMIND)]


def test_a_transfer_may_have_begun_its_term_earlier() -> None:
    intake = replace(ORDINARY, term_start_on=date(2023, 6, 1), transferred=True)
    assert check_intake(intake) == ()


@pytest.mark.parametrize(
    "birth", [born_in(1990), born_in(1990, 5), PartialBirth(date(1990, 1, 1), born_in(1990).precision)]
)
def test_a_partial_birth_date_of_an_adult_finds_nothing(birth: PartialBirth) -> None:
    assert check_intake(replace(ORDINARY, birth=birth)) == ()
