"""Reading what is owed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import Session

from rehab_center.clock import end_of, moment_of
from rehab_center.errors import NotFound
from rehab_center.names import fold
from rehab_center.permissions import Role, Scope
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.models import Task
from rehab_center.tasks.rules import unpacked
from rehab_center.web.list_state import ListState
from rehab_center.words import N_, Message, message


@dataclass(frozen=True)
class TaskLine:
    """A task as lists show it. ``about`` says whom or what it concerns, ``what`` is the sentence."""

    id: int
    facility_id: int
    kind: TaskKind
    subject_kind: str
    subject_id: int
    resident_id: int | None
    about: str
    what: Message
    due_at: datetime | None
    owner_role: Role
    opened_at: datetime
    closed_at: datetime | None
    closed_by: str | None
    closed_by_document_id: int | None
    closed_reason: str | None
    version: int

    @property
    def is_open(self) -> bool:
        """Whether it is still owed."""
        return self.closed_at is None

    def overdue_at(self, moment: datetime) -> bool:
        """Whether it is still owed though its time has passed."""
        return self.is_open and self.due_at is not None and self.due_at < moment


@dataclass(frozen=True)
class OpenCount:
    """How many tasks are open, and how many of them are overdue."""

    open: int
    overdue: int


def within(scope: Scope) -> ColumnElement[bool]:
    """Tasks of the scope's centres; what the medical post owes may speak of health and stays with who may see that."""
    ours = true() if scope.facility_ids is None else Task.facility_id.in_(scope.facility_ids)
    return ours if scope.medical else and_(ours, Task.owner_role != Role.MEDICAL)


def load_task(session: Session, task_id: int, *, scope: Scope) -> Task:
    """The row itself, for services. Raises NotFound, outside the scope too."""
    task = session.get(Task, task_id)
    if task is None or not scope.covers(task.facility_id) or (task.owner_role == Role.MEDICAL and not scope.medical):
        raise NotFound(message(N_("There is no such task")))
    return task


def task_line(session: Session, task_id: int, *, scope: Scope, roles: Collection[Role] | None = None) -> TaskLine:
    """One task. Raises NotFound, also outside the scope and for a post other than ``roles`` where given."""
    line = _line(load_task(session, task_id, scope=scope))
    if roles is not None and line.owner_role not in roles:
        raise NotFound(message(N_("There is no such task")))
    return line


def _line(task: Task) -> TaskLine:
    return TaskLine(
        id=task.id,
        facility_id=task.facility_id,
        kind=TaskKind(task.kind),
        subject_kind=task.subject_kind,
        subject_id=task.subject_id,
        resident_id=task.resident_id,
        about=task.about,
        what=unpacked(task.what, task.params),
        due_at=task.due_at,
        owner_role=Role(task.owner_role),
        opened_at=task.opened_at,
        closed_at=task.closed_at,
        closed_by=task.closed_by,
        closed_by_document_id=task.closed_by_document_id,
        closed_reason=task.closed_reason,
        version=task.version,
    )


def tasks(
    session: Session,
    *,
    scope: Scope,
    state: ListState,
    closed: bool,
    now: datetime,
    roles: Collection[Role] | None = None,
    kinds: Collection[TaskKind] | None = None,
) -> tuple[tuple[TaskLine, ...], int]:
    """The tasks a list asks for, and how many there are in all; cut to ``roles`` (posts) and ``kinds`` where given.

    Choices: ``kind``, ``owner_role``, ``overdue`` ("yes", "no"); days: ``closed_at``; searched is whom it concerns.
    """
    where = (within(scope), *_conditions(state, closed=closed, now=now), *_of(roles, kinds))
    total = session.scalar(select(func.count()).select_from(Task).where(*where)) or 0
    rows = session.scalars(select(Task).where(*where).order_by(*_order(state)).limit(state.limit).offset(state.offset))
    return tuple(_line(row) for row in rows), total


_SORTED_BY = {
    "about": Task.about,
    "kind": Task.kind,
    "owner_role": Task.owner_role,
    "opened_at": Task.opened_at,
    "closed_at": Task.closed_at,
    "closed_by": Task.closed_by,
    "due_at": Task.due_at,
}


def _order(state: ListState) -> tuple[ColumnElement[Any], ...]:
    column = _SORTED_BY.get(state.sort, Task.due_at)
    way = column.desc() if state.descending else column.asc()
    return (column.is_(None), way, Task.id.desc() if state.descending else Task.id.asc())


def _conditions(state: ListState, *, closed: bool, now: datetime) -> Iterable[ColumnElement[bool]]:
    yield Task.closed_at.is_not(None) if closed else Task.closed_at.is_(None)
    for key in ("kind", "owner_role"):
        if value := state.choice(key):
            yield getattr(Task, key) == value
    if overdue := state.choice("overdue"):
        yield Task.due_at < now if overdue == "yes" else or_(Task.due_at.is_(None), Task.due_at >= now)
    first, last = state.range_of("closed_at")
    if first is not None:
        yield Task.closed_at >= moment_of(first)
    if last is not None:
        yield Task.closed_at <= end_of(last)
    if state.q:
        yield Task.search_key.contains(fold(state.q), autoescape=True)


