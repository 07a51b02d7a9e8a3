"""Rows of many acts written together: the same log, the same rows, and nothing that a question would not see."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.audit.models import AuditChange, AuditEntry
from rehab_center.audit.recorder import Subject, UnrecordedWrite, acts_together, record
from rehab_center.audit.services import check_log
from rehab_center.audit.waiting import BESIDE, add_rows, give_key, known, rows_together, waiting
from rehab_center.db import db, transaction
from rehab_center.documents.models import Document
from rehab_center.organisation.models import Facility
from rehab_center.organisation.services import create_facility
from rehab_center.permissions import Actor


@contextmanager
def together() -> Iterator[Session]:
    """A transaction whose acts and rows are written together."""
    with transaction() as writing, ExitStack() as stack:
        stack.enter_context(acts_together(writing))
        stack.enter_context(rows_together(writing))
        yield writing


@contextmanager
def inserts() -> Iterator[list[str]]:
    """The INSERT statements sent, as (table) names in order."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("INSERT INTO"):
            seen.append(statement.split()[2])

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def paper(facility_id: int | None, number: int) -> Document:
    return Document(
        facility_id=facility_id,
        kind="decision",
        number=f"{number}/QĐ-TA",
        number_key=f"{number}/qd-ta",
        issuer="TAND khu vực 1",
        created_at=clock.now(),
    )


def act(actor: Actor, row: Document) -> int:
    return record(
        "document.corrected", actor=actor, at=clock.now(), about=Subject("document", row.id, row.number), reason="Nhập"
    )


def test_many_acts_one_statement_a_table_and_the_log_of_single_acts(session: Session, actor: Actor) -> None:
    with inserts() as sent, together() as writing:
        entries = []
        for number in range(1, 6):
            centre = Facility(code=f"CS{number}", created_at=clock.now())
            writing.add(centre)
            give_key(writing)
            row = paper(centre.id, number)
            writing.add(row)
            entries.append(act(actor, row))
    # The first act asks whether the clock can be believed: that question writes what waits.
    assert sent == [*["facility", "document"] * 2, "audit_entry", "audit_change", "audit_head"]
    with transaction() as writing:  # as ever, and with the next keys
        centre = Facility(code="CS6", created_at=clock.now())
        writing.add(centre)
        writing.flush()
        row = paper(centre.id, 6)
        writing.add(row)
        give_key(writing)
        entries.append(act(actor, row))
    session.rollback()
    changes = session.execute(select(AuditChange.entry_id, AuditChange.table_name).order_by(AuditChange.id)).all()
    assert [tuple(one) for one in changes] == [(entry, name) for entry in entries for name in ("facility", "document")]
    subjects = session.scalars(select(AuditEntry.about_id).order_by(AuditEntry.id)).all()
    assert list(subjects) == list(session.scalars(select(Document.id).order_by(Document.id)))
    codes = select(Facility.code).join(Document, Document.facility_id == Facility.id).order_by(Document.id)
    assert list(session.scalars(codes)) == [f"CS{number}" for number in range(1, 7)]
    assert check_log().ok


def test_a_question_finds_what_waits_and_a_row_read_again_may_change(session: Session, actor: Actor) -> None:
    count = select(func.count()).select_from(Document)
    with inserts() as sent, together() as writing:
        row = paper(None, 1)
        writing.add(row)
        number = row.id
        assert (known(writing, Document, number), waiting(writing, Document)) == (row, [row])
        assert writing.scalar(count.execution_options(**BESIDE)) == 0
        first = act(actor, row)
        assert writing.scalar(count) == 1
        assert (sent, waiting(writing, Document)) == (["document"], [])
        again = known(writing, Document, number)
        assert again is row
        again.note = "Bản sao"
        second = act(actor, again)
        writing.add(paper(None, 2))
        again.issuer = "TAND khu vực 2"  # a flush with both kinds of work
        third = act(actor, again)
    session.rollback()
    found = session.execute(select(AuditChange.entry_id, AuditChange.operation, AuditChange.difference)).all()
    told = [(entry, operation, (difference or {}).get("note")) for entry, operation, difference in found]
    assert told[:2] == [(first, "insert", None), (second, "update", [None, "Bản sao"])]
    assert sorted(told[2:]) == [(third, "insert", None), (third, "update", None)]
    assert session.scalars(select(Document.version).order_by(Document.id)).all() == [3, 1]
    assert check_log().ok


