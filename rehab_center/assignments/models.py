"""Assignments, their planned pauses, what the director lets stand against a rule, and the waiting list."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from rehab_center.activities.kinds import ActivityKind
from rehab_center.assignments.kinds import Answer, Asker, EndReason, OverrideReason, PauseReason, WishPriority
from rehab_center.assignments.rules.suitability import OVERRIDABLE
from rehab_center.db import Model, one_of

_OPEN = text("ends_on IS NULL")


class Assignment(Model):
    """That a stay takes part in a programme from a day on. How it stands on a day is computed, never stored."""

    __tablename__ = "assignment"
    __table_args__ = (
        one_of("end_reason", EndReason),
        CheckConstraint("(decided_on IS NULL) = (decided_by IS NULL)", name="decided_by_somebody"),
        CheckConstraint("end_reason IS NULL OR (ends_on IS NOT NULL AND ended_by IS NOT NULL)", name="ended_on_a_day"),
        CheckConstraint("end_reason <> 'declined' OR decided_on IS NULL", name="declined_is_undecided"),
        Index("uq_assignment_open", "admission_id", "activity_id", unique=True, sqlite_where=_OPEN,
              postgresql_where=_OPEN),
        Index(None, "activity_id"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    admission_id: Mapped[int] = mapped_column(ForeignKey("admission.id"))
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"))
    proposed_on: Mapped[date]
    #: Who proposed, decided, ended, in the words a person knows them by.
    proposed_by: Mapped[str]
    #: The first day; for proposals the one that is asked for.
    starts_on: Mapped[date]
    decided_on: Mapped[date | None]
    decided_by: Mapped[str | None]
    #: Why it was proposed or decided in spite of a warning.
    reason: Mapped[str | None]
    #: The last day, planned or real; null while no end is known. The day before the first: it never began.
    ends_on: Mapped[date | None]
    #: Null: the end that was planned from the start.
    end_reason: Mapped[str | None]
    end_note: Mapped[str | None]
    ended_by: Mapped[str | None]
    recorded_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class AssignmentPause(Model):
    """Days on which an assignment stands still by plan; absences by movement are in no table of their own."""

    __tablename__ = "assignment_pause"
    __table_args__ = (
        one_of("reason", PauseReason),
        CheckConstraint("until_on IS NULL OR until_on >= from_on", name="right_way_round"),
        CheckConstraint("withdrawn IS NULL OR replaces_id IS NOT NULL", name="withdraws_something"),
        UniqueConstraint("replaces_id"),
        Index(None, "assignment_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    from_on: Mapped[date]
    #: The last day; null while nobody knows it.
    until_on: Mapped[date | None]
    reason: Mapped[str]
    note: Mapped[str | None] = mapped_column(info={"sensitive": True})
    recorded_at: Mapped[datetime]
    actor: Mapped[str]
    #: The pause whose place it takes: that one counts no more.
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("assignment_pause.id"))
    #: True: it says that the one it replaces was withdrawn, and is none itself. Else null.
    withdrawn: Mapped[bool | None]


class AssignmentOverride(Model):
    """That the director lets an assignment stand against a rule until a day. Append-only; another one may follow."""

    __tablename__ = "assignment_override"
    __table_args__ = (
        one_of("rule", sorted(OVERRIDABLE)),
        one_of("reason", OverrideReason),
        CheckConstraint("expires_on >= signed_on", name="expires_later"),
        CheckConstraint("note <> ''", name="says_why"),
        Index(None, "assignment_id"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    rule: Mapped[str]
    reason: Mapped[str]
    note: Mapped[str]
    signed_on: Mapped[date]
    #: The director, in the words a person knows them by.
    signed_by: Mapped[str]
    #: The last day on which it holds.
    expires_on: Mapped[date]
    recorded_at: Mapped[datetime]


class ActivityWish(Model):
    """That somebody asked for a place: in a programme, or in any of a kind or trade. Without a decision it waits."""

    __tablename__ = "activity_wish"
    __table_args__ = (
        one_of("kind", ActivityKind),
        one_of("asker", Asker),
        one_of("priority", WishPriority),
        one_of("decision", Answer),
        CheckConstraint("activity_id IS NOT NULL OR kind IS NOT NULL", name="asks_for_something"),
        CheckConstraint(
            "(decision IS NULL) = (decided_on IS NULL) AND (decision IS NULL) = (decided_by IS NULL)",
            name="decided_by_somebody",
        ),
        CheckConstraint("decision IS NULL OR decision = 'granted' OR reason IS NOT NULL", name="refusal_says_why"),
        Index(None, "admission_id"),
        Index(None, "activity_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    admission_id: Mapped[int] = mapped_column(ForeignKey("admission.id"))
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("activity.id"))
    #: Of a wish for no programme in particular.
    kind: Mapped[str | None]
    trade: Mapped[str | None]
    asked_on: Mapped[date]
    asker: Mapped[str]
    #: Null: in the order of asking, after those with one.
    priority: Mapped[str | None]
    note: Mapped[str | None]
    decision: Mapped[str | None]
    decided_on: Mapped[date | None]
    decided_by: Mapped[str | None]
    reason: Mapped[str | None]
    #: What it led to.
    assignment_id: Mapped[int | None] = mapped_column(ForeignKey("assignment.id"))
    recorded_at: Mapped[datetime]
    actor: Mapped[str]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
