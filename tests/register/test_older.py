"""Last week's copy sent after this week's: it is recognised, it is said, and nothing newer is undone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.models import Admission
from rehab_center.audit.recorder import audit_key
from rehab_center.audit.verifier import verify
from rehab_center.db import db, transaction
from rehab_center.permissions import Actor
from rehab_center.register.book import read_book
from rehab_center.register.dry_runs import dry_run
from rehab_center.register.importing import write_book
from rehab_center.register.outcomes import OLDER_COPY, as_json
from rehab_center.register.rules.older import Copy, Earlier, KeptRow, Steps, older_copy, rows_of_later_copies, with_last
from rehab_center.register.services import record_import
from rehab_center.residents.models import IdentityPaper, Resident
from tests.register import books
from tests.register.test_importing import counts

Send = Callable[..., dict[str, Any]]

FIRST = [books.plain_row(number) for number in range(1, 6)]
LEFT = {"left": date(2023, 9, 5), "reason": "Giảm thời hạn", "paper": "7/QĐ"}
SECOND = [
    books.plain_row(1, **LEFT),
    books.plain_row(2, commune="xã Hải Bắc", months=24),
    books.plain_row(3, identity="036083000999"),
    books.plain_row(4, note="Có sẹo ở tay trái"),
    books.plain_row(5),
    books.plain_row(6),
    books.plain_row(7),
]


@pytest.fixture
def send(session: Session, facility_id: int, actor: Actor) -> Send:
    """Send a copy as the command does, after its dry run: what the two say; they must say the same."""

    def run(data: bytes, filename: str = "so.xlsx") -> dict[str, Any]:
        book = read_book(db.session(), data, filename, facility_id=facility_id, today=clock.today())
        before = as_json(dry_run(db.session(), book, facility_id=facility_id, actor=actor), str)
        outcome = write_book(book, facility_id=facility_id, reason="Nhập sổ", actor=actor)
        with transaction() as writing:
            record_import(
                writing,
                facility_id=facility_id,
                source=book.source,
                counts=outcome.counts,
                reason="Nhập sổ",
                actor=actor,
                now=clock.now(),
            )
        told = as_json(outcome, str)
        assert told == before | {"dry_run": False}
        return told

    return run


def older(told: dict[str, Any]) -> list[str]:
    """What is said of an older copy: it stands first."""
    said = [one["reason"] for one in told["warnings"] if one.get("code") == OLDER_COPY]
    assert [one["reason"] for one in told["warnings"][: len(said)]] == said
    return said


def state(session: Session) -> dict[str, tuple[object, ...]]:
    """What the program holds of each stay that the copies speak of."""
    session.rollback()
    query = (
        select(Admission, Resident, IdentityPaper.number_key)
        .join(Resident, Resident.id == Admission.resident_id)
        .join(IdentityPaper, IdentityPaper.resident_id == Resident.id)
        .where(IdentityPaper.withdrawn_at.is_(None))
    )
    return {
        stay.file_code: (person.full_name, person.commune, number, stay.months, stay.note, stay.admitted_on)
        for stay, person, number in session.execute(query)
    }


def test_an_older_copy_is_recognised_and_undoes_nothing(session: Session, send: Send) -> None:
    first, second = books.plain_book(*FIRST), books.plain_book(*SECOND)
    assert older(send(first, "tuan-1.xlsx")) == []
    assert older(send(second, "tuan-2.xlsx")) == []
    newest = state(session)
    told = send(first, "tuan-1.xlsx")
    [said] = older(told)
    # Commune, term, number and note go back, one person has not left, two rows are missing.
    for words in ("This very file", "“tuan-2.xlsx”", "go back 4,", "taken back 1,", "missing 2 (HV00006, HV00007)"):
        assert words in said
    assert "changes" not in told
    # The emptied note takes nothing away and is said as ever; the rest is shown, with the reason.
    assert counts(told) == (0, 2, 0, 4, 0)
    assert sorted((one["row"], one["column"], one["value"]) for one in told["conflicts"]) == [
        (5, "Ngày ra", ""),
        (6, "Thời hạn (tháng)", "18"),
        (6, "Xã/phường", "xã Hải Anh"),
        (7, "Số CCCD/CMND", FIRST[2][5]),
    ]
    assert all(one["reason"] for one in told["conflicts"])
    assert state(session) == newest

    # Saved once more it is another file, and still last week's; the newest copy is as welcome as ever.
    [said] = older(send(books.xlsx([*books.TITLE, ("",), books.PLAIN_HEAD, *FIRST]), "tuan-1b.xlsx"))
    assert said.startswith("This looks like an older copy")
    assert state(session) == newest
    told = send(second, "tuan-2.xlsx")
    assert (counts(told), older(told)) == ((0, 7, 0, 0, 0), [])
    third = [*SECOND[:4], books.plain_row(5, commune="xã Hải Nam"), *SECOND[5:], books.plain_row(8)]
    told = send(books.plain_book(*third))
    assert (counts(told), older(told)) == ((1, 6, 1, 0, 0), [])
    assert state(session)["HV00005"][1] == "xã Hải Nam"
    session.rollback()
    assert verify(session, audit_key()).ok


def test_news_in_an_older_copy_comes_in_and_the_old_does_not(session: Session, send: Send) -> None:
    """Somebody went on writing in last week's copy."""
    send(books.plain_book(*FIRST))
    send(books.plain_book(*SECOND))
    newest = state(session)
    told = send(books.plain_book(*FIRST[:4], books.plain_row(5, months=12), books.plain_row(9)))
    assert len(older(told)) == 1
    assert [(one["row"], one["before"], one["value"]) for one in told["changes"]] == [(9, "18", "12")]
    assert counts(told)[:3] == (1, 1, 1)
    now = state(session)
    assert now.pop("HV00009")[2] == books.plain_row(9)[5]
    assert now == newest | {"HV00005": (*newest["HV00005"][:3], 12, *newest["HV00005"][4:])}


