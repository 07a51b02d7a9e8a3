"""What ``term compute`` and the what-if say: a table of cases, each by its article, and what holds for every case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehab_center.admissions.rules.term_answer import TermAnswer, TermQuestion, answer
from rehab_center.admissions.rules.term_case import Conventions, EscapeDays
from rehab_center.admissions.rules.term_input import read_question
from rehab_center.findings import Severity

BLOCK, WARN, REMIND = Severity
Case = tuple[str, Mapping[str, object], str | int | None, list[tuple[str, Severity]]]
BASE = {"regime": "2021", "kind": "compulsory", "months": 24, "starts_on": "2024-03-10"}
USUAL = Conventions()
RATED = {"ratings": ["khá", "tốt", "khá"]}


def asked(item: object, conventions: Conventions = USUAL) -> TermAnswer:
    question = read_question(item)
    return answer(question, conventions) if isinstance(question, TermQuestion) else TermAnswer(None, question)


def ends(**changes: object) -> str | int | None:
    """The end, or the days left where the clock stands still; None where a finding blocks it."""
    return _outcome(asked({**BASE, **changes}))


def _outcome(found: TermAnswer) -> str | int | None:
    if found.result is None:
        return None
    end_on = found.result.end_on
    return end_on.isoformat() if end_on else found.result.remaining_days


def away(kind: str, first: str, back: str | None = None) -> dict[str, object]:
    return {"kind": kind, "from": first, "to": back}


def escaped(*stretches: tuple[str, str | None]) -> dict[str, object]:
    return {"pauses": [away("escape", first, back) for first, back in stretches]}


def reduced(*reductions: tuple[int, str], **conduct: object) -> dict[str, object]:
    return {"reductions": [{"months": months, "decided_on": on, **(conduct or RATED)} for months, on in reductions]}


MONTHS: list[Case] = [
    # BLDS 2015 Đ148.3: the corresponding day, or the month's last day where there is none
    ("Đ148.3", {"starts_on": "2024-02-29", "months": 12}, "2025-02-28", []),
    ("Đ148.3", {"starts_on": "2024-02-29", "months": 24}, "2026-02-28", []),
    ("Đ148.3", {"starts_on": "2023-08-31", "months": 18}, "2025-02-28", []),
    ("Đ148.3", {"starts_on": "2022-08-31", "months": 18}, "2024-02-29", []),
    ("Đ148.3", {"starts_on": "2023-10-31", "months": 13}, "2024-11-30", []),
    # months first and all at once: 31/08/2023 + (18 - 2) is 31/12, never 28/02 less two months
    ("XLVPHC Đ112", {"starts_on": "2023-08-31", "months": 18, **reduced((2, "2024-08-01"))}, "2024-12-31", []),
    (
        "XLVPHC Đ112",
        {"starts_on": "2023-08-31", "months": 20, **reduced((2, "2024-08-01"), (2, "2024-09-01"))},
        "2024-12-31",
        [],
    ),
    # rules 3, 4 and 5: what the law does not give is warned of, the decision says it
    ("XLVPHC Đ95.2", {"months": 11}, "2025-02-10", [("3", WARN)]),
    ("XLVPHC Đ95.2", {"months": 12}, "2025-03-10", []),
    ("XLVPHC Đ95.2", {"months": 25}, "2026-04-10", [("3", WARN)]),
    ("L73 Đ33.3", {"kind": "minor", "months": 24}, "2026-03-10", [("4", WARN)]),
    ("L73 Đ33.3", {"kind": "minor", "months": 6}, "2024-09-10", []),
    ("L73 Đ31.1", {"kind": "voluntary", "months": 12}, "2025-03-10", []),
    ("L73 Đ31.1", {"kind": "voluntary", "months": 13}, "2025-04-10", [("3", WARN)]),
    ("L120 Đ29.1", {"regime": "2025", "starts_on": "2026-07-01"}, "2028-07-01", []),
    ("L120 Đ29.1", {"regime": "2025", "starts_on": "2026-08-31", "months": 36}, "2029-08-31", []),
    ("L120 Đ29.1", {"regime": "2025", "starts_on": "2026-07-01", "months": 12}, "2027-07-01", [("5", WARN)]),
    ("L120 Đ29.1", {"regime": "2025", "starts_on": "2026-07-01", "kind": "voluntary"}, "2028-07-01", []),
    ("L120 Đ29.1", {"regime": "2025", "starts_on": "2026-07-01", "kind": "minor"}, "2028-07-01", []),
    # rules 1, 2 and 2b: which law a term can be under
    ("L120 Đ56.1", {"regime": "2025"}, "2026-03-10", [("1", WARN)]),
    ("L120 Đ56", {"starts_on": "2026-07-01"}, "2028-07-01", [("2b", WARN)]),
    ("L73 Đ54", {"starts_on": "2021-12-31"}, "2023-12-31", [("1", WARN)]),
    ("L73 Đ54", {"regime": "2012", "starts_on": "2021-06-16"}, "2023-06-16", []),
]

CREDITS: list[Case] = [
    # L120 Đ37.2: time held while the file was made is taken off
    ("L120 Đ37.2", {"credits": [{"days": 12}]}, "2026-02-26", []),
    ("L120 Đ37.2", {"credits": [{"days": 5, "ground": "a"}, {"days": 7, "ground": "b"}]}, "2026-02-26", []),
    ("L120 Đ37.2", {"credits": [{"days": 0}]}, "2026-03-10", []),
    ("L120 Đ37.2", {"credits": []}, "2026-03-10", []),
    ("L120 Đ37.2", {"credits": [{"days": 731}]}, None, [("9", BLOCK)]),
    ("L120 Đ37.2", {"credits": [{"days": 730}]}, "2024-03-10", []),
    ("L120 Đ37.2", {"credits": [{"days": -1}]}, None, [("input", BLOCK)]),
    ("L120 Đ37.2", {"credits": [{"days": "12"}]}, None, [("input", BLOCK)]),
    ("L120 Đ37.2", {"credits": [12]}, None, [("input", BLOCK)]),
    ("L120 Đ37.2", {"credits": [{"days": 1, "ground": 5}]}, None, [("input", BLOCK)]),
]

PAUSES: list[Case] = [
    # XLVPHC Đ132: 01/06 to 11/06 is ten days, the day of return is served
    ("XLVPHC Đ132", escaped(("2024-06-01", "2024-06-11")), "2026-03-20", []),
    ("XLVPHC Đ132", escaped(("2024-06-01", "2024-06-01")), "2026-03-10", []),
    ("XLVPHC Đ132", escaped(("2024-06-01", "2024-06-02")), "2026-03-11", []),
    # overlapping, nested, touching and repeated ones count once
    (
        "XLVPHC Đ132",
        escaped(("2024-06-01", "2024-06-11"), ("2024-06-06", "2024-06-16")),
        "2026-03-25",
        [("10", REMIND)],
    ),
    (
        "XLVPHC Đ132",
        escaped(("2024-06-01", "2024-06-11"), ("2024-06-03", "2024-06-05")),
        "2026-03-20",
        [("10", REMIND)],
    ),
    ("XLVPHC Đ132", escaped(("2024-06-01", "2024-06-11"), ("2024-06-11", "2024-06-21")), "2026-03-30", []),
    (
        "XLVPHC Đ132",
        escaped(("2024-06-01", "2024-06-11"), ("2024-06-01", "2024-06-11")),
        "2026-03-20",
        [("10", REMIND)],
    ),
    (
        "L120 Đ47.1",
        {"pauses": [away("prison", "2024-06-05", "2024-06-21"), away("escape", "2024-06-01", "2024-06-11")]},
        "2026-03-30",
        [("12", REMIND), ("12", WARN)],
    ),
    # none before the start, and the rest of one that began before it
    ("XLVPHC Đ110.3", escaped(("2024-02-01", "2024-03-01")), "2026-03-10", [("10", WARN)]),
    ("XLVPHC Đ110.3", escaped(("2024-02-01", "2024-03-10")), "2026-03-10", [("10", WARN)]),
    ("XLVPHC Đ110.3", escaped(("2024-02-01", "2024-03-20")), "2026-03-20", [("10", REMIND)]),
    ("XLVPHC Đ110.3", escaped(("2024-02-01", None)), 730, []),
    ("XLVPHC Đ132", escaped(("2024-03-10", "2024-03-11")), "2026-03-11", []),
    # an open one leaves the days unserved at its start, whatever lies inside it
    ("XLVPHC Đ132", escaped(("2024-06-01", None)), 647, []),
    ("XLVPHC Đ132", escaped(("2024-06-01", None), ("2024-08-01", "2024-08-11")), 647, [("10", REMIND)]),
    ("XLVPHC Đ132", escaped(("2024-08-01", None), ("2024-06-01", None)), 647, [("10", REMIND)]),
    ("XLVPHC Đ132", escaped(("2024-06-01", "2024-06-11"), ("2024-06-05", None)), 647, []),
    ("XLVPHC Đ132", escaped(("2024-06-01", "2024-06-11"), ("2024-06-21", None)), 637, []),
    ("XLVPHC Đ132", escaped(("2026-03-09", None)), 1, []),
    # one that begins when nothing is left: on the last day or later
    ("XLVPHC Đ132", escaped(("2026-03-10", "2026-03-20")), "2026-03-10", [("10", WARN)]),
    ("XLVPHC Đ132", escaped(("2026-03-10", None)), "2026-03-10", [("10", WARN)]),
    ("XLVPHC Đ132", escaped(("2026-05-01", "2026-05-05")), "2026-03-10", [("10", WARN)]),
    ("XLVPHC Đ132", escaped(("2026-03-09", "2026-03-20")), "2026-03-21", []),
    # ... but an earlier one may have moved the end behind it
    ("XLVPHC Đ132", escaped(("2026-03-12", "2026-03-15"), ("2024-06-01", "2024-06-11")), "2026-03-23", []),
    # L120 Đ39.3, NĐ 116/2021 Đ58, Đ67: hospital, illness at home and funeral leave are served
    ("NĐ 116 Đ67", {"pauses": [away("hospital", "2024-06-01", "2024-06-11")]}, "2026-03-10", []),
    ("NĐ 116 Đ67", {"pauses": [away("hospital", "2024-06-01")]}, "2026-03-10", []),
    ("NĐ 116", {"pauses": [away("funeral-leave", "2024-06-01", "2024-06-05")]}, "2026-03-10", []),
    ("NĐ 116 Đ58", {"pauses": [away("suspended-illness", "2024-06-01", "2024-09-01")]}, "2026-03-10", []),
    ("L120 Đ39.3", {"pauses": [away("suspended-illness", "2024-06-01")]}, "2026-03-10", [("11", REMIND)]),
    ("L120 Đ39.3", {"pauses": [away("suspended-illness", "2025-06-01", "2025-12-10")]}, "2026-03-10", []),
    ("L120 Đ39.3", {"pauses": [away("suspended-illness", "2025-06-01", "2025-12-11")]}, "2026-03-10", [("11", WARN)]),
    # who escapes from the hospital has escaped
    (
        "XLVPHC Đ132",
        {"pauses": [away("hospital", "2024-06-01", "2024-07-01"), away("escape", "2024-06-10", "2024-06-20")]},
        "2026-03-20",
        [],
    ),
    # L120 Đ47.1: the rest is served after prison; the older law says less
    (
        "L120 Đ47.1",
        {
            "regime": "2025",
            "starts_on": "2026-07-01",
            "pauses": [away("prison", "2026-10-01", "2027-10-01")],
        },
        "2029-07-01",
        [],
    ),
    ("XLVPHC Đ117", {"pauses": [away("prison", "2024-06-01", "2024-06-11")]}, "2026-03-20", [("12", WARN)]),
    (
        "L73 Đ39",
        {"kind": "minor", "months": 12, "pauses": [away("prison", "2024-06-01")]},
        282,
        [("12", WARN)],
    ),
    # L73 Đ32.1: leaving voluntary treatment stops it
    (
        "L73 Đ32.1",
        {"kind": "voluntary", "months": 6, **escaped(("2024-06-01", "2024-06-11"))},
        "2024-09-20",
        [("10", WARN)],
    ),
    ("L73 Đ54", {"pauses": [away("escape", "2024-06-11", "2024-06-01")]}, None, [("input", BLOCK)]),
    ("XLVPHC", {"pauses": [away("holiday", "2024-06-11")]}, None, [("input", BLOCK)]),
    ("XLVPHC", {"pauses": [away("escape", "2024-02-30")]}, None, [("input", BLOCK)]),
    ("XLVPHC", {"pauses": [{"kind": "escape"}]}, None, [("input", BLOCK)]),
    ("XLVPHC", {"pauses": "none"}, None, [("input", BLOCK)]),
    ("XLVPHC", {"pauses": ["escape"]}, None, [("input", BLOCK)]),
    ("XLVPHC", {"pauses": None}, "2026-03-10", []),
]

REDUCTIONS: list[Case] = [
    # NĐ 116/2021 Đ58: half served, the last three months khá or better, one to three months
    ("Đ58", reduced((2, "2025-04-01")), "2026-01-10", []),
    ("Đ58", reduced((2, "2025-03-10")), "2026-01-10", []),
    ("Đ58", reduced((2, "2025-03-09")), None, [("13", BLOCK)]),
    ("Đ58", reduced((2, "2024-01-01")), None, [("13", BLOCK)]),
    ("Đ58", reduced((1, "2025-04-01"), (3, "2025-08-01")), "2025-11-10", []),
    # half of fifteen months is seven months and fifteen days (BLDS Đ146.1)
    ("Đ58", {"months": 15, **reduced((1, "2024-10-25"))}, "2025-05-10", []),
    ("Đ58", {"months": 15, **reduced((1, "2024-10-24"))}, None, [("13", BLOCK)]),
    # days not served are not half of anything; days held before the term are doubtful
    ("Đ58", {**reduced((2, "2025-03-19")), **escaped(("2024-06-01", "2024-06-11"))}, None, [("13", BLOCK)]),
    ("Đ58", {**reduced((2, "2025-03-20")), **escaped(("2024-06-01", "2024-06-11"))}, "2026-01-20", []),
    ("Đ58", {**reduced((2, "2025-03-01")), "credits": [{"days": 12}]}, "2025-12-29", [("13", WARN)]),
    ("Đ58", {**reduced((2, "2025-02-25")), "credits": [{"days": 12}]}, None, [("13", BLOCK)]),
    ("Đ58", {**reduced((2, "2025-05-01")), **escaped(("2024-06-01", None))}, None, [("13", BLOCK)]),
    ("Đ58", {**reduced((2, "2025-05-01")), **escaped(("2025-04-15", None))}, 270, [("13", WARN)]),
    ("Đ58", {**reduced((2, "2025-05-01")), **escaped(("2025-04-15", "2025-05-05"))}, "2026-01-30", [("13", WARN)]),
    # a day away before the decision counts though the decision brings the end before it
    ("Đ58", {**reduced((2, "2026-02-01")), **escaped(("2026-01-20", "2026-01-30"))}, "2026-01-20", []),
    ("Đ58", {**reduced((2, "2025-05-01")), **escaped(("2026-01-20", "2026-01-30"))}, "2026-01-10", [("10", WARN)]),
    # how many months, and for what
    ("Đ58", reduced((0, "2025-04-01")), None, [("13", BLOCK)]),
    ("Đ58", reduced((3, "2025-04-01")), "2025-12-10", []),
    ("Đ58", reduced((4, "2025-04-01")), "2025-11-10", [("13", WARN)]),
    ("Đ58", reduced((4, "2025-04-01"), **RATED, merit=False), None, [("13", BLOCK)]),
    ("Đ58", reduced((6, "2025-04-01"), **RATED, merit=True), "2025-09-10", []),
    ("Đ58", reduced((7, "2025-04-01"), **RATED, merit=True), None, [("13", BLOCK)]),
    (
        "Đ58",
        {"months": 12, **reduced(*[(6, "2024-12-01")] * 2, **RATED, merit=True)},
        None,
        [("13", WARN), ("13", BLOCK), ("13", BLOCK)],
    ),
    # ratings: unknown is a question, bad is a refusal
    ("Đ58", reduced((2, "2025-04-01"), merit=None), "2026-01-10", [("13", WARN)]),
    ("Đ58", reduced((2, "2025-04-01"), ratings=["khá", "khá"]), "2026-01-10", [("13", WARN)]),
    ("Đ58", reduced((2, "2025-04-01"), ratings=["khá", None, "khá"]), "2026-01-10", [("13", WARN)]),
    ("Đ58", reduced((2, "2025-04-01"), ratings=["kém", "khá", "Tốt", "khá"]), "2026-01-10", []),
    ("Đ58", reduced((2, "2025-04-01"), ratings=["khá", "khá", "trung bình"]), None, [("13", BLOCK)]),
    ("Đ58", reduced((2, "2025-04-01"), ratings=["giỏi", "khá", "khá"]), None, [("input", BLOCK)]),
    ("Đ58", reduced((2, "2025-04-01"), merit="có"), None, [("input", BLOCK)]),
    # nothing is left to reduce
    ("Đ58", reduced((2, "2026-03-10")), "2026-01-10", []),
    ("Đ58", reduced((2, "2026-03-11")), None, [("13", BLOCK)]),
    # L120 Đ54.9, Đ56.1; voluntary terms are no court's
    (
        "L120 Đ54.9",
        {"regime": "2025", "starts_on": "2026-07-01", **reduced((2, "2027-08-01"))},
        None,
        [("14", BLOCK)],
    ),
    ("L120 Đ56.1", {"starts_on": "2025-03-10", **reduced((2, "2026-07-01"))}, "2027-01-10", [("14", WARN)]),
    ("Đ58", {"kind": "minor", "months": 12, **reduced((2, "2024-10-01"))}, "2025-01-10", []),
    ("Đ58", {"kind": "voluntary", "months": 12, **reduced((2, "2024-10-01"))}, None, [("13", BLOCK)]),
    ("Đ58", {"reductions": [{"months": 2}]}, None, [("input", BLOCK)]),
    ("Đ58", {"reductions": [{"decided_on": "2025-04-01"}]}, None, [("input", BLOCK)]),
    ("Đ58", {"reductions": {"months": 2, "decided_on": "2025-04-01"}}, None, [("input", BLOCK)]),
]

INPUT: list[Case] = [
    ("XLVPHC Đ95.2", {"months": 0}, None, [("input", BLOCK)]),
    ("XLVPHC Đ95.2", {"months": 400}, None, [("input", BLOCK)]),
    ("XLVPHC Đ95.2", {"months": -1}, None, [("input", BLOCK)]),
    ("XLVPHC Đ95.2", {"months": 1.5}, None, [("input", BLOCK)]),
    ("XLVPHC Đ95.2", {"months": True}, None, [("input", BLOCK)]),
    ("XLVPHC Đ95.2", {"months": "24"}, None, [("input", BLOCK)]),
    ("XLVPHC Đ95.2", {"months": None}, None, [("input", BLOCK)]),
    ("XLVPHC Đ110.3", {"starts_on": "10/03/2024"}, None, [("input", BLOCK)]),
    ("XLVPHC Đ110.3", {"starts_on": "2024-02-30"}, None, [("input", BLOCK)]),
    ("XLVPHC Đ110.3", {"starts_on": "2024-W10-7"}, None, [("input", BLOCK)]),
    ("XLVPHC Đ110.3", {"starts_on": 20240310}, None, [("input", BLOCK)]),
    ("XLVPHC Đ110.3", {"starts_on": "9999-12-01"}, None, [("input", BLOCK)]),
    ("L120 Đ56", {"regime": "1999"}, None, [("input", BLOCK)]),
    ("L120 Đ56", {"regime": None}, None, [("input", BLOCK)]),
    ("L73 Đ32", {"kind": "temporary"}, None, [("input", BLOCK)]),
    ("L73 Đ32", {"kind": ["compulsory"], "months": 0}, None, [("input", BLOCK), ("input", BLOCK)]),
    ("README", {"pause": []}, "2026-03-10", [("input", WARN)]),
    ("BLDS Đ148", {"convention": "day-before"}, "2026-03-09", []),
    ("BLDS Đ148", {"convention": "lunar"}, None, [("input", BLOCK)]),
]


@pytest.mark.parametrize(
    "cases", [MONTHS, CREDITS, PAUSES, REDUCTIONS, INPUT], ids=["months", "credits", "pauses", "reductions", "input"]
)
def test_cases(cases: Sequence[Case]) -> None:
    for article, changes, outcome, findings in cases:
        found = asked({**BASE, **changes})
        said = [(finding.rule, finding.severity) for finding in found.findings]
        assert (article, changes, _outcome(found), said) == (article, changes, outcome, findings)
        assert all(finding.source and str(finding.message) for finding in found.findings)
        if found.result is not None:
            assert found.result.lines[-1].running_end_on == found.result.end_on


def test_what_is_no_object() -> None:
    for item in (None, 7, "x", [], True):
        found = asked(item)
        assert (found.result, [finding.severity for finding in found.findings]) == (None, [BLOCK])


def test_every_problem_is_said_at_its_place() -> None:
    found = asked({"regime": "2021", "pauses": [{"kind": "escape", "from": "x"}, 3]})
    assert [finding.field for finding in found.findings] == [
        "kind",
        "months",
        "starts_on",
        "pauses[1].from",
        "pauses[2]",
    ]


def test_an_escape_by_whole_days_between() -> None:
    """The centre may find that the days of escape and of return are served (open question 4)."""
    conventions = Conventions(escape=EscapeDays.FROM_NEXT_DAY)
    cases = [
        (escaped(("2024-06-01", "2024-06-11")), "2026-03-19"),
        (escaped(("2024-06-01", "2024-06-02")), "2026-03-10"),
        (escaped(("2024-06-01", "2024-06-11"), ("2024-06-11", "2024-06-21")), "2026-03-28"),
        (escaped(("2024-03-05", "2024-03-15")), "2026-03-15"),
        (escaped(("2026-03-01", None)), 8),
    ]
    for changes, outcome in cases:
        assert _outcome(asked({**BASE, **changes}, conventions)) == outcome


# --- what holds for every case ---------------------------------------------------------------------------------------

days = st.dates(date(2023, 1, 1), date(2027, 12, 31))


@st.composite
def stretches(draw: st.DrawFn, *, may_be_open: bool = True) -> dict[str, object]:
    first = draw(days)
    length = draw(st.none() | st.integers(0, 300)) if may_be_open else draw(st.integers(0, 300))
    back = None if length is None else (first + timedelta(days=length)).isoformat()
    return away(draw(st.sampled_from(["escape", "prison", "hospital"])), first.isoformat(), back)


some = st.lists(stretches(), max_size=5)
closed = st.lists(stretches(may_be_open=False), max_size=5)


@given(some, st.permutations(range(5)))
def test_the_order_of_entry_never_matters(pauses: list[dict[str, object]], order: list[int]) -> None:
    mixed = [pauses[number] for number in order if number < len(pauses)]
    assert asked({**BASE, "pauses": mixed}) == asked({**BASE, "pauses": pauses})


@given(closed, stretches(may_be_open=False), st.integers(0, 200))
def test_a_longer_escape_never_shortens(others: list[dict[str, object]], one: dict[str, Any], longer: int) -> None:
    later = {**one, "to": (date.fromisoformat(one["to"]) + timedelta(days=longer)).isoformat()}
    less, more = ends(pauses=[*others, one]), ends(pauses=[*others, later])
    assert isinstance(less, str)
    assert isinstance(more, str)
    assert less <= more


@given(closed)
def test_days_away_add_no_more_than_the_days_away(pauses: list[dict[str, Any]]) -> None:
    """Neither a day twice, nor one before the start: the end moves by the days of the union that lie in the term."""
    stopped = {
        date.fromisoformat(one["from"]) + timedelta(days=number)
        for one in pauses
        if one["kind"] != "hospital"
        for number in range((date.fromisoformat(one["to"]) - date.fromisoformat(one["from"])).days)
    }
    end = ends(pauses=pauses)
    assert isinstance(end, str)
    ended = date.fromisoformat(end)
    inside = sum(date(2024, 3, 10) <= day < ended for day in stopped)
    assert ended == date(2026, 3, 10) + timedelta(days=inside)


@given(closed, stretches(may_be_open=False))
def test_coming_back_gives_what_was_left(others: list[dict[str, object]], one: dict[str, Any]) -> None:
    first = date.fromisoformat(one["from"])
    earlier = [pause for pause in others if date.fromisoformat(str(pause["to"])) <= first]
    left = ends(pauses=[*earlier, {**one, "to": None}])
    back = ends(pauses=[*earlier, one])
    if isinstance(left, int):
        came_back = max(date.fromisoformat(one["to"]), date(2024, 3, 10))
        assert back == (came_back + timedelta(days=left)).isoformat()
    else:
        assert left == back


@given(st.lists(st.integers(0, 300), max_size=4), st.randoms(use_true_random=False))
def test_credits_only_shorten_and_add_up(credits: list[int], random: Any) -> None:
    mixed = random.sample(credits, len(credits))
    found = ends(credits=[{"days": one} for one in mixed])
    total = sum(credits)
    assert found == (None if total > 730 else (date(2026, 3, 10) - timedelta(days=total)).isoformat())
