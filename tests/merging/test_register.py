"""An old register speaks of two people who have been merged since: imported again it changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.models import Admission
from rehab_center.db import db
from rehab_center.permissions import EVERYWHERE, Actor
from rehab_center.register.book import read_book
from rehab_center.register.importing import write_book
from rehab_center.register.outcomes import as_json
from rehab_center.residents.models import Resident
from rehab_center.residents.queries import find_people
from rehab_center.web.formatting import say
from tests.admissions.stays import Centre
from tests.merging.doubles import merge
from tests.register import books

Import = Callable[[bytes], tuple[int, int, int, int, int]]
LEFT = {"left": date(2023, 9, 5), "reason": "Giảm thời hạn", "paper": "7/QĐ"}


@pytest.fixture
def import_book(centre: Centre, actor: Actor) -> Import:
    def run(data: bytes) -> tuple[int, int, int, int, int]:
        facility_id = centre.facility_id
        book = read_book(db.session(), data, "so.xlsx", facility_id=facility_id, today=clock.today())
        told = as_json(write_book(book, facility_id=facility_id, reason="Nhập sổ", actor=actor), say)
        many = ("conflicts", "rejected")
        return (told["imported"], told["unchanged"], told["updated"], *(len(told[name]) for name in many))

    return run


@pytest.mark.parametrize(
    "second",
    [
        {"name": "Nguyễn Văn Giáng Anh"},
        {"name": "Nguyễn Văn Giáng Anh", "identity": ""},
        {"name": "Lê Văn Tám", "identity": ""},
    ],
)
def test_the_same_register_again(session: Session, centre: Centre, import_book: Import, second: dict[str, Any]) -> None:
    later = {"code": "HV2", "entered": date(2024, 3, 5)}
    data = books.plain_book(books.plain_row(1, **LEFT), books.plain_row(2, **later, **second))
    assert import_book(data) == (2, 0, 0, 0, 0)
    one, other = session.scalars(select(Resident.id).order_by(Resident.id)).all()
    merge(centre, one, other, reason="đã đối chiếu")
    session.rollback()
    assert import_book(data) == (0, 2, 0, 0, 0)
    session.rollback()
    assert session.scalar(select(func.count(Admission.id))) == 2
    assert [hit.person.id for hit in find_people(session, second["name"], scope=EVERYWHERE)] == [one]
