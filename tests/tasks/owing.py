"""Things owed, to test with."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from rehab_center.audit.recorder import record
from rehab_center.db import transaction
from rehab_center.documents.kinds import DocumentKind
from rehab_center.documents.rules import DocumentFacts
from rehab_center.permissions import EVERYWHERE, Actor, Role, permissions_of
from rehab_center.tasks import queries, services
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.rules import TaskSubject
from rehab_center.words import message
from tests.residents.persons import NOW

PDF = b"%PDF-1.7\n" + b"x" * 50
PAPER = DocumentFacts(DocumentKind.ESCAPE_DECISION, "7/QĐ-CS", date(2024, 6, 13), "Cơ sở")
DAY = timedelta(days=1)


def somebody(*roles: Role, centre: int | None = None) -> Actor:
    """A signed-in member of staff."""
    return Actor(
        name="lan",
        label="Lê Thị Lan",
        account_id=7,
        facility_ids=None if centre is None else frozenset({centre}),
        permissions=permissions_of(frozenset(roles)),
        roles=frozenset(roles),
        origin="test",
    )


def owe(actor: Actor, centre: int, **changes: Any) -> int:
    """Let something be owed at a centre."""
    given: dict[str, Any] = {
        "facility_id": centre,
        "kind": TaskKind.PAPER_MISSING,
        "subject": TaskSubject("movement", 17, "Đỗ Thị Hòa (NT-000001)", 3),
        "what": message("The paper of %(day)s", day=date(2024, 6, 10)),
        "owner_role": Role.INTAKE,
        "due_at": NOW + DAY,
        "actor": actor,
        "now": NOW,
    }
    with transaction() as session:
        task_id = services.open_exception(session, **(given | changes))
        record("stay.moved", actor=actor, at=NOW)
    return task_id


def line(session: Session, task: int) -> queries.TaskLine:
    """A task as it stands now."""
    session.rollback()
    session.expire_all()
    return queries.task_line(session, task, scope=EVERYWHERE)