def test_a_row_that_waits_is_not_changed_after_its_act(session: Session, actor: Actor) -> None:
    def part() -> None:
        with together() as writing:
            for number in (1, 2):  # the first is written when the first act asks about the clock
                row = paper(None, number)
                writing.add(row)
                act(actor, row)
            row.note = "Thêm sau"

    with pytest.raises(RuntimeError, match="after its act"):
        part()


def test_rows_that_wait_and_that_no_act_names_are_refused(session: Session, actor: Actor) -> None:
    def part() -> None:
        with together() as writing:
            row = paper(None, 1)
            writing.add(row)
            act(actor, row)
            writing.add(paper(None, 2))

    with pytest.raises(UnrecordedWrite, match="document"):
        part()
    session.rollback()
    assert session.scalar(select(func.count()).select_from(Document)) == 0
    assert session.scalar(select(func.count()).select_from(AuditEntry)) == 0


def test_what_was_taken_back_leaves_its_keys_to_the_next(session: Session, actor: Actor) -> None:
    def part() -> None:
        with together() as writing:
            row = paper(None, 1)
            writing.add(row)
            act(actor, row)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        part()
    with transaction() as writing:
        facility_id = create_facility(writing, code="CS", name="Cơ sở", actor=actor, now=clock.now())
    with together() as writing:
        row = paper(facility_id, 2)
        writing.add(row)
        act(actor, row)
    session.rollback()
    assert session.scalars(select(Document.number)).all() == ["2/QĐ-TA"]
    assert check_log().ok


def test_an_act_that_takes_a_row_away_and_adds_one_that_waits_is_logged_whole(session: Session, actor: Actor) -> None:
    with transaction() as writing:
        old = paper(None, 1)
        writing.add(old)
        writing.flush()
        act(actor, old)
    with together() as writing:
        old = writing.scalars(select(Document)).one()
        writing.delete(old)
        writing.flush()
        row = paper(None, 2)
        writing.add(row)
        last = act(actor, row)
    session.rollback()
    told = select(AuditChange.operation).where(AuditChange.entry_id == last).order_by(AuditChange.id)
    assert sorted(session.scalars(told)) == ["delete", "insert"]
    assert check_log().ok


def test_rows_given_as_their_columns_make_the_same_log(session: Session, actor: Actor) -> None:
    def columns(number: int) -> dict[str, object]:
        names = ("kind", "number", "number_key", "issuer", "created_at")
        return {name: getattr(paper(None, number), name) for name in names}

    with transaction() as writing:  # as ever
        add_rows(writing, Document, [columns(1)])
        record("document.corrected", actor=actor, at=clock.now(), reason="Nhập")
    with inserts() as sent, together() as writing:
        for first in (2, 4):
            add_rows(writing, Document, (columns(number) for number in (first, first + 1)))
            record("document.corrected", actor=actor, at=clock.now(), reason="Nhập")
        assert waiting(writing, Document) == []
        row = paper(None, 6)
        writing.add(row)
        act(actor, row)
    assert sent.count("document") == 2, "what waits when the clock is asked for, and all the rest"
    with together() as writing:  # and changed by a later act before the first is written
        add_rows(writing, Document, [columns(7)])
        record("document.corrected", actor=actor, at=clock.now(), reason="Nhập")
        row = writing.scalars(select(Document).where(Document.number == "7/QĐ-TA")).one()
        row.note = "Bản sao"
        act(actor, row)
    session.rollback()
    told = session.execute(select(AuditChange.entry_id, AuditChange.operation).order_by(AuditChange.id)).all()
    assert [tuple(one) for one in told] == [
        *((entry, "insert") for entry in (1, 2, 2, 3, 3, 4, 5)),
        (6, "update"),
    ]
    assert session.scalars(select(Document.number).order_by(Document.id)).all() == [
        f"{one}/QĐ-TA" for one in range(1, 8)
    ]
    assert check_log().ok
