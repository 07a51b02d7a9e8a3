"""The annual plan: revisions, which one is in force, its months, and the paper that is still to come."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.capacity import rules
from rehab_center.capacity.queries import plan_in_force, revision_in_force, revisions
from rehab_center.capacity.rules import Indicator
from rehab_center.capacity.services import set_plan
from rehab_center.clock import moment_of
from rehab_center.db import transaction
from rehab_center.documents.kinds import DocumentKind
from rehab_center.documents.rules import DocumentFacts
from rehab_center.errors import DomainError
from rehab_center.permissions import EVERYWHERE, Actor, Scope
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.models import Task
from rehab_center.tasks.queries import of_subject
from rehab_center.tasks.services import record_document_received
from tests.headcount.book import Book, make_book

NEW = Indicator.NEW_COMPULSORY
ENTERED = moment_of(date(2024, 1, 5), 9)
DECISION = DocumentFacts(DocumentKind.PLAN, "12/QĐ-SLĐTBXH", date(2023, 12, 20), "Sở Lao động - Thương binh và Xã hội")


def plan(book: Book, target: int = 190, now: datetime = ENTERED, **others: Any) -> int:
    given = {"year": 2024, "indicator": NEW, "document": DECISION} | others
    with transaction() as session:
        return set_plan(session, facility_id=book.facility_id, target=target, actor=book.actor, now=now, **given)


def in_force(session: Session, book: Book, day: date, known_at: datetime | None = None) -> int | None:
    found = revision_in_force(session, book.facility_id, 2024, NEW, as_of=day, scope=book.scope, known_at=known_at)
    return found.target if found else None


def test_revisions_are_rows_and_the_last_begun_is_in_force(book: Book, session: Session) -> None:
    plan(book, 190)
    plan(book, 200, moment_of(date(2024, 7, 5), 9), valid_from=date(2024, 7, 1), note="Giao bổ sung")
    told = revisions(session, book.facility_id, 2024, NEW, scope=book.scope)
    assert [(one.revision, one.target, one.valid_from) for one in told] == [
        (1, 190, date(2023, 12, 15)),
        (2, 200, date(2024, 7, 1)),
    ]
    days = (date(2023, 12, 14), date(2023, 12, 15), date(2024, 6, 30), date(2024, 7, 1), date(2024, 12, 14))
    assert [in_force(session, book, day) for day in days] == [None, 190, 190, 200, 200]


def test_a_revision_was_not_known_before_it_was_entered(book: Book, session: Session) -> None:
    plan(book, 190)
    plan(book, 200, moment_of(date(2024, 7, 5), 9))  # for the whole year, entered late
    day = date(2024, 6, 14)
    assert in_force(session, book, day, moment_of(date(2024, 7, 4), 9)) == 190
    assert in_force(session, book, day, moment_of(date(2024, 7, 6), 9)) == 200
    assert in_force(session, book, day, moment_of(date(2024, 1, 1), 9)) is None


def test_indicators_years_and_centres_have_their_own_plans(book: Book, session: Session, actor: Actor) -> None:
    plan(book, 190)
    plan(book, 60, indicator=Indicator.NEW_VOLUNTARY)
    plan(book, 170, year=2023)
    other = make_book(actor, "CS2")
    assert in_force(session, book, date(2024, 6, 14)) == 190
    assert in_force(session, other, date(2024, 6, 14)) is None
    assert revisions(session, book.facility_id, 2024, NEW, scope=other.scope) == ()
    assert revisions(session, book.facility_id, 2024, NEW, scope=Scope(frozenset())) == ()
    assert len(revisions(session, book.facility_id, 2024, NEW, scope=EVERYWHERE)) == 1


@pytest.mark.parametrize(
    ("target", "phasing", "months"),
    [
        (190, None, (16,) * 10 + (15,) * 2),
        (12, None, (1,) * 12),
        (5, None, (1,) * 5 + (0,) * 7),
        (0, None, (0,) * 12),
        (78, range(1, 13), tuple(range(1, 13))),
    ],
)
def test_the_months(target: int, phasing: Any, months: tuple[int, ...]) -> None:
    assert rules.phased(target, phasing) == months
    assert rules.cumulative(months)[-1] == target


@pytest.mark.parametrize(
    ("others", "field"),
    [
        ({"year": 1980}, "year"),
        ({"target": -1}, "target"),
        ({"phasing": [1] * 11}, "phasing"),
        ({"phasing": [1] * 12}, "phasing"),
        ({"phasing": [200, -10] + [0] * 10}, "phasing"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(book: Book, others: dict[str, Any], field: str) -> None:
    with pytest.raises(DomainError) as refused:
        plan(book, **others)
    assert refused.value.field == field


def test_without_a_paper_it_counts_and_the_paper_is_owed(book: Book, session: Session, actor: Actor) -> None:
    plan_id = plan(book, document=None)
    found = plan_in_force(session, book.facility_id, 2024, as_of=date(2024, 6, 14), scope=book.scope)
    assert found is not None
    assert (found.target, found.decision, found.to_be_confirmed) == (190, None, True)
    (task,) = of_subject(session, "annual-plan", plan_id, scope=book.scope)
    version = session.scalar(select(Task.version).where(Task.id == task.id))
    assert version is not None
    with transaction() as writing:
        record_document_received(
            writing,
            task.id,
            facts=DECISION,
            expected_version=version,
            actor=actor,
            now=moment_of(date(2024, 1, 9), 9),
        )
    found = plan_in_force(session, book.facility_id, 2024, as_of=date(2024, 6, 14), scope=book.scope)
    assert found is not None
    assert found.decision == "12/QĐ-SLĐTBXH ngày 20/12/2023"
    assert not found.to_be_confirmed


def test_a_number_without_date_and_issuer_is_kept_and_the_rest_is_owed(book: Book, session: Session) -> None:
    plan(book, document=DocumentFacts(DocumentKind.PLAN, "12/QĐ", facility_id=book.facility_id))
    found = plan_in_force(session, book.facility_id, 2024, as_of=date(2024, 6, 14), scope=book.scope)
    assert found is not None
    assert found.decision == "12/QĐ"
    assert session.scalars(select(Task.kind)).all() == [TaskKind.PAPER_INCOMPLETE]


def test_two_indicators_out_of_one_decision_share_its_paper(book: Book, session: Session) -> None:
    facts = DocumentFacts(DocumentKind.PLAN, "12/QĐ", DECISION.issued_on, "Sở", facility_id=book.facility_id)
    plan(book, document=facts)
    plan(book, 60, document=facts, indicator=Indicator.NEW_VOLUNTARY)
    papers = {
        one.document.id
        for indicator in Indicator
        for one in revisions(session, book.facility_id, 2024, indicator, scope=book.scope)
        if one.document
    }
    assert len(papers) == 1
