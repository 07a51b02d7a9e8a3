"""Terms calculated by hand from the law before the program was asked: what no other table holds (domain 1.3 to 1.5)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from rehab_center.admissions.rules.term_answer import TermQuestion, answer
from rehab_center.admissions.rules.term_case import Conventions
from rehab_center.admissions.rules.term_input import read_json, read_question
from rehab_center.findings import Severity

BASE: dict[str, Any] = {"regime": "2021", "kind": "compulsory", "months": 24, "starts_on": "2024-03-10"}
RATED = {"ratings": ["khá", "khá", "tốt"], "merit": False}
BLOCKED = "blocked"


def away(first: str, back: str | None, kind: str = "escape") -> dict[str, Any]:
    return {"kind": kind, "from": first, "to": back}


def less(months: int, on: str) -> dict[str, Any]:
    return {"months": months, "decided_on": on, **RATED}


#: Article; what is asked; the end, the days left, or that it is blocked.
CASES: tuple[tuple[str, dict[str, Any], str | int], ...] = (
    # L120 Đ37.2, XLVPHC Đ112, Đ132 in one: 24 - 2 months, 12 days less, ten days more
    ("Đ37.2", {"credits": [{"days": 12}], "reductions": [less(2, "2025-04-01")],
               "pauses": [away("2024-06-01", "2024-06-11")]}, "2026-01-08"),
    # BLDS Đ148.3: the end of the month, whatever is taken off first
    ("Đ148.3", {"starts_on": "2024-02-29", "months": 48}, "2028-02-29"),
    ("Đ148.3", {"starts_on": "2024-01-31", "months": 13}, "2025-02-28"),
    ("Đ148.3", {"starts_on": "2024-01-31", "months": 15}, "2025-04-30"),
    ("Đ148.3", {"starts_on": "2024-05-31", "months": 12, "kind": "minor"}, "2025-05-31"),
    ("Đ148.3", {"starts_on": "2024-08-31", "months": 6, "kind": "voluntary"}, "2025-02-28"),
    ("Đ148.3", {"starts_on": "2026-08-31", "months": 18, "regime": "2025"}, "2028-02-29"),
    ("Đ112", {"starts_on": "2024-01-31", "reductions": [less(1, "2025-06-01")]}, "2025-12-31"),
    ("Đ112", {"starts_on": "2024-01-31", "reductions": [less(2, "2025-03-01"), less(1, "2025-09-01")]}, "2025-10-31"),
    # XLVPHC Đ132: 29 February is a day like any other, and the rest of a month has its own length
    ("Đ132", {"starts_on": "2024-01-10", "months": 12, "pauses": [away("2024-02-25", "2024-03-01")]}, "2025-01-15"),
    ("Đ132", {"pauses": [away("2024-06-01", "2024-06-30"), away("2024-06-10", "2024-06-15")]}, "2026-04-08"),
    ("Đ132", {"pauses": [away("2026-03-05", "2026-06-05")]}, "2026-06-10"),
    ("Đ132", {"pauses": [away("2024-03-01", "2024-03-15"), away("2024-03-12", "2024-03-20", "prison")]}, "2026-03-20"),
    ("Đ132", {"pauses": [away("2024-06-01", "2024-12-01", "prison")]}, "2026-09-09"),
    # an open stop: what is left at its start, by every line before it
    ("Đ132", {"pauses": [away("2025-03-10", None)]}, 365),
    ("Đ132", {"pauses": [away("2024-06-01", "2024-06-11"), away("2025-03-10", None)]}, 375),
    ("Đ132", {"pauses": [away("2025-05-01", None), away("2025-03-10", None, "prison")]}, 365),
    ("Đ132", {"credits": [{"days": 12}], "pauses": [away("2025-03-10", None)]}, 353),
    ("Đ132", {"pauses": [away("2026-04-01", None)]}, "2026-03-10"),
    ("Đ58", {"reductions": [less(2, "2025-08-01")], "pauses": [away("2025-06-01", None)]}, 223),
    ("Đ58", {"reductions": [less(2, "2025-04-01")], "pauses": [away("2024-06-01", None)]}, BLOCKED),
    # credits bring the end before an absence: nothing was left of the term
    ("Đ37.2", {"credits": [{"days": 100}], "pauses": [away("2025-12-10", "2025-12-20")]}, "2025-11-30"),
    ("Đ37.2", {"regime": "2025", "starts_on": "2026-07-01", "credits": [{"days": 15}]}, "2028-06-16"),
    ("Đ37.2", {"credits": [{"days": 800}]}, BLOCKED),
    ("Đ37.2", {"credits": [{"days": True}]}, BLOCKED),
    ("Đ37.2", {"credits": [{"ground": "tạm giữ"}]}, BLOCKED),
    ("Đ37.2", {"credits": {"days": 12}}, BLOCKED),
    # NĐ 116/2021 Đ58: half of a term from the 31st is a month's last day; half of fifteen months has fifteen days
    ("Đ58", {"starts_on": "2023-08-31", "months": 12, "reductions": [less(1, "2024-02-28")]}, BLOCKED),
    ("Đ58", {"starts_on": "2023-08-31", "months": 12, "reductions": [less(1, "2024-02-29")]}, "2024-07-31"),
    ("Đ58", {"kind": "minor", "months": 12, "reductions": [less(1, "2024-10-01")]}, "2025-02-10"),
    ("Đ58", {"reductions": [less(3, f"2025-{month:02}-01") for month in range(4, 12)]}, BLOCKED),
    ("L120 Đ56.1", {"starts_on": "2025-08-15", "reductions": [less(2, "2026-09-01")]}, "2027-06-15"),
    # what cannot be read
    ("Đ110.3", {"starts_on": "2024-03-10T00:00:00"}, BLOCKED),
    ("Đ110.3", {"starts_on": " 2024-03-10"}, BLOCKED),
    ("Đ110.3", {"starts_on": "20240310"}, BLOCKED),
    ("Đ110.3", {"starts_on": "2024-3-10"}, BLOCKED),
    ("Đ110.3", {"starts_on": "0000-01-01"}, BLOCKED),
    ("Đ110.3", {"starts_on": "2023-02-29"}, BLOCKED),
    ("Đ56", {"regime": 2021}, BLOCKED),
    ("Đ132", {"pauses": [away("2024-06-01", "2024-06-11", "leave")]}, BLOCKED),
)  # fmt: skip


@pytest.mark.parametrize("number", range(len(CASES)))
def test_by_hand(number: int) -> None:
    article, changes, expected = CASES[number]
    question = read_question({**BASE, **changes})
    result = answer(question, Conventions()).result if isinstance(question, TermQuestion) else None
    if result is None:
        assert expected == BLOCKED, article
    elif isinstance(expected, int):
        assert (result.end_on, result.remaining_days) == (None, expected), article
    else:
        assert (result.end_on and result.end_on.isoformat(), result.remaining_days) == (expected, None), article


def test_what_is_given_twice_counts_twice_and_is_said() -> None:
    twice = {"reductions": [less(2, "2025-04-01")] * 2, "credits": [{"days": 12}] * 2}
    question = read_question({**BASE, **twice})
    assert isinstance(question, TermQuestion)
    found = answer(question, Conventions())
    assert found.result is not None
    assert str(found.result.end_on) == "2025-10-17"  # 20 months, 24 days less
    assert [(one.rule, one.severity) for one in found.findings] == [("13", Severity.WARN), ("9", Severity.WARN)]


def test_a_key_written_twice_says_nothing() -> None:
    whole = json.dumps(BASE)[:-1]
    for added, place in (('"months": 12', "months"), ('"pauses": [{"kind": "escape", "kind": "prison"}]', "pauses[1]")):
        question = read_question(read_json(f"\ufeff{whole}, {added}}}"))
        assert not isinstance(question, TermQuestion)
        assert (question[0].field, question[0].severity) == (place, Severity.BLOCK)


@pytest.mark.any_database
def test_a_list_answers_each_and_a_fault_of_form_names_its_line(app: Flask, tmp_path: Path) -> None:
    """One that is blocked holds up none of the others; the exit code is 1 all the same."""
    file = tmp_path / "terms.json"
    rows = [BASE, {**BASE, "months": 400}, {**BASE, "pauses": [away("2025-03-10", None)]}, 7]
    file.write_text("\ufeff" + json.dumps(rows), encoding="utf-8")
    run = app.test_cli_runner()
    given = run.invoke(args=["term", "compute", str(file), "--json"])
    found = json.loads(given.stdout)
    assert given.exit_code == 1
    assert [(one["ends_on"], one["days_left"]) for one in found] == [
        ("2026-03-10", None), (None, None), (None, 365), (None, None),
    ]  # fmt: skip
    assert [bool(one["lines"]) for one in found] == [True, False, True, False]
    broken = run.invoke(args=["term", "compute"], input='[\n{"regime": }]')
    assert (broken.exit_code, broken.stdout) == (1, "")
    assert "dòng 2" in broken.stderr
    assert run.invoke(args=["term", "compute", "-"], input="[]").exit_code == 0
