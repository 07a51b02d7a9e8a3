"""The recorder: nothing is committed unnamed, nothing is written past it, and an act holds everything it changed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext, suppress
from typing import Any

import pytest
from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.orm import Session, selectinload

from rehab_center import clock
from rehab_center.accounts.models import Account, AccountRole
from rehab_center.audit.models import AuditChange, AuditEntry
from rehab_center.audit.recorder import LogHead, Subject, UnrecordedWrite, acts_together, log_head, record
from rehab_center.audit.services import check_log
from rehab_center.db import db, transaction
from rehab_center.jobs.models import Job
from rehab_center.organisation.models import Facility
from rehab_center.permissions import Actor


def _facility(code: str = "CS1") -> Facility:
    return Facility(code=code, created_at=clock.now())


def _account(username: str = "lan.nt") -> Account:
    return Account(
        username=username, full_name="Nguyễn Thị Lan", password="bí mật", fs_uniquifier=username, created_at=clock.now()
    )


def _record(actor: Actor, act: str = "test.act", **more: Any) -> int:
    return record(act, actor=actor, at=clock.now(), **more)


def _changes(session: Session, number: int) -> list[AuditChange]:
    found = select(AuditChange).where(AuditChange.entry_id == number).order_by(AuditChange.position)
    return list(session.scalars(found))


# --- refusals --------------------------------------------------------------------------------------------------------


def test_a_commit_that_no_act_names_is_refused_and_rolled_back(session: Session) -> None:
    with pytest.raises(UnrecordedWrite, match="facility"), transaction() as writing:
        writing.add(_facility())
    assert session.scalar(select(func.count()).select_from(Facility)) == 0


def test_rows_added_after_the_act_was_named_are_refused(session: Session, actor: Actor) -> None:
    def act() -> None:
        with transaction() as writing:
            writing.add(_facility("CS1"))
            _record(actor)
            writing.add(_facility("CS2"))

    with pytest.raises(UnrecordedWrite):
        act()


def test_a_row_changed_outside_a_transaction_is_refused(session: Session) -> None:
    session.add(_facility())
    with pytest.raises(UnrecordedWrite):
        session.flush()
    session.rollback()


def test_rows_waiting_in_the_session_stop_a_transaction_from_beginning(session: Session) -> None:
    session.add(_facility())
    with pytest.raises(RuntimeError, match="outside"), transaction():
        pass
    session.rollback()


def test_transactions_do_not_nest(session: Session) -> None:
    with pytest.raises(RuntimeError, match="inside"), transaction(), transaction():
        pass


def test_an_act_outside_a_transaction_is_refused(session: Session, actor: Actor) -> None:
    with pytest.raises(RuntimeError, match="inside transaction"):
        _record(actor)


PAST_THE_FLUSH: list[Callable[[Session], object]] = [
    lambda session: session.execute(insert(Facility).values(code="X", created_at=clock.now())),
    lambda session: session.execute(insert(Facility), [{"code": "X", "created_at": clock.now()}]),
    lambda session: session.execute(update(Facility).values(code="X")),
    lambda session: session.execute(delete(Facility)),
    lambda session: session.bulk_insert_mappings(Facility.__mapper__, [{"code": "X", "created_at": clock.now()}]),
    lambda session: session.bulk_save_objects([_facility("X")]),
    lambda session: session.execute(text("UPDATE facility SET code = 'X'")),
    lambda session: session.execute(text('DELETE FROM "facility"')),
    lambda session: session.execute(text("INSERT INTO facility (code, created_at) VALUES ('X', '2024-01-01')")),
    lambda session: session.execute(text("INSERT OR REPLACE INTO facility (code) VALUES ('X')")),
    lambda session: session.execute(text("WITH one AS (SELECT 1) DELETE FROM facility")),
    lambda session: session.execute(text("TRUNCATE TABLE facility")),
    lambda session: session.connection().exec_driver_sql("update\n  facility set code = 'X'"),
]


def test_writing_past_the_flush_is_refused(session: Session) -> None:
    def act(write: Callable[[Session], object]) -> None:
        with transaction() as writing:
            write(writing)

    for write in PAST_THE_FLUSH:
        with pytest.raises(UnrecordedWrite):
            act(write)


def test_what_states_nothing_about_people_needs_no_act(session: Session) -> None:
    with transaction() as writing:
        writing.execute(update(Job).values(done=0))
    assert log_head(session).entries == 0


# --- what an act holds -----------------------------------------------------------------------------------------------


def test_several_flushes_of_one_act_become_one_change_a_row(session: Session, actor: Actor) -> None:
    with transaction() as writing:
        row = _facility("CS1")
        writing.add(row)
        writing.flush()
        row.code = "CS2"
        writing.flush()
        row.code = "CS3"
        number = _record(actor, about=Subject("facility", 1, "Cơ sở"), reason="đổi mã", details={"rows": 2})
    (change,) = _changes(session, number)
    assert (change.operation, change.table_name, change.row_key) == ("insert", "facility", "1")
    assert change.difference is not None
    assert change.difference["code"] == [None, "CS3"]
    entry = session.get_one(AuditEntry, number)
    assert (entry.about_label, entry.reason, entry.details) == ("Cơ sở", "đổi mã", {"rows": 2})
    assert entry.search_key == "nguoi kiem thu kiem.thu co so doi ma"
    assert check_log().ok


def test_a_row_made_and_taken_away_within_an_act_leaves_nothing(session: Session, actor: Actor) -> None:
    with transaction() as writing:
        row = _facility()
        writing.add(row)
        writing.flush()
        writing.delete(row)
        number = _record(actor)
    assert _changes(session, number) == []
    assert check_log().ok


def test_setting_a_value_to_what_it_was_leaves_nothing(session: Session, actor: Actor) -> None:
    with transaction() as writing:
        writing.add(_facility())
        _record(actor)
    with transaction() as writing:
        writing.scalars(select(Facility)).one().code = "CS1"
        number = _record(actor)
    assert _changes(session, number) == []


def test_two_acts_of_one_transaction_hold_their_own_changes(session: Session, actor: Actor) -> None:
    with transaction() as writing:
        row = _facility("CS1")
        writing.add(row)
        first = _record(actor)
        row.code = "CS2"
        second = _record(actor)
    assert [change.operation for change in _changes(session, first)] == ["insert"]
    (change,) = _changes(session, second)
    assert (change.operation, change.difference) == ("update", {"code": ["CS1", "CS2"]})
    assert check_log().ok


def test_rows_that_only_the_flush_finds_are_recorded(session: Session, actor: Actor) -> None:
    """An orphan stands in no list of the session: the flush finds it when its parent lets go of it."""
    with transaction() as writing:
        account = _account()
        account.roles = [AccountRole(role="duty"), AccountRole(role="medical")]
        writing.add(account)
        _record(actor)
    with transaction() as writing:
        loaded = select(Account).options(selectinload(Account.roles)).execution_options(populate_existing=True)
        account = writing.scalars(loaded).one()
        account.roles = account.roles[:1]
        number = _record(actor)
    assert [(change.table_name, change.operation) for change in _changes(session, number)] == [
        ("account_role", "delete")
    ]
    assert check_log().ok


def test_a_deleted_row_put_back_under_its_key_is_an_edit(session: Session, actor: Actor) -> None:
    with transaction() as writing:
        writing.add(_facility("CS1"))
        _record(actor)
    with transaction() as writing:
        old = writing.scalars(select(Facility)).one()
        writing.delete(old)
        writing.add(Facility(id=old.id, code="CS2", created_at=old.created_at))
        number = _record(actor)
    (change,) = _changes(session, number)
    assert (change.operation, change.difference) == ("update", {"code": ["CS1", "CS2"]})
    assert check_log().ok


def test_sensitive_columns_are_never_shown_but_watched(session: Session, actor: Actor) -> None:
    with transaction() as writing:
        writing.add(_account())
        number = _record(actor)
    (change,) = _changes(session, number)
    assert change.difference is not None
    assert change.difference["password"] == "changed"
    assert "bí mật" not in str(change.difference)
    with transaction() as writing:
        writing.scalars(select(Account)).one().password = "khác"
        number = _record(actor)
    (change,) = _changes(session, number)
    assert change.difference == {"password": "changed"}
    assert change.content_hash is not None
    assert check_log().ok


def test_an_act_may_change_nothing(session: Session, actor: Actor) -> None:
    with transaction():
        number = _record(actor, "test.read", about=Subject("resident", 7, "Nguyễn Văn An"))
    assert session.get_one(AuditEntry, number).about_id == 7
    assert log_head(session).entries == number


# --- acts written together -------------------------------------------------------------------------------------------


def test_acts_written_together_hold_what_each_left_behind(session: Session, actor: Actor) -> None:
    with transaction() as writing, acts_together(writing):
        row = _facility("CS1")
        writing.add(row)
        first = _record(actor)
        row.code = "CS2"
        second = _record(actor)
        writing.delete(row)
        third = _record(actor)
    assert (first, second, third) == (1, 2, 3)
    (made,) = _changes(session, first)
    assert (made.operation, (made.difference or {})["code"]) == ("insert", [None, "CS1"])
    (changed,) = _changes(session, second)
    assert (changed.operation, changed.difference) == ("update", {"code": ["CS1", "CS2"]})
    (gone,) = _changes(session, third)
    assert (gone.operation, (gone.difference or {})["code"]) == ("delete", ["CS2", None])
    assert check_log().ok


def test_a_key_given_again_among_acts_written_together_is_two_rows(session: Session, actor: Actor) -> None:
    with transaction() as writing:
        writing.add(_facility("CS1"))
        _record(actor)
    with transaction() as writing, acts_together(writing):
        old = writing.scalars(select(Facility)).one()
        writing.delete(old)
        first = _record(actor)
        writing.add(Facility(id=old.id, code="CS2", created_at=old.created_at))
        second = _record(actor)
    assert [change.operation for change in _changes(session, first)] == ["delete"]
    (made,) = _changes(session, second)
    assert (made.operation, (made.difference or {})["code"]) == ("insert", [None, "CS2"])
    assert check_log().ok


def test_acts_written_together_are_the_acts_written_one_by_one(session: Session, actor: Actor) -> None:
    def acts(*, together: bool) -> None:
        with transaction() as writing:
            with acts_together(writing) if together else nullcontext():
                for number in (1, 2):  # PostgreSQL does not take the numbers it gave back with the rows
                    writing.add(Facility(id=number, code=f"CS{number}", created_at=clock.now()))
                    _record(actor, about=Subject("facility", number, f"CS{number}"))
                heads.append(log_head(writing))
            raise ZeroDivisionError

    heads: list[LogHead] = []
    with clock.set_to(clock.now()):
        for together in (True, False):
            with pytest.raises(ZeroDivisionError):
                acts(together=together)
    assert heads[0] == heads[1]
    assert heads[0].entries == 2


def test_acts_that_were_named_cannot_be_left_out(session: Session, actor: Actor) -> None:
    def part(writing: Session) -> None:
        with acts_together(writing):
            writing.add(_facility())
            _record(actor)
            raise ZeroDivisionError

    with pytest.raises(UnrecordedWrite, match="leaves out"), transaction() as writing, suppress(ZeroDivisionError):
        part(writing)
    assert session.scalar(select(func.count()).select_from(Facility)) == 0


def test_no_savepoint_among_acts_written_together(session: Session, actor: Actor) -> None:
    def part() -> None:
        with transaction() as writing, acts_together(writing):
            writing.add(_facility())
            _record(actor)
            writing.begin_nested()

    with pytest.raises(RuntimeError, match="savepoint"):
        part()
    assert session.scalar(select(func.count()).select_from(AuditEntry)) == 0


def test_acts_written_together_and_taken_back_are_not_written(session: Session, actor: Actor) -> None:
    def part() -> None:
        with transaction() as writing, acts_together(writing):
            writing.add(_facility())
            _record(actor)
            writing.rollback()

    with pytest.raises(RuntimeError, match="taken back"):
        part()
    assert session.scalar(select(func.count()).select_from(AuditEntry)) == 0


# --- taking back -----------------------------------------------------------------------------------------------------


def test_a_rollback_forgets(session: Session, actor: Actor) -> None:
    def act() -> None:
        with transaction() as writing:
            writing.add(_facility())
            _record(actor)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act()
    with transaction():
        number = _record(actor, "test.read")
    assert number == 1
    assert _changes(session, number) == []


def test_a_savepoint_taken_back_takes_back_only_its_own_rows(session: Session, actor: Actor) -> None:
    def part(writing: Session) -> None:
        with writing.begin_nested():
            writing.add(_facility("CS2"))
            writing.flush()
            raise ZeroDivisionError

    with transaction() as writing:
        writing.add(_facility("CS1"))
        with pytest.raises(ZeroDivisionError):
            part(writing)
        with writing.begin_nested():
            writing.add(_facility("CS3"))
        number = _record(actor)
    codes = [change.difference["code"][1] for change in _changes(session, number) if change.difference]
    assert codes == ["CS1", "CS3"]
    assert check_log().ok


def test_rows_of_a_savepoint_need_an_act_too(session: Session) -> None:
    with pytest.raises(UnrecordedWrite), transaction() as writing, writing.begin_nested():
        writing.add(_facility())


def test_a_refused_flush_inside_a_savepoint_keeps_what_came_before(session: Session, actor: Actor) -> None:
    with transaction() as writing:
        writing.add(_facility("CS1"))
        writing.flush()
        with pytest.raises(Exception, match="(?i)unique"), writing.begin_nested():
            writing.add(_facility("CS1"))
        number = _record(actor)
    assert len(_changes(session, number)) == 1
    assert check_log().ok


def test_acts_follow_each_other_without_gaps(session: Session, actor: Actor) -> None:
    for _ in range(3):
        with transaction():
            _record(actor, "test.read")
    entries = list(db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)))
    assert [entry.id for entry in entries] == [1, 2, 3]
    assert [entry.previous_hash for entry in entries[1:]] == [entry.hash for entry in entries[:-1]]
    assert check_log().head == entries[-1].hash == log_head(session).hash
