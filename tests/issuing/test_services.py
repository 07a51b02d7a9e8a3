"""The life of a paper: draft, number and freeze, what it settles, cancelled and replaced; two who issue at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from rehab_center.admissions.queries import stay_page
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.audit.recorder import record
from rehab_center.audit.services import check_log
from rehab_center.db import db, transaction
from rehab_center.documents.kinds import DocumentKind
from rehab_center.documents.queries import document_page
from rehab_center.documents.rules import DocumentFacts
from rehab_center.documents.services import add_document
from rehab_center.errors import Blocked, Conflict, DomainError, NotFound, NotPermitted, ReasonNeeded
from rehab_center.issuing import services
from rehab_center.issuing.kinds import Book, PaperKind, PaperState
from rehab_center.issuing.models import IssuedPaper
from rehab_center.issuing.queries import book_sums, following_number, load_paper, paper_page
from rehab_center.issuing.rules.facts import Typed
from rehab_center.organisation.queries import letterhead_on
from rehab_center.permissions import EVERYWHERE, ROLES, Actor, Role, Scope
from rehab_center.residents.queries import load_resident
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.queries import of_subject
from tests.admissions.stays import NOW, decision
from tests.issuing.conftest import LATER, TODAY, Office

ESCAPED = date(2024, 6, 12)


@pytest.fixture
def escape(office: Office) -> tuple[int, int]:
    """A stay and its escape two days ago, nothing on paper yet."""
    stay = office.centre.admit()
    return stay, office.centre.move(stay, MovementKind.ESCAPED, ESCAPED, with_paper=False)


def owed(session: Session, movement_id: int) -> set[TaskKind]:
    session.rollback()
    found = {task.kind for task in of_subject(session, "movement", movement_id, scope=EVERYWHERE) if task.is_open}
    return found - {TaskKind.CERTIFICATE_COPIES}  # printed here, still to be sent


def test_a_paper_is_numbered_and_settles_what_was_owed(
    session: Session, office: Office, escape: tuple[int, int]
) -> None:
    stay, movement = escape
    assert owed(session, movement) == {TaskKind.COMMUNE_NOTICE, TaskKind.SEARCH_DECISION}
    notice = office.draft(stay, PaperKind.ESCAPE_NOTICE)
    assert office.issue(notice) == "01/TB-CSCNMTC"
    assert owed(session, movement) == {TaskKind.SEARCH_DECISION}
    decision = office.draft(stay, PaperKind.SEARCH_DECISION)
    assert office.issue(decision) == "01/QĐ-CSCNMTC"  # each book begins with 1
    assert owed(session, movement) == set()
    number = office.page(decision).number
    assert number is not None
    document = document_page(session, number.document_id, scope=EVERYWHERE)
    assert document.own_book
    assert document.line.kind is DocumentKind.ESCAPE_DECISION
    page = stay_page(session, stay, scope=EVERYWHERE, as_of=TODAY)
    assert page.movements[-1].document is not None
    assert page.movements[-1].document.number == "01/QĐ-CSCNMTC"
    session.rollback()
    assert check_log().ok


def test_the_words_are_frozen(session: Session, office: Office, escape: tuple[int, int]) -> None:
    stay, _movement = escape
    paper = office.draft(stay, PaperKind.SEARCH_DECISION, circumstances="Trèo tường phía sau")
    before = office.page(paper).text
    person = office.page(paper).stay.person
    office.issue(paper)
    with transaction() as writing:
        facts = load_resident(writing, person.id, scope=EVERYWHERE)
        facts.full_name = "Trần Văn Khác"
        record("resident.corrected", actor=office.actor, at=LATER)
    after = office.page(paper)
    assert after.stay.person.full_name == "Trần Văn Khác"
    assert after.text == before
    given = Typed(TODAY, circumstances="khác")
    with pytest.raises(Conflict, match="no draft any more"), transaction() as writing:
        services.correct_draft(
            writing, paper, given=given, expected_version=after.version, actor=office.actor, now=LATER
        )


def test_two_who_issue_at_once_get_two_numbers(app: Flask, session: Session, office: Office) -> None:
    papers = []
    for name in ("Trần Văn An", "Trần Văn Bình", "Trần Văn Chi", "Trần Văn Dũng"):
        stay = office.centre.admit(office.centre.person(name))
        office.centre.move(stay, MovementKind.ESCAPED, ESCAPED, with_paper=False)
        papers.append(office.draft(stay, PaperKind.SEARCH_DECISION))
    versions = [office.page(paper).version for paper in papers]
    session.rollback()

    def work(paper: int, version: int) -> str:
        with app.app_context():
            try:
                with transaction() as writing:
                    return services.issue(writing, paper, expected_version=version, actor=office.actor, now=LATER)
            finally:
                db.session.remove()

    with ThreadPoolExecutor(4) as pool:
        numbers = sorted(pool.map(work, papers, versions))
    assert numbers == [f"{number:02d}/QĐ-CSCNMTC" for number in (1, 2, 3, 4)]
    (book,) = book_sums(session, facility_id=office.centre.facility_id, year=2024)
    assert (book.run.first, book.run.last, book.run.whole) == (1, 4, True)


def test_a_refused_issue_uses_no_number(session: Session, office: Office) -> None:
    """Nobody is certified to have completed what is not over (XLVPHC Đ114)."""
    stay = office.centre.admit()
    paper = office.draft(stay, PaperKind.COMPLETION)
    with pytest.raises(Blocked) as refused:
        office.issue(paper)
    assert [one.rule for one in refused.value.findings] == ["not-completed"]
    session.rollback()
    assert following_number(session, office.centre.facility_id, Book.CERTIFICATE, 2024) == 1
    assert office.page(paper).state is PaperState.DRAFT


def test_completion_settles_the_certificate_owed(session: Session, office: Office) -> None:
    stay = office.centre.admit(admitted_on=date(2022, 6, 10), months=24, decision=decision(date(2022, 6, 1)))
    movement = office.centre.move(stay, MovementKind.COMPLETED, date(2024, 6, 10), with_paper=False)
    assert owed(session, movement) == {TaskKind.PAPER_MISSING}
    paper = office.draft(stay, PaperKind.COMPLETION)
    assert office.issue(paper) == "01/GCN-CSCNMTC"
    assert owed(session, movement) == set()
    with pytest.raises(Conflict, match="issued already"):
        office.draft(stay, PaperKind.COMPLETION)


def test_a_certificate_made_before_goes_with_the_movement(session: Session, office: Office) -> None:
    """Signed on the last day before anybody has written the movement: the movement finds it."""
    stay = office.centre.admit(admitted_on=date(2022, 6, 14), months=24, decision=decision(date(2022, 6, 1)))
    paper = office.draft(stay, PaperKind.COMPLETION)
    office.issue(paper)
    movement = office.centre.move(stay, MovementKind.COMPLETED, TODAY, with_paper=False, now=LATER)
    assert owed(session, movement) == set()
    assert office.page(paper).movement_id == movement


def test_cancelled_the_number_stays_used_and_all_is_owed_again(
    session: Session, office: Office, escape: tuple[int, int]
) -> None:
    stay, movement = escape
    paper = office.draft(stay, PaperKind.SEARCH_DECISION, circumstances="Trèo tường")
    office.issue(paper)
    with pytest.raises(DomainError, match="Say why"), transaction() as writing:
        services.cancel(writing, paper, reason=" ", actor=office.actor, now=LATER)
    with transaction() as writing:
        following = services.cancel(writing, paper, reason="Sai họ tên", replace=True, actor=office.actor, now=LATER)
    assert following is not None
    assert TaskKind.SEARCH_DECISION in owed(session, movement)
    page = office.page(paper)
    assert (page.state, page.replaced_by) == (PaperState.CANCELLED, following)
    assert page.number is not None
    assert "Đã hủy: Sai họ tên" in (document_page(session, page.number.document_id, scope=EVERYWHERE).note or "")
    assert office.page(following).typed.circumstances == "Trèo tường"
    assert office.issue(following) == "02/QĐ-CSCNMTC"
    assert TaskKind.SEARCH_DECISION not in owed(session, movement)
    (book,) = book_sums(session, facility_id=office.centre.facility_id, year=2024)
    assert (book.run.last, book.run.whole, book.papers) == (2, True, 2)


def test_numbers_taken_by_hand_and_books_begun_on_paper(
    session: Session, office: Office, escape: tuple[int, int]
) -> None:
    """The program goes on after the book on paper and passes over what was entered with its number elsewhere."""
    stay, _movement = escape
    centre = office.centre.facility_id
    with transaction() as writing:
        services.start_book(writing, centre, Book.DECISION, 2024, last_number=45, actor=office.actor, now=NOW)
    with transaction() as writing:
        facts = DocumentFacts(DocumentKind.LEAVE, "46/QĐ-CSCNMTC", TODAY, "CS", facility_id=centre, own_book=True)
        add_document(writing, facts=facts, actor=office.actor, now=NOW)
        record("document.corrected", actor=office.actor, at=NOW)
    assert office.issue(office.draft(stay, PaperKind.SEARCH_DECISION)) == "47/QĐ-CSCNMTC"
    (book,) = book_sums(session, facility_id=centre, year=2024)
    assert (book.run.first, book.run.last, book.run.whole, book.elsewhere) == (46, 47, True, 1)
    with pytest.raises(Conflict, match="start cannot be moved"), transaction() as writing:
        services.start_book(writing, centre, Book.DECISION, 2024, last_number=3, actor=office.actor, now=NOW)


def test_a_new_book_follows_what_the_register_knows(office: Office, escape: tuple[int, int]) -> None:
    """Search decisions out of an old register bear numbers of this year: the first one here comes after them."""
    with transaction() as writing:
        name = letterhead_on(writing, office.centre.facility_id, TODAY).name
        facts = DocumentFacts(
            DocumentKind.ESCAPE_DECISION, "31/QĐ-CSCNMTC", TODAY, name, facility_id=office.centre.facility_id
        )
        add_document(writing, facts=facts, actor=office.actor, now=NOW)
        record("document.corrected", actor=office.actor, at=NOW)
    assert office.issue(office.draft(escape[0], PaperKind.SEARCH_DECISION)) == "32/QĐ-CSCNMTC"


def test_a_day_before_the_last_number_needs_a_reason(office: Office, escape: tuple[int, int]) -> None:
    stay, _movement = escape
    office.issue(office.draft(stay, PaperKind.ESCAPE_NOTICE))
    other = office.centre.admit(office.centre.person("Lê Văn Hai"))
    office.centre.move(other, MovementKind.ESCAPED, ESCAPED, with_paper=False)
    late = office.draft(other, PaperKind.ESCAPE_NOTICE, dated_on=date(2024, 6, 13))
    with pytest.raises(ReasonNeeded):
        office.issue(late)
    assert office.issue(late, reason="Ký hôm trước") == "02/TB-CSCNMTC"
    to_come = office.draft(other, PaperKind.SEARCH_DECISION, dated_on=date(2024, 6, 15))
    with pytest.raises(Blocked):
        office.issue(to_come)


def _post(role: Role, facility_id: int) -> Actor:
    return Actor("ai", "Ai đó", 7, frozenset({facility_id}), ROLES[role], roles=frozenset({role}))


@pytest.mark.parametrize(
    ("role", "kind", "may"),
    [
        (Role.DUTY, PaperKind.ESCAPE_NOTICE, True),
        (Role.DUTY, PaperKind.COMPLETION, False),
        (Role.INTAKE, PaperKind.COMPLETION, True),
        (Role.MEDICAL, PaperKind.SUSPENSION_PROPOSAL, False),
    ],
)
def test_each_post_writes_its_own_papers(role: Role, kind: PaperKind, may: bool, office: Office) -> None:
    actor = _post(role, office.centre.facility_id)
    if may:
        services.check_post(kind, actor)
    else:
        with pytest.raises(NotPermitted):
            services.check_post(kind, actor)


def test_a_stranger_finds_nothing(session: Session, office: Office, escape: tuple[int, int]) -> None:
    stay, _movement = escape
    paper = office.draft(stay, PaperKind.ESCAPE_NOTICE)
    elsewhere = Scope(frozenset({office.centre.facility_id + 1}))
    with pytest.raises(NotFound):
        load_paper(session, paper, scope=elsewhere)
    with pytest.raises(NotFound):
        paper_page(session, paper, scope=elsewhere, today=TODAY)


def test_a_movement_voided_meanwhile_leaves_nothing_to_issue(
    session: Session, office: Office, escape: tuple[int, int]
) -> None:
    stay, movement = escape
    paper = office.draft(stay, PaperKind.SEARCH_DECISION)
    office.centre.void(movement)
    with pytest.raises(DomainError, match="voided"):
        office.issue(paper)
    session.rollback()
    assert session.get_one(IssuedPaper, paper).state == PaperState.DRAFT
