"""What a handler holds while it works: its payload, its actor, and the way to say how far it is.

A handler works in short transactions of its own. Work in parts goes through :meth:`JobContext.plan` and
:meth:`JobContext.finish`, which notes a part in the very transaction that did it: a worker killed at any moment leaves
each part done once or not at all. Other work calls :meth:`JobContext.advance` between its transactions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.db import db, transaction
from rehab_center.jobs import services
from rehab_center.jobs.models import Job, JobItem
from rehab_center.jobs.queries import parts_of
from rehab_center.permissions import Actor


class Cancelled(Exception):
    """The job was cancelled, or another worker has it by now: stop here."""


class Interrupted(Exception):
    """The worker is about to stop: the job waits for the next one."""


@dataclass(frozen=True)
class JobContext:
    """One attempt at a job."""

    job_id: int
    kind: str
    payload: dict[str, Any]
    actor: Actor
    facility_id: int | None
    attempt: int
    stopping: Callable[[], bool]

    def plan(self, keys: Sequence[str]) -> list[str]:
        """State the parts the work has, in order; give back those not finished by an earlier attempt.

        ``keys`` must be the same on every attempt. Raises Cancelled or Interrupted.
        """
        with transaction() as session:
            known = set(session.scalars(select(JobItem.key).where(JobItem.job_id == self.job_id)))
            new = [
                {"job_id": self.job_id, "position": position, "key": key, "finished": False}
                for position, key in enumerate(keys, start=1)
                if key not in known
            ]
            if new:
                session.execute(insert(JobItem), new)
            left = list(
                session.scalars(
                    select(JobItem.key)
                    .where(JobItem.job_id == self.job_id, JobItem.finished.is_(False))
                    .order_by(JobItem.position)
                )
            )
            self._note(session, total=len(keys), done=len(keys) - len(left))
        return left

    def finish(self, session: Session, key: str, result: dict[str, Any] | None = None) -> None:
        """Note one part as finished, in the transaction that did it.

        Raises Cancelled or Interrupted, and then nothing of the transaction is kept.
        """
        item = update(JobItem).where(JobItem.job_id == self.job_id, JobItem.key == key)
        session.execute(item.values(finished=True, result=result))
        self._note(session, done=Job.done + 1)

    def results(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Key and result of every finished part that gave one, in order."""
        return parts_of(db.session(), self.job_id)

    def advance(self, done: int, total: int | None = None) -> None:
        """Say how far the work is, between the handler's own transactions. Raises Cancelled or Interrupted."""
        with transaction() as session:
            self._note(session, done=done, **({} if total is None else {"total": total}))

    def _note(self, session: Session, **changes: Any) -> None:
        if self.stopping():
            raise Interrupted
        if not services.note_progress(session, self.job_id, self.attempt, now=clock.now(), **changes):
            raise Cancelled
