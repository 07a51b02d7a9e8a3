"""Four weekly copies, each with rows that are new, changed and in conflict, and screens where people go on working."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission
from rehab_center.audit.recorder import audit_key
from rehab_center.audit.verifier import verify
from rehab_center.permissions import Actor
from rehab_center.register.outcomes import OLDER_COPY
from rehab_center.residents.models import Resident
from tests.register import books
from tests.register.conftest import Import
from tests.register.test_importing import counts
from tests.register.test_weekly import changed_here

Book = dict[int, dict[str, Any]]


def data_of(book: Book) -> bytes:
    """The copy as a workbook: row 5 is number 1."""
    return books.plain_book(*(books.plain_row(number, **changes) for number, changes in book.items()))


def stays(session: Session) -> dict[str, tuple[int | None, str | None]]:
    """Months and commune of every stay by its file code."""
    session.rollback()
    query = select(Admission.file_code, Admission.months, Resident.commune).join(
        Resident, Resident.id == Admission.resident_id
    )
    return {code: (months, commune) for code, months, commune in session.execute(query)}


def test_four_copies_with_new_changed_and_conflicting_rows_end_where_book_and_screens_agree(
    session: Session, import_book: Import, actor: Actor
) -> None:
    book: Book = {1: {}, 2: {}, 3: {}, 4: {}}
    assert counts(import_book(data_of(book))) == (4, 0, 0, 0, 0)
    for week in (2, 3, 4):
        changed, new = week - 1, week + 3
        # On the screens: one commune that the book leaves alone, and that of 4, which the book changes too.
        changed_here(session, f"HV{changed:05d}", actor, commune=f"xã Chỉ Ở Đây {week}")
        changed_here(session, "HV00004", actor, commune=f"xã Ở Đây {week}")
        book = {**book, new: {}}
        book[changed] = {"months": 18 + week}
        book[4] = {"commune": f"xã Trong Sổ {week}"}
        told = import_book(data_of(book), dry=True)
        assert counts(told) == (1, week, 1, 1, 0)
        assert [(one["row"], one["before"], one["value"]) for one in told["changes"]] == [
            (4 + changed, "18", str(18 + week))
        ]
        [conflict] = told["conflicts"]
        assert (conflict["row"], conflict["before"]) == (8, "xã Hải Anh")
        assert (conflict["value"], conflict["here"]) == (f"xã Trong Sổ {week}", f"xã Ở Đây {week}")
        assert import_book(data_of(book)) == told | {"dry_run": False}
    # Somebody finds the book right about 4 and says so here; the rest they agree on already.
    changed_here(session, "HV00004", actor, commune="xã Trong Sổ 4")
    told = import_book(data_of(book))
    assert (counts(told), told["warnings"]) == ((0, 7, 0, 0, 0), [])
    assert stays(session) == {
        "HV00001": (20, "xã Chỉ Ở Đây 2"),
        "HV00002": (21, "xã Chỉ Ở Đây 3"),
        "HV00003": (22, "xã Chỉ Ở Đây 4"),
        "HV00004": (18, "xã Trong Sổ 4"),
        "HV00005": (18, "xã Hải Anh"),
        "HV00006": (18, "xã Hải Anh"),
        "HV00007": (18, "xã Hải Anh"),
    }
    agreed = stays(session)
    # The first copy, found again in a drawer, changes nothing of that.
    told = import_book(data_of({number: {} for number in range(1, 5)}))
    assert [one["code"] for one in told["warnings"]] == [OLDER_COPY]
    assert stays(session) == agreed
    session.rollback()
    assert verify(session, audit_key()).ok
