"""The people behind a live figure of the plan's page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.audit.models import AuditEntry
from rehab_center.permissions import Role
from tests.headcount.book import Book, Move, Stay

SignIn = Callable[..., FlaskClient]
PAGE = "/figures/new-compulsory"
DAYS = {"first": "15/12/2023", "last": "14/06/2024"}


@pytest.fixture
def filled(book: Book) -> Book:
    """Three who count, one by transfer, one who came a day late."""
    entry = Move(MovementKind.ADMITTED, date(2024, 2, 1))
    transfer = Move(MovementKind.TRANSFERRED_IN, date(2024, 2, 1))
    late = Move(MovementKind.ADMITTED, date(2024, 6, 15))
    book.write(
        [
            Stay((entry,), name="Đỗ Văn Ất"),
            Stay((entry,), StayKind.MINOR, name="Lê Văn Bính"),
            Stay((entry,), name="Vũ Văn Đinh"),
            Stay((transfer,), name="Mai Văn Kỷ"),
            Stay((late,), name="Bùi Văn Mậu"),
        ]
    )
    return book


def test_who_counts_and_who_just_does_not(filled: Book, sign_in: SignIn) -> None:
    client = sign_in(Role.DIRECTOR)
    page = client.get(PAGE, query_string=DAYS).text
    assert all(name in page for name in ("Đỗ Văn Ất", "Lê Văn Bính", "Vũ Văn Đinh", "Mai Văn Kỷ", "Bùi Văn Mậu"))
    counted = client.get(PAGE, query_string=DAYS | {"which": "in"}).text
    assert "Vũ Văn Đinh" in counted
    assert "Mai Văn Kỷ" not in counted
    outside = client.get(PAGE, query_string=DAYS | {"which": "out"}).text
    assert "Vũ Văn Đinh" not in outside
    assert "Bùi Văn Mậu" in outside


@pytest.mark.parametrize("sort", ["code", "name", "on"])
def test_sorting(filled: Book, sign_in: SignIn, sort: str) -> None:
    client = sign_in(Role.DUTY)
    for order in ("asc", "desc"):
        assert client.get(PAGE, query_string=DAYS | {"sort": sort, "order": order}).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "",
        "first=x&last=y",
        "first=14/06/2024&last=01/01/2024",
        "first=01/01/0001&last=14/6/2024",
        "first=1/1/2024&last=31/12/9999",
    ],
)
def test_days_without_sense_are_the_present_month(filled: Book, sign_in: SignIn, query: str) -> None:
    assert sign_in(Role.DUTY).get(f"{PAGE}?{query}").status_code == 200


def test_an_export_is_recorded(filled: Book, sign_in: SignIn, session: Session) -> None:
    assert sign_in(Role.DUTY).get(PAGE, query_string=DAYS | {"export": "csv"}).status_code == 403
    answer = sign_in(Role.DIRECTOR).get(PAGE, query_string=DAYS | {"export": "csv"})
    assert "Đỗ Văn Ất" in answer.data.decode("utf-8-sig")
    assert session.scalars(select(AuditEntry.act)).all().count("headcount.exported") == 1
