"""Columns of a register that say what the old book counts: openings that only the import has looked at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from rehab_center.admissions.queries import opening_of, stay_page, term_cache_problems
from rehab_center.admissions.queries.openings import opening_problems
from rehab_center.admissions.services import state_opening
from rehab_center.clock import now
from rehab_center.db import transaction
from rehab_center.permissions import EVERYWHERE, Actor, Role
from rehab_center.register.rules.fields import Field
from rehab_center.register.rules.meanings import meaning_of
from tests.admissions.stays import paper
from tests.register import books
from tests.register.conftest import Import
from tests.register.test_importing import counts
from tests.register.test_weekly import stay

HEAD = (*books.PLAIN_HEAD, "Ngày hết hạn theo sổ", "Số ngày không tính", "Số tháng đã giảm", "Tính đến ngày")
UNTIL = date(2024, 5, 31)


def row(number: int, *told: object, **changes: Any) -> list[object]:
    return [*books.plain_row(number, **changes), *told]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Hết hạn theo sổ cũ", Field.BOOK_END),
        ("Ngày không tính", Field.UNCOUNTED_DAYS),
        ("Tháng đã giảm", Field.REDUCED_MONTHS),
        ("Sổ tính đến hết ngày", Field.OPENING_UNTIL),
        ("Ngày hết hạn", Field.TERM_END),
        ("Số tháng", Field.MONTHS),
    ],
)
def test_headings(heading: str, field: Field) -> None:
    meaning = meaning_of(heading, "")
    assert meaning is not None
    assert meaning.field is field


SignIn = Callable[..., FlaskClient]


def test_openings_come_with_the_book_and_wait_for_the_second_person(
    session: Session, import_book: Import, actor: Actor, sign_in: SignIn
) -> None:
    first = [
        row(1, date(2024, 9, 5), "", "", ""),
        row(2, date(2024, 10, 1), 20, 0, UNTIL),
        row(3, date(2024, 8, 5), "", 1, "31/5/2024"),
        row(4, "", "", "", ""),
        row(5, date(2024, 1, 1), 3, "", UNTIL, left=date(2023, 9, 5), reason="Giảm thời hạn", paper="7/QĐ"),
        row(6, "", 2000, "", UNTIL),
        row(7, "", 3, "", ""),
        row(8, "", "ba", "", UNTIL),
        row(9, "", "", 18, UNTIL),
        row(11, "", 0, 0, ""),
        row(10, "", "00000099999999999", "", UNTIL, left=date(2023, 9, 5), reason="Giảm thời hạn", paper="7/QĐ"),
    ]
    told = import_book(books.plain_book(*first, head=HEAD))
    assert counts(told)[0] == 6
    refused = [(one["row"], one["column"], one["code"]) for one in told["rejected"]]
    assert refused == [
        (10, "Số ngày không tính", "bad-opening"),
        (11, "Tính đến ngày", "bad-date"),
        (12, "Số ngày không tính", "bad-opening"),
        (13, "Số tháng đã giảm", "bad-opening"),
        (15, "Số ngày không tính", "bad-opening"),
    ]
    ends = {code: stay(session, code).term_end_on for code in ("HV00001", "HV00002", "HV00003")}
    assert ends == {"HV00001": date(2024, 9, 5), "HV00002": date(2024, 9, 25), "HV00003": date(2024, 8, 5)}
    assert [stay(session, f"HV000{number:02}").opening is not None for number in (1, 2, 3, 4, 5, 11)] == [
        True, True, True, False, False, False,
    ]  # fmt: skip
    page = stay_page(session, stay(session, "HV00002").id, scope=EVERYWHERE, as_of=date(2024, 6, 14))
    assert page.term_unchecked
    assert page.term_before is not None
    assert page.term_before.end_on == date(2024, 9, 5)
    assert page.opening is not None
    assert page.opening.opening.facts.source == "so.xlsx, Danh sách, 6"
    assert counts(import_book(books.plain_book(*first, head=HEAD))) == (0, 6, 0, 0, 5)
    # next week: a cell changed in the book only, one filled in, one changed on both sides
    other = stay(session, "HV00003")
    found = opening_of(other)
    assert found is not None
    with transaction() as writing:
        facts = found.facts
        again = type(facts)(facts.until_on, 4, facts.months, facts.book_end_on, paper=paper())
        state_opening(writing, other.id, facts=again, seen_id=found.id, reason="Sổ", actor=actor, now=now())
    second = [
        row(1, date(2024, 9, 5), 5, "", UNTIL),
        row(2, date(2024, 10, 1), 25, 0, UNTIL),
        row(3, date(2024, 8, 5), 7, 1, UNTIL),
    ]
    told = import_book(books.plain_book(*second, head=HEAD))
    changed = {"row": 6, "column": "Số ngày không tính", "before": "20", "value": "25"}
    assert told["changes"] == [changed]
    assert [(one["row"], one["value"], one["here"]) for one in told["conflicts"]] == [(7, "7", "4")]
    ends = {code: stay(session, code).term_end_on for code in ends}
    assert ends == {"HV00001": date(2024, 9, 10), "HV00002": date(2024, 9, 30), "HV00003": date(2024, 8, 9)}
    assert not [*term_cache_problems(session), *opening_problems(session)]
    session.rollback()
    shown = sign_in(Role.DIRECTOR).get("/admissions/terms?waits=opening").text
    assert ("25 ngày, 0 tháng tính đến 31/05/2024; hết hạn 01/10/2024" in shown, "HV00004" in shown) == (True, False)
