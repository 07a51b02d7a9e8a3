"""Use-cases about what is owed.

``open_exception``, ``open_exceptions``, ``close_exceptions``, ``close_tasks``, ``close_by_paper``, ``reopen``,
``add_paper`` and ``relabel`` are parts of a larger act and write no entry in the log: the act that calls them does.
``close_task``, ``record_document_received`` and ``complete_document`` are whole acts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from rehab_center.audit.recorder import Subject, record
from rehab_center.audit.second_saver import refuse_stale
from rehab_center.documents import services as documents
from rehab_center.documents.queries import load_document
from rehab_center.documents.rules import DocumentFacts
from rehab_center.errors import Conflict, DomainError, NotPermitted
from rehab_center.names import clean, fold
from rehab_center.permissions import Actor, Role
from rehab_center.tasks.following import owe_on
from rehab_center.tasks.kinds import ONLY_BY_PAPER, TaskKind
from rehab_center.tasks.models import Task
from rehab_center.tasks.queries import load_task
from rehab_center.tasks.rules import Owed as Owed
from rehab_center.tasks.rules import TaskSubject as TaskSubject
from rehab_center.tasks.rules import may_close, may_enter_paper, packed
from rehab_center.words import N_, Message, message

# What is open about a row: every movement of everybody asks a dozen times, so the questions are put together once.
_OPEN = select(Task).where(
    Task.subject_kind == bindparam("kind"), Task.subject_id == bindparam("id"), Task.closed_at.is_(None)
)
_OPEN_OF_KINDS = _OPEN.where(Task.kind.in_(bindparam("kinds", expanding=True)))


def open_exception(
    session: Session,
    *,
    facility_id: int,
    kind: TaskKind,
    subject: TaskSubject,
    what: Message,
    owner_role: Role,
    due_at: datetime | None,
    actor: Actor,
    now: datetime,
) -> int:
    """Let something be owed and give its id; where the same is owed already, that one stays and its id comes back.

    ``what`` is the sentence on the list. No entry in the log.
    """
    owed = Owed(kind, what, owner_role, due_at)
    (task_id,) = open_exceptions(session, [owed], facility_id=facility_id, subject=subject, actor=actor, now=now)
    return task_id


def open_exceptions(
    session: Session, owed: Sequence[Owed], *, facility_id: int, subject: TaskSubject, actor: Actor, now: datetime
) -> tuple[int, ...]:
    """Let several things be owed about one row, each of another kind, in one go; otherwise as ``open_exception``."""
    about: dict[str, Any] = {"kind": subject.kind, "id": subject.id, "kinds": [one.kind for one in owed]}
    there = {task.kind: task for task in session.scalars(_OPEN_OF_KINDS, about)}
    tasks = [
        there.get(one.kind) or _task(one, facility_id=facility_id, subject=subject, actor=actor, now=now)
        for one in owed
    ]
    session.add_all(tasks)
    session.flush()
    return tuple(task.id for task in tasks)


def _task(owed: Owed, *, facility_id: int, subject: TaskSubject, actor: Actor, now: datetime) -> Task:
    return Task(
        facility_id=facility_id,
        kind=owed.kind,
        subject_kind=subject.kind,
        subject_id=subject.id,
        resident_id=subject.resident_id,
        about=subject.label,
        search_key=fold(subject.label),
        what=owed.what.msgid,
        params=packed(owed.what.params),
        due_at=owed.due_at,
        owner_role=owed.owner_role,
        opened_at=now,
        opened_by=actor.label,
    )


def close_exceptions(
    session: Session,
    *,
    subject_kind: str,
    subject_id: int,
    kinds: Collection[TaskKind] | None = None,
    document_id: int | None = None,
    reason: str | None = None,
    actor: Actor,
    now: datetime,
) -> int:
    """Close what is open about a row (of some ``kinds``, or all) by a paper or for a reason; gives how many.

    No entry in the log. Raises ValueError when neither paper nor reason is given: a defect of the caller.
    """
    if document_id is None and not reason:
        raise ValueError("a task is closed by a paper or for a reason")
    about: dict[str, Any] = {"kind": subject_kind, "id": subject_id}
    if kinds is None:
        tasks = session.scalars(_OPEN, about).all()
    else:
        tasks = session.scalars(_OPEN_OF_KINDS, about | {"kinds": list(kinds)}).all()
    for task in tasks:
        _close(task, document_id=document_id, reason=reason, actor=actor, now=now)
    session.flush()
    return len(tasks)


def close_deed(session: Session, kind: TaskKind, *, resident_id: int, reason: str, actor: Actor, now: datetime) -> None:
    """Close what was to be done for a person and has been done, whichever stay it hangs on. No entry in the log."""
    open_ones = select(Task).where(Task.resident_id == resident_id, Task.kind == kind, Task.closed_at.is_(None))
    for task in session.scalars(open_ones):
        _close(task, document_id=None, reason=reason, actor=actor, now=now)
    session.flush()


def _close(task: Task, *, document_id: int | None, reason: str | None, actor: Actor, now: datetime) -> None:
    task.closed_at = now
    task.closed_by = actor.label
    task.closed_by_document_id = document_id
    task.closed_reason = reason or None


def close_tasks(session: Session, task_ids: Collection[int], *, reason: str, actor: Actor, now: datetime) -> None:
    """Close these tasks for a reason. No entry in the log."""
    for task in session.scalars(select(Task).where(Task.id.in_(list(task_ids)), Task.closed_at.is_(None))):
        _close(task, document_id=None, reason=reason, actor=actor, now=now)
    session.flush()


def close_by_paper(session: Session, task_id: int, document_id: int, *, actor: Actor, now: datetime) -> None:
    """Close one open task by a paper that is there already. No entry in the log."""
    task = session.get_one(Task, task_id)
    if task.closed_at is None:
        _close(task, document_id=document_id, reason=None, actor=actor, now=now)
    session.flush()


def reopen(session: Session, task_ids: Collection[int]) -> None:
    """Let tasks be owed again that were closed by mistake, but for what is owed anew already. No entry in the log."""
    for task in session.scalars(select(Task).where(Task.id.in_(list(task_ids)))):
        same = (Task.kind == task.kind, Task.subject_kind == task.subject_kind, Task.subject_id == task.subject_id)
        if session.scalar(select(Task.id).where(*same, Task.closed_at.is_(None))) is None:
            task.closed_at = task.closed_by = task.closed_by_document_id = task.closed_reason = None
    session.flush()


_OF_THE_PERSON = ("resident", "identity_paper")
"""What tasks hang on that bear the person's code; all others about a person bear that of a stay."""


