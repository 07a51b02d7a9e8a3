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


#: The case the centre asked after: 24 months less 2 = 10/01/2026, less 12 days held, and 10 days of escape.
ASKED: dict[str, object] = {
    "regime": "2021",
    "kind": "compulsory",
    "months": 24,
    "starts_on": "2024-03-10",
    "credits": [{"days": 12, "ground": "quản lý trong thời gian lập hồ sơ"}],
    "reductions": [{"months": 2, "decided_on": "2025-04-01", "ratings": ["khá", "khá", "tốt"]}],
    "pauses": [{"kind": "escape", "from": "2024-06-01", "to": "2024-06-11"}],
}


def test_a_term_line_by_line(app: Flask) -> None:
    answer = compute(app, ASKED)
    assert (answer["ends_on"], answer["days_left"], answer["findings"]) == ("2026-01-08", None, [])
    assert [(line["ground"], line["months"], line["days"], line["ends_on"]) for line in answer["lines"]] == [
        ("term", 24, 0, "2026-03-10"),
        ("reduction", -2, 0, "2026-01-10"),
        ("credit", 0, -12, "2025-12-29"),
        ("escape", 0, 10, "2026-01-08"),
    ]
    assert all(line["article"] and line["words"] for line in answer["lines"])
    policy = answer["lines"][0]["policy"]
    assert (policy["value"], policy["version"], policy["to_be_confirmed"]) == ("corresponding-day", 1, True)
    assert "Điều 147-148" in policy["citation"]


def test_one_that_is_blocked_hides_no_other(app: Flask, tmp_path: Path) -> None:
    items = [ASKED, None, {**ASKED, "months": 0}, {**ASKED, "regime": "2025"}, {**ASKED, "reductions": []}]
    file = tmp_path / "terms.json"
    file.write_text(json.dumps(items), encoding="utf-8")
    result = run(app, "term", "compute", str(file), "--json")
    assert result.exit_code == 1
    answers = json.loads(result.stdout)
    assert [one["ends_on"] for one in answers] == ["2026-01-08", None, None, None, "2026-03-08"]
    assert [one["lines"] for one in answers[1:4]] == [[], [], []]
    said = [finding for finding in answers[3]["findings"] if finding["severity"] == "BLOCK"]
    assert [(finding["rule"], finding["source"]) for finding in said] == [("14", "Luật 120/2025/QH15 Điều 54.9")]
    assert said[0]["message"] == "Trường hợp theo Luật 120/2025/QH15 không được giảm thời hạn"
    assert compute(app, []) == []
    assert run(app, "term", "compute", given={}).exit_code == 1


def test_what_is_no_json_is_one_clear_line(app: Flask) -> None:
    for text in ("{not json", "", "[" * 100_000):
        result = run(app, "term", "compute", "-", given=text)
        assert (result.exit_code, result.stdout, len(result.stderr.splitlines())) == (1, "", 1)


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
    assert [line["ends_on"] for line in shown["term_lines"]] == ["2025-09-10", "2025-08-31"]
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
