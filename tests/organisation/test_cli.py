"""``facility`` at the command line."""

from __future__ import annotations

import json

from flask import Flask


def test_create_and_list(app: Flask) -> None:
    runner = app.test_cli_runner()
    made = runner.invoke(args=["facility", "create", "cs01", "--name", "Cơ sở cai nghiện ma túy tỉnh Nam Định"])
    assert made.exit_code == 0, made.output
    shown = runner.invoke(args=["facility", "list", "--json"])
    assert json.loads(shown.stdout) == [{"code": "CS01", "name": "Cơ sở cai nghiện ma túy tỉnh Nam Định"}]


def test_a_code_in_use_is_refused_without_a_traceback(app: Flask) -> None:
    runner = app.test_cli_runner()
    arguments = ["facility", "create", "CS01", "--name", "Cơ sở cai nghiện ma túy", "--json"]
    assert json.loads(runner.invoke(args=arguments).stdout)["code"] == "CS01"
    again = runner.invoke(args=arguments)
    assert again.exit_code == 1
    assert "CS01" in again.stderr
    assert "Traceback" not in again.output


def test_a_name_is_needed(app: Flask) -> None:
    assert app.test_cli_runner().invoke(args=["facility", "create", "CS01"]).exit_code == 2