def relabel(session: Session, resident_id: int, label: str) -> dict[int, str]:
    """Let open tasks about a person use the name the person goes by now; gives how each was called before.

    ``label`` is name and code. What hangs on a stay keeps the stay's own code. No entry in the log.
    """
    name = label.rpartition(" (")[0]
    before = {}
    for task in session.scalars(select(Task).where(Task.resident_id == resident_id, Task.closed_at.is_(None))):
        before[task.id] = task.about
        of_stay = "" if task.subject_kind in _OF_THE_PERSON else task.about.rpartition(" (")[2]
        task.about = f"{name} ({of_stay}" if of_stay.endswith(")") else label
        task.search_key = fold(task.about)
    session.flush()
    return before


def call_again(session: Session, labels: Mapping[int, str]) -> None:
    """Let tasks be called as they were before :func:`relabel`. No entry in the log."""
    for task in session.scalars(select(Task).where(Task.id.in_(list(labels)))):
        task.about, task.search_key = labels[task.id], fold(labels[task.id])
    session.flush()


def add_paper(
    session: Session,
    *,
    facts: DocumentFacts,
    facility_id: int,
    about: str,
    resident_id: int | None = None,
    owner_role: Role = Role.INTAKE,
    due_at: datetime | None,
    actor: Actor,
    now: datetime,
) -> int:
    """Enter a paper and give its id; where its date or issuer is missing, that is owed from now on.

    ``about`` is whom the paper concerns, in words. No entry in the log.
    """
    document_id = documents.add_document(session, facts=facts, actor=actor, now=now)
    if not facts.complete:
        open_exception(
            session,
            facility_id=facility_id,
            kind=TaskKind.PAPER_INCOMPLETE,
            subject=TaskSubject("document", document_id, about, resident_id),
            what=message(N_("Paper %(number)s lacks its date or its issuer"), number=clean(facts.number)),
            owner_role=owner_role,
            due_at=due_at,
            actor=actor,
            now=now,
        )
    return document_id


