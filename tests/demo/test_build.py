"""A short story, built through the services: the log reads as though it had been written day by day."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission, Movement
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.audit.models import AuditEntry
from rehab_center.audit.verifier import verify
from rehab_center.demo.build import build
from rehab_center.demo.story import Move, Stay, Story
from rehab_center.documents.models import Document
from rehab_center.organisation.queries import facilities
from rehab_center.permissions import EVERYWHERE
from rehab_center.residents.kinds import Sex
from rehab_center.residents.rules.births import born_on
from rehab_center.residents.rules.facts import PersonFacts
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.queries import open_tasks

UNTIL = date(2026, 11, 20)


def _person(name: str) -> PersonFacts:
    return PersonFacts(
        name, sex=Sex.MALE, birth=born_on(date(1990, 1, 1)), commune="xã Yên Phú", district="huyện Ý Yên"
    )


STORY = Story(
    people=[_person("Trần Văn An"), _person("Lê Văn Bình"), _person("Phạm Văn Chi")],
    stays=[
        Stay(
            0,
            StayKind.COMPULSORY,
            date(2024, 1, 10),
            12,
            moves=(
                Move(MovementKind.TO_HOSPITAL, date(2024, 2, 1), mistaken=True),
                Move(MovementKind.ESCAPED, date(2024, 3, 1), paper_after=1),
                Move(MovementKind.RETURNED, date(2024, 3, 11)),
                Move(MovementKind.COMPLETED, date(2025, 1, 20)),
            ),
        ),
        Stay(
            1,
            StayKind.TEMPORARY,
            date(2025, 8, 1),
            None,
            moves=(Move(MovementKind.CONVERTED_OUT, date(2025, 8, 15)),),
        ),
        Stay(
            1,
            StayKind.COMPULSORY,
            date(2025, 8, 15),
            18,
            entry=MovementKind.CONVERTED_IN,
            credit_days=14,
            moves=(Move(MovementKind.ESCAPED, UNTIL, paper_after=None),),
        ),
        Stay(2, StayKind.COMPULSORY, date(2025, 8, 15), 18, entry=MovementKind.TRANSFERRED_IN),
    ],
)


@pytest.fixture
def built(session: Session) -> Session:
    """The story in the database."""
    seen: list[tuple[int, int]] = []
    build(STORY, until=UNTIL, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1][0] == seen[-1][1]
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    return session


def test_everything_that_was_told_happened(built: Session) -> None:
    stays = built.scalars(select(Admission).order_by(Admission.id)).all()
    kinds = [(stay.kind, stay.admitted_on, stay.times_treated) for stay in stays]
    assert ("temporary", date(2025, 8, 1), 1) in kinds
    assert len(kinds) == 4
    second = next(stay for stay in stays if stay.previous_admission_id is not None)
    assert (second.kind, second.credit_days) == ("compulsory", 14)
    moved = built.scalars(select(Movement.kind).where(Movement.admission_id == 1).order_by(Movement.id)).all()
    assert moved == ["admitted", "to-hospital", "voided", "escaped", "returned", "completed"]


def test_the_log_is_in_the_order_of_time_and_says_the_clock_was_set(built: Session, app: Flask) -> None:
    entries = built.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert entries[0].act == "demo.clock_set"
    assert [entry.at for entry in entries] == sorted(entry.at for entry in entries)
    assert {entry.origin for entry in entries} == {"demo"}
    assert verify(built, app.config["AUDIT_KEY"]).ok


def test_papers_come_when_they_came(built: Session) -> None:
    papers = [kind for kind in TaskKind if kind not in (TaskKind.IDENTITY_PAPER, TaskKind.POSSIBLE_DUPLICATE)]
    owed = [(task.kind.value, task.resident_id) for task in open_tasks(built, scope=EVERYWHERE, kinds=papers)]
    assert owed == [("roll-difference", None), ("search-decision", 2)]
    received = built.scalars(select(AuditEntry).where(AuditEntry.act == "task.paper-received")).all()
    assert len(received) == 3  # two notices to the commune, one search decision


def test_centre_and_courts_of_the_day(built: Session) -> None:
    courts = set(built.scalars(select(Document.issuer).where(Document.number.like("%/QĐ-TA"))))
    assert "Tòa án nhân dân huyện Ý Yên" in courts
    assert any(court and court.startswith("Tòa án nhân dân khu vực") for court in courts)
    names = [facilities(built, scope=EVERYWHERE, day=day)[0].name for day in (date(2024, 6, 14), date(2025, 7, 1))]
    assert names == ["Cơ sở Cai nghiện ma túy tỉnh Nam Định", "Cơ sở Cai nghiện ma túy Nam Định"]