def test_one_cell_put_back_in_a_newer_copy_is_shown_and_the_copy_is_new(session: Session, send: Send) -> None:
    send(books.plain_book(*FIRST))
    send(books.plain_book(*SECOND))
    third = [SECOND[0], books.plain_row(2, months=24), *SECOND[2:], books.plain_row(8), books.plain_row(9)]
    told = send(books.plain_book(*third))
    assert older(told) == []
    assert (counts(told), [one["value"] for one in told["conflicts"]]) == ((2, 6, 0, 1, 0), ["xã Hải Anh"])
    assert state(session)["HV00002"][1] == "xã Hải Bắc"


def test_a_copy_that_only_lacks_the_new_rows_is_older_and_a_second_book_is_not(send: Send) -> None:
    men, women = [books.plain_row(n) for n in range(1, 5)], [books.plain_row(n, sex="Nữ") for n in range(11, 15)]
    send(books.plain_book(*men))
    assert older(send(books.plain_book(*men, books.plain_row(5), books.plain_row(6)))) == []
    [said] = older(send(books.plain_book(*men)))
    assert "2 (HV00005, HV00006)" in said
    assert older(send(books.plain_book(*women), "nu.xlsx")) == []
    assert older(send(books.plain_book(*men, *(books.plain_row(number) for number in (5, 6, 7))))) == []
    assert older(send(books.plain_book(*women), "nu.xlsx")) == []


# --- pure ------------------------------------------------------------------------------------------------------------


def test_what_earlier_copies_said_is_kept_field_by_field() -> None:
    kept = with_last(None, {"commune": "A", "exit": None}, {"commune": "B", "note": "n"})
    assert kept == {"commune": ["A"], "note": [None]}
    kept = with_last(kept, {"commune": "B", "note": "n"}, {"commune": "A", "note": "n"})
    assert kept == {"commune": ["A", "B"], "note": [None]}
    assert with_last(kept, {"commune": "A"}, {"commune": "B"})["commune"] == ["A", "B"]
    assert not Earlier(None).said_exit(None)


_DAYS = [date(2024, 6, day) for day in (3, 10, 17)]
_COPIES = [Copy("a", _DAYS[0], 0), Copy("b", _DAYS[1], 90), Copy("c", _DAYS[2], 95)]


@pytest.mark.parametrize(
    ("steps", "sha256", "begins"),
    [
        (Steps(cells=3), "x", "This looks"),
        (Steps(leavings=1), "x", "This looks"),
        (Steps(rows=("HV1",)), "x", "This looks"),
        (Steps(cells=3, news=3), "x", None),
        (Steps(cells=1, news=9), "b", "This very file"),
        (Steps(cells=1, news=9), "c", None),
        (Steps(news=2), "a", None),
        (Steps(), "a", None),
    ],
)
def test_when_a_book_is_an_older_copy(steps: Steps, sha256: str, begins: str | None) -> None:
    said = older_copy(steps, sha256, ("so.xlsx", _DAYS[2]), _COPIES)
    assert said is None if begins is None else said is not None and str(said).startswith(begins)


def test_rows_of_later_copies() -> None:
    kept = [KeptRow(number, number, f"HV{number}", copy) for number, copy in enumerate("aaaabbcc", start=1)]
    assert rows_of_later_copies(kept, {1, 2, 3, 4}, _COPIES) == ("HV5", "HV6", "HV7", "HV8")
    assert rows_of_later_copies(kept, {1, 2, 5, 6}, _COPIES) == ("HV7", "HV8")
    assert rows_of_later_copies(kept, {7}, _COPIES) == ()
    assert rows_of_later_copies(kept, set(), _COPIES) == ()
    assert rows_of_later_copies(kept, {1, 2, 3, 4}, [Copy("b", _DAYS[1], 3)]) == ()
    assert rows_of_later_copies(kept, {1, 2, 3, 4}, [Copy("b", _DAYS[1], 4)]) == ("HV5", "HV6")
