"""The second person of a term: checks, who may make them, and ends that a paper overrides."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rehab_center.admissions.rules.term_override import OverrideAct, OverrideReason
from rehab_center.db import Model, one_of


class TermCheck(Model):
    """A second person has found a calculation of a term right, and with it those before. Append-only.

    ``delegation_id``: the paper in whose name; null where the checker's own post gives the right.
    """

    __tablename__ = "term_check"
    __table_args__ = (
        UniqueConstraint("admission_id", "calculation"),
        CheckConstraint("calculation >= 1", name="counted_from_one"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    admission_id: Mapped[int] = mapped_column(ForeignKey("admission.id"))
    calculation: Mapped[int]
    delegation_id: Mapped[int | None] = mapped_column(ForeignKey("term_delegation.id"))
    checker: Mapped[str]
    recorded_at: Mapped[datetime]


class TermDelegation(Model):
    """The head of the centre lets somebody check terms, by a dated paper (giấy ủy quyền). Append-only.

    ``issues``: it also lets them number and issue the centre's papers, signing as a deputy for the head (KT.) or, where
    ``as_deputy`` is not true, by authorisation under their own ``title`` (TUQ.).

    From ``valid_from`` to ``valid_to``, both included. A later row that names it in ``ends_id`` takes it back: from
    then on it gives no right.
    """

    __tablename__ = "term_delegation"
    __table_args__ = (
        UniqueConstraint("ends_id"),
        CheckConstraint("valid_to >= valid_from", name="right_way_round"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    valid_from: Mapped[date]
    valid_to: Mapped[date]
    issues: Mapped[bool | None]
    as_deputy: Mapped[bool | None]
    title: Mapped[str | None]
    ends_id: Mapped[int | None] = mapped_column(ForeignKey("term_delegation.id"))
    actor: Mapped[str]
    recorded_at: Mapped[datetime]


class TermOverride(Model):
    """Another end of a term than the computed one, by a paper; or the row that ends or voids such a one. Append-only.

    A row that closes another names it in ``closes_id``. Ended: the computed end holds again from ``made_on``; voided:
    it was written by mistake and never was.
    """

    __tablename__ = "term_override"
    __table_args__ = (
        UniqueConstraint("closes_id"),
        one_of("act", OverrideAct),
        one_of("reason", OverrideReason),
        CheckConstraint(
            "(act = 'set') = (closes_id IS NULL) AND (act = 'set') = (end_on IS NOT NULL)"
            " AND (act = 'set') = (reason IS NOT NULL)",
            name="sets_or_closes",
        ),
        CheckConstraint("(act = 'voided') = (document_id IS NULL)", name="by_a_paper"),
        CheckConstraint("(act = 'set' AND reason <> 'other') OR note IS NOT NULL", name="in_words"),
        Index(None, "admission_id"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    admission_id: Mapped[int] = mapped_column(ForeignKey("admission.id"))
    act: Mapped[str]
    closes_id: Mapped[int | None] = mapped_column(ForeignKey("term_override.id"))
    #: The day of writing: what happened up to then is answered by it.
    made_on: Mapped[date]
    end_on: Mapped[date | None]
    reason: Mapped[str | None]
    note: Mapped[str | None]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    #: The last movement there was: one of the same day that comes after it is not answered.
    seen_movement_id: Mapped[int] = mapped_column(ForeignKey("movement.id"))
    #: In whose name; null where the author's own post gives the right.
    delegation_id: Mapped[int | None] = mapped_column(ForeignKey("term_delegation.id"))
    author: Mapped[str]
    recorded_at: Mapped[datetime]
