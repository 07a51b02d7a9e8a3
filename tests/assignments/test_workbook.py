"""A workbook of a hundred rows of which twelve break a rule: 88 assigned, 12 explained, nothing half done."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.queries import load_stay
from rehab_center.assignments.queries import expected
from rehab_center.assignments.rules.workbook import HEADINGS, read_rows
from rehab_center.errors import DomainError
from rehab_center.health.kinds import Clearance
from rehab_center.permissions import EVERYWHERE
from rehab_center.stages.kinds import Stage
from tests.admissions.stays import NOW
from tests.assignments.working import TODAY, Works


def save(path: Path, rows: list[list[Any]]) -> Path:
    """A workbook with a title above its headings."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["DANH SÁCH PHÂN CÔNG LAO ĐỘNG"], [], list(HEADINGS), *rows):
        sheet.append(row)
    book.save(path)
    return path


def test_a_hundred_rows(
    works: Works, session: Session, app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    for name, week in (
        ("Xưởng may", "1-5 07:00-09:00"),
        ("Trồng rau", "1-5 09:00-11:00"),
        ("Đan lát", "1-5 13:00-15:00"),
    ):
        works.programme(name, week, capacity=40)
    works.programme("Xưởng gạch", hazardous=True, capacity=1)
    good = works.many(29)
    ill = works.many(1, cleared=Clearance.CLASSES_ONLY)
    new = works.many(1, stage=Stage.TREATMENT)
    light = works.many(1, cleared=Clearance.NO_HEAVY)
    soon = works.many(2, until=date(2024, 6, 16))
    codes = {stay: load_stay(session, stay, scope=EVERYWHERE).file_code for stay in (*good, *ill, *new, *light, *soon)}
    three = ("xưởng  MAY", "Trồng rau", "Đan lát")
    rows: list[list[Any]] = [[codes[stay], name, "14/06/2024", None, None] for stay in (*ill, *new) for name in three]
    rows += [[codes[light[0]], "Xưởng gạch", None, None, None], [codes[soon[0]], "Xưởng may", None, None, None]]
    rows += [[codes[soon[1]].lower(), "Xưởng may", None, None, "Đã hẹn khám lại"]]
    rows += [[codes[stay], name, TODAY, date(2024, 12, 31), None] for stay in good for name in three]
    rows += [[codes[good[0]], "Xưởng may", None, None, None], ["KHÔNG CÓ", "Xưởng may", None, None, None]]
    rows += [[codes[good[0]], "Xưởng giày", None, None, None], [codes[good[0]], "Xưởng may", "hôm qua", None, None]]
    assert len(rows) == 100
    path = save(tmp_path / "phan-cong.xlsx", rows)
    session.rollback()
    before = expected(session, TODAY, scope=EVERYWHERE)
    runner = app.test_cli_runner()
    dry = runner.invoke(args=["activities", "assign", str(path), "--dry-run", "--json"])
    assert dry.exit_code == 0, dry.output
    session.rollback()
    assert expected(session, TODAY, scope=EVERYWHERE) == before == ()
    done = runner.invoke(args=["activities", "assign", str(path), "--json"])
    assert done.output == dry.output
    told = json.loads(done.output)
    assert told["assigned"] == 88
    assert Counter(one["rule"] for one in told["refused"]) == {
        "clearance-against": 4,
        "detox": 3,
        "clearance-ends-soon": 1,
        "again": 1,
        "unknown-person": 1,
        "unknown-programme": 1,
        "bad-date": 1,
    }
    assert [one["row"] for one in told["refused"]] == sorted(one["row"] for one in told["refused"])
    assert all(one["reason"] for one in told["refused"])
    session.rollback()
    assert len({one.id for one in expected(session, TODAY, scope=EVERYWHERE)}) == 88
    again = json.loads(runner.invoke(args=["activities", "assign", str(path)]).output)
    assert (again["assigned"], Counter(one["rule"] for one in again["refused"])["again"]) == (0, 89)
    broken = tmp_path / "khong-phai.xlsx"
    broken.write_text("không phải")
    refused = runner.invoke(args=["activities", "assign", str(broken)])
    assert refused.exit_code == 1
    assert runner.invoke(args=["activities", "assign", str(tmp_path / "x.xlsx")]).exit_code == 1


def test_rows_of_a_sheet() -> None:
    """Headings in any order and below a title; a row without its code is refused with its number."""
    cells = [["Phân công"], ["Lớp", "Mã hồ sơ", "Ghi chú"], ["May", 12.0, "x"], ["", "", "y"], ["May", "", ""]]
    rows, refused = read_rows(cells)
    assert [(row.row, row.code, row.programme, row.first) for row in rows] == [(3, "12", "May", None)]
    assert [(row.row, row.rule) for row in refused] == [(5, "incomplete")]
    with pytest.raises(DomainError, match="headings"):
        read_rows([["Họ tên", "Lớp"]])
