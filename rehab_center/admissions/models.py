"""The stay, its movements, the lines of its term ledger, and the handovers by which people come."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rehab_center.admissions.rules.details import Detail
from rehab_center.admissions.rules.handover import HandoverState, Outcome
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.refusals import RefusalReason
from rehab_center.admissions.rules.regime import Regime, StayKind
from rehab_center.admissions.rules.term_case import Ground
from rehab_center.db import KeyText, Model, one_of
from rehab_center.residents.kinds import BirthPrecision, Sex

_TERM_KINDS = "('term-reduced', 'term-extended')"
_TAKEN_IN = "('accepted', 'returned')"


class Admission(Model):
    """One stay under one legal decision. Who is here is told by its movements, not by this row.

    A person who changes over to another ground (a temporary stay that becomes compulsory) gets a second row, which
    names the first in ``previous_admission_id``. A stay whose entering movement was voided and not entered again never
    was.
    """

    __tablename__ = "admission"
    __table_args__ = (
        UniqueConstraint("facility_id", "file_code"),
        one_of("kind", StayKind),
        one_of("regime", Regime),
        CheckConstraint("kind IN ('voluntary', 'temporary') OR decision_id IS NOT NULL", name="decided"),
        CheckConstraint("months IS NULL OR months > 0", name="months_positive"),
        CheckConstraint("credit_days >= 0", name="credit_not_negative"),
        CheckConstraint("times_treated IS NULL OR times_treated >= 1", name="times_positive"),
        CheckConstraint("file_code <> ''", name="file_code_given"),
        Index(None, "resident_id"),
        Index(None, "facility_id", "admitted_on"),
        Index(None, "term_end_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    resident_id: Mapped[int] = mapped_column(ForeignKey("resident.id"))
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    kind: Mapped[str]
    #: The law of the case (rules 1, 2, 2b), decided once; the reason where a human had to choose.
    regime: Mapped[str]
    regime_reason: Mapped[str | None]
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    decision_effective_on: Mapped[date | None]
    #: The term the decision gives, in months.
    months: Mapped[int | None]
    #: The day the term begins; before ``admitted_on`` where the person came by transfer.
    term_start_on: Mapped[date]
    #: The first day at this centre under this ground.
    admitted_on: Mapped[date]
    #: Mã học viên, unique in the centre.
    file_code: Mapped[str]
    #: Lần cai thứ: which treatment this is; unknown in many old books.
    times_treated: Mapped[int | None]
    #: Days to be taken off the term for time held before it (L120 Đ37.2).
    credit_days: Mapped[int] = mapped_column(default=0)
    #: The police unit that made the file: the notice of an escape goes to it (L120 Đ46.2i).
    police_unit: Mapped[str | None]
    note: Mapped[str | None]
    previous_admission_id: Mapped[int | None] = mapped_column(ForeignKey("admission.id"))
    opened_at: Mapped[datetime]
    #: Counts corrections, so that a second saver sees both values.
    version: Mapped[int] = mapped_column(default=1)
    #: Cache of the last ledger line; null without a term and while the clock stands still. Checked by ``verify``.
    term_end_on: Mapped[date | None]
    #: Cache of what was applied to the term while it ran: policy -> id of its value. Checked by ``verify``.
    applied_conventions: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class Movement(Model):
    """One change of a stay. Append-only: a mistake is voided by a later row that names it.

    Ordered by ``effective_on``, then ``id``. A voiding row carries the day of the row it voids and moves nobody.
    """

    __tablename__ = "movement"
    __table_args__ = (
        UniqueConstraint("voids_id"),
        one_of("kind", MovementKind),
        CheckConstraint("(kind = 'voided') = (voids_id IS NOT NULL)", name="void_names_its_row"),
        CheckConstraint("voids_id IS NULL OR voids_id < id", name="void_comes_later"),
        CheckConstraint("kind <> 'voided' OR reason IS NOT NULL", name="void_says_why"),
        CheckConstraint(
            f"(kind IN {_TERM_KINDS}) = (months IS NOT NULL OR days IS NOT NULL)", name="only_term_changes_have_length"
        ),
        CheckConstraint("months IS NULL OR months > 0", name="months_positive"),
        CheckConstraint("days IS NULL OR days > 0", name="days_positive"),
        CheckConstraint("effective_time IS NULL OR effective_time LIKE '__:__'", name="time_of_day"),
        Index(None, "admission_id", "effective_on", "id"),
        Index(None, "effective_on"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    admission_id: Mapped[int] = mapped_column(ForeignKey("admission.id"))
    kind: Mapped[str]
    effective_on: Mapped[date]
    #: "HH:MM", where somebody noted it.
    effective_time: Mapped[str | None]
    recorded_at: Mapped[datetime]
    #: Who wrote it, in the words a person knows them by.
    actor: Mapped[str]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    voids_id: Mapped[int | None] = mapped_column(ForeignKey("movement.id"))
    #: How much a change of the term is; only for term-reduced and term-extended.
    months: Mapped[int | None]
    days: Mapped[int | None]
    note: Mapped[str | None]
    #: Why it was done in spite of a warning, or why a row was voided; one for a whole batch.
    reason: Mapped[str | None]


class MovementDetail(Model):
    """An answer to one of the questions about a movement. Append-only: a later answer to the same one counts.

    One value each: words, a day or a number; facts of health stand in a column of their own, which the log keeps shut.
    """

    __tablename__ = "movement_detail"
    __table_args__ = (
        one_of("item", Detail),
        CheckConstraint(
            "(CASE WHEN words IS NULL THEN 0 ELSE 1 END) + (CASE WHEN day IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN number IS NULL THEN 0 ELSE 1 END) + (CASE WHEN health_words IS NULL THEN 0 ELSE 1 END) = 1",
            name="one_answer",
        ),
        CheckConstraint("(item = 'cause') = (health_words IS NOT NULL)", name="health_apart"),
        Index(None, "movement_id", "id"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    movement_id: Mapped[int] = mapped_column(ForeignKey("movement.id"))
    item: Mapped[str]
    words: Mapped[str | None]
    day: Mapped[date | None]
    number: Mapped[int | None]
    health_words: Mapped[str | None] = mapped_column(info={"sensitive": True})
    actor: Mapped[str]
    recorded_at: Mapped[datetime]


class TermEntry(Model):
    """One line of a calculation of a term. Append-only, stored and never re-derived for display.

    A new calculation is appended only when it differs from the last one; ``formula`` is a msgid and ``params`` its
    values, so that the line can be read in any language in which it was once understood.
    """

    __tablename__ = "term_entry"
    __table_args__ = (
        UniqueConstraint("admission_id", "calculation", "position"),
        one_of("ground", Ground),
        CheckConstraint("calculation >= 1 AND position >= 1", name="counted_from_one"),
        CheckConstraint("to_on IS NULL OR to_on >= from_on", name="right_way_round"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    admission_id: Mapped[int] = mapped_column(ForeignKey("admission.id"))
    calculation: Mapped[int]
    position: Mapped[int]
    ground: Mapped[str]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    movement_id: Mapped[int | None] = mapped_column(ForeignKey("movement.id"))
    from_on: Mapped[date]
    to_on: Mapped[date | None]
    #: What the line adds (or, below zero, takes off).
    months: Mapped[int]
    days: Mapped[int]
    #: The end after this line; null while the clock stands still.
    running_end_on: Mapped[date | None]
    policy_value_id: Mapped[int | None] = mapped_column(ForeignKey("policy_value.id"))
    formula: Mapped[str]
    params: Mapped[dict[str, Any]]
    author: Mapped[str]
    checker: Mapped[str | None]
    recorded_at: Mapped[datetime]
    #: The article by which the line counts; null in lines older than the column, whose words name it.
    article: Mapped[str | None]


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
    ends_id: Mapped[int | None] = mapped_column(ForeignKey("term_delegation.id"))
    actor: Mapped[str]
    recorded_at: Mapped[datetime]


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
    sex: Mapped[str]
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
