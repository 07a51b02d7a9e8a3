"""First looks, periodic checks, infections, clearances, the medical record. Append-only; findings are sensitive."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rehab_center.db import Model, one_of
from rehab_center.health.kinds import Answer, CheckResult, Clearance, Conclusion, InfectionGroup, NoteKind


def _private() -> Any:
    return mapped_column(info={"sensitive": True})


class HealthLook(Model):
    """One look at the person of a stay. The row that no other replaces counts; ``reason`` says why one was replaced."""

    __tablename__ = "health_look"
    __table_args__ = (
        one_of("pregnant", Answer),
        one_of("infection", Answer),
        one_of("conclusion", Conclusion),
        UniqueConstraint("replaces_id"),
        CheckConstraint("(replaces_id IS NULL) = (reason IS NULL)", name="replacement_says_why"),
        CheckConstraint("replaces_id IS NULL OR replaces_id < id", name="replacement_comes_later"),
        Index(None, "admission_id"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    admission_id: Mapped[int] = mapped_column(ForeignKey("admission.id"))
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("health_look.id"))
    reason: Mapped[str | None] = _private()
    looked_on: Mapped[date] = _private()
    #: The doctor or nurse, as they sign.
    looked_by: Mapped[str] = _private()
    #: In centimetres, and in kilograms.
    height: Mapped[Decimal | None] = _private()
    weight: Mapped[Decimal | None] = _private()
    #: Beats a minute; degrees Celsius; millimetres of mercury.
    pulse: Mapped[int | None] = _private()
    temperature: Mapped[Decimal | None] = _private()
    systolic: Mapped[int | None] = _private()
    diastolic: Mapped[int | None] = _private()
    injuries: Mapped[str | None] = _private()
    pregnant: Mapped[str] = _private()
    withdrawal_signs: Mapped[str | None] = _private()
    #: When the person last used, in the person's own words.
    last_use: Mapped[str | None] = _private()
    drugs: Mapped[str | None] = _private()
    infection: Mapped[str] = _private()
    infection_note: Mapped[str | None] = _private()
    urgent_need: Mapped[str | None] = _private()
    conclusion: Mapped[str] = _private()
    note: Mapped[str | None] = _private()
    recorded_at: Mapped[datetime]
    #: Who wrote it, in the words a person knows them by.
    actor: Mapped[str]


class HealthCheck(Model):
    """One periodic check (NĐ 116/2021 Đ67.1). The row that no other replaces counts; ``reason`` says why one was."""

    __tablename__ = "health_check"
    __table_args__ = (
        one_of("result", CheckResult),
        UniqueConstraint("replaces_id"),
        CheckConstraint("(replaces_id IS NULL) = (reason IS NULL)", name="replacement_says_why"),
        CheckConstraint("replaces_id IS NULL OR replaces_id < id", name="replacement_comes_later"),
        Index(None, "admission_id"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    admission_id: Mapped[int] = mapped_column(ForeignKey("admission.id"))
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("health_check.id"))
    reason: Mapped[str | None] = _private()
    checked_on: Mapped[date] = _private()
    checked_by: Mapped[str] = _private()
    result: Mapped[str] = _private()
    findings: Mapped[str | None] = _private()
    #: Earlier than the six months, where the doctor asks for it.
    again_on: Mapped[date | None] = _private()
    recorded_at: Mapped[datetime]
    actor: Mapped[str]


class InfectionStatement(Model):
    """That somebody has a disease of group A or B, from a day to a day (None: for now), and on what ground.

    The row that no other replaces counts; ``withdrawn``: it says that the one before was a mistake.
    """

    __tablename__ = "infection_statement"
    __table_args__ = (
        one_of("infection_group", InfectionGroup),
        UniqueConstraint("replaces_id"),
        CheckConstraint("(replaces_id IS NULL) = (reason IS NULL)", name="replacement_says_why"),
        CheckConstraint("replaces_id IS NULL OR replaces_id < id", name="replacement_comes_later"),
        CheckConstraint("until_on IS NULL OR from_on <= until_on", name="right_way_round"),
        Index(None, "admission_id"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    admission_id: Mapped[int] = mapped_column(ForeignKey("admission.id"))
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("infection_statement.id"))
    reason: Mapped[str | None] = _private()
    infection_group: Mapped[str] = _private()
    disease: Mapped[str | None] = _private()
    from_on: Mapped[date] = _private()
    until_on: Mapped[date | None] = _private()
    #: The paper or test it rests on, in words.
    basis: Mapped[str] = _private()
    withdrawn: Mapped[bool] = _private()
    recorded_at: Mapped[datetime]
    actor: Mapped[str]


class WorkClearance(Model):
    """What somebody may be assigned to, from a day to a day. The latest row counts; only ``reason`` is medical."""

    __tablename__ = "work_clearance"
    __table_args__ = (
        one_of("clearance", Clearance),
        CheckConstraint("from_on <= until_on", name="right_way_round"),
        Index(None, "admission_id"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    admission_id: Mapped[int] = mapped_column(ForeignKey("admission.id"))
    clearance: Mapped[str]
    from_on: Mapped[date]
    until_on: Mapped[date]
    reason: Mapped[str | None] = _private()
    recorded_at: Mapped[datetime]
    actor: Mapped[str]


class MedicalNote(Model):
    """One dated note of a medical record. The row that no other replaces counts."""

    __tablename__ = "medical_note"
    __table_args__ = (
        one_of("kind", NoteKind),
        UniqueConstraint("replaces_id"),
        CheckConstraint("(replaces_id IS NULL) = (reason IS NULL)", name="replacement_says_why"),
        CheckConstraint("replaces_id IS NULL OR replaces_id < id", name="replacement_comes_later"),
        Index(None, "admission_id"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    admission_id: Mapped[int] = mapped_column(ForeignKey("admission.id"))
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("medical_note.id"))
    reason: Mapped[str | None] = _private()
    noted_on: Mapped[date] = _private()
    kind: Mapped[str] = _private()
    text: Mapped[str] = _private()
    recorded_at: Mapped[datetime]
    actor: Mapped[str]


class RecordAssignment(Model):
    """Whether an account of the medical post may open a medical record: of one stay, or of all of a centre.

    The latest row about an account and a stay (or all) counts.
    """

    __tablename__ = "record_assignment"
    __table_args__ = (
        Index(None, "account_id"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    #: None: every stay of the centre.
    admission_id: Mapped[int | None] = mapped_column(ForeignKey("admission.id"))
    granted: Mapped[bool]
    from_on: Mapped[date]
    recorded_at: Mapped[datetime]
    actor: Mapped[str]
