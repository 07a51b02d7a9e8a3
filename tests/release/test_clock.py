"""The clock of releases on a real database: nobody has to be signed in, and nothing is opened twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.models import Admission, Movement
from rehab_center.admissions.rules.movements import MovementKind as K
from rehab_center.admissions.services import check_terms
from rehab_center.audit.models import AuditEntry
from rehab_center.audit.recorder import audit_key
from rehab_center.audit.verifier import verify
from rehab_center.clock import moment_of
from rehab_center.db import db, transaction
from rehab_center.documents.kinds import DocumentKind
from rehab_center.errors import DomainError
from rehab_center.jobs import regular
from rehab_center.permissions import EVERYWHERE, Role
from rehab_center.release.queries import clocks
from rehab_center.release.rules.release_clock import StayClock
from rehab_center.release.services.clock import look
from rehab_center.tasks.kinds import BY_THE_CLOCK, TaskKind
from rehab_center.tasks.models import Task
from rehab_center.tasks.queries import TaskLine, load_task, task_line
from rehab_center.tasks.services import close_task, record_document_received
from tests.admissions.stays import SECOND, Centre, paper
from tests.today.test_views import block

LAST = date(2025, 9, 10)  # 18 months from 10/03/2024
DAY = timedelta(days=1)


def at(hour: int, minute: int = 0, day: date = LAST) -> datetime:
    """A moment of the last day."""
    return moment_of(day, hour, minute)


def all_tasks() -> list[TaskLine]:
    """Every task of the clock, open and closed, in the order in which they came."""
    session = db.session()
    ids = session.scalars(select(Task.id).where(Task.kind.in_(BY_THE_CLOCK)).order_by(Task.id)).all()
    found = [task_line(session, task_id, scope=EVERYWHERE) for task_id in ids]
    session.rollback()
    return found


def said() -> list[tuple[str, object, bool]]:
    """Kind, last day and whether open, of all of them."""
    return [(task.kind.value, task.what.params["day"], task.is_open) for task in all_tasks()]


def left(centre: Centre, stay_id: int, kind: K, day: date, *, with_paper: bool = True, hour: int = 9) -> int:
    """A movement of that day, in spite of what a rule warns of."""
    return centre.move(stay_id, kind, day, now=at(hour, day=day), with_paper=with_paper, reason="Theo hồ sơ")


def receive(centre: Centre, task: TaskLine, now: datetime) -> int:
    """A paper entered on the page of the task."""
    with transaction() as session:
        version = load_task(session, task.id, scope=EVERYWHERE).version
        facts = paper(DocumentKind.OTHER, clock.day_of(now))
        return record_document_received(
            session, task.id, facts=facts, expected_version=version, actor=centre.actor, now=now
        )


def entry_of(stay_id: int) -> int:
    """The movement with which a stay began."""
    session = db.session()
    found = session.scalar(select(Movement.id).where(Movement.admission_id == stay_id).order_by(Movement.id).limit(1))
    session.rollback()
    assert found is not None
    return found


def test_the_hour_strikes_without_anybody_and_once(centre: Centre) -> None:
    """The day begins at midnight in Asia/Ho_Chi_Minh; the worker calls and nobody is signed in."""
    centre.admit()
    centre.void(entry_of(centre.admit()), now=at(8, day=date(2024, 6, 15)))
    assert look(at(0) - timedelta(seconds=1)) == 0
    assert look(at(0)) == 1
    assert said() == [("release-today", LAST, True)]
    regular.look_at_all(at(16, 59))
    assert said() == [("release-today", LAST, True)]
    regular.look_at_all(at(17))
    regular.look_at_all(at(17))
    assert look(at(9, day=LAST + 3 * DAY)) == 0
    assert said() == [("release-today", LAST, False), ("term-overrun", LAST, True)]
    today, kept = all_tasks()
    assert (today.owner_role, today.due_at, today.closed_by) == ("duty", at(17), "Đồng hồ ra về")
    assert (kept.owner_role, kept.due_at, kept.subject_kind) == ("director", at(17), "admission")


def test_no_reason_closes_what_was_kept_a_paper_does(centre: Centre) -> None:
    """Kept till the third day after: gone without a certificate the exception stays, with one it is closed by it."""
    for with_paper in (True, False):
        stay_id = centre.admit()
        look(at(18))
        kept = all_tasks()[-1]
        with pytest.raises(DomainError) as refused, transaction() as session:
            close_task(session, kept.id, reason="Xe hỏng", expected_version=1, actor=centre.actor, now=at(19))
        assert refused.value.code == "only-by-paper"
        left(centre, stay_id, K.COMPLETED, LAST + 3 * DAY, with_paper=with_paper)
        look(at(10, day=LAST + 3 * DAY))
        assert all_tasks()[-1].is_open is not with_paper
    assert all_tasks()[0].closed_by_document_id is not None
    document_id = receive(centre, all_tasks()[-1], at(11, day=LAST + 3 * DAY))
    look(at(12, day=LAST + 4 * DAY))
    assert all_tasks()[-1].closed_by_document_id == document_id
    assert len(all_tasks()) == 2


def test_a_paper_that_comes_later_closes_it_and_settled_is_settled(centre: Centre) -> None:
    stay_id = centre.admit()
    look(at(18))
    receive(centre, all_tasks()[0], at(19))
    look(at(20))
    assert said() == [("term-overrun", LAST, False)]
    left(centre, stay_id, K.COMPLETED, LAST + DAY)
    look(at(10, day=LAST + DAY))
    assert len(all_tasks()) == 1


def test_a_late_entry_moves_the_day_or_proves_it_wrong(centre: Centre) -> None:
    """What was opened stays readable with its reason, and comes again when the movement is taken back."""
    stay_id = centre.admit()
    look(at(9))
    gone = left(centre, stay_id, K.COMPLETED, LAST, with_paper=False, hour=18)
    look(at(18, 30))
    assert said() == [("release-today", LAST, False)]
    centre.void(gone, now=at(19))  # at once, before the clock looks again
    assert said()[1:] == [("term-overrun", LAST, True)]
    left(centre, stay_id, K.COMPLETED, LAST, with_paper=False, hour=20)
    assert said()[1:] == [("term-overrun", LAST, False)]
    assert all_tasks()[1].closed_reason == "Không còn ở cơ sở từ 10/09/2025, trong thời hạn"
    longer = centre.admit()
    look(at(21))
    centre.move(longer, K.TERM_EXTENDED, LAST - DAY, now=at(22), days=5)
    look(at(22))
    # nobody has checked the longer end: the clock goes on by the one before, and tells both
    assert said()[2:] == [("term-overrun", LAST, True)]
    with transaction() as session:
        check_terms(session, [(longer, 2)], actor=SECOND, now=at(23))
    look(at(23))
    assert said()[2:] == [("term-overrun", LAST, False)]
    assert all_tasks()[2].closed_reason == "Hết thời hạn nay là 15/09/2025"
    look(at(8, day=LAST + 5 * DAY))
    assert said()[3:] == [("release-today", LAST + 5 * DAY, True)]


def test_somebody_who_escaped_has_no_last_day_until_the_return(centre: Centre) -> None:
    stay_id = centre.admit()
    centre.move(stay_id, K.ESCAPED, date(2025, 9, 1), now=at(9, day=date(2025, 9, 1)))
    assert look(at(18)) == 0
    back = date(2025, 9, 21)
    centre.move(stay_id, K.RETURNED, back, now=at(9, day=back))
    look(at(10, day=back))
    (task,) = all_tasks()
    assert (task.kind, task.what.params["day"], task.what.params["other"]) == ("release-today", back, LAST + 20 * DAY)


def test_let_go_early_without_a_paper_that_allows_it(centre: Centre, session: Session) -> None:
    """Completed before the last day; a reduction with its decision is none (NĐ 116/2021 Đ58), nor is death."""
    day = date(2025, 6, 2)
    early = left(centre, centre.admit(), K.COMPLETED, day)
    for kind in (K.EXEMPTED, K.TRANSFERRED_OUT):
        left(centre, centre.admit(), kind, day)
    left(centre, centre.admit(), K.DIED, day, with_paper=False)
    assert said() == [("left-early", LAST, True)]
    assert all_tasks()[0].subject_id == early
    assert look(at(9, day=day + DAY)) == 0
    centre.void(early, now=at(10, day=day + DAY))
    look(at(10, day=day + DAY))
    assert said() == [("left-early", LAST, False)]
    assert all_tasks()[0].closed_reason == "Ghi nhầm người"
    again = session.get_one(Movement, early).admission_id
    session.rollback()
    left(centre, again, K.COMPLETED, day + DAY, hour=11)
    document_id = receive(centre, all_tasks()[1], at(12, day=day + DAY))
    look(at(9, day=day + 2 * DAY))
    assert said()[1:] == [("left-early", LAST, False)]
    assert all_tasks()[1].closed_by_document_id == document_id
    session.rollback()
    assert not verify(session, audit_key()).problems


def test_an_old_book_is_looked_through_and_rings_nothing(centre: Centre) -> None:
    """Whoever was over, or gone early, before the stay was written down here."""
    late = at(9, day=date(2026, 1, 5))
    centre.admit(now=late)
    gone = centre.admit(now=late)
    centre.move(gone, K.COMPLETED, date(2025, 6, 2), now=late + timedelta(minutes=5), reason="Theo sổ")
    look(late + DAY)
    assert said() == []


def test_the_first_page_names_each_person_once(centre: Centre, sign_in: Callable[..., FlaskClient]) -> None:
    """Kept past the term, to be let go today; whoever no block of releases is shown to finds them where they were."""
    kept, today = centre.admit(), centre.admit(admitted_on=date(2024, 3, 11))
    moment = at(9, day=LAST + DAY)
    look(moment)
    assert sorted(task.subject_id for task in all_tasks() if task.is_open) == [kept, today]
    with clock.set_to(moment):
        for role, first, second in ((Role.DIRECTOR, "releases", "releases"), (Role.TRAINING, "over", "ending")):
            page = sign_in(role).get("/today").text
            found = {key: block(page, key) for key in ("releases", "over", "ending") if f'id="{key}"' in page}
            assert [key for key, html in found.items() if "(HV00001)" in html] == [first]
            assert [key for key, html in found.items() if "(HV00002)" in html] == [second]


def test_a_stay_that_fails_holds_up_no_other(
    centre: Centre, sign_in: Callable[..., FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its failure is owed to the head of the centre once and shown to the administrator, until the clock can again."""
    bad, good = centre.admit(), centre.admit()
    real = clocks._clock

    def broken(stay: Admission, *given: Any, **named: Any) -> StayClock:
        if stay.id == bad:
            raise ValueError("a row nobody can read")
        return real(stay, *given, **named)

    monkeypatch.setattr(clocks, "_clock", broken)
    assert (look(at(18)), look(at(18, 1))) == (1, 0)
    assert [(task.kind, task.subject_id) for task in all_tasks()] == [("term-overrun", good)]
    assert failed() == [(bad, "ValueError", "director", True)]
    page = sign_in(Role.ADMINISTRATOR).get("/today").text
    assert "HV00001" in page
    assert "ValueError" in page
    assert "Trần Văn An" not in page
    monkeypatch.setattr(clocks, "_clock", real)
    assert look(at(18, 2)) == 1
    assert failed() == [(bad, "ValueError", "director", False)]
    assert [(task.kind, task.subject_id) for task in all_tasks()][1:] == [("term-overrun", bad)]
    monkeypatch.setattr(clocks, "_clock", broken)
    left(centre, bad, K.COMPLETED, LAST, hour=19)  # nobody is kept in because the clock cannot judge
    monkeypatch.setattr(clocks, "_clock", real)
    look(at(19, 1))
    assert not all_tasks()[-1].is_open
    session = db.session()
    acts = session.scalars(select(AuditEntry.act).where(AuditEntry.act.like("release.%")).order_by(AuditEntry.id))
    assert list(acts) == ["release.struck", "release.failed", "release.struck", "release.struck"]
    session.rollback()


def failed() -> list[tuple[int, object, str, bool]]:
    """Which stays the clock could not judge, how it failed, whose that is, and whether it still cannot."""
    session = db.session()
    ids = session.scalars(select(Task.id).where(Task.kind == TaskKind.CLOCK_FAILED).order_by(Task.id)).all()
    lines = [task_line(session, task_id, scope=EVERYWHERE) for task_id in ids]
    session.rollback()
    return [(task.subject_id, task.what.params["error"], task.owner_role.value, task.is_open) for task in lines]


def test_a_clock_that_fails_keeps_nobody_out(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(now: datetime) -> None:
        raise RuntimeError("a spring is broken")

    monkeypatch.setitem(regular._looks, "release", broken)
    assert client.get("/sign-in").status_code == 200
    assert "release could not look" in caplog.text
