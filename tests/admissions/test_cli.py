"""``stay show``, ``due`` and ``term compute``."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from click.testing import Result
from flask import Flask

from rehab_center.admissions.rules.movements import MovementKind
from tests.admissions.stays import Centre


def run(app: Flask, *arguments: str, given: object = None) -> Result:
    """A command's result; ``given`` goes in as JSON, or as it is where it is text."""
    text = given if isinstance(given, str) else json.dumps(given)
    return app.test_cli_runner().invoke(args=arguments, input=text)


def compute(app: Flask, item: object) -> Any:
    result = run(app, "term", "compute", "-", given=item)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


GOOD: list[tuple[dict[str, object], str | None, int]] = [
    ({"start": "2021-06-16", "months": 24}, "2023-06-16", 1),
    ({"start": "2024-03-10", "months": 24, "credits": [12]}, "2026-02-26", 2),
    ({"start": "2024-03-10", "months": 24, "credits": [5, 7]}, "2026-02-26", 3),
    ({"start": "2024-03-10", "months": 24, "credits": []}, "2026-03-10", 1),
    ({"start": "2024-03-10", "months": 24, "credit_days": 12}, "2026-02-26", 2),
    ({"start": "2024-03-10", "months": 24, "convention": "day-before"}, "2026-03-09", 1),
    ({"start": "2023-08-31", "months": 6, "regime": "law-2021"}, "2024-02-29", 1),
    (
        {
            "start": "2024-03-10",
            "months": 24,
            "absences": [{"kind": "escape", "from": "2024-07-01", "to": "2024-07-11"}],
        },
        "2026-03-20",
        2,
    ),
    (
        {"start": "2024-03-10", "months": 24, "absences": [{"kind": "imprisonment", "from": "2024-07-01"}]},
        None,
        2,
    ),
    (
        {
            "start": "2024-03-10",
            "months": 24,
            "absences": [{"kind": "suspension", "from": "2024-07-01", "to": "2024-09-01"}],
        },
        "2026-03-10",
        2,
    ),
]


def test_terms(app: Flask) -> None:
    for item, ends, lines in GOOD:
        answer = compute(app, item)
        assert (item, answer["term_ends"], len(answer["lines"])) == (item, ends, lines)
        assert answer["lines"][-1]["ends"] == ends


def test_a_list_gives_a_list(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "terms.json"
    file.write_text('[{"start": "2024-01-31", "months": 1}, {"start": "2024-02-29", "months": 12}]', encoding="utf-8")
    result = run(app, "term", "compute", str(file))
    assert [one["term_ends"] for one in json.loads(result.stdout)] == ["2024-02-29", "2025-02-28"]
    assert compute(app, []) == []


BAD: list[object] = [
    "{not json",
    "",
    "7",
    {},
    {"start": "2024-03-10"},
    {"months": 24},
    {"start": "10/03/2024", "months": 24},
    {"start": "2024-02-30", "months": 24},
    {"start": 20240310, "months": 24},
    {"start": "2024-03-10", "months": "24"},
    {"start": "2024-03-10", "months": 0},
    {"start": "2024-03-10", "months": -1},
    {"start": "2024-03-10", "months": 1.5},
    {"start": "2024-03-10", "months": True},
    {"start": "2024-03-10", "months": 10**9},
    {"start": "9999-12-01", "months": 24},
    {"start": "2024-03-10", "months": 24, "credits": [-1]},
    {"start": "2024-03-10", "months": 24, "credits": ["12"]},
    {"start": "2024-03-10", "months": 1, "credits": [90]},
    {"start": "2024-03-10", "months": 24, "regime": "law-1999"},
    {"start": "2024-03-10", "months": 24, "convention": "lunar"},
    {"start": "2024-03-10", "months": 24, "absences": "none"},
    {"start": "2024-03-10", "months": 24, "absences": [{"kind": "holiday", "from": "2024-05-01"}]},
    {"start": "2024-03-10", "months": 24, "absences": [{"kind": "escape"}]},
    {"start": "2024-03-10", "months": 24, "absences": [{"kind": "escape", "from": "2024-03-01"}]},
    {
        "start": "2024-03-10",
        "months": 24,
        "absences": [{"kind": "escape", "from": "2024-05-02", "to": "2024-05-01"}],
    },
    {
        "start": "2024-03-10",
        "months": 24,
        "absences": [{"kind": "escape", "from": "2024-05-02"}, {"kind": "escape", "from": "2024-06-02"}],
    },
    [{"start": "2024-03-10", "months": 24}, None],
]


def test_bad_input_is_one_clear_line_and_exit_code_1(app: Flask) -> None:
    for item in BAD:
        result = run(app, "term", "compute", "-", given=item)
        assert (item, result.exit_code, result.stdout) == (item, 1, "")
        assert len(result.stderr.splitlines()) == 1


def test_an_unreadable_file(app: Flask, tmp_path: Path) -> None:
    assert run(app, "term", "compute", str(tmp_path / "not there.json")).exit_code == 1
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00")
    assert run(app, "term", "compute", str(tmp_path / "bytes")).exit_code == 1


def test_a_stay_with_its_movements_and_lines(app: Flask, centre: Centre) -> None:
    stay_id = centre.admit(credit_days=10)
    centre.void(centre.move(stay_id, MovementKind.ESCAPED, date(2024, 5, 1)))
    shown = json.loads(run(app, "stay", "show", "hv00001", "--as-of", "2024-06-14").stdout)
    assert (shown["code"], shown["name"], shown["term_ends"]) == ("HV00001", "Trần Văn An", "2025-08-31")
    assert [(one["kind"], one["on"], bool(one["voided"])) for one in shown["movements"]] == [
        ("admitted", "2024-03-10", False),
        ("escaped", "2024-05-01", True),
    ]
    assert [line["ends"] for line in shown["term_lines"]] == ["2025-09-10", "2025-08-31"]
    assert shown["under_care"] is True


def test_a_stay_that_is_not_there(app: Flask, centre: Centre) -> None:
    result = run(app, "stay", "show", "HV09999")
    assert (result.exit_code, result.stdout) == (1, "")


def test_due(app: Flask, centre: Centre) -> None:
    centre.admit()
    found = json.loads(run(app, "due", "--as-of", "2025-08-01", "--days", "45").stdout)
    assert (found["count"], found["overdue"]) == (1, 0)
    assert found["stays"][0]["term_ends"] == "2025-09-10"
    late = json.loads(run(app, "due", "--as-of", "2025-09-11", "--days", "45").stdout)
    assert (late["count"], late["overdue"], late["stays"][0]["days_left"]) == (0, 1, -1)
    assert run(app, "due", "--as-of", "11/09/2025", "--days", "45").exit_code == 2
    assert run(app, "due", "--days", "-1").exit_code == 2
