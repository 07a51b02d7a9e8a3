"""``plan set`` and ``plan show``."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.audit.models import AuditEntry
from rehab_center.permissions import Actor
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.models import Task
from tests.headcount.book import Book, make_book

SET = ("plan", "set", "2024", "new-compulsory-admissions", "190")


def run(app: Flask, *words: str) -> dict[str, Any]:
    result = app.test_cli_runner().invoke(args=list(words))
    assert result.exit_code == 0, result.stderr
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


def test_set_and_show(app: Flask, book: Book, session: Session) -> None:
    answer = run(app, *SET, "--document", "12/QĐ-SLĐTBXH")
    (told,) = answer["indicators"].values()
    assert list(answer["indicators"]) == ["new-compulsory-admissions"]
    assert told["in_force"] == {
        "revision": 1,
        "target": 190,
        "months": [16] * 10 + [15] * 2,
        "valid_from": "2023-12-15",
        "document": "12/QĐ-SLĐTBXH",
    }
    assert run(app, "plan", "show", "2024", "--json") == answer
    assert "plan.set" in session.scalars(select(AuditEntry.act)).all()


def test_a_revision(app: Flask, book: Book) -> None:
    run(app, *SET)
    run(app, *SET[:-1], "200", "--valid-from", "2024-07-01")
    later = run(app, "plan", "show", "2024")["indicators"]["new-compulsory-admissions"]
    assert (later["in_force"]["target"], [one["target"] for one in later["revisions"]]) == (200, [190, 200])
    earlier = run(app, "plan", "show", "2024", "--as-of", "2024-06-14")["indicators"]["new-compulsory-admissions"]
    assert earlier["in_force"]["target"] == 190
    before = run(app, "plan", "show", "2024", "--as-of", "2023-12-14")["indicators"]["new-compulsory-admissions"]
    assert before["in_force"] is None


def test_without_a_document_an_exception_stands_open(app: Flask, book: Book, session: Session) -> None:
    run(app, *SET)
    (task,) = session.scalars(select(Task)).all()
    assert (task.kind, task.subject_kind, task.closed_at) == (TaskKind.PAPER_MISSING, "annual-plan", None)


def test_a_year_without_a_plan(app: Flask, book: Book) -> None:
    assert run(app, "plan", "show", "2030") == {"year": 2030, "indicators": {}}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("plan", "set", "2024", "new-friends", "190"), 2),
        (("plan", "set", "1900", "new-compulsory-admissions", "190"), 2),
        (("plan", "set", "2024", "new-compulsory-admissions", "-1"), 2),
        (("plan", "set", "2024", "new-compulsory-admissions"), 2),
        ((*SET, "--actor", "khong.co"), 1),
        ((*SET, "--facility", "NOWHERE"), 1),
    ],
)
def test_no_sense_is_refused_in_words(app: Flask, book: Book, words: tuple[str, ...], code: int) -> None:
    result = app.test_cli_runner().invoke(args=list(words))
    assert (result.exit_code, result.stdout) == (code, "")
    assert "Traceback" not in result.stderr


def test_with_several_centres_one_must_be_named(app: Flask, book: Book, actor: Actor) -> None:
    make_book(actor, "CS2")
    assert app.test_cli_runner().invoke(args=list(SET)).exit_code == 1
    run(app, *SET, "--facility", "CS2")
    assert run(app, "plan", "show", "2024", "--facility", "CS1")["indicators"] == {}
