"""A long book is read, planned and written part by part: nobody holds all its rows."""

from __future__ import annotations

import gc
import pickle
import weakref
from collections import Counter
from datetime import date
from typing import IO, Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.models import Admission
from rehab_center.db import db
from rehab_center.permissions import Actor
from rehab_center.register import dry_runs, importing, reading
from rehab_center.register.apart import BLOCK
from rehab_center.register.book import read_book
from rehab_center.register.dry_runs import plan_book
from rehab_center.register.fates import Planned
from rehab_center.register.importing import write_book
from rehab_center.register.outcomes import as_json
from rehab_center.register.reading import read_workbook
from rehab_center.register.rules.readings import Notice, ReadRow, Refusal
from rehab_center.register.rules.registers import read_register
from rehab_center.register.spool import on_disk
from rehab_center.web.formatting import say
from tests.register import books
from tests.register.conftest import Import
from tests.register.test_moves import HOSPITAL
from tests.register.test_moves import book as with_moves

A_FEW = 15


def alive() -> Counter[type[object]]:
    """How many there are of what a row becomes."""
    return Counter(type(one) for one in gc.get_objects() if type(one) in {ReadRow, Planned, Notice, Refusal})


def rows_with_findings(count: int) -> list[books.Row]:
    """Every other row is refused, the rest have something to look at."""
    return [books.plain_row(number, months="?" if number % 2 else 24, sex="Nữ") for number in range(count)]


@pytest.mark.any_database
def test_a_reader_holds_one_block_of_cells_and_no_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    class Block(list[Any]):
        """A list that can be watched."""

    blocks: list[weakref.ref[Block]] = []
    load_list = pickle.load

    def load(file: IO[bytes]) -> Block:
        block = Block(load_list(file))
        blocks.append(weakref.ref(block))
        return block

    monkeypatch.setattr(reading.pickle, "load", load)
    data = books.plain_book(*rows_with_findings(4 * BLOCK))
    before = alive()
    register = read_register(read_workbook(data, "so.xlsx"), today=date(2026, 7, 31), shelves=on_disk())
    assert (alive() - before).total() == 0
    assert sum(block() is not None for block in blocks) == 1
    assert (len(register.rows), len(register.refusals)) == (2 * BLOCK, 2 * BLOCK)
    assert len(register.notices) >= 2 * BLOCK
    assert [row.place.row for row in register.rows][-1] == register.row(2 * BLOCK - 1).place.row


def test_an_import_and_its_findings_hold_no_more_than_a_part(
    session: Session, facility_id: int, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 5)
    monkeypatch.setattr(dry_runs, "PART", 5)
    data = books.plain_book(*rows_with_findings(60))
    gc.collect()
    gc.freeze()  # what was there before is not gone through each time one looks
    before, most = alive(), Counter[type[object]]()

    def look(_done: int = 0) -> None:
        nonlocal most
        most |= alive() - before

    for _again in range(2):
        book = read_book(db.session(), data, "so.xlsx", facility_id=facility_id, today=clock.today())
        for number, _planned in enumerate(plan_book(db.session(), book, facility_id=facility_id, actor=actor)):
            if number % 8 == 7:
                look()
        outcome = write_book(book, facility_id=facility_id, reason="Nhập sổ", actor=actor, after_batch=look)
        look()
        assert (outcome.imported + outcome.unchanged, len(outcome.refusals)) == (30, 30)
        assert len(outcome.notices) >= 30
        assert len(as_json(outcome, say)["warnings"]) == len(outcome.notices)
    assert most[ReadRow]
    assert max(most.values()) <= A_FEW


