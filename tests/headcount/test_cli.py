"""``headcount`` and ``balance`` as the design writes them."""

from __future__ import annotations

import json
from datetime import date

from flask import Flask

from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.clock import moment_of
from rehab_center.permissions import Actor
from rehab_center.residents.kinds import Sex
from tests.headcount.book import Book, Move, Stay, make_book

IN = Move(MovementKind.ADMITTED, date(2024, 1, 2))


def run(app: Flask, *words: str) -> dict[str, object]:
    result = app.test_cli_runner().invoke(args=list(words))
    assert result.exit_code == 0, result.stderr
    answer: dict[str, object] = json.loads(result.stdout)
    return answer


def fill(book: Book) -> None:
    book.write(
        [
            Stay((IN,)),
            Stay((IN,), StayKind.MINOR, Sex.FEMALE),
            Stay((IN, Move(MovementKind.TO_HOSPITAL, date(2024, 2, 1))), StayKind.VOLUNTARY),
            Stay((IN, Move(MovementKind.ESCAPED, date(2024, 2, 1)))),
            Stay((IN, Move(MovementKind.COMPLETED, date(2024, 6, 14)))),
        ]
    )


def test_head_count(app: Flask, book: Book) -> None:
    fill(book)
    assert run(app, "headcount", "--as-of", "2024-06-14") == {
        "on_books": 4,
        "under_care": 3,
        "present": 2,
        "by_kind": {"compulsory": 1, "minor": 1, "voluntary": 1, "temporary": 0},
        "by_sex": {"male": 2, "female": 1},
    }


def test_balance(app: Flask, book: Book) -> None:
    fill(book)
    assert run(app, "balance", "--from", "2024-01-03", "--to", "2024-06-14", "--json") == {
        "opening": 5,
        "in": {},
        "out": {"escaped": 1, "completed": 1},
        "closing": 3,
        "closes": True,
    }
    assert run(app, "balance", "--from", "2024-01-02", "--to", "2024-01-02")["in"] == {"admitted": 5}


def test_a_balance_that_does_not_close_says_so(app: Flask, book: Book) -> None:
    first = book.stay(IN)
    book.write([Stay((IN,), person=book.person_of(first))])
    assert run(app, "balance", "--from", "2024-01-01", "--to", "2024-06-14")["closes"] is False


def test_as_known_at(app: Flask, book: Book) -> None:
    stay = book.stay(Move(MovementKind.ADMITTED, date(2024, 1, 2), at=moment_of(date(2024, 1, 2), 8)))
    book.move(stay, Move(MovementKind.ESCAPED, date(2024, 2, 1), at=moment_of(date(2024, 2, 3), 15)))

    def care(known_at: str) -> object:
        return run(app, "headcount", "--as-of", "2024-02-01", "--known-at", known_at)["under_care"]

    assert [care("2024-02-02"), care("2024-02-03T14:59"), care("2024-02-03T15:01"), care("2024-02-03")] == [1, 1, 0, 0]


def test_which_centre(app: Flask, book: Book, actor: Actor) -> None:
    fill(book)
    make_book(actor, "CS2")
    assert run(app, "headcount", "--as-of", "2024-06-14", "--facility", "CS1")["under_care"] == 3
    assert run(app, "headcount", "--as-of", "2024-06-14", "--facility", "CS2")["under_care"] == 0
    refused = app.test_cli_runner().invoke(args=["headcount", "--as-of", "2024-06-14"])
    assert refused.exit_code == 1
    assert "Traceback" not in refused.stderr


def test_no_sense_is_refused_in_words(app: Flask, book: Book) -> None:
    runner = app.test_cli_runner()
    for words, code in (
        (["headcount", "--as-of", "14/06/2024"], 2),
        (["headcount", "--known-at", "hôm qua"], 2),
        (["balance", "--from", "2024-06-14"], 2),
        (["balance", "--from", "2024-06-14", "--to", "2024-06-13"], 1),
    ):
        result = runner.invoke(args=words)
        assert (result.exit_code, result.stdout) == (code, "")
        assert result.stderr
