"""The handovers by which people come."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rehab_center.admissions.rules.handover import HandoverState, Outcome
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.refusals import RefusalReason
from rehab_center.admissions.rules.regime import Regime, StayKind
from rehab_center.db import KeyText, Model, one_of
from rehab_center.residents.kinds import BirthPrecision, Sex

_TAKEN_IN = "('accepted', 'returned')"


class Handover(Model):
    """One delivery of people by the police (biên bản giao, nhận người). What all of them share is here, once."""

    __tablename__ = "handover"
    __table_args__ = (
        one_of("state", HandoverState),
        one_of("entry", ("admitted", "transferred-in")),
        CheckConstraint("delivering_unit <> ''", name="delivered_by_somebody"),
        CheckConstraint("stated_count IS NULL OR stated_count > 0", name="stated_count_positive"),
        CheckConstraint("delivered_time IS NULL OR delivered_time LIKE '__:__'", name="time_of_day"),
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed_at_a_moment"),
        Index(None, "facility_id", "delivered_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    delivered_on: Mapped[date]
    #: "HH:MM", as the clock at the gate showed it.
    delivered_time: Mapped[str | None]
    place: Mapped[str | None]
    delivering_unit: Mapped[str]
    #: The unit and those who sign, folded: SQLite knows no other letters than A to Z.
    search_key: Mapped[str] = mapped_column(KeyText)
    #: Who hands over and who receives: one a line, with rank or title.
    deliverers: Mapped[str | None]
    receivers: Mapped[str | None]
    #: How many persons the police say they deliver.
    stated_count: Mapped[int | None]
    #: How those come who are admitted: from outside, or from another centre by ``transfer_id``.
    entry: Mapped[str] = mapped_column(default=MovementKind.ADMITTED.value)
    transfer_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    #: The minutes as a numbered paper, once they are.
    minutes_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    note: Mapped[str | None]
    state: Mapped[str] = mapped_column(default=HandoverState.OPEN.value)
    opened_at: Mapped[datetime]
    opened_by: Mapped[str]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class HandoverDecision(Model):
    """A decision as a handover brings it, typed once for everybody it names."""

    __tablename__ = "handover_decision"
    __table_args__ = (
        UniqueConstraint("handover_id", "document_id"),
        one_of("kind", StayKind),
        one_of("regime", Regime),
        CheckConstraint("months IS NULL OR months > 0", name="months_positive"),
        Index(None, "document_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    handover_id: Mapped[int] = mapped_column(ForeignKey("handover.id"))
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    kind: Mapped[str]
    months: Mapped[int | None]
    effective_on: Mapped[date | None]
    #: The police unit that made the file; null where the delivering unit did.
    police_unit: Mapped[str | None]
    #: What a human chose where the law is silent, and why warnings about the decision itself are right nevertheless.
    regime: Mapped[str | None]
    reason: Mapped[str | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class HandoverPerson(Model):
    """One person delivered: what was said at the gate, who that proved to be, and what became of them.

    Who is refused has no record of a person here and needs none: this row is what stays.
    """

    __tablename__ = "handover_person"
    __table_args__ = (
        UniqueConstraint("handover_id", "position"),
        one_of("birth_precision", BirthPrecision),
        one_of("sex", Sex),
        one_of("kind", StayKind),
        one_of("outcome", Outcome),
        one_of("refusal", RefusalReason),
        CheckConstraint("full_name <> ''", name="named"),
        CheckConstraint("(birth_precision = 'unknown') = (birth_on IS NULL)", name="birth_known_or_not"),
        CheckConstraint("(outcome = 'refused') = (refusal IS NOT NULL)", name="refused_for_a_reason"),
        CheckConstraint(f"(outcome IN {_TAKEN_IN}) = (admission_id IS NOT NULL)", name="taken_in_with_a_stay"),
        CheckConstraint("(outcome = 'waiting') = (decided_at IS NULL)", name="decided_at_a_moment"),
        CheckConstraint("credit_days IS NULL OR credit_days >= 0", name="credit_not_negative"),
        CheckConstraint("months IS NULL OR months > 0", name="months_positive"),
        Index(None, "resident_id"),
        Index(None, "admission_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    handover_id: Mapped[int] = mapped_column(ForeignKey("handover.id"))
    position: Mapped[int]
    full_name: Mapped[str]
    #: Name and number, folded.
    search_key: Mapped[str] = mapped_column(KeyText)
    birth_on: Mapped[date | None]
    birth_precision: Mapped[str]
    #: Null while nobody has said it: somebody known has it in the records, somebody refused needs none.
    sex: Mapped[str | None]
    identity_number: Mapped[str | None]
    #: The number shown proved to be somebody else's (a brother's card): it is not entered as this person's.
    identity_refuted: Mapped[bool] = mapped_column(default=False)
    address: Mapped[str | None]
    commune: Mapped[str | None]
    district: Mapped[str | None]
    province: Mapped[str | None]
    kind: Mapped[str]
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("handover_decision.id"))
    #: What is this one's own and differs from the decision or the delivery; null where it does not.
    months: Mapped[int | None]
    credit_days: Mapped[int | None]
    times_treated: Mapped[int | None]
    term_start_on: Mapped[date | None]
    pregnant_or_nursing: Mapped[bool] = mapped_column(default=False, info={"sensitive": True})
    addiction_proof_on: Mapped[date | None]
    note: Mapped[str | None]
    #: Who it is, once found; null and ``somebody_new`` where everybody alike was compared and is another.
    resident_id: Mapped[int | None] = mapped_column(ForeignKey("resident.id"))
    somebody_new: Mapped[bool] = mapped_column(default=False)
    outcome: Mapped[str] = mapped_column(default=Outcome.WAITING.value)
    refusal: Mapped[str | None]
    refusal_note: Mapped[str | None]
    admission_id: Mapped[int | None] = mapped_column(ForeignKey("admission.id"))
    #: What brought the person back; null but for those returned.
    movement_id: Mapped[int | None] = mapped_column(ForeignKey("movement.id"))
    written_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