def _of(roles: Collection[Role] | None, kinds: Collection[TaskKind] | None) -> Iterable[ColumnElement[bool]]:
    if roles is not None:
        yield Task.owner_role.in_(roles)
    if kinds is not None:
        yield Task.kind.in_(kinds)


def open_tasks(
    session: Session,
    *,
    scope: Scope,
    roles: Collection[Role] | None = None,
    kinds: Collection[TaskKind] | None = None,
    limit: int | None = None,
) -> tuple[TaskLine, ...]:
    """What is owed, by deadline, those without one last; cut to ``roles`` (posts) and ``kinds`` where given."""
    where = [within(scope), Task.closed_at.is_(None), *_of(roles, kinds)]
    rows = session.scalars(select(Task).where(*where).order_by(*_order(ListState(sort="due_at"))).limit(limit))
    return tuple(_line(row) for row in rows)


def open_count(
    session: Session,
    *,
    scope: Scope,
    now: datetime,
    roles: Collection[Role] | None = None,
    kinds: Collection[TaskKind] | None = None,
) -> OpenCount:
    """How much is owed, without reading it; cut as :func:`open_tasks`."""
    where = (within(scope), Task.closed_at.is_(None), *_of(roles, kinds))
    total, overdue = session.execute(
        select(func.count(Task.id), func.count(Task.id).filter(Task.due_at < now)).where(*where)
    ).one()
    return OpenCount(open=total, overdue=overdue)


def of_resident(session: Session, resident_id: int, *, scope: Scope) -> tuple[TaskLine, ...]:
    """Everything that was or is owed about a person: open ones first."""
    return _ordered(session, Task.resident_id == resident_id, scope=scope)


def open_of_residents(session: Session, ids: Collection[int], *, scope: Scope) -> tuple[TaskLine, ...]:
    """What is owed about some few persons, by deadline."""
    rows = session.scalars(
        select(Task)
        .where(within(scope), Task.resident_id.in_(sorted(set(ids))), Task.closed_at.is_(None))
        .order_by(*_order(ListState(sort="due_at")))
    )
    return tuple(_line(row) for row in rows)


def of_subject(session: Session, subject_kind: str, subject_id: int, *, scope: Scope) -> tuple[TaskLine, ...]:
    """Everything that was or is owed about one row: open ones first."""
    return _ordered(session, Task.subject_kind == subject_kind, Task.subject_id == subject_id, scope=scope)


def ever_owed(session: Session, kind: TaskKind, subject_kind: str) -> frozenset[int]:
    """The rows about which such a thing is or was owed: nobody is reminded twice. For services: no scope."""
    return frozenset(
        session.scalars(select(Task.subject_id).where(Task.kind == kind, Task.subject_kind == subject_kind))
    )


def closed_because(
    session: Session, subject_kind: str, subject_id: int, kinds: Collection[TaskKind], reason: str
) -> set[int]:
    """The tasks about one row that were closed for exactly this reason. For services: no scope."""
    about = (Task.subject_kind == subject_kind, Task.subject_id == subject_id, Task.kind.in_(kinds))
    return set(session.scalars(select(Task.id).where(*about, Task.closed_reason == reason)))


def opened_at(
    session: Session, subject_kind: str, subject_id: int, moment: datetime, kinds: Collection[TaskKind]
) -> list[int]:
    """The open tasks about one row that the act of that moment opened. For services: no scope."""
    about = (Task.subject_kind == subject_kind, Task.subject_id == subject_id, Task.kind.in_(kinds))
    return list(session.scalars(select(Task.id).where(*about, Task.opened_at == moment, Task.closed_at.is_(None))))


def open_ids(session: Session, kind: TaskKind, subject_kind: str, subject_id: int) -> list[int]:
    """The tasks of a kind that are open about one row. For services: no scope."""
    return list(
        session.scalars(
            select(Task.id).where(
                Task.kind == kind,
                Task.subject_kind == subject_kind,
                Task.subject_id == subject_id,
                Task.closed_at.is_(None),
            )
        )
    )


def closed_by(session: Session, document_id: int, *, scope: Scope) -> tuple[TaskLine, ...]:
    """What a paper has settled."""
    return _ordered(session, Task.closed_by_document_id == document_id, scope=scope)


def _ordered(session: Session, *where: ColumnElement[bool], scope: Scope) -> tuple[TaskLine, ...]:
    rows = session.scalars(
        select(Task).where(within(scope), *where).order_by(Task.closed_at.is_not(None), Task.due_at, Task.id)
    )
    return tuple(_line(row) for row in rows)


def papers_received(
    session: Session,
    subject_kind: str,
    ids: Collection[int],
    *,
    kinds: Collection[TaskKind] = (TaskKind.PAPER_MISSING,),
) -> dict[int, int]:
    """The paper that came later for each of these rows: subject id -> document id. Rows without one are left out."""
    found: dict[int, int] = {}
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), 500):
        rows = session.execute(
            select(Task.subject_id, Task.closed_by_document_id)
            .where(
                Task.subject_kind == subject_kind,
                Task.subject_id.in_(wanted[start : start + 500]),
                Task.kind.in_(kinds),
                Task.closed_by_document_id.is_not(None),
            )
            .order_by(Task.closed_at)
        )
        found |= {subject: document for subject, document in rows if document is not None}
    return found
