"""Everything the log can hold has its words: each covered table and column, each act and detail in the source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

import rehab_center
from rehab_center.audit import labels
from rehab_center.audit.coverage import UNRECORDED
from rehab_center.db import Model

pytestmark = pytest.mark.any_database

SOURCE = Path(rehab_center.__file__).parent
_RECORDERS = frozenset({"record", "_record"})


def _calls() -> Iterator[tuple[str, ast.Call]]:
    """Every call of record(), and of a feature's own _record() that hands on to it."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func) in _RECORDERS:
                yield f"{path.relative_to(SOURCE)}:{node.lineno}", node


def _name(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def _texts(node: ast.AST) -> Iterator[str]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
            yield inner.value


def test_every_covered_table_and_column_has_its_words(app: Flask) -> None:
    bare = {
        table.name: labels.undescribed_columns(table.name, table.columns.keys())
        for table in Model.metadata.sorted_tables
        if table.name not in UNRECORDED
    }
    with app.app_context():
        assert {name: columns for name, columns in bare.items() if columns or not labels.is_table_described(name)} == {}


def test_every_act_in_the_source_has_its_words(app: Flask) -> None:
    acts = {
        text: place for place, call in _calls() for text in (_texts(call.args[0]) if call.args else ()) if "." in text
    }
    assert acts
    with app.app_context():
        assert {act: place for act, place in acts.items() if not labels.is_act_described(act)} == {}


def test_every_detail_in_the_source_has_its_words(app: Flask) -> None:
    details = {
        str(key.value): place
        for place, call in _calls()
        for keyword in call.keywords
        if keyword.arg == "details" and isinstance(keyword.value, ast.Dict)
        for key in keyword.value.keys
        if isinstance(key, ast.Constant)
    }
    with app.app_context():
        assert {name: place for name, place in details.items() if labels.detail_label(name) is None} == {}


def test_every_subject_in_the_source_has_its_words(app: Flask) -> None:
    kinds = {
        str(node.args[0].value): str(path.relative_to(SOURCE))
        for path in sorted(SOURCE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and _name(node.func) == "Subject"
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }
    with app.app_context():
        assert {kind: place for kind, place in kinds.items() if kind not in labels.subject_kinds()} == {}


def test_what_the_log_does_not_show_cannot_be_searched_for(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The record of health keeps its kinds to itself, whoever may describe them one day."""
    kinds = {"kind": {"hiv": "Nhiễm HIV"}}
    with app.test_request_context():
        assert ("movement", "kind") in labels.rows_called("Bỏ trốn")
        monkeypatch.setitem(labels._tables, "medical_note", labels.TableWords("", {}, kinds, "kind"))
        assert labels.rows_called("Nhiễm HIV") == {}
        hidden = labels.TableWords("", {}, kinds, "kind", frozenset({"kind"}))
        monkeypatch.setitem(labels._tables, "movement", hidden)
        assert labels.rows_called("Nhiễm HIV") == {}