def close_task(
    session: Session, task_id: int, *, reason: str, expected_version: int, actor: Actor, now: datetime
) -> None:
    """Close a task without a paper, for a reason that stays beside it.

    Raises NotFound, NotPermitted for another post, Conflict when it was closed meanwhile, DomainError without a reason
    and for what only a paper or a check closes.
    """
    task = _task_to_close(session, task_id, expected_version=expected_version, actor=actor, may=may_close)
    _refuse_unchecked(task, "reason")
    if TaskKind(task.kind) in ONLY_BY_PAPER:
        raise DomainError(
            message(N_("Only a paper closes this, or the movement that proves it wrong; a reason does not")),
            field="reason",
            code="only-by-paper",
        )
    reason = clean(reason)
    if not reason:
        raise DomainError(message(N_("Say why this is settled without a paper")), field="reason")
    _close(task, document_id=None, reason=reason, actor=actor, now=now)
    owe_on(session, task, actor=actor, now=now)
    record("task.closed", actor=actor, at=now, about=_subject(task), reason=reason)


def record_document_received(
    session: Session,
    task_id: int,
    *,
    facts: DocumentFacts,
    scan: tuple[str, bytes] | None = None,
    folder: Path | None = None,
    expected_version: int,
    actor: Actor,
    now: datetime,
) -> int:
    """The paper has come: enter it, close the task by it, and give the paper's id.

    ``scan`` is the name and the bytes of its scan, kept in ``folder``. Raises as :func:`close_task`, and DomainError
    for facts that make no paper or lack date or issuer, or a file that is no scan.
    """
    task = _task_to_close(session, task_id, expected_version=expected_version, actor=actor, may=may_enter_paper)
    _refuse_unchecked(task, "number")
    if not facts.complete:
        raise DomainError(message(N_("Number, date and issuer of the paper are all needed")), field="number")
    document_id = documents.add_document(session, facts=facts, actor=actor, now=now)
    if scan is not None and folder is not None:
        name, content = scan
        documents.add_scan(session, document_id, content=content, name=name, folder=folder, actor=actor, now=now)
    _close(task, document_id=document_id, reason=None, actor=actor, now=now)
    owe_on(session, task, actor=actor, now=now)
    record("task.paper-received", actor=actor, at=now, about=_subject(task), details={"paper": clean(facts.number)})
    return document_id


def complete_document(
    session: Session, document_id: int, *, issued_on: date | None, issuer: str | None, actor: Actor, now: datetime
) -> None:
    """Fill in a paper's missing date or issuer, and close what was owed about it once both are there.

    Raises NotFound, and DomainError when nothing new was given or the day is still to come.
    """
    if not documents.fill_in_document(session, document_id, issued_on=issued_on, issuer=issuer, actor=actor, now=now):
        raise DomainError(message(N_("Nothing that was missing has been filled in")), field="issued_on")
    document = load_document(session, document_id, scope=actor.scope)
    if document.issued_on and document.issuer:
        close_exceptions(
            session,
            subject_kind="document",
            subject_id=document_id,
            kinds=[TaskKind.PAPER_INCOMPLETE],
            document_id=document_id,
            actor=actor,
            now=now,
        )
    record("document.completed", actor=actor, at=now, about=documents.subject_of(document))


def _task_to_close(
    session: Session, task_id: int, *, expected_version: int, actor: Actor, may: Callable[[Actor, Role], bool]
) -> Task:
    task = load_task(session, task_id, scope=actor.scope)
    if not may(actor, Role(task.owner_role)):
        raise NotPermitted(message(N_("This task belongs to another post")))
    if task.closed_at is not None:
        raise Conflict(
            message(N_("%(who)s closed this task on %(day)s"), who=task.closed_by, day=task.closed_at),
            code="closed-already",
        )
    refuse_stale(session, task, expected_version)
    return task


def _refuse_unchecked(task: Task, field: str) -> None:
    """No paper and no reason stands for the second person who looks at a term."""
    if TaskKind(task.kind) is TaskKind.UNCHECKED_END:
        raise DomainError(
            message(N_("Only the check of the term closes this: find it right, or put it right")),
            field=field,
            code="only-by-check",
        )


def _subject(task: Task) -> Subject:
    if task.resident_id is not None:
        return Subject("resident", task.resident_id, task.about)
    return Subject(task.subject_kind, task.subject_id, task.about)


def note_export(*, form: str, rows: int, actor: Actor, now: datetime) -> None:
    """The list of tasks leaves the program as a file. Called before it does."""
    record("task.exported", actor=actor, at=now, details={"rows": rows, "form": form})
