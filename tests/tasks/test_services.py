"""What is owed, and what closes it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from rehab_center.audit.models import AuditEntry
from rehab_center.audit.recorder import record
from rehab_center.db import transaction
from rehab_center.documents.kinds import DocumentKind
from rehab_center.documents.queries import document_line, document_page
from rehab_center.documents.rules import DocumentFacts
from rehab_center.errors import Conflict, DomainError, NotFound, NotPermitted
from rehab_center.permissions import EVERYWHERE, Actor, Role, Scope
from rehab_center.tasks import queries, services
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.models import Task
from rehab_center.tasks.rules import TaskSubject, may_close, packed, unpacked, visible_roles
from rehab_center.web.list_state import ListState
from rehab_center.words import message
from tests.residents.persons import NOW, make_facility
from tests.tasks.owing import DAY, PAPER, PDF, line, owe, somebody


def test_what_is_owed_says_what_about_whom_and_until_when(session: Session, actor: Actor) -> None:
    task = line(session, owe(actor, make_facility(actor)))
    assert (task.about, task.owner_role, task.due_at, task.is_open) == (
        "Đỗ Thị Hòa (NT-000001)",
        Role.INTAKE,
        NOW + DAY,
        True,
    )
    assert task.what == message("The paper of %(day)s", day=date(2024, 6, 10))
    assert not task.overdue_at(NOW)
    assert task.overdue_at(NOW + 2 * DAY)


def test_a_sentence_keeps_its_values() -> None:
    values = {"day": date(2024, 6, 10), "at": NOW, "count": 3, "share": 1.5, "name": "An", "nothing": None}
    assert unpacked("x", packed(values)).params == values


def test_one_thing_owed_is_owed_once(session: Session, actor: Actor) -> None:
    centre = make_facility(actor)
    task = owe(actor, centre)
    with transaction() as writing:
        again = services.open_exception(
            writing,
            facility_id=centre,
            kind=TaskKind.PAPER_MISSING,
            subject=TaskSubject("movement", 17, "X"),
            what=message("Y"),
            owner_role=Role.DUTY,
            due_at=None,
            actor=actor,
            now=NOW,
        )
    assert again == task
    assert owe(actor, centre, kind=TaskKind.SEARCH_DECISION) != task


def test_the_database_itself_lets_nothing_be_owed_twice(session: Session, actor: Actor) -> None:
    centre = make_facility(actor)
    owe(actor, centre)
    with pytest.raises(IntegrityError):
        _add_behind_the_service(actor, centre)


def _add_behind_the_service(actor: Actor, centre: int) -> None:
    with transaction() as session:
        session.add(
            Task(
                facility_id=centre,
                kind="paper-missing",
                subject_kind="movement",
                subject_id=17,
                about="X",
                search_key="x",
                what="Y",
                params={},
                owner_role="intake",
                opened_at=NOW,
                opened_by="Z",
            )
        )
        record("stay.moved", actor=actor, at=NOW)


def test_the_paper_closes_the_task(session: Session, actor: Actor, tmp_path: Path) -> None:
    task = owe(actor, make_facility(actor))
    with transaction() as writing:
        document = services.record_document_received(
            writing,
            task,
            facts=PAPER,
            scan=("quyết định.pdf", PDF),
            folder=tmp_path,
            expected_version=1,
            actor=somebody(Role.INTAKE),
            now=NOW,
        )
    closed = line(session, task)
    assert (closed.closed_at, closed.closed_by, closed.closed_by_document_id) == (NOW, "Lê Thị Lan", document)
    assert document_line(session, document).number == "7/QĐ-CS"
    assert [scan.name for scan in document_page(session, document, scope=EVERYWHERE).scans] == ["quyết định.pdf"]
    assert queries.papers_received(session, "movement", [17, 18]) == {17: document}
    assert [one.id for one in queries.closed_by(session, document, scope=EVERYWHERE)] == [task]
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.act, entry.about_kind, entry.about_id, entry.details) == (
        "task.paper-received",
        "resident",
        3,
        {"paper": "7/QĐ-CS"},
    )


def test_an_incomplete_paper_settles_nothing(session: Session, actor: Actor) -> None:
    task = owe(actor, make_facility(actor))
    with pytest.raises(DomainError), transaction() as writing:
        services.record_document_received(
            writing,
            task,
            facts=DocumentFacts(DocumentKind.OTHER, "7"),
            expected_version=1,
            actor=actor,
            now=NOW,
        )
    assert line(session, task).is_open


def close(session: Session, task: int, actor: Actor, *, reason: str = "đã có trong hồ sơ", version: int = 1) -> None:
    session.rollback()
    with transaction() as writing:
        services.close_task(writing, task, reason=reason, expected_version=version, actor=actor, now=NOW)


def test_a_reason_closes_it_and_stays_beside_it(session: Session, actor: Actor) -> None:
    task = owe(actor, make_facility(actor))
    with pytest.raises(DomainError):
        close(session, task, actor, reason=" ")
    close(session, task, actor)
    assert line(session, task).closed_reason == "đã có trong hồ sơ"
    with pytest.raises(Conflict) as refused:
        close(session, task, actor)
    assert refused.value.code == "closed-already"


def test_only_the_post_that_owns_it_closes_it(session: Session, actor: Actor) -> None:
    task = owe(actor, make_facility(actor))
    for roles in ((Role.DIRECTOR,), (Role.INSPECTOR,), (Role.DUTY, Role.MEDICAL)):
        with pytest.raises(NotPermitted):
            close(session, task, somebody(*roles))
    close(session, task, somebody(Role.INTAKE, Role.DUTY))


def test_posts_and_what_they_see() -> None:
    not_medical = set(Role) - {Role.MEDICAL}
    assert visible_roles(somebody(Role.INTAKE, Role.DUTY)) == not_medical
    assert visible_roles(somebody(Role.INSPECTOR)) == not_medical
    assert visible_roles(somebody(Role.DIRECTOR)) is None
    assert visible_roles(somebody(Role.MEDICAL)) is None
    assert visible_roles(somebody(Role.ADMINISTRATOR)) == {Role.ADMINISTRATOR}
    assert visible_roles(Actor("cli:root", "root")) is None
    assert may_close(Actor("cli:root", "root"), Role.MEDICAL)
    assert not may_close(Actor("-", "-", permissions=frozenset()), Role.TRAINING)


def test_a_changed_or_strange_task(session: Session, actor: Actor) -> None:
    here, there = make_facility(actor, "CS1"), make_facility(actor, "CS2")
    task = owe(actor, there)
    with pytest.raises(Conflict):
        close(session, task, actor, version=9)
    with pytest.raises(NotFound):
        close(session, task, somebody(Role.INTAKE, centre=here))
    scope = Scope(frozenset({here}))
    with pytest.raises(NotFound):
        queries.task_line(session, task, scope=scope)
    with pytest.raises(NotFound):
        queries.task_line(session, task, scope=EVERYWHERE, roles=[Role.DUTY])
    assert queries.open_tasks(session, scope=scope) == ()
    assert queries.open_count(session, scope=scope, now=NOW) == queries.OpenCount(0, 0)
    assert queries.of_resident(session, 3, scope=scope) == ()


def test_an_act_closes_what_hung_on_a_row(session: Session, actor: Actor) -> None:
    centre = make_facility(actor)
    missing, search = owe(actor, centre), owe(actor, centre, kind=TaskKind.SEARCH_DECISION)
    given: dict[str, Any] = {"subject_kind": "movement", "subject_id": 17, "actor": actor, "now": NOW}
    with pytest.raises(ValueError, match="paper or for a reason"), transaction() as writing:
        services.close_exceptions(writing, **given)
    with transaction() as writing:
        closed = services.close_exceptions(writing, **given, kinds=[TaskKind.SEARCH_DECISION], reason="đã về")
        record("stay.moved", actor=actor, at=NOW)
    assert closed == 1
    assert not line(session, search).is_open
    assert line(session, missing).is_open
    with transaction() as writing:
        assert services.close_exceptions(writing, **given, reason="hủy") == 1
        record("stay.movement-voided", actor=actor, at=NOW)


def test_a_paper_without_its_date_is_owed_until_it_is_filled_in(session: Session, actor: Actor) -> None:
    centre = make_facility(actor)
    with transaction() as writing:
        document = services.add_paper(
            writing,
            facts=DocumentFacts(DocumentKind.CERTIFICATE, "295/GCN", facility_id=centre, unknown_in_old_book=True),
            facility_id=centre,
            about="Đỗ Thị Hòa",
            due_at=None,
            actor=actor,
            now=NOW,
        )
        whole = services.add_paper(
            writing, facts=PAPER, facility_id=centre, about="X", due_at=None, actor=actor, now=NOW
        )
        record("register.imported", actor=actor, at=NOW)
    (task,) = queries.open_tasks(session, scope=EVERYWHERE)
    assert (task.kind, task.subject_kind, task.subject_id) == (TaskKind.PAPER_INCOMPLETE, "document", document)
    assert whole != document
    given: dict[str, Any] = {"actor": actor, "now": NOW}
    with transaction() as writing:
        services.complete_document(writing, document, issued_on=date(2023, 6, 16), issuer=None, **given)
    assert line(session, task.id).is_open  # the issuer is still missing
    with pytest.raises(DomainError), transaction() as writing:
        services.complete_document(writing, document, issued_on=date(2023, 6, 17), issuer="  ", **given)
    with transaction() as writing:
        services.complete_document(writing, document, issued_on=None, issuer="Cơ sở", **given)
    assert line(session, task.id).closed_by_document_id == document
    assert document_line(session, document).issued_on == date(2023, 6, 16)
    assert not document_line(session, document).unknown_in_old_book


def test_lists_are_in_the_order_of_deadlines(session: Session, actor: Actor) -> None:
    centre = make_facility(actor)
    late = owe(actor, centre, due_at=NOW - DAY)
    never = owe(actor, centre, due_at=None, kind=TaskKind.OTHER, owner_role=Role.DIRECTOR)
    soon = owe(actor, centre, subject=TaskSubject("admission", 5, "Nguyễn Văn An"))
    done = owe(actor, centre, subject=TaskSubject("admission", 6, "Trần Văn Ba"))
    close(session, done, actor)

    def ids(state: ListState | None = None, *, closed: bool = False, roles: list[Role] | None = None) -> list[int]:
        found, total = queries.tasks(
            session, scope=EVERYWHERE, state=state or ListState(sort="due_at"), closed=closed, now=NOW, roles=roles
        )
        assert total == len(found)
        return [one.id for one in found]

    session.rollback()
    assert ids() == [late, soon, never]
    assert ids(ListState(sort="due_at", descending=True)) == [soon, late, never]
    assert ids(ListState(choices={"overdue": "yes"})) == [late]
    assert ids(ListState(choices={"overdue": "no"})) == [soon, never]
    assert ids(ListState(choices={"kind": "other"})) == [never]
    assert ids(ListState(choices={"owner_role": "director"})) == [never]
    assert ids(ListState(q="VAN Ân")) == [soon]
    assert ids(roles=[Role.DIRECTOR]) == [never]
    assert ids(ListState(sort="closed_at"), closed=True) == [done]
    assert ids(ListState(days={"closed_at": (date(2024, 6, 14), date(2024, 6, 14))}), closed=True) == [done]
    assert ids(ListState(days={"closed_at": (date(2024, 6, 15), None)}), closed=True) == []
    assert [one.id for one in queries.open_tasks(session, scope=EVERYWHERE, limit=1)] == [late]
    assert [one.id for one in queries.open_tasks(session, scope=EVERYWHERE, kinds=[TaskKind.OTHER])] == [never]
    assert queries.open_count(session, scope=EVERYWHERE, now=NOW) == queries.OpenCount(open=3, overdue=1)
    assert {one.id for one in queries.of_resident(session, 3, scope=EVERYWHERE)} == {late, never}
    assert [one.id for one in queries.of_subject(session, "admission", 6, scope=EVERYWHERE)] == [done]