def test_a_dry_run_says_the_same_in_parts_of_any_size(
    session: Session, import_book: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What rows before would change is carried from part to part, and who was known by another row's number."""
    before = {"left": date(2021, 1, 5), "reason": "Hết thời hạn", "paper": "1/GCN"}
    other_name = books.plain_row(4, code="HV04-a", name="Lê Văn Tư", entered=date(2020, 1, 5), **before)
    import_book(books.plain_book(*[books.plain_row(number) for number in (1, 2, 3)], other_name))
    left = {"left": date(2024, 9, 5), "reason": "Hết thời hạn", "paper": "9/GCN"}
    rows = [
        books.plain_row(1, **left),
        books.plain_row(1, code="HV01-b", entered=date(2024, 10, 1)),
        books.plain_row(2, **left),
        books.plain_row(2, code="HV02-b", entered=date(2024, 8, 1)),
        books.plain_row(4, code="HV04-b", entered=date(2024, 10, 1)),
        books.plain_row(4, identity="", **left),
    ]
    fled = ("HV00003", "", "Bỏ trốn", date(2023, 5, 1), "", "", "")
    came_back = ("HV00003", "", "Đã trở lại", date(2023, 6, 1), "", "", "")
    data = with_moves(rows, [fled, came_back, HOSPITAL])
    told = {}
    for part in (1, 200):
        monkeypatch.setattr(dry_runs, "PART", part)
        told[part] = import_book(data, dry=True)
    assert told[1] == told[200]
    assert [one["row"] for one in told[1]["warnings"] if "Lê Văn Tư" in one["reason"]] == [9, 10]
    assert (told[1]["imported"], told[1]["updated"]) == (3, 5)
    assert [one["row"] for one in told[1]["rejected"]] == [8]
    assert import_book(data) == told[1] | {"dry_run": False}


@pytest.mark.parametrize("confirmed", [True, False])
def test_an_import_knows_people_again_whatever_batches_their_rows_are_in(
    session: Session, import_book: Import, monkeypatch: pytest.MonkeyPatch, confirmed: bool
) -> None:
    """By a number in a later batch, and by a row in an earlier one whose name, put right, nobody confirms."""
    numbered = {"code": "HV01-a", "entered": date(2020, 1, 5)}
    earlier = {"left": date(2021, 1, 5), "reason": "Hết thời hạn", "paper": "1/GCN"}
    unnumbered = {"identity": "", "code": "HV02-a", **earlier, "entered": date(2020, 2, 5)}
    former = [books.plain_row(1, name="Nguyễn Văn Ba", **numbered, **earlier), books.plain_row(2, **unnumbered)]
    others = [books.plain_row(number) for number in (3, 4, 5)]
    import_book(books.plain_book(*former, *others))
    last = {"identity": "", "entered": date(2024, 3, 5)}
    renamed = {"name": "Nguyễn Văn Bốn"}
    data = books.plain_book(
        books.plain_row(
            1,
            code="HV01-b",
            identity="",
            entered=date(2019, 1, 5),
            left=date(2019, 9, 5),
            reason="Hết thời hạn",
            paper="2/GCN",
            **renamed,
        ),
        books.plain_row(1, **renamed, **numbered, **earlier),
        books.plain_row(2, **renamed, **unnumbered),
        *others,
        books.plain_row(1, code="HV01-c", **last, **renamed),
        books.plain_row(2, code="HV02-c", **last, **renamed),
    )
    told = {}
    for part in (1, 200):
        monkeypatch.setattr(dry_runs, "PART", part)
        told[part] = import_book(data, dry=True)
    assert told[1] == told[200]
    assert (told[1]["imported"], told[1]["rejected"]) == (3, [])
    monkeypatch.setattr(importing, "BATCH", 1)
    import_book(data, confirmed=lambda _place: confirmed)
    session.rollback()
    of = {stay.file_code: stay.resident_id for stay in session.scalars(select(Admission))}
    assert len(set(of.values())) == 5
    assert of["HV01-a"] == of["HV01-b"] == of["HV01-c"]
    assert of["HV02-a"] == of["HV02-c"] != of["HV01-a"]


def test_two_who_came_on_one_day_and_were_born_on_one_are_two_people(
    session: Session, import_book: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without file codes the second of them, in another batch, is not the first with name and number changed."""
    monkeypatch.setattr(importing, "BATCH", 1)
    first = books.plain_row(1, code="")
    born = first[books.PLAIN_HEAD.index("Ngày sinh")]
    unborn = [books.plain_row(number, code="", birth="", identity="") for number in (3, 4)]
    data = books.plain_book(first, books.plain_row(2, code="", birth=born), *unborn)
    assert import_book(data)["imported"] == 4
    assert import_book(data)["unchanged"] == 4
