"""To-dos and open exceptions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from rehab_center.db import KeyText, Model, one_of
from rehab_center.permissions import Role
from rehab_center.tasks.kinds import TaskKind

_OPEN = text("closed_at IS NULL")


class Task(Model):
    """Something owed: what, about whom, by which post, until when, closed by what.

    ``subject_kind`` and ``subject_id`` name the row it hangs on ("movement", 17): plain values, for the features that
    open tasks come later than this one. ``resident_id`` is there beside it so that a person's tasks are found at once,
    ``about`` so that a list can say whom it concerns.
    """

    __tablename__ = "task"
    __table_args__ = (
        one_of("kind", TaskKind),
        one_of("owner_role", Role),
        CheckConstraint("(closed_at IS NULL) = (closed_by IS NULL)", name="closed_by_somebody"),
        CheckConstraint(
            "closed_at IS NULL OR closed_by_document_id IS NOT NULL OR closed_reason IS NOT NULL", name="closed_by_what"
        ),
        # One thing owed is owed once.
        Index(
            "uq_task_open",
            "kind",
            "subject_kind",
            "subject_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index(None, "facility_id", "closed_at", "due_at"),
        Index(None, "subject_kind", "subject_id"),
        Index(None, "resident_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    kind: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[int]
    #: The person concerned, if it concerns one; a plain number, for residents come later.
    resident_id: Mapped[int | None]
    #: Words a person knows the subject by: "Nguyễn Văn An, HV00123".
    about: Mapped[str]
    #: ``about`` folded: SQLite knows no other letters than A to Z.
    search_key: Mapped[str] = mapped_column(KeyText)
    #: The sentence: a msgid, and the values for its places (days as ISO text).
    what: Mapped[str]
    params: Mapped[dict[str, Any]] = mapped_column(JSON)
    due_at: Mapped[datetime | None]
    owner_role: Mapped[str]
    opened_at: Mapped[datetime]
    opened_by: Mapped[str]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None]
    closed_by_document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    closed_reason: Mapped[str | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
