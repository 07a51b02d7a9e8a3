"""The same workbook, week by week: only what is new comes in, what both sides changed is shown and left alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.models import Admission, Movement
from rehab_center.admissions.queries import movements_of
from rehab_center.admissions.rules.sequence import live
from rehab_center.admissions.services import void_movement
from rehab_center.audit.models import AuditEntry
from rehab_center.audit.recorder import audit_key, record
from rehab_center.audit.verifier import verify
from rehab_center.db import transaction
from rehab_center.documents.models import Document
from rehab_center.permissions import EVERYWHERE, Actor
from rehab_center.register.models import RegisterRow
from rehab_center.residents.models import IdentityPaper, Relative, Resident
from rehab_center.residents.queries import facts_of, person_facts
from rehab_center.residents.services import correct_person
from rehab_center.tasks.models import Task
from tests.register import books
from tests.register.conftest import Import
from tests.register.test_importing import counts

LEFT = {"left": date(2023, 9, 5), "reason": "Giảm thời hạn", "paper": "7/QĐ"}


def resident_of(session: Session, code: str) -> int:
    return session.scalars(select(Admission.resident_id).where(Admission.file_code == code)).one()


def changed_here(session: Session, code: str, actor: Actor, **values: Any) -> None:
    """Somebody corrects a person on the screen."""
    resident_id = resident_of(session, code)
    page = person_facts(session, resident_id, scope=EVERYWHERE)
    with transaction() as writing:
        facts = replace(facts_of(writing.get_one(Resident, resident_id)), **values)
        correct_person(writing, resident_id, facts=facts, expected_version=page.version, actor=actor, now=clock.now())


def person(session: Session, code: str) -> Resident:
    session.rollback()
    return session.get_one(Resident, resident_of(session, code))


def stay(session: Session, code: str) -> Admission:
    session.rollback()
    return session.scalars(select(Admission).where(Admission.file_code == code)).one()


def ledger(session: Session, code: str) -> list[tuple[str, date]]:
    stay_id = stay(session, code).id
    return [(moved.kind.value, moved.effective_on) for moved in live(movements_of(session, [stay_id])[stay_id])]


def test_four_weekly_copies_end_at_what_the_last_copy_and_the_screens_agree_on(
    session: Session, import_book: Import, actor: Actor
) -> None:
    first = [books.plain_row(number) for number in range(1, 5)]
    assert counts(import_book(books.plain_book(*first))) == (4, 0, 0, 0, 0)

    # The second week: somebody new, somebody gone, a commune put right in the book; the term of 4 put right here.
    changed_here(session, "HV00004", actor, commune="xã Hải Trung", occupation="Thợ nề")
    second = [
        books.plain_row(1, **LEFT),
        books.plain_row(2, commune="xã Hải Bắc"),
        books.plain_row(3),
        books.plain_row(4),
        books.plain_row(5),
    ]
    told = import_book(books.plain_book(*second), dry=True)
    assert told["changes"] == [{"row": 6, "column": "Xã/phường", "before": "xã Hải Anh", "value": "xã Hải Bắc"}]
    assert import_book(books.plain_book(*second)) == told | {"dry_run": False}
    assert counts(told) == (1, 2, 2, 0, 0)
    assert person(session, "HV00004").commune == "xã Hải Trung"  # the book did not change: what was put right stays

    # The third week: the book changes what was changed here too, differently; and what nobody changed here.
    third = [
        books.plain_row(1, **LEFT),
        books.plain_row(2, commune="xã Hải Bắc", months=24),
        books.plain_row(3, name="Nguyễn Văn Dũng Ân"),
        books.plain_row(4, commune="xã Hải Nam"),
        books.plain_row(5),
        books.plain_row(6),
    ]
    told = import_book(books.plain_book(*third))
    assert counts(told) == (1, 2, 2, 1, 0)
    [conflict] = told["conflicts"]
    assert {name: conflict[name] for name in ("row", "column", "value", "here", "before")} == {
        "row": 8,
        "column": "Xã/phường",
        "value": "xã Hải Nam",
        "here": "xã Hải Trung",
        "before": "xã Hải Anh",
    }
    assert person(session, "HV00004").commune == "xã Hải Trung"
    assert person(session, "HV00003").full_name == "Nguyễn Văn Dũng Ân"
    assert stay(session, "HV00002").months == 24

    # The fourth week: the conflict stands again until one of the two gives way; an exit and a number come in.
    fourth = [
        books.plain_row(1, **LEFT),
        books.plain_row(2, commune="xã Hải Bắc", months=24, entered=date(2023, 3, 6)),
        books.plain_row(3, name="Nguyễn Văn Dũng Ân", left=date(2024, 9, 5), reason="Hết thời hạn", paper="9/GCN"),
        books.plain_row(4, commune="xã Hải Nam"),
        books.plain_row(5, identity="036085000999"),
        books.plain_row(6),
        books.plain_row(7),
    ]
    told = import_book(books.plain_book(*fourth))
    assert counts(told) == (1, 2, 3, 1, 0)
    assert told["conflicts"] == [conflict]
    changed_here(session, "HV00004", actor, commune="xã Hải Nam")
    again = import_book(books.plain_book(*fourth))
    assert counts(again) == (0, 7, 0, 0, 0)

    assert [person(session, f"HV{number:05d}").commune for number in range(1, 5)] == [
        "xã Hải Anh",
        "xã Hải Bắc",
        "xã Hải Anh",
        "xã Hải Nam",
    ]
    assert person(session, "HV00004").occupation == "Thợ nề"
    assert ledger(session, "HV00001") == [("admitted", date(2023, 3, 5)), ("reduced", date(2023, 9, 5))]
    assert ledger(session, "HV00002") == [("admitted", date(2023, 3, 6))]
    assert ledger(session, "HV00003")[1] == ("completed", date(2024, 9, 5))
    assert stay(session, "HV00002").term_end_on == date(2025, 3, 6)
    standing = select(IdentityPaper.number_key).where(
        IdentityPaper.resident_id == resident_of(session, "HV00005"), IdentityPaper.withdrawn_at.is_(None)
    )
    assert session.scalars(standing).all() == ["036085000999"]
    session.rollback()
    assert verify(session, audit_key()).ok


def test_a_change_that_nobody_confirms_waits(session: Session, import_book: Import) -> None:
    import_book(books.plain_book(books.plain_row(1), books.plain_row(2)))
    newer = books.plain_book(
        books.plain_row(1, commune="xã Hải Bắc", left=date(2023, 9, 5), reason="Giảm thời hạn"),
        books.plain_row(2, commune="xã Hải Bắc"),
    )
    told = import_book(newer, confirmed=lambda place: False)
    assert counts(told) == (0, 1, 1, 0, 0)  # the exit is no change: it comes in
    assert "changes" not in told
    assert person(session, "HV00001").commune == "xã Hải Anh"
    assert len(ledger(session, "HV00001")) == 2
    told = import_book(newer, confirmed=lambda place: place.row == 6)
    assert [one["row"] for one in told["changes"]] == [6]
    assert [person(session, code).commune for code in ("HV00001", "HV00002")] == ["xã Hải Anh", "xã Hải Bắc"]
    assert [one["row"] for one in import_book(newer, dry=True)["changes"]] == [5]


def test_both_sides_changing_to_the_same_is_no_change(session: Session, import_book: Import, actor: Actor) -> None:
    import_book(books.plain_book(books.plain_row(1)))
    changed_here(session, "HV00001", actor, commune="xã Hải Bắc")
    newer = books.plain_book(books.plain_row(1, commune="xã Hải Bắc"))
    assert counts(import_book(newer)) == (0, 1, 0, 0, 0)
    acts = session.scalars(select(AuditEntry.act).where(AuditEntry.act == "register.row-compared")).all()
    assert len(acts) == 1
    changed_here(session, "HV00001", actor, commune="xã Hải Nam")
    assert counts(import_book(newer)) == (0, 1, 0, 0, 0)  # the book has not changed since
    assert person(session, "HV00001").commune == "xã Hải Nam"


def test_a_blank_filled_here_and_filled_otherwise_in_the_book_is_a_conflict(
    session: Session, import_book: Import, actor: Actor
) -> None:
    import_book(books.plain_book(books.plain_row(1, commune="")))
    changed_here(session, "HV00001", actor, commune="xã Hải Nam")
    [conflict] = import_book(books.plain_book(books.plain_row(1)))["conflicts"]
    assert (conflict["value"], conflict["here"], conflict["before"]) == ("xã Hải Anh", "xã Hải Nam", None)


def test_a_stay_entered_by_the_form_is_compared_without_a_last_copy(
    session: Session, import_book: Import, actor: Actor
) -> None:
    import_book(books.plain_book(books.plain_row(1)))
    with transaction() as writing:
        for row in writing.scalars(select(RegisterRow)):
            writing.delete(row)
        record("register.row-compared", actor=actor, at=clock.now())
    told = import_book(books.plain_book(books.plain_row(1, months=24, **LEFT)))
    assert counts(told) == (0, 0, 1, 1, 0)
    assert (told["conflicts"][0]["here"], told["conflicts"][0]["before"]) == ("18", None)
    assert ledger(session, "HV00001")[1] == ("reduced", date(2023, 9, 5))


def test_an_exit_voided_here_does_not_come_back(session: Session, import_book: Import, actor: Actor) -> None:
    data = books.plain_book(books.plain_row(1, **LEFT))
    import_book(data)
    with transaction() as writing:
        last = writing.scalars(select(Movement.id).order_by(Movement.id.desc())).first()
        assert last is not None
        void_movement(writing, last, reason="Nhầm người", actor=actor, now=clock.now())
    assert counts(import_book(data)) == (0, 1, 0, 0, 0)
    assert ledger(session, "HV00001") == [("admitted", date(2023, 3, 5))]
    right = books.plain_row(1, left=date(2024, 9, 5), reason="Hết thời hạn", paper="9/GCN")
    [conflict] = import_book(books.plain_book(right))["conflicts"]
    assert (conflict["value"], conflict["here"]) == ("05/09/2024", "")


def test_a_paper_that_came_since_settles_what_was_owed(session: Session, import_book: Import) -> None:
    bare = {"left": date(2023, 9, 5), "reason": "Giảm thời hạn"}
    import_book(books.plain_book(books.plain_row(1, decided="", issuer="", **bare)))
    assert len(session.scalars(select(Task.id).where(Task.closed_at.is_(None))).all()) == 2
    fuller = books.plain_book(books.plain_row(1, paper="7/QĐ ngày 01/09/2023 của TAND huyện Hải Hậu", **bare))
    assert counts(import_book(fuller)) == (0, 0, 1, 0, 0)
    session.rollback()
    assert session.scalars(select(Task.id).where(Task.closed_at.is_(None))).all() == []
    assert counts(import_book(fuller)) == (0, 1, 0, 0, 0)


def test_a_decision_of_one_stay_is_put_right_and_a_shared_one_is_shown(session: Session, import_book: Import) -> None:
    together = {"decision": "9/QĐ-TA"}
    rows = [books.plain_row(1), books.plain_row(2, **together), books.plain_row(3, **together)]
    import_book(books.plain_book(*rows))
    right = [
        books.plain_row(1, decision="11/QĐ-TA", decided=date(2023, 3, 2)),
        books.plain_row(2, **together, decided=date(2023, 3, 2)),
        books.plain_row(3, **together),
    ]
    told = import_book(books.plain_book(*right))
    assert counts(told) == (0, 1, 1, 1, 0)
    assert told["conflicts"][0]["reason"]
    numbers = {row.number: row.issued_on for row in session.execute(select(Document.number, Document.issued_on))}
    assert numbers == {"11/QĐ-TA": date(2023, 3, 2), "9/QĐ-TA": date(2023, 3, 1)}


def test_whom_to_tell_gets_the_new_telephone(session: Session, import_book: Import) -> None:
    head = (*books.PLAIN_HEAD, "Thân nhân liên hệ", "Điện thoại")
    row = books.plain_row(1)
    import_book(books.plain_book([*row, "Mai Thu Mai (mẹ)", "0967578665"], head=head))
    newer = books.plain_book([*row, "Mai Thu Mai (mẹ)", "0911222333"], head=head)
    told = import_book(newer)
    assert (told["updated"], told["changes"][0]["before"]) == (1, "Mai Thu Mai (mẹ) 0967578665")
    standing = select(Relative.phone).where(Relative.withdrawn_at.is_(None))
    assert session.scalars(standing).all() == ["0911222333"]
    assert counts(import_book(newer)) == (0, 1, 0, 0, 0)


def test_a_row_without_code_is_known_again_by_person_decision_and_day(session: Session, import_book: Import) -> None:
    import_book(books.plain_book(books.plain_row(1, code="")))
    told = import_book(books.plain_book(books.plain_row(1, code="", entered=date(2023, 3, 8))))
    assert counts(told) == (0, 0, 1, 0, 0)
    assert [admission.admitted_on for admission in session.scalars(select(Admission))] == [date(2023, 3, 8)]


def test_a_code_changed_here_is_still_the_books_row(session: Session, import_book: Import) -> None:
    data = books.plain_book(books.plain_row(1, identity=""), books.plain_row(2))
    import_book(data)
    newer = books.plain_book(books.plain_row(1, identity="", code="MOI-1"), books.plain_row(2))
    assert counts(import_book(newer)) == (0, 1, 1, 0, 0)
    assert stay(session, "MOI-1").months == 18


def test_another_person_under_a_known_code_is_refused(import_book: Import) -> None:
    import_book(books.plain_book(books.plain_row(1)))
    [refused] = import_book(books.plain_book(books.plain_row(2, code="HV00001")))["rejected"]
    assert refused["code"] == "duplicate-row"


@pytest.mark.parametrize(
    ("column", "value", "heading"),
    [("kind", "Tự nguyện", "Hình thức"), ("sex", "Nữ", "Giới tính"), ("birth", date(1981, 2, 3), "Ngày sinh")],
)
def test_what_may_and_may_not_change(import_book: Import, column: str, value: object, heading: str) -> None:
    import_book(books.plain_book(books.plain_row(1)))
    told = import_book(books.plain_book(books.plain_row(1, **{column: value})), dry=True)
    where = "conflicts" if column == "kind" else "changes"
    assert [one["column"] for one in told[where]] == [heading]


@pytest.mark.parametrize(("column", "code"), [("kind", "bad-kind"), ("sex", "bad-sex")])
def test_a_dash_is_no_answer_and_the_refusal_says_so(import_book: Import, column: str, code: str) -> None:
    row = books.plain_row(1, **{column: "-", "issuer": "", "identity": "", "decision": "1/QĐ"})
    [refused] = import_book(books.plain_book(row))["rejected"]
    assert (refused["code"], bool(refused["reason"])) == (code, True)
