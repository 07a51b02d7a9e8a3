"""Norms and rates, deductions, and payrolls: one still open may change, what is signed only grows."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rehab_center.dated import Stamp
from rehab_center.db import Model, one_of
from rehab_center.pay.kinds import Basis, DayCounted, Ground, LineKind, SharesFrom


class PayNorm(Model):
    """What work in a programme is paid from a day on, by which decision. There is no end: the next line ends this one.

    Of the lines entered for one day the one entered last stands; a ``withdrawn`` line takes the day out.
    """

    __tablename__ = "pay_norm"
    __table_args__ = (
        one_of("basis", Basis),
        CheckConstraint("(basis = 'output') = (unit IS NOT NULL)", name="output_has_unit"),
        CheckConstraint("rate >= 1 AND rate <= 100000000", name="rate_paid"),
        CheckConstraint("number >= 1", name="counted_from_one"),
        CheckConstraint("NOT withdrawn OR note IS NOT NULL", name="withdrawn_for_a_reason"),
        UniqueConstraint("activity_id", "number"),
        Index(None, "document_id"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"))
    #: Counted from 1 for each programme, in the order of entering.
    number: Mapped[int]
    valid_from: Mapped[date]
    basis: Mapped[str]
    #: What output is counted in: chiếc, kg.
    unit: Mapped[str | None]
    #: By the day or hour: what one counts for (1 as a rule). By output: how many units are a day's norm.
    norm: Mapped[Decimal]
    #: Whole đồng for a day, an hour or a unit.
    rate: Mapped[int]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    note: Mapped[str | None]
    withdrawn: Mapped[bool] = mapped_column(default=False)
    recorded_at: Mapped[datetime]
    actor: Mapped[str]

    @property
    def stamp(self) -> Stamp:
        """What decides whether this line stands."""
        return Stamp(self.id, self.valid_from, self.recorded_at, self.withdrawn)


class PayDeduction(Model):
    """Something to be kept back from a person's pay, whole or over several months; what is left is counted."""

    __tablename__ = "pay_deduction"
    __table_args__ = (
        one_of("ground", Ground),
        CheckConstraint("amount >= 1 AND amount <= 1000000000", name="amount_owed"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by IS NULL)", name="withdrawn_by_somebody"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_reason IS NULL)", name="withdrawn_for_a_reason"),
        Index(None, "admission_id"),
        Index(None, "document_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    admission_id: Mapped[int] = mapped_column(ForeignKey("admission.id"))
    ground: Mapped[str]
    #: Whole đồng.
    amount: Mapped[int]
    #: The first day of the first month whose payroll may take it.
    from_month: Mapped[date]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    note: Mapped[str | None]
    entered_at: Mapped[datetime]
    entered_by: Mapped[str]
    #: From then on no payroll takes the rest.
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str | None]
    withdrawn_reason: Mapped[str | None]


class Payroll(Model):
    """The payroll of one centre and one month while it is prepared: its figures are computed whenever they are read.

    Once it is signed this row stays as it is; the figures stand in ``payroll_signature``, ``payroll_person`` and
    ``pay_line``.
    """

    __tablename__ = "payroll"
    __table_args__ = (
        UniqueConstraint("facility_id", "month"),
        CheckConstraint("(submitted_at IS NULL) = (submitter IS NULL)", name="submitted_by_somebody"),
        CheckConstraint("(submitted_at IS NULL) = (submitted_by IS NULL)", name="submitted_by_name"),
        CheckConstraint("(submitted_at IS NULL) = (fingerprint IS NULL)", name="submitted_as_seen"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    #: Its first day.
    month: Mapped[date]
    prepared_at: Mapped[datetime]
    prepared_by: Mapped[str]
    #: Who says it is right, the account and the words a person knows it by; null while it is a draft.
    submitter: Mapped[str | None]
    submitted_by: Mapped[str | None]
    submitted_at: Mapped[datetime | None]
    #: SHA-256 of every figure and warning as they were submitted.
    fingerprint: Mapped[str | None]
    #: Why it was submitted though something is not complete.
    reason: Mapped[str | None]
    #: Why the second person sent it back the last time.
    returned_reason: Mapped[str | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class PayrollSignature(Model):
    """That a second person has signed a payroll: its number, the conventions it was computed by, its totals."""

    __tablename__ = "payroll_signature"
    __table_args__ = (
        one_of("day_counted", DayCounted),
        one_of("shares_from", SharesFrom),
        UniqueConstraint("payroll_id"),
        UniqueConstraint("facility_id", "year", "number"),
        CheckConstraint("signer <> submitter", name="two_people"),
        CheckConstraint("number >= 1", name="counted_from_one"),
        CheckConstraint("gross = deducted + fund + custody + net", name="adds_up"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    payroll_id: Mapped[int] = mapped_column(ForeignKey("payroll.id"))
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    year: Mapped[int]
    number: Mapped[int]
    submitter: Mapped[str]
    submitted_by: Mapped[str]
    signer: Mapped[str]
    signed_by: Mapped[str]
    signed_at: Mapped[datetime]
    #: The last mark there was: what is marked later is a supplement of a later month.
    marks_until: Mapped[int]
    day_counted: Mapped[str]
    day_hours: Mapped[int]
    shares_from: Mapped[str]
    custody_share: Mapped[int]
    fund_share: Mapped[int]
    deduction_most: Mapped[int]
    #: Whether one of these conventions had still to be confirmed.
    to_be_confirmed: Mapped[bool]
    reason: Mapped[str | None]
    people: Mapped[int]
    #: Whole đồng, as all amounts.
    gross: Mapped[int] = mapped_column(BigInteger)
    deducted: Mapped[int] = mapped_column(BigInteger)
    fund: Mapped[int] = mapped_column(BigInteger)
    custody: Mapped[int] = mapped_column(BigInteger)
    net: Mapped[int] = mapped_column(BigInteger)


class PayrollPerson(Model):
    """One person of a signed payroll, as it was printed."""

    __tablename__ = "payroll_person"
    __table_args__ = (
        UniqueConstraint("payroll_id", "admission_id"),
        CheckConstraint("gross = deducted + fund + custody + net", name="adds_up"),
        CheckConstraint("deducted >= 0 AND fund >= 0 AND custody >= 0 AND net >= 0", name="none_below_zero"),
        CheckConstraint("carried >= 0", name="carried_not_negative"),
        Index(None, "admission_id"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    payroll_id: Mapped[int] = mapped_column(ForeignKey("payroll.id"))
    admission_id: Mapped[int] = mapped_column(ForeignKey("admission.id"))
    position: Mapped[int]
    full_name: Mapped[str]
    file_code: Mapped[str]
    gross: Mapped[int] = mapped_column(BigInteger)
    deducted: Mapped[int] = mapped_column(BigInteger)
    fund: Mapped[int] = mapped_column(BigInteger)
    custody: Mapped[int] = mapped_column(BigInteger)
    net: Mapped[int] = mapped_column(BigInteger)
    #: What of the deductions the next months still have to take.
    carried: Mapped[int] = mapped_column(BigInteger)


class PayLine(Model):
    """One line of one person in a signed payroll."""

    __tablename__ = "pay_line"
    __table_args__ = (
        one_of("kind", LineKind),
        CheckConstraint("(kind = 'supplement') = (cause IS NOT NULL)", name="supplement_has_cause"),
        CheckConstraint("kind = 'supplement' OR amount >= 0", name="work_not_negative"),
        UniqueConstraint("payroll_id", "admission_id", "position"),
        Index(None, "admission_id", "month"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    payroll_id: Mapped[int] = mapped_column(ForeignKey("payroll.id"))
    admission_id: Mapped[int] = mapped_column(ForeignKey("admission.id"))
    position: Mapped[int]
    kind: Mapped[str]
    #: The month it pays for; of a supplement an earlier one.
    month: Mapped[date]
    #: The norm it was paid by, and what the programme was called.
    pay_norm_id: Mapped[int] = mapped_column(ForeignKey("pay_norm.id"))
    activity: Mapped[str]
    minutes: Mapped[int]
    quantity: Mapped[Decimal]
    amount: Mapped[int] = mapped_column(BigInteger)
    #: What a supplement could not take back yet, 0 or below.
    remaining: Mapped[int] = mapped_column(BigInteger)
    cause: Mapped[str | None]


class PayDeductionTaken(Model):
    """What a signed payroll took of a deduction."""

    __tablename__ = "pay_deduction_taken"
    __table_args__ = (
        UniqueConstraint("payroll_id", "deduction_id"),
        CheckConstraint("amount >= 0 AND remaining >= 0", name="not_negative"),
        Index(None, "deduction_id"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    payroll_id: Mapped[int] = mapped_column(ForeignKey("payroll.id"))
    deduction_id: Mapped[int] = mapped_column(ForeignKey("pay_deduction.id"))
    amount: Mapped[int]
    remaining: Mapped[int]
    #: Its paper and note as they were printed.
    words: Mapped[str]
